import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { botEvents, botScopes, eventScopes, methodScopes, slackSurface } from '../../adapters/slack/surface.ts'
import { addressPlaceholder, slackManifest } from '../../manifest/slack.ts'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { commandWords } from '../../src/command-words.ts'
import { slipsBetween } from '../../src/domain/slips.ts'
import { commands } from '../../src/features/index.ts'
import { languages, loadWords } from '../../src/i18n.ts'
import { root } from '../support/locale-files.ts'

const words = loadWords(root)
const length = (text: string) => [...text].length

// Slack's manifest is of one language; which one is the operator's choice.
test.each(languages)('in %s every text keeps to Slack’s lengths', (language) => {
  const { display_information: about, features } = parse(slackManifest(words, '/support', language))
  expect(length(about.name)).toBeLessThanOrEqual(35)
  expect(length(about.description)).toBeLessThanOrEqual(140)
  expect(length(about.long_description)).toBeLessThanOrEqual(4000)
  expect(about.background_color).toMatch(/^#[0-9a-f]{6}$/)
  expect(length(features.bot_user.display_name)).toBeLessThanOrEqual(80)
  expect(features.shortcuts.length).toBeLessThanOrEqual(10)
  for (const { name, description } of features.shortcuts) {
    expect(length(name), name).toBeLessThanOrEqual(slackSurface.shortcutNameLimit)
    expect(length(description), description).toBeLessThanOrEqual(150)
  }
  for (const { description, usage_hint } of features.slash_commands) {
    expect(length(description)).toBeLessThanOrEqual(2000)
    expect(length(usage_hint)).toBeLessThanOrEqual(1000)
  }
})

// Slack wants 174 letters at least of an app that is to be listed; fewer are refused in the form.
test('the long description is long enough for Slack', () => {
  const { display_information: about } = parse(slackManifest(words))
  expect(length(about.long_description)).toBeGreaterThanOrEqual(174)
})

test('it asks for the adapter’s scopes and events, no more and no less', () => {
  const { oauth_config, settings } = parse(slackManifest(words))
  expect(oauth_config.scopes).toEqual({ bot: [...botScopes] })
  expect(settings.event_subscriptions.bot_events).toEqual([...botEvents])
  const needed = new Set(['commands', ...Object.values({ ...methodScopes, ...eventScopes }).flat()])
  expect(new Set(oauth_config.scopes.bot)).toEqual(needed)
})

test('everything is posted to the address at which the adapter listens', () => {
  const { features, settings } = parse(slackManifest(words))
  const url = `${addressPlaceholder}${slackSurface.requestPath}`
  expect([
    features.slash_commands[0].url,
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
  ]).toEqual([url, url, url])
})

test('the command and its hint are the operator’s and the registry’s', () => {
  const [slash] = parse(slackManifest(words, '/anshin')).features.slash_commands
  expect(slash.command).toBe('/anshin')
  const vocabulary = createVocabulary(commandWords(words), slipsBetween)
  expect(slash.usage_hint.split(' | ').map((word: string) => vocabulary.find(word)?.command)).toEqual(
    commands.filter(({ listed }) => listed).map(({ name }) => name),
  )
})

test('each shortcut calls the command that offers it', () => {
  const { shortcuts } = parse(slackManifest(words)).features
  expect(shortcuts.map(({ callback_id, type }: Record<string, string>) => `${type} ${callback_id}`)).toEqual(
    commands.flatMap(({ name, shortcuts }) => (shortcuts ?? []).map((type) => `${type} ${name}`)),
  )
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { manifestLimits, teamsScopes } from '../../adapters/teams/surface.ts'
import { freshManifests, manifestCommand, staleManifests, teamsPackage } from '../../manifest/generate.ts'
import { appIdPlaceholder, teamsManifest } from '../../manifest/teams.ts'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { commandWords } from '../../src/command-words.ts'
import { slipsBetween } from '../../src/domain/slips.ts'
import { commands } from '../../src/features/index.ts'
import { languages } from '../../src/i18n.ts'
import { root } from '../support/locale-files.ts'
import { readPng } from './read-png.ts'

const { words, version, files } = freshManifests(root)
const teams = teamsManifest(words, { version })
const manifest = teams['manifest.json'] as any
const others = languages.filter((language) => language !== 'en')

/** Microsoft's own schemas, as its package ships them; the localization schema throws with unicode patterns. */
function faultsBy(schema: string, document: unknown): unknown[] {
  const Ajv = Ajv04 as unknown as typeof Ajv04.default
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  ;(addFormats as unknown as typeof addFormats.default)(ajv as never)
  const folder = join(root, 'node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.17')
  const validate = ajv.compile(JSON.parse(readFileSync(join(folder, schema), 'utf8')))
  validate(document)
  return (validate.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }))
}

/** `bots[0].commandLists[0].commands[1].title` in the manifest. */
const at = (path: string): unknown =>
  path.split(/[.[\]]+/u).reduce<any>((node, name) => (name === '' ? node : node?.[name]), manifest)

/** The paths of what a person reads, found by walking the manifest and not by the generator's own list. */
function spokenPaths(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((each, i) => spokenPaths(each, `${path}[${i}]`))
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, value]) => {
    const here = path === '' ? name : `${path}.${name}`
    if (typeof value !== 'string') return spokenPaths(value, here)
    const said = /^(name|description)\.(short|full)$/.test(here) || (path !== '' && /^(title|description)$/.test(name))
    return said ? [here] : []
  })
}

describe('the Teams manifest', () => {
  test('is valid by Microsoft’s schema, which does refuse', () => {
    expect(faultsBy('MicrosoftTeams.schema.json', manifest)).toEqual([])
    expect(faultsBy('MicrosoftTeams.schema.json', { ...manifest, name: { short: 'x'.repeat(31) } })).not.toEqual([])
  })

  test.each(others)('its texts in %s are valid by Microsoft’s schema, which does refuse', (language) => {
    const texts = teams[`${language}.json`] as object
    expect(faultsBy('MicrosoftTeams.Localization.schema.json', texts)).toEqual([])
    expect(faultsBy('MicrosoftTeams.Localization.schema.json', { ...texts, 'name.long': 'x' })).not.toEqual([])
  })

  test.each(others)('says in %s exactly what it says in English', (language) => {
    const { $schema: _, ...texts } = teams[`${language}.json`] as Record<string, string>
    expect(Object.keys(texts).sort()).toEqual(spokenPaths(manifest).sort())
    for (const path of Object.keys(texts)) expect(at(path), path).toBeTypeOf('string')
  })

  test('names a file for every language but the default one', () => {
    const { defaultLanguageTag, additionalLanguages } = manifest.localizationInfo
    expect(defaultLanguageTag).toBe('en')
    expect(additionalLanguages.map(({ file }: { file: string }) => file).sort()).toEqual(
      Object.keys(teams)
        .filter((name) => name !== 'manifest.json')
        .sort(),
    )
  })

  const spoken = (language: string, part: 'title' | 'description'): string[] =>
    language === 'en'
      ? spokenPaths(manifest)
          .filter((path) => path.endsWith(`].${part}`))
          .map((path) => at(path) as string)
      : Object.entries(teams[`${language}.json`] as Record<string, string>)
          .filter(([path]) => path.endsWith(`].${part}`))
          .map(([, text]) => text)

  test.each(languages)(
    'commands in %s keep to Teams’ lengths, and each title is a word that the bot knows',
    (language) => {
      const vocabulary = createVocabulary(commandWords(words), slipsBetween)
      expect(spoken(language, 'title').length).toBeGreaterThan(5)
      for (const title of spoken(language, 'title')) {
        expect([...title].length, title).toBeLessThanOrEqual(manifestLimits.commandTitle)
      }
      for (const description of spoken(language, 'description')) {
        expect([...description].length, description).toBeLessThanOrEqual(manifestLimits.commandDescription)
      }
      const listed = manifest.bots[0].commandLists[0].commands.length
      const meant = spoken(language, 'title')
        .slice(0, listed)
        .map((title) => vocabulary.find(title)?.command)
      expect(meant).toEqual(
        commands
          .filter(({ listed, minor }) => listed && !minor)
          .slice(0, manifestLimits.commands)
          .map(({ name }) => name),
      )
    },
  )

  test('offers the message’s menu what the registry offers, and stands where the adapter answers', () => {
    expect(manifest.composeExtensions[0].commands.map(({ id }: { id: string }) => id)).toEqual(
      commands.filter(({ shortcuts }) => shortcuts?.includes('message')).map(({ name }) => name),
    )
    expect(manifest.bots[0].scopes).toEqual([...teamsScopes])
  })

  test('asks for files, and for what is written in channels and chats without a mention', () => {
    expect(manifest.bots[0].supportsFiles).toBe(true)
    expect(manifest.authorization.permissions.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
      { name: 'ChatMessage.Read.Chat', type: 'Application' },
    ])
    expect(manifest.webApplicationInfo.id).toBe(manifest.id)
  })
})

describe('the files in manifest/', () => {
  test('are what would be written now: npm run manifest', () => {
    expect(staleManifests(root, files)).toEqual([])
    expect(staleManifests(root, { ...files, 'slack.yaml': 'other' })).toEqual(['slack.yaml'])
  })

  test('hold icons as Teams wants them: 192 pixels in colour, 32 in white on nothing', () => {
    const color = readPng(join(root, 'manifest/teams/color.png'))
    expect([color.width, color.height]).toEqual([192, 192])
    expect(color.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true)
    const outline = readPng(join(root, 'manifest/teams/outline.png'))
    expect([outline.width, outline.height]).toEqual([32, 32])
    const drawn = outline.pixels.filter(([, , , alpha]) => alpha! > 0)
    expect(drawn.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true)
    expect(drawn.length).toBeGreaterThan(50)
    expect(drawn.length).toBeLessThan(500)
  })
})

describe('the app package', () => {
  const appId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'

  test('holds the manifest under the bot’s own id, its languages and both icons, and nothing else', () => {
    const packed = unzipSync(teamsPackage(root, words, { appId, version }))
    expect(Object.keys(packed).sort()).toEqual(
      ['color.png', 'ja.json', 'manifest.json', 'outline.png', 'zh-CN.json', 'zh-TW.json'].sort(),
    )
    const text = Buffer.from(packed['manifest.json']!).toString('utf8')
    expect(text).not.toContain(appIdPlaceholder)
    const own = JSON.parse(text)
    expect([own.id, own.bots[0].botId, own.composeExtensions[0].botId, own.webApplicationInfo.id]).toEqual(
      Array(4).fill(appId),
    )
    expect(faultsBy('MicrosoftTeams.schema.json', own)).toEqual([])
    for (const language of others)
      expect(JSON.parse(Buffer.from(packed[`${language}.json`]!).toString('utf8'))).toEqual(teams[`${language}.json`])
    for (const icon of ['color.png', 'outline.png'])
      expect(Buffer.from(packed[icon]!)).toEqual(readFileSync(join(root, 'manifest/teams', icon)))
  })

  test('is the same for the same input', () => {
    expect(teamsPackage(root, words, { appId, version })).toEqual(teamsPackage(root, words, { appId, version }))
  })

  test.each([
    [['--package'], undefined, 'TEAMS_APP_ID is missing'],
    [['--package'], 'not-a-uuid', 'TEAMS_APP_ID is no UUID'],
    [['--chek'], undefined, 'Usage: npm run manifest'],
  ])('%j with the app id %s is refused with the cure', (args, appId, cure) => {
    const printed: string[] = []
    expect(manifestCommand({ root, args, appId, print: (line) => printed.push(line) })).toBe(1)
    expect(printed.join('\n')).toContain(cure)
  })
})

/** The Slack app's manifest: commands and words from the registry, scopes and events from the adapter. */
import { stringify } from 'yaml'
import { botEvents, botScopes, slackSurface } from '../adapters/slack/surface.ts'
import { commands, wordsOf } from '../src/features/index.ts'
import type { Words } from '../src/i18n.ts'

/** Stands where the operator's own address goes. */
export const addressPlaceholder = 'https://YOUR-ADDRESS'

/** One language only: Slack's manifest knows no others. */
export function slackManifest(words: Words, command = '/support', language = 'en'): string {
  const say = (key: string) => words.phrase(language, key)
  const requestUrl = `${addressPlaceholder}${slackSurface.requestPath}`
  const shortcuts = commands.flatMap((each) =>
    (each.shortcuts ?? []).map((type) => ({
      name: say(`commands.${wordsOf(each)}.name`),
      type,
      callback_id: each.name,
      description: say(`commands.${wordsOf(each)}.summary`),
    })),
  )
  const usage = commands.filter(({ listed }) => listed).map(({ name }) => name.replaceAll('.', ' '))
  return stringify({
    display_information: {
      name: say('common.anshin'),
      description: say('manifest.short'),
      long_description: say('manifest.long'),
      background_color: '#1d4e5f',
    },
    features: {
      app_home: slackSurface.appHome,
      bot_user: { display_name: say('common.anshin'), always_online: true },
      shortcuts,
      slash_commands: [
        {
          command,
          url: requestUrl,
          description: say('manifest.command'),
          usage_hint: usage.join(' | '),
          should_escape: slackSurface.slashCommandShouldEscape,
        },
      ],
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: { request_url: requestUrl, bot_events: [...botEvents] },
      interactivity: { is_enabled: slackSurface.interactivity, request_url: requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  })
}

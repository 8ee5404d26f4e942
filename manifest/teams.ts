/** The Teams app's manifest with its language files. */
import { manifestLimits, messageActions, readPermissions, teamsScopes } from '../adapters/teams/surface.ts'
import { aliasesOf } from '../src/command-words.ts'
import { commands, wordsOf } from '../src/features/index.ts'
import { languages, type Words } from '../src/i18n.ts'

/** Stands where the bot's app id goes; `npm run manifest -- --package` puts in TEAMS_APP_ID. */
export const appIdPlaceholder = '00000000-0000-0000-0000-000000000000'

const inCode = (key: string) => (words: Words, language: string) => words.phrase(language, key)

/** File name → content, as they lie in the app package. */
export function teamsManifest(
  words: Words,
  { appId = appIdPlaceholder, version }: { appId?: string; version: string },
): Record<string, unknown> {
  // What is about one case that is named is typed with its number.
  const listed = commands.filter(({ listed, minor }) => listed && !minor).slice(0, manifestLimits.commands)
  const actions = commands.filter(({ shortcuts }) => shortcuts?.includes('message'))
  // What is said, by its path in the manifest: a language file repeats exactly these.
  const texts: Record<string, (words: Words, language: string) => string> = {
    'name.short': inCode('common.anshin'),
    'name.full': inCode('manifest.full-name'),
    'description.short': inCode('manifest.short'),
    'description.full': inCode('manifest.long'),
  }
  listed.forEach((command, i) => {
    const at = `bots[0].commandLists[0].commands[${i}]`
    texts[`${at}.title`] = (words, language) => firstAlias(words, language, command)
    texts[`${at}.description`] = inCode(`commands.${wordsOf(command)}.summary`)
  })
  actions.forEach((command, i) => {
    const at = `composeExtensions[0].commands[${i}]`
    texts[`${at}.title`] = inCode(`commands.${wordsOf(command)}.name`)
    texts[`${at}.description`] = inCode(`commands.${wordsOf(command)}.summary`)
  })
  const english = (path: string) => texts[path]!(words, 'en')
  const others = languages.filter((language) => language !== 'en')
  const manifest = {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json',
    manifestVersion: '1.17',
    version,
    id: appId,
    developer: {
      name: 'Anshin',
      websiteUrl: 'https://example.com',
      privacyUrl: 'https://example.com/privacy',
      termsOfUseUrl: 'https://example.com/terms',
    },
    name: { short: english('name.short'), full: english('name.full') },
    description: { short: english('description.short'), full: english('description.full') },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1D4E5F',
    localizationInfo: {
      defaultLanguageTag: 'en',
      additionalLanguages: others.map((language) => ({
        languageTag: language.toLowerCase(),
        file: `${language}.json`,
      })),
    },
    bots: [
      {
        botId: appId,
        scopes: [...teamsScopes],
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [
          {
            scopes: [...teamsScopes],
            commands: listed.map((_command, i) => ({
              title: english(`bots[0].commandLists[0].commands[${i}].title`),
              description: english(`bots[0].commandLists[0].commands[${i}].description`),
            })),
          },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: actions.map((command, i) => ({
          id: command.name,
          ...messageActions,
          title: english(`composeExtensions[0].commands[${i}].title`),
          description: english(`composeExtensions[0].commands[${i}].description`),
        })),
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [],
    authorization: {
      permissions: { resourceSpecific: readPermissions.map((name) => ({ name, type: 'Application' })) },
    },
    // Teams grants nothing to an app that names no Entra app; the resource is a formality, any address will do.
    webApplicationInfo: { id: appId, resource: 'https://RscBasedStoreApp' },
  }
  const files: Record<string, unknown> = { 'manifest.json': manifest }
  for (const language of others) {
    files[`${language}.json`] = {
      $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.Localization.schema.json',
      ...Object.fromEntries(Object.entries(texts).map(([path, say]) => [path, say(words, language)])),
    }
  }
  return files
}

/** What Teams types into the composer when the entry is chosen: a word that the bot understands in that language. */
const firstAlias = (words: Words, language: string, command: { name: string }): string =>
  aliasesOf(words, language, command)[0] ?? command.name

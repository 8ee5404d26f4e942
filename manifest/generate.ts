/** `npm run manifest`: writes the manifests; `-- --check`: fails when they are not what it would write; `-- --package`: a zip for Teams. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { loadWords, type Words } from '../src/i18n.ts'
import { slackManifest } from './slack.ts'
import { teamsManifest } from './teams.ts'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Path below `manifest/` → content, for the whole product. */
export function manifests(words: Words, version: string): Record<string, string> {
  const teams = teamsManifest(words, { version })
  return {
    'slack.yaml': slackManifest(words),
    ...Object.fromEntries(Object.entries(teams).map(([name, content]) => [`teams/${name}`, json(content)])),
  }
}

/** The names of files that differ from what would be written. */
export function staleManifests(root: string, fresh: Record<string, string>): string[] {
  return Object.entries(fresh)
    .filter(([name, content]) => {
      const path = join(root, 'manifest', name)
      return !existsSync(path) || readFileSync(path, 'utf8') !== content
    })
    .map(([name]) => name)
}

/** The app package that Teams takes: the manifest under this app id, its languages and both icons. */
export function teamsPackage(root: string, words: Words, options: { appId: string; version: string }): Uint8Array {
  const files = Object.entries(teamsManifest(words, options)).map(
    ([name, content]) => [name, strToU8(json(content))] as const,
  )
  const icons = ['color.png', 'outline.png'].map(
    (name) => [name, new Uint8Array(readFileSync(join(root, 'manifest', 'teams', name)))] as const,
  )
  return zipSync(Object.fromEntries([...files, ...icons]))
}

/** The command itself; returns the exit code. */
export function manifestCommand(
  root: string,
  args: string[],
  appId: string | undefined,
  print: (line: string) => void,
): number {
  const words = loadWords(root)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const fresh = manifests(words, version)
  if (args.includes('--package')) {
    if (!appId) {
      print('TEAMS_APP_ID is missing: the package carries the bot’s app id. Set it and repeat.')
      return 1
    }
    const path = join(root, 'dist', 'anshin-teams.zip')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, teamsPackage(root, words, { appId, version }))
    print(`wrote ${path}: upload it in Teams under Apps → Manage your apps → Upload an app`)
    return 0
  }
  const stale = staleManifests(root, fresh)
  if (args.includes('--check')) {
    for (const name of stale) print(`manifest/${name} is stale: run npm run manifest`)
    return stale.length > 0 ? 1 : 0
  }
  for (const [name, content] of Object.entries(fresh)) {
    const path = join(root, 'manifest', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  print(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'the manifests are fresh')
  return 0
}

/** Writes both platforms' manifests, tells whether they are fresh, and packs the zip that Teams takes. */
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
  // One fixed day, the first that a zip knows: the same input gives the same package.
  return zipSync(Object.fromEntries([...files, ...icons]), { mtime: new Date(1980, 0, 1) })
}

/** What `npm run manifest` would write now. */
export function freshManifests(root: string): { words: Words; version: string; files: Record<string, string> } {
  const words = loadWords(root)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { words, version, files: manifests(words, version) }
}

const usage = `Usage: npm run manifest [-- --check | --package]

  (nothing)  writes manifest/slack.yaml and manifest/teams/
  --check    writes nothing and ends with 1 when they are not what would be written
  --package  packs dist/anshin-teams.zip for the app TEAMS_APP_ID`

/** The command itself; returns the exit code. */
export function manifestCommand({
  root,
  args,
  appId,
  print,
}: {
  root: string
  args: string[]
  appId: string | undefined
  print: (line: string) => void
}): number {
  const [option, ...more] = args
  if (more.length > 0 || (option !== undefined && option !== '--check' && option !== '--package')) {
    print(usage)
    return 1
  }
  const { words, version, files } = freshManifests(root)
  if (option === '--package') {
    if (!appId || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(appId)) {
      print(
        `TEAMS_APP_ID ${appId ? 'is no UUID' : 'is missing'}: the package carries the bot’s app id. Set it and repeat.`,
      )
      return 1
    }
    const path = join(root, 'dist', 'anshin-teams.zip')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, teamsPackage(root, words, { appId, version }))
    print(`wrote ${path}: upload it in Teams under Apps → Manage your apps → Upload an app`)
    return 0
  }
  const stale = staleManifests(root, files)
  if (option === '--check') {
    for (const name of stale) print(`manifest/${name} is stale: run npm run manifest`)
    return stale.length > 0 ? 1 : 0
  }
  for (const name of stale) {
    const path = join(root, 'manifest', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, files[name]!)
  }
  print(stale.length > 0 ? `wrote ${stale.map((name) => `manifest/${name}`).join(', ')}` : 'the manifests are fresh')
  return 0
}

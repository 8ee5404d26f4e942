import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
export const languages = ['en', 'zh-TW', 'zh-CN', 'ja'] as const

type Tree = { [key: string]: string | Tree }

const flatten = (tree: Tree, prefix: string): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  )

const known = new Map<string, ReadonlyMap<string, string>>()

/** Every key of a language, `coverage.headline.covered` → words. */
export function wordsOf(language: string): ReadonlyMap<string, string> {
  const words = known.get(language) ?? readWords(language)
  known.set(language, words)
  return words
}

function readWords(language: string): ReadonlyMap<string, string> {
  const folder = join(root, 'locales', language)
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => flatten(JSON.parse(readFileSync(join(folder, file), 'utf8')), `${file.slice(0, -5)}.`)),
  )
}

/** `days_one` and `days_other` are one sentence. */
export const stem = (key: string): string => key.replace(/_(one|other)$/, '')

export const placeholders = (words: string): string[] =>
  [...new Set([...words.matchAll(/\{\{-?\s*([\w]+)/g)].map(([, name]) => name!))].sort()

/** Every TypeScript file below the given folders. */
export function sources(...folders: string[]): { path: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|tsx|mts)$/.test(path) && !path.includes('generated') && !path.includes('node_modules'))
      .map((path) => join(folder, path))
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  )
}

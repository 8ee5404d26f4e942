/** The fonts of the papers: no one file has every letter of Chinese and Japanese, so each language has an order of three. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Font, create as openFont } from 'fontkit'
import { decompress } from 'wawoff2'

const scripts = ['jp', 'tc', 'sc'] as const
export type Script = (typeof scripts)[number]

/** Whose letters are tried first: 直 and 骨 are drawn differently in Taipei, Beijing and Tokyo. */
const orders: Record<string, readonly Script[]> = {
  'zh-TW': ['tc', 'jp', 'sc'],
  'zh-CN': ['sc', 'tc', 'jp'],
}
export const orderFor = (language: string): readonly Script[] => orders[language] ?? ['jp', 'tc', 'sc']

export interface LoadedFont {
  /** TrueType, as a PDF embeds it. */
  bytes: Buffer
  has(letter: number): boolean
}

export type Fonts = Record<Script, LoadedFont>

/** Unpacks the fonts in `folder` when they are first asked for, and keeps them. */
export function fontShelf(folder: string): () => Promise<Fonts> {
  let loading: Promise<Fonts> | undefined
  return () => {
    loading ??= load(folder).catch((error) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

async function load(folder: string): Promise<Fonts> {
  const loaded: Partial<Fonts> = {}
  for (const script of scripts) {
    const packed = await readFile(join(folder, `noto-sans-${script}.woff2`))
    const bytes = Buffer.from(await decompress(packed))
    const font = openFont(bytes) as Font
    loaded[script] = { bytes, has: (letter) => font.hasGlyphForCodePoint(letter) }
  }
  return loaded as Fonts
}

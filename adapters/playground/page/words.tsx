import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { ask } from './server.ts'

/** Each language in its own name, so that whoever landed in the wrong one finds the way back. */
export const languages = [
  { code: 'en', name: 'English', locale: 'en-US' },
  { code: 'zh-TW', name: '繁體中文', locale: 'zh-TW' },
  { code: 'zh-CN', name: '简体中文', locale: 'zh-CN' },
  { code: 'ja', name: '日本語', locale: 'ja-JP' },
] as const

export type Language = (typeof languages)[number]['code']

/** The page's language for a browser's or a platform's locale: `zh-Hant-HK` reads zh-TW, `fr` reads English. */
export function languageFor(locale: string): Language {
  if (/^zh(-|_)?(Hant|TW|HK|MO)/i.test(locale)) return 'zh-TW'
  if (/^zh/i.test(locale)) return 'zh-CN'
  if (/^ja/i.test(locale)) return 'ja'
  return 'en'
}

export interface Words {
  language: Language
  choose(language: Language): void
  t(key: string, values?: Record<string, string | number>): string
}

const WordsContext = createContext<Words | undefined>(undefined)

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('A part of the page stands outside WordsProvider.')
  return words
}

const remembered = 'anshin.page-language'

/** Renders nothing until the words are there: a page of keys is worse than a blank one for a moment. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    languageFor(localStorage.getItem(remembered) ?? navigator.language),
  )
  const [table, setTable] = useState<Record<string, string>>()
  useEffect(() => {
    let current = true
    document.documentElement.lang = language
    ask<Record<string, string>>(`/playground/words?lang=${language}`).then(
      (words) => current && setTable(words),
      () => current && setTable((old) => old ?? {}),
    )
    return () => {
      current = false
    }
  }, [language])
  const words = useMemo<Words | undefined>(
    () =>
      table && {
        language,
        choose(next) {
          localStorage.setItem(remembered, next)
          setLanguage(next)
        },
        t: (key, values) =>
          (table[key] ?? key).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values?.[name] ?? whole)),
      },
    [language, table],
  )
  return words && <WordsContext value={words}>{children}</WordsContext>
}

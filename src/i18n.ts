/** Every word a person reads: loads `locales/`, chooses a person's language, turns a Text into a sentence. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance, type i18n as I18next } from 'i18next'
import type enAgreement from '../locales/en/agreement.json'
import type enCase from '../locales/en/case.json'
import type enCatalog from '../locales/en/catalog.json'
import type enCommands from '../locales/en/commands.json'
import type enCommon from '../locales/en/common.json'
import type enContacts from '../locales/en/contacts.json'
import type enCoverage from '../locales/en/coverage.json'
import type enDownloads from '../locales/en/downloads.json'
import type enErrors from '../locales/en/errors.json'
import type enFaq from '../locales/en/faq.json'
import type enGuide from '../locales/en/guide.json'
import type enHelp from '../locales/en/help.json'
import type enInvitation from '../locales/en/invitation.json'
import type enLanguage from '../locales/en/language.json'
import type enLink from '../locales/en/link.json'
import type enPaper from '../locales/en/paper.json'
import type enRegister from '../locales/en/register.json'
import type enSales from '../locales/en/sales.json'
import type enSignup from '../locales/en/signup.json'
import type enThread from '../locales/en/thread.json'
import type enTies from '../locales/en/ties.json'
import type enTriage from '../locales/en/triage.json'
import type enVendor from '../locales/en/vendor.json'
import type { Reader } from './bot/router.ts'
import { invocationFor, mapReply, type Reply, type Text, type Value } from './bot/view.ts'
import { fill, type Template, templateOf } from './i18n-template.ts'

interface English {
  agreement: typeof enAgreement
  case: typeof enCase
  catalog: typeof enCatalog
  commands: typeof enCommands
  common: typeof enCommon
  contacts: typeof enContacts
  coverage: typeof enCoverage
  downloads: typeof enDownloads
  errors: typeof enErrors
  faq: typeof enFaq
  guide: typeof enGuide
  help: typeof enHelp
  invitation: typeof enInvitation
  language: typeof enLanguage
  link: typeof enLink
  paper: typeof enPaper
  register: typeof enRegister
  sales: typeof enSales
  signup: typeof enSignup
  thread: typeof enThread
  ties: typeof enTies
  triage: typeof enTriage
  vendor: typeof enVendor
}
/** `days_one` and `days_other` are asked for as `days`. */
type Singular<K extends string> = K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K
type Keys<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${Singular<K>}` : Keys<T[K], `${Prefix}${K}.`>
}[keyof T & string]
type EnglishKeys = { [K in Keys<English>]: true }
declare module './bot/view.ts' {
  interface Messages extends EnglishKeys {}
}

export const languages = ['en', 'zh-TW', 'zh-CN', 'ja'] as const
export type Language = (typeof languages)[number]

export interface Words {
  /** The text in the reader's language; serials are masked unless `private`. */
  text(text: Text, reader: Reader): string
  reply(reply: Reply, reader: Reader): Reply<string>
  /** A sentence by its key, for those who hold no Text: adapters, mails, the playground. */
  phrase(language: string, key: string, values?: Record<string, string | number>): string
  /** One namespace as it stands in the file, for what is handed on whole. */
  namespace(language: string, name: string): Record<string, string>
}

/** The supported language nearest to a platform's locale; undefined for a language we do not speak. */
export function languageFor(locale: string | undefined): Language | undefined {
  if (!locale) return undefined
  const [language, ...rest] = locale.replaceAll('_', '-').toLowerCase().split('-')
  if (language === 'zh') return rest.some((part) => ['tw', 'hk', 'mo', 'hant'].includes(part)) ? 'zh-TW' : 'zh-CN'
  return languages.find((known) => known === language)
}

const shown = 4
/**
 * The last four letters of a serial, for places where others can read; of a short one half of it. Without its hyphens, as
 * buttons carry it there: what is read can be typed.
 */
function masked(serial: string): string {
  const letters = [...serial.replace(/[^\p{L}\p{N}]/gu, '')]
  return `••••${letters.slice(letters.length - Math.min(shown, Math.floor(letters.length / 2))).join('')}`
}

/** One formatter a language and zone: building one costs a hundred times its use. */
function cached<T>(make: (language: string, zone: string) => T): (language: string, zone?: string) => T {
  const kept = new Map<string, T>()
  return (language, zone = 'UTC') => {
    const key = `${language} ${zone}`
    let formatter = kept.get(key)
    if (!formatter) {
      if (kept.size > 500) kept.clear()
      formatter = make(language, zone)
      kept.set(key, formatter)
    }
    return formatter
  }
}
const pluralRules = cached((language) => new Intl.PluralRules(language))
/** Zero has a form of its own in i18next, whatever the language's rules say of it. */
const pluralForm = (language: string, count: number): string =>
  count === 0 ? 'zero' : pluralRules(language).select(count)
const dayFormat = cached((language) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }))
const instantFormat = cached((language, timeZone) => {
  const time = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  const zoned = new Intl.DateTimeFormat(language, { timeZoneName: 'short', timeZone })
  // Intl would put the zone between day and time in Chinese.
  const zoneAt = (instant: Date) => zoned.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value
  return { format: (instant: Date) => `${time.format(instant)} (${zoneAt(instant)})` }
})
const numberFormat = cached((language) => new Intl.NumberFormat(language))
const listFormat = cached((language) => new Intl.ListFormat(language, { type: 'conjunction' }))

const days = new Map<string, string>()
/** A calendar day in words. Few days are spoken of, each again and again. */
function dayWords(language: string, day: string): string {
  const key = `${language} ${day}`
  let said = days.get(key)
  if (said === undefined) {
    if (days.size > 5_000) days.clear()
    said = dayFormat(language).format(new Date(`${day}T00:00:00Z`))
    days.set(key, said)
  }
  return said
}

/** Reads `locales/<language>/*.json` below `root`; throws when a file is no JSON, naming it. */
export function loadWords(root: string, fallback: Language = 'en'): Words {
  const resources: Record<string, { translation: Record<string, any> }> = {}
  for (const language of languages) {
    const folder = join(root, 'locales', language)
    const translation: Record<string, unknown> = {}
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      try {
        translation[file.slice(0, -5)] = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      } catch (error) {
        throw new Error(`locales/${language}/${file} is not valid JSON: ${(error as Error).message}`)
      }
    }
    resources[language] = { translation }
  }
  const i18n: I18next = createInstance()
  void i18n.init({
    resources,
    supportedLngs: [...languages],
    fallbackLng: fallback,
    initAsync: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const translate = new Map(languages.map((language) => [language as string, i18n.getFixedT(language)]))
  const t = (language: string) => translate.get(language) ?? translate.get(fallback)!

  const templates = new Map(languages.map((language) => [language as string, new Map<string, Template | undefined>()]))
  /**
   * i18next chooses the sentence: its plural form, its stand-in from another language. The choice is kept, because making it
   * again for every sentence cost more than all the rest of an answer.
   */
  function templateFor(language: string, key: string, count: number | undefined): Template | undefined {
    const kept = templates.get(language) ?? templates.get(fallback)!
    const form = count === undefined ? key : `${key} ${pluralForm(language, count)} ${pluralForm(fallback, count)}`
    const known = kept.get(form)
    if (known || kept.has(form)) return known
    const options = { skipInterpolation: true, ...(count === undefined ? {} : { count }) }
    const template = templateOf(t(language)(key, options))
    // Keys come from code, but a command's name can stand in one: nobody may fill the memory with unknown ones.
    if (kept.size < 5_000) kept.set(form, template)
    return template
  }
  const sentence = (
    language: string,
    key: string,
    count: number | undefined,
    wordFor: (name: string) => string | number | undefined,
  ): string | undefined => {
    const template = templateFor(language, key, count)
    return template && fill(template, wordFor)
  }

  function wordsFor(value: Value, reader: Reader): string | number {
    if (typeof value === 'string') return value
    if (typeof value === 'number') return numberFormat(reader.language).format(value)
    if ('key' in value) return text(value, reader)
    if ('day' in value) return dayWords(reader.language, value.day)
    if ('instant' in value) {
      return instantFormat(reader.language, value.zone ?? reader.zone ?? 'UTC').format(new Date(value.instant))
    }
    if ('serial' in value) return reader.private ? value.serial : masked(value.serial)
    if ('amount' in value) {
      return new Intl.NumberFormat(reader.language, { style: 'currency', currency: value.currency }).format(
        value.amount as unknown as number,
      )
    }
    return listFormat(reader.language).format(value.list.map((item) => String(wordsFor(item, reader))))
  }

  function text({ key, values }: Text, reader: Reader): string {
    // `count` stays a number: it chooses the plural form.
    const count = values?.count as number | undefined
    const wordFor = (name: string) => {
      const value = values?.[name]
      return value === undefined || name === 'count' ? (value as number | undefined) : wordsFor(value, reader)
    }
    const said = sentence(reader.language, key, count, wordFor)
    if (said !== undefined) return said
    const spoken = Object.keys(values ?? {}).map((name) => [name, wordFor(name)])
    return String(t(reader.language)(key, Object.fromEntries(spoken)))
  }

  return {
    text,
    reply: (reply, reader) =>
      mapReply(
        reply,
        (words) => text(words, reader),
        (invocation) => invocationFor(invocation, reader.private),
      ),
    phrase(language, key, values = {}) {
      const said = sentence(language, key, values.count as number | undefined, (name) => values[name])
      return said ?? String(t(language)(key, values))
    },
    namespace: (language, name) => ({
      ...resources[fallback]!.translation[name],
      ...resources[language]?.translation[name],
    }),
  }
}

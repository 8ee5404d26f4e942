/** What may stand in a cell. Every message says what was expected: it completes "file, row, column, value: …". */
import { z } from 'zod'
import type { Language } from '../domain/contact.ts'
import { isAnniversary, isTimeZone, parseDay } from '../domain/local-date.ts'
import { breaksOf, daysOf } from '../domain/opening-hours.ts'

/** Neither PostgreSQL text (NUL) nor JSON on its way there (half a surrogate pair) can hold these. */
const isStorable = (text: string) => !text.includes('\0') && !/\p{Cs}/u.test(text)

const cell = z.string().refine(isStorable, { error: 'must be text without NUL or broken characters', abort: true })

/** Any text; a formula stays the text that it is. */
export const text = (longest: number) => cell.max(longest, `must be at most ${longest} characters`)

/** A name by which other rows refer to this one. */
export const id = text(100)

const word = id.refine((name) => !/\s/u.test(name), { error: 'must be an identifier without spaces' })

/** Lists of products are separated by spaces. */
export const productId = word

export const calendarName = word

/** Names of versions have spaces: `2003.06.x SR4`. */
export const versionName = text(60)

export const email = cell
  .max(254, 'must be at most 254 characters')
  .transform((address) => address.toLowerCase())
  .refine((address) => /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/u.test(address), {
    error: 'must be an e-mail address such as name@example.com',
  })

export const phone = text(60)

export const webAddress = cell
  .max(500, 'must be at most 500 characters')
  .refine((address) => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol), {
    error: 'must be a web address that begins with https:// or http://',
  })

/** Only ISO: 03/04/2026 is two different days on two sides of an ocean. */
export const day = cell.transform((written, context) => {
  const found = /^\d{4}-\d{2}-\d{2}$/.test(written) ? parseDay(written) : undefined
  if (found) return found
  context.addIssue({ code: 'custom', message: 'must be a day in the form 2026-12-31 (year-month-day)' })
  return z.NEVER
})

export const anniversary = cell.refine(isAnniversary, { error: 'must be a yearly date in the form 01-31 (month-day)' })

export const timeZone = cell.refine(isTimeZone, { error: 'must be a time zone name such as Asia/Taipei' })

export const timeOfDay = cell.refine((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time), {
  error: 'must be a time in the form 09:00',
})

export const weekDays = text(100).refine((days) => daysOf(days) !== undefined, {
  error: 'must be days such as Mon-Fri or Mon Wed Fri',
})

export const breaks = text(200).refine((times) => breaksOf(times) !== undefined, {
  error: 'must be times such as 12:00-13:00, several separated by spaces, without overlaps',
})

const spellings: Record<string, Language> = { en: 'en', ja: 'ja', 'zh-tw': 'zh-TW', 'zh-cn': 'zh-CN' }
export const locale = cell.transform((name, context) => {
  const found = spellings[name.toLowerCase().replace('_', '-')]
  if (found) return found
  context.addIssue({ code: 'custom', message: 'must be one of en, zh-TW, zh-CN, ja' })
  return z.NEVER
})

export const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` })

/** Words separated by spaces, each one of the list. */
export const someOf = <const T extends readonly [string, ...string[]]>(...words: T) =>
  cell.transform((written, context): T[number][] => {
    const found = [...new Set(written.split(/\s+/u).filter(Boolean))]
    if (found.every((word): word is T[number] => words.includes(word))) return found
    context.addIssue({ code: 'custom', message: `must be some of ${words.join(', ')}, separated by spaces` })
    return z.NEVER
  })

/** Identifiers separated by spaces. */
export const ids = cell
  .max(4000, 'must be at most 4000 characters')
  .transform((written) => [...new Set(written.split(/\s+/u).filter(Boolean))])

/** Names with spaces in them, separated by semicolons. */
export const names = cell.max(4000, 'must be at most 4000 characters').transform((written) => [
  ...new Set(
    written
      .split(/[;；]/u)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
])

export const wholeNumber = (least: number, most: number) =>
  cell.transform((written, context) => {
    const number = /^\d{1,16}$/.test(written) ? Number(written) : Number.NaN
    if (number >= least && number <= most) return number
    context.addIssue({ code: 'custom', message: `must be a whole number from ${least} to ${most}` })
    return z.NEVER
  })

/** Kept as text: a binary fraction is no sum of money. */
export const price = cell.refine((amount) => /^\d{1,12}(\.\d{1,4})?$/.test(amount), {
  error: 'must be an amount such as 1200 or 1200.50, without currency and thousands separators',
})

const currencies = new Set(Intl.supportedValuesOf('currency'))
export const currency = cell
  .transform((code) => code.toUpperCase())
  .refine((code) => currencies.has(code), { error: 'must be a currency code of ISO 4217 such as TWD, JPY, USD' })

export const sha256 = cell
  .transform((digest) => digest.toLowerCase())
  .refine((digest) => /^[0-9a-f]{64}$/.test(digest), { error: 'must be a SHA-256 digest: 64 hexadecimal digits' })

/** Calendar days without a clock or a zone, and the one place where an instant becomes a day. */

/** An ISO calendar day, `2026-02-28`. Every end date in the domain is a last day: still covered on it. */
export type LocalDate = string & { readonly __brand: 'LocalDate' }

const MS_A_DAY = 86_400_000
/** Four digits without a leading zero: years under 100 mean 19xx to JavaScript and PostgreSQL reads them in its own way. */
const FIRST_DAY = Date.UTC(1000, 0, 1) / MS_A_DAY
const LAST_DAY = Date.UTC(9999, 11, 31) / MS_A_DAY

const yearOf = (day: LocalDate): number => Number(day.slice(0, 4))
/** 1 to 12. */
const monthOf = (day: LocalDate): number => Number(day.slice(5, 7))
const dayOfMonth = (day: LocalDate): number => Number(day.slice(8, 10))
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const ordinalOf = (day: LocalDate): number => Date.UTC(yearOf(day), monthOf(day) - 1, dayOfMonth(day)) / MS_A_DAY

/** Vendors write "forever" as 9999-12-31: arithmetic stops at the calendar's ends instead of failing an answer. */
const dayAt = (ordinal: number): LocalDate =>
  new Date(Math.min(Math.max(ordinal, FIRST_DAY), LAST_DAY) * MS_A_DAY).toISOString().slice(0, 10) as LocalDate

const realDay = (year: number, month: number, day: number): LocalDate | undefined => {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  return dayAt(Date.UTC(year, month - 1, day) / MS_A_DAY)
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/
const SEPARATED = /^(\d{4})([/.])(\d{1,2})\2(\d{1,2})$/
const EAST_ASIAN = /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日$/

/**
 * The day that a text names, or undefined when it names no real day from 1000 to 9999: `2026-03-31`, `2026/3/31`,
 * `2026.3.31`, `2026年3月31日`, in half or full width.
 */
export function parseDay(text: string): LocalDate | undefined {
  if (text.length > 40) return undefined
  const plain = text.normalize('NFKC').trim()
  const iso = ISO.exec(plain) ?? EAST_ASIAN.exec(plain)
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const separated = SEPARATED.exec(plain)
  return separated ? realDay(Number(separated[1]), Number(separated[3]), Number(separated[4])) : undefined
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs a hundred times its use, and every coverage answer needs one. */
function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  // Zones are spelled in any letter case, so their number has no natural bound.
  if (formatters.size >= 1000) formatters.clear()
  formatters.set(zone, made)
  return made
}

/** Whether this is the name of a time zone known here. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch {
    return false
  }
}

/** The calendar day that an instant falls on in an IANA zone; throws RangeError for an unknown zone. */
export function dayIn(instant: Date, zone: string): LocalDate {
  let year = 0
  let month = 0
  let day = 0
  for (const part of formatterOf(zone).formatToParts(instant)) {
    if (part.type === 'year') year = Number(part.value)
    else if (part.type === 'month') month = Number(part.value)
    else if (part.type === 'day') day = Number(part.value)
  }
  return dayAt(Date.UTC(year, month - 1, day) / MS_A_DAY)
}

/**
 * The first instant of a day in an IANA zone, which is not midnight where the clock skips it; of a day that a zone
 * left out, the first instant after it. Throws RangeError for an unknown zone.
 */
export function startOfDay(day: LocalDate, zone: string): Date {
  // Zones reach from UTC-12 to UTC+14; historical local times a little further.
  let before = ordinalOf(day) * MS_A_DAY - 16 * 3_600_000
  let after = ordinalOf(day) * MS_A_DAY + 40 * 3_600_000
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayIn(new Date(middle), zone) >= day) after = middle
    else before = middle
  }
  return new Date(after)
}

/** Orders days from early to late; for `sort`. */
export const compareDays = (a: LocalDate, b: LocalDate): number => (a < b ? -1 : a > b ? 1 : 0)

/** Days from one day to the other: 0 for the same day, negative backwards. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => ordinalOf(to) - ordinalOf(from)

/** The day so many days later (earlier for negative); stops at 1000-01-01 and 9999-12-31. */
export const addDays = (day: LocalDate, days: number): LocalDate => dayAt(ordinalOf(day) + days)

/** The same date so many months later (earlier for negative); a date that the month lacks counts as the first of the next month (R3). */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const count = yearOf(day) * 12 + monthOf(day) - 1 + months
  const year = Math.floor(count / 12)
  const month = count - year * 12 + 1
  // Clamped before Date.UTC sees it: years under 100 would become 19xx, and far ones NaN.
  if (year < 1000) return dayAt(FIRST_DAY)
  if (year > 9999) return dayAt(LAST_DAY)
  const lacking = dayOfMonth(day) > daysIn(year, month)
  return dayAt(Date.UTC(year, lacking ? month : month - 1, lacking ? 1 : dayOfMonth(day)) / MS_A_DAY)
}

/** The last day of a term of whole months that starts on a day: the day before the same date (R3); of 0 months, the day before the start. */
export const lastDayOfTerm = (startsOn: LocalDate, months: number): LocalDate =>
  addDays(addMonths(startsOn, months), -1)

/** Months between two days as R3 counts them: the smallest m whose term from `from` reaches `to`; 0 when `to` is earlier than `from`. */
export function monthsCovering(from: LocalDate, to: LocalDate): number {
  if (to < from) return 0
  const calendarMonths = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from)
  return addMonths(from, calendarMonths) > to ? calendarMonths : calendarMonths + 1
}

const ANNIVERSARY = /^(\d{2})-(\d{2})$/

/** Whether this is a yearly date, `MM-DD`; 02-29 is one. */
export function isAnniversary(text: string): boolean {
  const parts = text.length === 5 ? ANNIVERSARY.exec(text) : null
  // 2000 had a 29 February.
  return parts !== null && realDay(2000, Number(parts[1]), Number(parts[2])) !== undefined
}

/** The day in a year on which an anniversary (`MM-DD`) falls; 02-29 falls on 1 March in other years (R3). Throws RangeError when it is none. */
export function anniversaryIn(year: number, anniversary: string): LocalDate {
  if (!isAnniversary(anniversary)) throw new RangeError(`Not a yearly date (MM-DD): ${anniversary}`)
  const month = Number(anniversary.slice(0, 2))
  const day = Number(anniversary.slice(3, 5))
  const found = realDay(year, month, day) ?? realDay(year, month + 1, 1)
  if (!found) throw new RangeError(`Not a year from 1000 to 9999: ${year}`)
  return found
}

/** The first anniversary (`MM-DD`) after a day, never the day itself. Throws RangeError when it is none. */
export function nextAnniversaryAfter(day: LocalDate, anniversary: string): LocalDate {
  const thisYear = anniversaryIn(yearOf(day), anniversary)
  if (thisYear > day || yearOf(day) === 9999) return thisYear > day ? thisYear : dayAt(LAST_DAY)
  return anniversaryIn(yearOf(day) + 1, anniversary)
}

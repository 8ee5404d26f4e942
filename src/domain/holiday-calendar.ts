/** Public holidays and make-up working days of a country, or a vendor's own, with the day on which the knowledge ends. */
import { addDays, daysBetween, type LocalDate, parseDay } from './local-date.ts'

export type DayKind = 'holiday' | 'working-day'

/** Where the days stand, for whoever checks or continues them. */
export interface HolidaySource {
  /** The years it speaks of. */
  years: readonly number[]
  by: string
  /** A day, or the month where the day is not known. */
  published: string
  url?: string
}

export interface HolidayCalendar {
  /** What `holidays` of a support centre names: an ISO country, or a name of the vendor's. */
  name: string
  /** The last day of which all is known. */
  endsOn: LocalDate
  days: ReadonlyMap<LocalDate, DayKind>
}

/** A day that the vendor adds to a calendar, or decides otherwise. */
export interface CalendarDay {
  calendar: string
  date: LocalDate
  kind: DayKind
  name?: string
}

/** A country's calendar as its data module writes it: day to name, in the country's language. */
export interface CountryDays {
  name: string
  endsOn: string
  sources: readonly HolidaySource[]
  holidays: Readonly<Record<string, string>>
  workingDays: Readonly<Record<string, string>>
}

function realDay(text: string): LocalDate {
  const day = parseDay(text)
  if (!day) throw new RangeError(`Not a day: ${text}`)
  return day
}

/** The calendar of a data module. Throws RangeError for a day that is none. */
export function calendarOfCountry({ name, endsOn, holidays, workingDays }: CountryDays): HolidayCalendar {
  const entries = (days: Readonly<Record<string, string>>, kind: DayKind) =>
    Object.keys(days).map((day) => [realDay(day), kind] as const)
  return {
    name,
    endsOn: realDay(endsOn),
    days: new Map([...entries(holidays, 'holiday'), ...entries(workingDays, 'working-day')]),
  }
}

/**
 * The shipped calendars with the vendor's days, which add to them and go before them; a name that is not shipped is a
 * calendar of its own. Each is known until its shipped end or its last day from the vendor, whichever is later.
 */
export function withVendorDays(
  shipped: readonly HolidayCalendar[],
  vendorDays: readonly CalendarDay[],
): Map<string, HolidayCalendar> {
  const merged = new Map(shipped.map((calendar) => [calendar.name, calendar]))
  for (const name of new Set(vendorDays.map(({ calendar }) => calendar))) {
    const own = vendorDays.filter(({ calendar }) => calendar === name)
    const known = merged.get(name)
    const days = new Map([...(known?.days ?? []), ...own.map(({ date, kind }) => [date, kind] as const)])
    const ends = [...(known ? [known.endsOn] : []), ...own.map(({ date }) => date)].sort()
    merged.set(name, { name, endsOn: ends.at(-1)!, days })
  }
  return merged
}

/** Long enough to find a country's notice and import it, and after the last of them came out most years. */
const WARNED_DAYS = 60

export interface DataEnd {
  name: string
  endsOn: LocalDate
  /** 0 on the last known day; negative when it has passed. */
  daysLeft: number
}

/** The calendars whose knowledge ends within 60 days or has ended, the most urgent first. */
export const warnOfDataEnd = (
  today: LocalDate,
  calendars: Iterable<Pick<HolidayCalendar, 'name' | 'endsOn'>>,
): DataEnd[] =>
  [...calendars]
    .filter(({ endsOn }) => endsOn <= addDays(today, WARNED_DAYS))
    .map(({ name, endsOn }) => ({ name, endsOn, daysLeft: daysBetween(today, endsOn) }))
    .sort((a, b) => a.daysLeft - b.daysLeft || (a.name < b.name ? -1 : 1))

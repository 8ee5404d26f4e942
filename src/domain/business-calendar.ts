/** The hours in which a support centre works, and the time that passes in them (R6.3). */
import { addDays, dayIn, daysBetween, type LocalDate } from './local-date.ts'
import { instantOf } from './wall-clock.ts'

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
export type Weekday = (typeof weekdays)[number]

/** From one minute of the day (0 is midnight) until before another (at most 1440), as the zone's clocks show them. */
export interface OpenHours {
  from: number
  to: number
}

export interface BusinessCalendar {
  /** IANA */
  zone: string
  /** Several a day where there is a lunch break; in order, without overlaps. */
  hours: Readonly<Record<Weekday, readonly OpenHours[]>>
  holidays: ReadonlySet<LocalDate>
  /**
   * Days that are worked though their weekday or a holiday says otherwise: 補班, 调休. A Saturday or Sunday then has the
   * hours of Monday to Friday (the first of them with any), since it stands for a day that was given off; any other day
   * has its own hours. A day that is a holiday as well is worked.
   */
  workingDays: ReadonlySet<LocalDate>
  /** The last day of which holidays are known; afterwards the week alone decides. */
  dataEndsOn?: LocalDate
}

export type Hours = BusinessCalendar | 'around-the-clock'

/** A stretch of time: `to` is no part of it. */
export interface Stretch {
  from: Date
  to: Date
}

export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
export const later = (a: Date, b: Date): Date => (a > b ? a : b)

/** The longest holidays are weeks; who is closed for longer than a leap year is closed for good. */
const LONGEST_CLOSURE_DAYS = 366
/** No answer takes longer, and a slip of the pen must not cost minutes of computing. */
const FARTHEST_DAYS = 50 * 366

const MONDAY = '1970-01-05' as LocalDate

/** The weekday of a day. */
export function weekdayOf(day: LocalDate): Weekday {
  const days = daysBetween(MONDAY, day) % 7
  return weekdays[(days + 7) % 7]!
}

/** The hours of one day, holidays and make-up working days considered; none where it is closed. */
export function hoursOn(day: LocalDate, { hours, holidays, workingDays }: BusinessCalendar): readonly OpenHours[] {
  const weekday = weekdayOf(day)
  if (!workingDays.has(day)) return holidays.has(day) ? [] : hours[weekday]
  if (weekday !== 'Sat' && weekday !== 'Sun' && hours[weekday].length > 0) return hours[weekday]
  return weekdays.map((each) => hours[each]).find((spans) => spans.length > 0) ?? []
}

/** Open stretches from the day of an instant on, in order, until the calendar's bounds; empty ones are left out. */
function* openingsFrom(instant: Date, calendar: BusinessCalendar): Generator<Stretch> {
  const { zone } = calendar
  let day = dayIn(checked(instant), zone)
  let closedFor = 0
  for (let count = 0; count <= FARTHEST_DAYS; count++) {
    closedFor++
    for (const span of hoursOn(day, calendar)) {
      const opening = { from: instantOf(day, span.from, zone), to: instantOf(day, span.to, zone) }
      if (opening.to <= opening.from) continue
      closedFor = 0
      yield opening
    }
    if (closedFor > LONGEST_CLOSURE_DAYS)
      throw new RangeError(`A calendar that is closed for more than a year from ${day} cannot measure time`)
    day = addDays(day, 1)
  }
  throw new RangeError(`Farther than 50 years from ${instant.toISOString()}`)
}

function checked(instant: Date): Date {
  if (Number.isNaN(instant.getTime())) throw new RangeError('Not an instant')
  return instant
}

/** Whether somebody works at an instant: at the opening minute, not any more at the closing one. */
export function isOpenAt(instant: Date, hours: Hours): boolean {
  if (hours === 'around-the-clock') return true
  const { zone } = hours
  const day = dayIn(checked(instant), zone)
  // Clocks set back over midnight show the day before once more, when the next one has begun.
  return [day, addDays(day, 1)].some((each) =>
    hoursOn(each, hours).some(
      ({ from, to }) => instantOf(each, from, zone) <= instant && instant < instantOf(each, to, zone),
    ),
  )
}

/** The instant itself while open, otherwise the next opening. Throws RangeError for a calendar that never opens. */
export function nextOpening(instant: Date, hours: Hours): Date {
  if (hours === 'around-the-clock') return checked(instant)
  for (const { from, to } of openingsFrom(instant, hours)) {
    if (to > instant) return later(from, instant)
  }
  throw new RangeError('A calendar that never opens')
}

/** The open stretches between two instants, cut at both; none where `to` is not after `from`. */
export function openStretches(from: Date, to: Date, hours: Hours): Stretch[] {
  if (checked(to) <= checked(from)) return []
  if (hours === 'around-the-clock') return [{ from, to }]
  const found: Stretch[] = []
  for (const opening of openingsFrom(from, hours)) {
    if (opening.from >= to) break
    if (opening.to <= from) continue
    const stretch = { from: later(opening.from, from), to: earlier(opening.to, to) }
    const last = found.at(-1)
    // Midnight is no pause where work goes on through it.
    if (last && last.to.getTime() === stretch.from.getTime()) last.to = stretch.to
    else found.push(stretch)
  }
  return found
}

/**
 * Milliseconds worked between two instants, in real time: an hour that a change of clocks takes away is not worked. 0 where
 * `to` is not after `from`. Throws RangeError beyond 50 years and for a calendar that never opens.
 */
export const workingTimeBetween = (from: Date, to: Date, hours: Hours): number =>
  openStretches(from, to, hours).reduce((sum, stretch) => sum + (stretch.to.getTime() - stretch.from.getTime()), 0)

/**
 * The first instant by which so many milliseconds were worked: what ends with the working day ends at closing time, not at
 * the next opening. Throws RangeError for negative durations, beyond 50 years and for a calendar that never opens.
 */
export function addWorkingTime(from: Date, ms: number, hours: Hours): Date {
  checked(from)
  if (!(ms >= 0)) throw new RangeError(`Not a duration: ${ms}`)
  if (ms === 0) return from
  if (hours === 'around-the-clock') return checked(new Date(from.getTime() + ms))
  let left = ms
  for (const opening of openingsFrom(from, hours)) {
    const start = Math.max(opening.from.getTime(), from.getTime())
    const length = opening.to.getTime() - start
    if (length <= 0) continue
    if (length >= left) return new Date(start + left)
    left -= length
  }
  throw new RangeError('A calendar that never opens')
}

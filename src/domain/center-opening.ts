/** Whether a support centre can be reached now, and when that changes. */
import {
  type BusinessCalendar,
  hoursOn,
  isOpenAt,
  nextOpening,
  openStretches,
  type Stretch,
  weekdayOf,
} from './business-calendar.ts'
import { addDays, dayIn, startOfDay } from './local-date.ts'

export type Opening =
  /** `now`: the stretch of work that is under way; missing where it never closes. */
  | { status: 'open'; now?: Stretch }
  /** `next`: its next stretch of work; `because`: of the day on which it is closed. */
  | { status: 'closed'; because: 'holiday' | 'hours'; next: Stretch }

/** Nobody plans farther for a call. */
const FARTHEST_DAYS = 8

/**
 * What the calendar says of an instant: open at the opening minute, closed at the closing one; a stretch goes on through
 * midnight. Throws RangeError for a calendar that never opens.
 */
export function openingAt(now: Date, calendar: BusinessCalendar): Opening {
  if (isOpenAt(now, calendar)) {
    const at = (days: number) => startOfDay(addDays(dayIn(now, calendar.zone), days), calendar.zone)
    const limit = at(FARTHEST_DAYS)
    const stretch = openStretches(at(-1), limit, calendar).find(({ from, to }) => from <= now && now < to)
    return { status: 'open', ...(stretch && stretch.to < limit ? { now: stretch } : {}) }
  }
  const from = nextOpening(now, calendar)
  const [next] = openStretches(from, new Date(from.getTime() + FARTHEST_DAYS * 86_400_000), calendar)
  const today = dayIn(now, calendar.zone)
  const isDayOff = hoursOn(today, calendar).length === 0 && calendar.hours[weekdayOf(today)].length > 0
  return { status: 'closed', because: isDayOff ? 'holiday' : 'hours', next: next ?? { from, to: from } }
}

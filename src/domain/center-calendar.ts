/** The business calendar of a support centre, from what the vendor imported of it. */
import type { BusinessCalendar, Weekday } from './business-calendar.ts'
import type { HolidayCalendar } from './holiday-calendar.ts'
import { isTimeZone, type LocalDate } from './local-date.ts'
import { breaksOf, daysOf, spanOf, weekOf, without } from './opening-hours.ts'
import type { SupportCenterRecord } from './vendor-data.ts'

export type CenterHours = Pick<SupportCenterRecord, 'opens' | 'closes' | 'breaks' | 'days' | 'timeZone' | 'holidays'>

const MONDAY_TO_FRIDAY: readonly Weekday[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']
const NINE_TO_SIX = { from: 9 * 60, to: 18 * 60 }

/**
 * A centre's calendar: Monday to Friday, 09:00 to 18:00, in the fallback's zone, where the centre says nothing else; without
 * holidays where it names none. What cannot be read counts as not said (an import refuses it, an older row may hold it): a
 * case must have a clock whatever stands in the table, so the calendar is always one that opens.
 */
export function calendarOf(
  center: CenterHours,
  holidayCalendars: ReadonlyMap<string, HolidayCalendar>,
  fallback: { zone: string },
): BusinessCalendar {
  const span = spanOf(center.opens ?? '', center.closes ?? '') ?? NINE_TO_SIX
  const days = daysOf(center.days ?? '') ?? MONDAY_TO_FRIDAY
  const spans = without(span, breaksOf(center.breaks ?? '') ?? [])
  const known = center.holidays ? holidayCalendars.get(center.holidays) : undefined
  const ofKind = (kind: 'holiday' | 'working-day') =>
    new Set([...(known?.days ?? [])].flatMap(([day, is]): LocalDate[] => (is === kind ? [day] : [])))
  return {
    zone: center.timeZone && isTimeZone(center.timeZone) ? center.timeZone : fallback.zone,
    hours: weekOf(days, spans.length > 0 ? spans : [span]),
    holidays: ofKind('holiday'),
    workingDays: ofKind('working-day'),
    ...(known && { dataEndsOn: known.endsOn }),
  }
}

/** Whether the holidays by which cases are timed are known for long enough. */
import { type HolidayCalendar, warnOfDataEnd } from '../../domain/holiday-calendar.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Calendars } from '../../store/calendars.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

/** Only calendars that somebody works by: those of the centres, or the vendor's where there is no centre. */
export async function examineCalendars(calendars: Calendars, today: LocalDate): Promise<Finding[]> {
  const centers = await calendars.all()
  const used = new Map<string, HolidayCalendar>()
  for (const { holidays } of centers.length > 0 ? centers : [await calendars.vendors()])
    if (holidays) used.set(holidays.name, holidays)
  const ends = warnOfDataEnd(today, used.values())
  if (ends.length > 0)
    return ends.map(({ name, endsOn, daysLeft }) =>
      daysLeft < 0
        ? fault(
            'calendars',
            `holidays of ${name} are known until ${endsOn} alone, so cases are timed as if there were none: ${cure}`,
          )
        : warning('calendars', `holidays of ${name} are known until ${endsOn} (${daysLeft} days): ${cure}`),
    )
  const known = [...used.values()].map(({ name, endsOn }) => `${name} until ${endsOn}`)
  return [
    ok('calendars', known.length > 0 ? `holidays known: ${known.join(', ')}` : 'no support centre names holidays'),
  ]
}

const cure = 'update the product, or import further days with holidays.csv'

import type { BusinessCalendar } from '../../../src/domain/business-calendar.ts'
import { type CenterHours, calendarOf } from '../../../src/domain/center-calendar.ts'
import { withVendorDays } from '../../../src/domain/holiday-calendar.ts'
import { shippedCalendars } from '../../../src/domain/holidays/shipped.ts'

/** A centre's calendar with the shipped holidays; Monday to Friday, 09:00 to 18:00 in Taipei, where nothing else is said. */
export const centre = (hours: CenterHours = {}): BusinessCalendar =>
  calendarOf(hours, withVendorDays(shippedCalendars, []), { zone: 'Asia/Taipei' })

export const taiwan = centre({ timeZone: 'Asia/Taipei', holidays: 'TW' })
export const china = centre({ timeZone: 'Asia/Shanghai', holidays: 'CN' })
export const japan = centre({ timeZone: 'Asia/Tokyo', holidays: 'JP' })
export const newYork = centre({ timeZone: 'America/New_York' })

/** An instant as `2026-02-13T17:00+08:00`. */
export const at = (text: string): Date => {
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw new Error(`Not an instant: ${text}`)
  return instant
}

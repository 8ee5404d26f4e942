/**
 * The calendars that come with the product. They are modules and no data files: the domain reads no files, the compiler
 * carries them wherever the product runs, and a slip in them does not pass the tests.
 */
import { calendarOfCountry, type HolidayCalendar } from '../holiday-calendar.ts'
import { china } from './cn.ts'
import { japan } from './jp.ts'
import { taiwan } from './tw.ts'

export const shippedCalendars: readonly HolidayCalendar[] = [taiwan, china, japan].map(calendarOfCountry)

const countryOfZone: Readonly<Record<string, string>> = {
  'Asia/Taipei': taiwan.name,
  'Asia/Shanghai': china.name,
  'Asia/Urumqi': china.name,
  'Asia/Tokyo': japan.name,
}

/** The shipped calendar that people in a zone live by, for a vendor who names none; undefined where several do, or none is shipped. */
export const calendarNameOfZone = (zone: string): string | undefined => countryOfZone[zone]

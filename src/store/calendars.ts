/** The business calendars of the vendor's support centres: shipped holidays, the vendor's own days, and each centre's hours. */
import type pg from 'pg'
import type { BusinessCalendar } from '../domain/business-calendar.ts'
import { type CenterHours, calendarOf } from '../domain/center-calendar.ts'
import { type CalendarDay, type HolidayCalendar, withVendorDays } from '../domain/holiday-calendar.ts'
import { calendarNameOfZone, shippedCalendars } from '../domain/holidays/shipped.ts'

export interface CenterCalendar {
  center: { id: string; name: string }
  /** The calendar that the centre names, where there is one of that name. */
  holidays?: HolidayCalendar
  calendar: BusinessCalendar
}

export interface Calendars {
  /** The calendar of the centre that supports a product; the vendor's own for a product without a centre, or none. */
  ofProduct(productId: string | undefined): Promise<BusinessCalendar>
  /** Every centre's, by id. */
  all(): Promise<CenterCalendar[]>
  /** Where no centre is: Monday to Friday, 09:00 to 18:00 in the vendor's zone, with the holidays that people there live by. */
  vendors(): Promise<Omit<CenterCalendar, 'center'>>
}

export interface CalendarLookup {
  /** The calendar of any product, without asking the database again: for use within a transaction. */
  lookup(): Promise<(productId: string | undefined) => BusinessCalendar>
}

/** What an import changes is seen this long after. */
const keptMs = 60_000

interface Loaded {
  centers: Map<string, CenterCalendar>
  centerOfProduct: Map<string, string>
  vendors: Omit<CenterCalendar, 'center'>
}

/** Reads all of it at once, and again after a minute. */
export function createCalendars(
  pool: pg.Pool,
  vendorZone: string,
  now: () => number = Date.now,
): Calendars & CalendarLookup {
  let loading: { since: number; loaded: Promise<Loaded> } | undefined
  function loaded(): Promise<Loaded> {
    if (loading && now() - loading.since < keptMs && now() >= loading.since) return loading.loaded
    const fresh = { since: now(), loaded: load(pool, vendorZone) }
    loading = fresh
    // A database that was away for a moment must not be away for a minute.
    fresh.loaded.catch(() => {
      if (loading === fresh) loading = undefined
    })
    return fresh.loaded
  }
  async function lookup() {
    const { centers, centerOfProduct, vendors } = await loaded()
    return (productId: string | undefined) => {
      const center = productId === undefined ? undefined : centerOfProduct.get(productId)
      return (center === undefined ? undefined : centers.get(center)?.calendar) ?? vendors.calendar
    }
  }
  return {
    ofProduct: async (productId) => (await lookup())(productId),
    lookup,
    all: async () => [...(await loaded()).centers.values()],
    vendors: async () => (await loaded()).vendors,
  }
}

interface CenterRow extends CenterHours {
  id: string
  name: string
}

async function load(pool: pg.Pool, vendorZone: string): Promise<Loaded> {
  const [centers, products, days] = await Promise.all([
    pool.query<{ center: CenterRow }>(
      `SELECT json_strip_nulls(json_build_object('id', id, 'name', name, 'opens', opens, 'closes', closes, 'breaks', breaks,
         'days', days, 'timeZone', time_zone, 'holidays', holidays)) AS center FROM support_centers ORDER BY id`,
    ),
    pool.query<{ id: string; center: string }>(
      'SELECT id, center_id AS center FROM products WHERE center_id IS NOT NULL',
    ),
    pool.query<CalendarDay>('SELECT calendar, date, kind FROM calendar_days ORDER BY calendar, date'),
  ])
  const holidayCalendars = withVendorDays(shippedCalendars, days.rows)
  const calendarIn = (hours: CenterHours): Omit<CenterCalendar, 'center'> => {
    const holidays = holidayCalendars.get(hours.holidays ?? '')
    return { calendar: calendarOf(hours, holidayCalendars, { zone: vendorZone }), ...(holidays && { holidays }) }
  }
  const ofZone = calendarNameOfZone(vendorZone)
  return {
    centers: new Map(
      centers.rows.map(({ center: { id, name, ...hours } }) => [id, { center: { id, name }, ...calendarIn(hours) }]),
    ),
    centerOfProduct: new Map(products.rows.map(({ id, center }) => [id, center])),
    vendors: calendarIn(ofZone ? { holidays: ofZone } : {}),
  }
}

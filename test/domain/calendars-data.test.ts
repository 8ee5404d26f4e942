import holidayJp from '@holiday-jp/holiday_jp'
import chineseDays from 'chinese-days'
import { describe, expect, test } from 'vitest'
import { weekdayOf } from '../../src/domain/business-calendar.ts'
import { calendarOf } from '../../src/domain/center-calendar.ts'
import {
  calendarOfCountry,
  type HolidayCalendar,
  warnOfDataEnd,
  withVendorDays,
} from '../../src/domain/holiday-calendar.ts'
import { china } from '../../src/domain/holidays/cn.ts'
import { japan } from '../../src/domain/holidays/jp.ts'
import { calendarNameOfZone, shippedCalendars } from '../../src/domain/holidays/shipped.ts'
import { taiwan } from '../../src/domain/holidays/tw.ts'
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import { day } from './support/days.ts'

const isWeekend = (date: LocalDate) => ['Sat', 'Sun'].includes(weekdayOf(date))
const daysOfYear = (year: number): LocalDate[] => {
  const days: LocalDate[] = []
  for (let date = day(`${year}-01-01`); date <= day(`${year}-12-31`); date = addDays(date, 1)) days.push(date)
  return days
}
const yearsOf = ({ sources }: { sources: readonly { years: readonly number[] }[] }) =>
  sources.flatMap(({ years }) => years)

describe.each([taiwan, china, japan])('the days of $name', (country) => {
  const { days, endsOn } = calendarOfCountry(country)
  test('are real ones, in order, within the years that have a source, and the last of these ends the knowledge', () => {
    const [holidays, workingDays] = [Object.keys(country.holidays), Object.keys(country.workingDays)]
    for (const list of [holidays, workingDays]) expect(list).toEqual([...list].sort())
    expect(new Set([...days.keys()].map((date) => Number(date.slice(0, 4))))).toEqual(new Set(yearsOf(country)))
    expect(endsOn).toBe(`${Math.max(...yearsOf(country))}-12-31`)
  })
  test('are a holiday or a working day, not both', () => {
    expect(days.size).toBe(Object.keys(country.holidays).length + Object.keys(country.workingDays).length)
  })
  test('make up for holidays on weekends alone', () => {
    for (const [date, kind] of days) if (kind === 'working-day') expect(isWeekend(date)).toBe(true)
  })
})

test.each(yearsOf(china))('China’s %d is as another collection has it, day by day', (year) => {
  const { days } = calendarOfCountry(china)
  for (const date of daysOfYear(year)) {
    const works = days.get(date) === 'working-day' || (!days.has(date) && !isWeekend(date))
    expect([date, works]).toEqual([date, chineseDays.isWorkday(date)])
  }
})

test.each(yearsOf(japan))('Japan’s %d is as another collection has it', (year) => {
  const ours = Object.keys(japan.holidays).filter((date) => date.startsWith(String(year)))
  const theirs = daysOfYear(year).filter((date) => holidayJp.isHoliday(date))
  expect(ours).toEqual(theirs)
})

const lunarDay = (year: number, date: string) => day(chineseDays.getSolarDateFromLunar(`${year}-${date}`).date)
const tombSweepingIn = (year: number) =>
  day(chineseDays.getSolarTerms(`${year}-04-01`, `${year}-04-10`).find(({ name }) => name === '清明')!.date)

/**
 * Taiwan's holidays as its law of 2025 makes them: the days themselves, and for one on a Saturday the working day before, on a
 * Sunday the one after; Lunar New Year's days are all made up for afterwards.
 */
function taiwanByLaw(year: number): LocalDate[] {
  const fixed = ['01-01', '02-28', '04-04', '05-01', '09-28', '10-10', '10-25', '12-25']
  const festivals = [tombSweepingIn(year), lunarDay(year, '05-05'), lunarDay(year, '08-15')]
  const newYear = lunarDay(year, '01-01')
  const spring = [-2, -1, 0, 1, 2].map((days) => addDays(newYear, days))
  const holidays = new Set<LocalDate>([...fixed.map((date) => day(`${year}-${date}`)), ...festivals, ...spring])
  const instead = (date: LocalDate, step: 1 | -1): void => {
    let free = date
    while (isWeekend(free) || holidays.has(free)) free = addDays(free, step)
    holidays.add(free)
  }
  for (const date of spring.filter(isWeekend)) instead(date, 1)
  const others = [...holidays].filter((date) => !spring.includes(date)).sort()
  // New Year's Day of the next year on a Saturday takes the last Friday of this one.
  for (const date of [...others, day(`${year + 1}-01-01`)]) {
    if (weekdayOf(date) === 'Sat') instead(date, -1)
    else if (weekdayOf(date) === 'Sun') instead(date, 1)
  }
  return [...holidays].filter((date) => date.startsWith(String(year))).sort()
}

test.each([2026, 2027])('Taiwan’s %d is what its law makes of the lunar calendar', (year) => {
  expect(Object.keys(taiwan.holidays).filter((date) => date.startsWith(String(year)))).toEqual(taiwanByLaw(year))
})

test.each([
  ['TW', '2025-02-08', 'working-day'],
  ['TW', '2025-09-29', 'holiday'],
  ['TW', '2025-10-24', 'holiday'],
  ['TW', '2026-02-20', 'holiday'],
  ['TW', '2026-10-26', 'holiday'],
  ['TW', '2027-12-31', 'holiday'],
  ['CN', '2026-02-14', 'working-day'],
  ['CN', '2026-02-28', 'working-day'],
  ['CN', '2026-05-09', 'working-day'],
  ['CN', '2026-09-20', 'working-day'],
  ['CN', '2026-10-10', 'working-day'],
  ['JP', '2026-05-06', 'holiday'],
  ['JP', '2026-09-22', 'holiday'],
  ['JP', '2027-03-22', 'holiday'],
])('%s: %s is a %s', (name, date, kind) => {
  expect(shippedCalendars.find((calendar) => calendar.name === name)?.days.get(day(date))).toBe(kind)
})

describe('the vendor’s own days', () => {
  const merged = withVendorDays(shippedCalendars, [
    { calendar: 'TW', date: day('2026-12-31'), kind: 'holiday' },
    { calendar: 'TW', date: day('2026-12-25'), kind: 'working-day' },
    { calendar: 'CN', date: day('2027-02-06'), kind: 'holiday' },
    { calendar: 'plant', date: day('2026-08-14'), kind: 'holiday' },
    { calendar: 'plant', date: day('2026-08-13'), kind: 'holiday' },
  ])
  test('add to a shipped calendar and go before it', () => {
    const { days, endsOn } = merged.get('TW')!
    expect([days.get(day('2026-12-31')), days.get(day('2026-12-25')), days.get(day('2026-01-01'))]).toEqual([
      'holiday',
      'working-day',
      'holiday',
    ])
    expect(endsOn).toBe('2027-12-31')
    expect(shippedCalendars.find(({ name }) => name === 'TW')?.days.has(day('2026-12-31'))).toBe(false)
  })
  test('lead a calendar on, or make one, until their last day', () => {
    expect(merged.get('CN')?.endsOn).toBe('2027-02-06')
    expect(merged.get('plant')).toMatchObject({ endsOn: '2026-08-14' })
    expect(merged.get('plant')?.days.size).toBe(2)
    expect(merged.get('JP')).toBe(shippedCalendars.find(({ name }) => name === 'JP'))
  })
})

describe('before knowledge ends', () => {
  const ending = (endsOn: string): HolidayCalendar => ({ name: 'X', endsOn: day(endsOn), days: new Map() })
  test.each([
    ['2026-11-24', '2027-01-24', undefined],
    ['2026-11-24', '2027-01-23', 60],
    ['2026-11-24', '2026-11-24', 0],
    ['2026-11-24', '2026-11-23', -1],
  ])('on %s, ending on %s: %s days are left', (today, endsOn, daysLeft) => {
    expect(warnOfDataEnd(day(today), [ending(endsOn)])).toEqual(
      daysLeft === undefined ? [] : [{ name: 'X', endsOn, daysLeft }],
    )
  })
  test('the most urgent stands first, and of the shipped ones China’s is due on 24 November 2026', () => {
    expect(warnOfDataEnd(day('2026-11-24'), shippedCalendars)).toEqual([
      { name: 'CN', endsOn: '2026-12-31', daysLeft: 37 },
    ])
    expect(warnOfDataEnd(day('2028-01-01'), shippedCalendars).map(({ name }) => name)).toEqual(['CN', 'JP', 'TW'])
  })
})

describe('a centre', () => {
  const of = (center: Parameters<typeof calendarOf>[0]) =>
    calendarOf(center, withVendorDays(shippedCalendars, []), { zone: 'Asia/Tokyo' })
  const nineToSix = [{ from: 540, to: 1080 }]
  test('that says nothing works Monday to Friday from nine to six in the vendor’s zone, without holidays', () => {
    const calendar = of({})
    expect(calendar).toMatchObject({ zone: 'Asia/Tokyo', hours: { Mon: nineToSix, Fri: nineToSix, Sat: [], Sun: [] } })
    expect(calendar.holidays.size + calendar.workingDays.size).toBe(0)
    expect(calendar).not.toHaveProperty('dataEndsOn')
  })
  test('works by what it says', () => {
    const calendar = of({
      opens: '08:30',
      closes: '00:00',
      breaks: '12:00-13:00',
      days: 'mon Wed Sat-Sun',
      timeZone: 'Asia/Shanghai',
      holidays: 'CN',
    })
    const spans = [
      { from: 510, to: 720 },
      { from: 780, to: 1440 },
    ]
    expect(calendar).toMatchObject({ zone: 'Asia/Shanghai', dataEndsOn: '2026-12-31' })
    expect(calendar.hours).toEqual({ Mon: spans, Tue: [], Wed: spans, Thu: [], Fri: [], Sat: spans, Sun: spans })
    expect([calendar.holidays.size, calendar.workingDays.size]).toEqual([61, 11])
  })
  test.each([
    { opens: '09:00' },
    { opens: '18:00', closes: '09:00' },
    { opens: 'nine', closes: 'six' },
    { days: 'weekdays' },
    { days: 'Mon-' },
    { days: 'Mon-Fri-Sat' },
    { breaks: 'noon' },
    { breaks: '09:00-18:00' },
    { breaks: '12:00-13:00 12:30-13:30' },
    { timeZone: 'Mars/Olympus' },
    { holidays: 'XX' },
  ])('whose row cannot be read (%j) still has hours', (center) => {
    expect(of(center)).toEqual(of({}))
  })
})

test.each([
  ['Asia/Taipei', 'TW'],
  ['Asia/Shanghai', 'CN'],
  ['Asia/Tokyo', 'JP'],
  ['Europe/Berlin', undefined],
])('people in %s live by %s', (zone, name) => expect(calendarNameOfZone(zone)).toBe(name))

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addWorkingTime,
  type BusinessCalendar,
  type Hours,
  isOpenAt,
  nextOpening,
  openStretches,
  workingTimeBetween,
} from '../../src/domain/business-calendar.ts'
import { addDays, startOfDay } from '../../src/domain/local-date.ts'
import { weekOf } from '../../src/domain/opening-hours.ts'
import { at, centre, china, japan, newYork, taiwan } from './support/calendars.ts'
import { day } from './support/days.ts'

const minute = 60_000
const hour = 60 * minute
const open = (zone: string, opens: string, closes: string, days = 'Mon-Sun') =>
  centre({ timeZone: zone, opens, closes, days })

describe('two business hours from', () => {
  test.each<[string, BusinessCalendar, string, string]>([
    ['a morning end before lunch', taiwan, '2026-11-24T09:00+08:00', '2026-11-24T11:00+08:00'],
    ['the middle of the night start in the morning', taiwan, '2026-11-24T03:00+08:00', '2026-11-24T11:00+08:00'],
    ['two hours before closing end with the day', taiwan, '2026-11-24T16:00+08:00', '2026-11-24T18:00+08:00'],
    ['the last minute go on the next day', taiwan, '2026-11-24T17:59+08:00', '2026-11-25T10:59+08:00'],
    ['closing time are those of the next day', taiwan, '2026-11-24T18:00+08:00', '2026-11-25T11:00+08:00'],
    ['the minute after closing as well', taiwan, '2026-11-24T18:01+08:00', '2026-11-25T11:00+08:00'],
    ['a Friday evening are Monday’s', taiwan, '2026-11-27T18:00+08:00', '2026-11-30T11:00+08:00'],
    [
      'Taiwan: the eve of Lunar New Year go on nine days later',
      taiwan,
      '2026-02-13T17:00+08:00',
      '2026-02-23T10:00+08:00',
    ],
    ['Taiwan: Lunar New Year 2027 with its days in lieu', taiwan, '2027-02-03T17:00+08:00', '2027-02-11T10:00+08:00'],
    ['Taiwan: go on in a make-up Saturday', taiwan, '2025-02-07T17:00+08:00', '2025-02-08T10:00+08:00'],
    ['Taiwan: and after it not on Sunday', taiwan, '2025-02-08T17:00+08:00', '2025-02-10T10:00+08:00'],
    ['Taiwan: a holiday brought forward to Friday', taiwan, '2026-02-26T17:00+08:00', '2026-03-02T10:00+08:00'],
    ['Taiwan: Teachers’ Day joins Mid-Autumn', taiwan, '2026-09-24T17:00+08:00', '2026-09-29T10:00+08:00'],
    ['China: the eve of Golden Week', china, '2026-09-30T17:00+08:00', '2026-10-08T10:00+08:00'],
    ['China: its make-up Sunday before', china, '2026-09-18T17:00+08:00', '2026-09-20T10:00+08:00'],
    ['China: and its make-up Saturday after', china, '2026-10-09T17:00+08:00', '2026-10-10T10:00+08:00'],
    ['China: the make-up Saturday before Spring Festival', china, '2026-02-14T17:00+08:00', '2026-02-24T10:00+08:00'],
    ['China: New Year ends with a make-up Sunday', china, '2025-12-31T17:00+08:00', '2026-01-04T10:00+08:00'],
    ['Japan: Golden Week with its substitute holiday', japan, '2026-05-01T17:00+09:00', '2026-05-07T10:00+09:00'],
    ['Japan: a day between two holidays is one', japan, '2026-09-18T17:00+09:00', '2026-09-24T10:00+09:00'],
    ['Japan: a holiday on Sunday moves to Monday', japan, '2027-03-19T17:00+09:00', '2027-03-23T10:00+09:00'],
    ['New York: over the weekend of the spring change', newYork, '2026-03-06T17:00-05:00', '2026-03-09T10:00-04:00'],
    ['New York: over the weekend of the autumn change', newYork, '2026-10-30T17:00-04:00', '2026-11-02T10:00-05:00'],
    [
      'Taiwan: a holiday after the data’s end are those of any day',
      taiwan,
      '2028-02-28T09:00+08:00',
      '2028-02-28T11:00+08:00',
    ],
    ['a leap day’s eve', newYork, '2028-02-28T17:00-05:00', '2028-02-29T10:00-05:00'],
    ['the last instants of a year', newYork, '2026-12-31T17:00-05:00', '2027-01-01T10:00-05:00'],
    ['UTC+14', centre({ timeZone: 'Pacific/Kiritimati' }), '2026-11-27T17:00+14:00', '2026-11-30T10:00+14:00'],
    ['UTC-12', centre({ timeZone: 'Etc/GMT+12' }), '2026-11-27T17:00-12:00', '2026-11-30T10:00-12:00'],
    ['half an hour’s zone', centre({ timeZone: 'Asia/Kolkata' }), '2026-11-27T17:00+05:30', '2026-11-30T10:00+05:30'],
    ['three quarters', centre({ timeZone: 'Asia/Kathmandu' }), '2026-11-27T17:00+05:45', '2026-11-30T10:00+05:45'],
    [
      'a Friday that Samoa left out',
      centre({ timeZone: 'Pacific/Apia' }),
      '2011-12-29T17:00-10:00',
      '2012-01-02T10:00+14:00',
    ],
  ])('%s', (_, calendar, from, to) => {
    expect(addWorkingTime(at(from), 2 * hour, calendar).toISOString()).toBe(at(to).toISOString())
    expect(workingTimeBetween(at(from), at(to), calendar)).toBe(2 * hour)
  })
})

describe('a lunch break', () => {
  const lunch = centre({ opens: '09:00', closes: '18:00', breaks: '12:00-13:00 15:00-15:15', timeZone: 'Asia/Taipei' })
  test.each([
    ['2026-11-24T11:30+08:00', 60, '2026-11-24T13:30+08:00'],
    ['2026-11-24T11:00+08:00', 60, '2026-11-24T12:00+08:00'],
    ['2026-11-24T12:00+08:00', 1, '2026-11-24T13:01+08:00'],
    ['2026-11-24T12:30+08:00', 121, '2026-11-24T15:16+08:00'],
  ])('from %s %d minutes end at %s', (from, minutes, to) => {
    expect(addWorkingTime(at(from), minutes * minute, lunch)).toEqual(at(to))
  })
  test.each([
    ['2026-11-24T08:59:59.999+08:00', false],
    ['2026-11-24T09:00+08:00', true],
    ['2026-11-24T11:59:59.999+08:00', true],
    ['2026-11-24T12:00+08:00', false],
    ['2026-11-24T13:00+08:00', true],
    ['2026-11-24T17:59:59.999+08:00', true],
    ['2026-11-24T18:00+08:00', false],
    ['2026-11-28T10:00+08:00', false],
  ])('at %s open: %s', (instant, isOpen) => expect(isOpenAt(at(instant), lunch)).toBe(isOpen))
  test.each([
    ['2026-11-24T10:00+08:00', '2026-11-24T10:00+08:00'],
    ['2026-11-24T12:10+08:00', '2026-11-24T13:00+08:00'],
    ['2026-11-27T18:00+08:00', '2026-11-30T09:00+08:00'],
  ])('after %s work begins at %s', (from, opening) => expect(nextOpening(at(from), lunch)).toEqual(at(opening)))
  test('counts in no stretch', () => {
    expect(openStretches(at('2026-11-24T08:00+08:00'), at('2026-11-24T14:00+08:00'), lunch)).toEqual([
      { from: at('2026-11-24T09:00+08:00'), to: at('2026-11-24T12:00+08:00') },
      { from: at('2026-11-24T13:00+08:00'), to: at('2026-11-24T14:00+08:00') },
    ])
  })
})

describe('real hours, whatever the clocks show', () => {
  test.each<[string, string, string, string, number]>([
    ['America/New_York', '00:00', '00:00', '2026-03-08', 23],
    ['America/New_York', '00:00', '00:00', '2026-11-01', 25],
    ['America/New_York', '01:00', '04:00', '2026-03-08', 2],
    ['America/New_York', '01:00', '04:00', '2026-11-01', 4],
    ['America/New_York', '02:15', '02:45', '2026-03-08', 0],
    ['America/New_York', '02:30', '04:00', '2026-03-08', 1],
    ['Australia/Lord_Howe', '00:00', '00:00', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '00:00', '00:00', '2026-04-05', 24.5],
    ['America/Havana', '00:00', '00:00', '2026-03-08', 23],
    ['Pacific/Apia', '00:00', '00:00', '2011-12-30', 0],
  ])('%s %s-%s on %s: %d hours', (zone, opens, closes, date, hours) => {
    // The days around it are given off, so that only the one day's hours are left.
    const around = new Set([-3, -2, -1, 1, 2, 3].map((days) => addDays(day(date), days)))
    const from = startOfDay(addDays(day(date), -2), zone)
    const to = startOfDay(addDays(day(date), 3), zone)
    expect(workingTimeBetween(from, to, { ...open(zone, opens, closes), holidays: around })).toBe(hours * hour)
  })

  test('severity 1 takes no notice of clocks', () => {
    const from = at('2026-03-08T01:30-05:00')
    expect(addWorkingTime(from, 2 * hour, 'around-the-clock')).toEqual(at('2026-03-08T04:30-04:00'))
    expect(isOpenAt(from, 'around-the-clock')).toBe(true)
    expect(nextOpening(from, 'around-the-clock')).toEqual(from)
  })

  test('work through midnight is one stretch, and Friday’s ends with Friday', () => {
    const week = open('Asia/Taipei', '00:00', '00:00', 'Mon-Fri')
    expect(addWorkingTime(at('2026-11-27T23:00+08:00'), 2 * hour, week)).toEqual(at('2026-11-30T01:00+08:00'))
    expect(openStretches(at('2026-11-26T12:00+08:00'), at('2026-11-29T12:00+08:00'), week)).toEqual([
      { from: at('2026-11-26T12:00+08:00'), to: at('2026-11-28T00:00+08:00') },
    ])
    expect(isOpenAt(at('2026-11-28T00:00+08:00'), week)).toBe(false)
  })
})

describe('a make-up working day', () => {
  const saturdays = { ...taiwan, hours: { ...taiwan.hours, Sat: [{ from: 540, to: 720 }] } }
  test('has the hours of Monday to Friday, also where Saturdays are shorter', () => {
    expect(isOpenAt(at('2025-02-08T17:00+08:00'), saturdays)).toBe(true)
    expect(isOpenAt(at('2025-02-15T11:00+08:00'), saturdays)).toBe(true)
    expect(isOpenAt(at('2025-02-15T13:00+08:00'), saturdays)).toBe(false)
  })
  test('goes before a holiday, with its weekday’s own hours', () => {
    const fridays = { ...taiwan.hours, Fri: [{ from: 600, to: 660 }] }
    const worked = { ...taiwan, hours: fridays, workingDays: new Set([day('2026-02-20')]) }
    expect(workingTimeBetween(at('2026-02-20T00:00+08:00'), at('2026-02-21T00:00+08:00'), worked)).toBe(hour)
  })
})

describe('what cannot be measured is refused', () => {
  const closed = { ...taiwan, hours: weekOf([], []), holidays: new Set<never>(), workingDays: new Set<never>() }
  test('a calendar that never opens', () => {
    for (const ask of [
      () => addWorkingTime(at('2026-11-24T00:00Z'), 1, closed),
      () => nextOpening(at('2026-11-24T00:00Z'), closed),
      () => workingTimeBetween(at('2026-11-24T00:00Z'), at('2029-11-24T00:00Z'), closed),
    ])
      expect(ask).toThrow(/closed for more than a year/)
    expect(isOpenAt(at('2026-11-24T00:00Z'), closed)).toBe(false)
  })
  test('durations and instants that are none, and centuries', () => {
    expect(() => addWorkingTime(at('2026-11-24T00:00Z'), -1, taiwan)).toThrow(RangeError)
    expect(() => addWorkingTime(at('2026-11-24T00:00Z'), Number.NaN, taiwan)).toThrow(RangeError)
    expect(() => isOpenAt(new Date(Number.NaN), taiwan)).toThrow(RangeError)
    expect(() => addWorkingTime(at('2026-11-24T00:00Z'), 1e13, taiwan)).toThrow(/50 years/)
    expect(() => workingTimeBetween(at('9999-12-01T00:00Z'), at('9999-12-31T00:00Z'), taiwan)).not.toThrow()
  })
  test('no time passes backwards', () => {
    expect(workingTimeBetween(at('2026-11-24T12:00Z'), at('2026-11-24T02:00Z'), taiwan)).toBe(0)
  })
})

describe('time is one measure', () => {
  const calendars: Hours[] = [
    taiwan,
    china,
    japan,
    newYork,
    centre({
      opens: '08:30',
      closes: '17:45',
      breaks: '12:00-13:30 15:00-15:15',
      days: 'Mon Wed Fri-Sat',
      timeZone: 'Australia/Lord_Howe',
    }),
    open('America/New_York', '00:00', '00:00'),
    open('America/St_Johns', '01:30', '23:59'),
    open('Pacific/Apia', '00:00', '12:00'),
    open('Africa/Casablanca', '02:15', '02:45'),
    'around-the-clock',
  ]
  const someHours = fc.constantFrom(...calendars)
  const instant = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2029, 0) }).map((ms) => new Date(ms))
  const duration = fc.integer({ min: 0, max: 400 * hour })

  test('what is added has passed', () =>
    fc.assert(
      fc.property(instant, duration, someHours, (from, ms, hours) => {
        const to = addWorkingTime(from, ms, hours)
        expect(workingTimeBetween(from, to, hours)).toBe(ms)
        // And not a millisecond earlier.
        if (ms > 0) expect(workingTimeBetween(from, new Date(to.getTime() - 1), hours)).toBe(ms - 1)
      }),
    ))

  test('adding twice is adding the sum', () =>
    fc.assert(
      fc.property(instant, duration, duration, someHours, (from, first, second, hours) => {
        expect(addWorkingTime(addWorkingTime(from, first, hours), second, hours)).toEqual(
          addWorkingTime(from, first + second, hours),
        )
      }),
    ))

  test('later starts end no earlier', () =>
    fc.assert(
      fc.property(instant, instant, duration, someHours, (a, b, ms, hours) => {
        const [first, second] = a < b ? [a, b] : [b, a]
        expect(addWorkingTime(first, ms, hours).getTime()).toBeLessThanOrEqual(
          addWorkingTime(second, ms, hours).getTime(),
        )
      }),
    ))

  test('parts make up the whole', () => {
    const step = fc.integer({ min: 0, max: 900 * hour })
    fc.assert(
      fc.property(instant, step, step, someHours, (from, first, second, hours) => {
        const middle = new Date(from.getTime() + first)
        const to = new Date(middle.getTime() + second)
        expect(workingTimeBetween(from, middle, hours) + workingTimeBetween(middle, to, hours)).toBe(
          workingTimeBetween(from, to, hours),
        )
      }),
    )
  })

  test('a millisecond counts exactly while open, and work begins at the next opening', () =>
    fc.assert(
      fc.property(instant, someHours, (from, hours) => {
        const isOpen = isOpenAt(from, hours)
        expect(workingTimeBetween(from, new Date(from.getTime() + 1), hours)).toBe(isOpen ? 1 : 0)
        const opening = nextOpening(from, hours)
        expect(isOpenAt(opening, hours)).toBe(true)
        expect(workingTimeBetween(from, opening, hours)).toBe(0)
        expect(opening.getTime() === from.getTime()).toBe(isOpen)
      }),
    ))
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  anniversaryIn,
  compareDays,
  dayIn,
  daysBetween,
  isAnniversary,
  isTimeZone,
  lastDayOfTerm,
  monthsCovering,
  nextAnniversaryAfter,
  parseDay,
  startOfDay,
} from '../../src/domain/local-date.ts'
import { anyDay, day } from './support/days.ts'

describe('a day as people write it', () => {
  test.each([
    ['2026-03-31', '2026-03-31'],
    ['2026/3/31', '2026-03-31'],
    ['2026.3.31', '2026-03-31'],
    ['2026/03/01', '2026-03-01'],
    ['2026年3月31日', '2026-03-31'],
    ['2026 年 3 月 31 日', '2026-03-31'],
    ['２０２６－０３－３１', '2026-03-31'],
    ['２０２６／３／３１', '2026-03-31'],
    ['２０２６年３月３１日', '2026-03-31'],
    ['  2026-03-31 ', '2026-03-31'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['9999-12-31', '9999-12-31'],
  ])('%s is %s', (text, expected) => expect(parseDay(text)).toBe(expected))

  test.each([
    '',
    'today',
    '2026-3-31',
    '2026-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026/3-31',
    '2026.3/31',
    '31.3.2026',
    '3/31/2026',
    '26-03-31',
    '0000-01-01',
    '0099-01-01',
    '12026-03-31',
    '-2026-03-31',
    '2026-03-31T00:00:00Z',
    '2026-03-31\n2026-04-01',
    '2026年3月31',
    '9'.repeat(10_000),
    ' '.repeat(10_000),
  ])('%j is no day', (text) => expect(parseDay(text)).toBeUndefined())

  test('whatever is typed is a real ISO day or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/)),
        (text) => {
          const parsed = parseDay(text)
          if (parsed !== undefined) expect(new Date(parsed).toISOString().slice(0, 10)).toBe(parsed)
        },
      ),
    )
  })
})

describe('days', () => {
  test.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-03-29', 1, '2026-03-30'],
  ])('%s and %i days is %s', (from, days, expected) => expect(addDays(day(from), days)).toBe(expected))

  test('adding days and counting them agree', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -50_000, max: 50_000 }), (start, days) => {
        const end = addDays(start, days)
        expect(daysBetween(start, end)).toBe(days)
        expect(addDays(end, -days)).toBe(start)
        expect(Math.sign(compareDays(end, start))).toBe(Math.sign(days))
      }),
    )
  })

  test('the calendar ends quietly at 9999-12-31, the day that means forever', () => {
    expect(addDays(day('9999-12-31'), 1)).toBe('9999-12-31')
    expect(lastDayOfTerm(day('9999-06-01'), 12)).toBe('9999-12-30')
    expect(addMonths(day('2026-01-31'), 1e9)).toBe('9999-12-31')
    expect(addMonths(day('2026-01-31'), -1e9)).toBe('1000-01-01')
    expect(addDays(day('2026-01-31'), -1e9)).toBe('1000-01-01')
  })
})

describe('months', () => {
  test.each([
    ['2026-02-28', 12, '2027-02-27'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-30', 1, '2026-02-28'],
    ['2026-01-29', 1, '2026-02-28'],
    ['2026-01-28', 1, '2026-02-27'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-10-01', 3, '2026-12-31'],
    ['2026-10-15', 3, '2027-01-14'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-12-01', 12, '2027-11-30'],
    ['2026-05-05', 0, '2026-05-04'],
  ])('a term from %s of %i months ends on %s', (start, months, expected) =>
    expect(lastDayOfTerm(day(start), months)).toBe(expected),
  )

  test.each([
    ['2026-10-01', '2026-12-31', 3],
    ['2026-10-15', '2026-12-31', 3],
    ['2026-04-01', '2026-11-22', 8],
    ['2026-04-01', '2026-11-30', 8],
    ['2026-04-01', '2026-12-01', 9],
    ['2027-01-01', '2027-12-31', 12],
    ['2024-02-29', '2025-02-28', 12],
    ['2024-02-29', '2025-03-01', 13],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-01-31', '2026-03-01', 2],
    ['2026-01-31', '2026-01-31', 1],
    ['2026-05-05', '2026-05-04', 0],
  ])('from %s to %s are %i months', (from, to, months) => expect(monthsCovering(day(from), day(to))).toBe(months))

  test('the months between two days are the fewest whose term reaches the end', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 20_000 }), (from, days) => {
        const to = addDays(from, days)
        const months = monthsCovering(from, to)
        expect(lastDayOfTerm(from, months) >= to).toBe(true)
        expect(lastDayOfTerm(from, months - 1) < to).toBe(true)
      }),
    )
  })

  test('a date that a month lacks is the first of the next month, any other keeps its number', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (from, months) => {
        const end = addMonths(from, months)
        expect(end.slice(8) === from.slice(8) || end.endsWith('-01')).toBe(true)
        expect(addMonths(from, months + 1) > end).toBe(true)
      }),
    )
  })
})

describe('anniversaries', () => {
  test.each([
    [2028, '02-29', '2028-02-29'],
    [2027, '02-29', '2027-03-01'],
    [1900, '02-29', '1900-03-01'],
    [2026, '12-31', '2026-12-31'],
  ])('in %i, %s falls on %s', (year, date, expected) => expect(anniversaryIn(year, date)).toBe(expected))

  test.each([
    ['2027-01-01', '01-01', '2028-01-01'],
    ['2026-12-31', '01-01', '2027-01-01'],
    ['2026-10-01', '01-01', '2027-01-01'],
    ['2027-02-28', '02-29', '2027-03-01'],
    ['2027-03-01', '02-29', '2028-02-29'],
    ['2028-02-28', '02-29', '2028-02-29'],
    ['2028-02-29', '02-29', '2029-03-01'],
    ['2026-04-14', '04-15', '2026-04-15'],
  ])('after %s, the next %s is %s', (after, date, expected) =>
    expect(nextAnniversaryAfter(day(after), date)).toBe(expected),
  )

  test.each(['02-30', '13-01', '00-10', '1-1', '2026-01-01', '04-31', ''])('%j is no yearly date', (text) => {
    expect(isAnniversary(text)).toBe(false)
    expect(() => anniversaryIn(2026, text)).toThrow(RangeError)
  })
})

describe('instants and zones', () => {
  test.each([
    ['2026-11-22T10:00:00Z', 'Pacific/Kiritimati', '2026-11-23'],
    ['2026-11-22T09:59:59.999Z', 'Pacific/Kiritimati', '2026-11-22'],
    ['2026-11-22T11:59:59.999Z', 'Etc/GMT+12', '2026-11-21'],
    ['2026-11-22T12:00:00Z', 'Etc/GMT+12', '2026-11-22'],
    ['2026-03-31T15:59:59Z', 'Asia/Taipei', '2026-03-31'],
    ['2026-03-31T16:00:00Z', 'Asia/Taipei', '2026-04-01'],
    ['2026-03-31T15:00:00Z', 'Asia/Tokyo', '2026-04-01'],
    ['2026-12-31T23:59:59Z', 'UTC', '2026-12-31'],
  ])('%s in %s is %s', (instant, zone, expected) => expect(dayIn(new Date(instant), zone)).toBe(expected))

  test.each([
    ['2026-11-23', 'Pacific/Kiritimati', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22', 'Etc/GMT+12', '2026-11-22T12:00:00.000Z'],
    ['2026-04-01', 'Asia/Taipei', '2026-03-31T16:00:00.000Z'],
    // The day the clock goes forward at two, and the day after, which starts an hour earlier in UTC.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    // Half an hour of summer time.
    ['2026-10-05', 'Australia/Lord_Howe', '2026-10-04T13:00:00.000Z'],
    // Midnight does not exist: the clock jumped from 00:00 to 01:00.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    // Samoa left out the 30th to change sides of the date line.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s in %s begins at %s', (text, zone, expected) =>
    expect(startOfDay(day(text), zone).toISOString()).toBe(expected),
  )

  test('the start of a day is that day, and the millisecond before is not', () => {
    const zones = [
      'Asia/Taipei',
      'Pacific/Kiritimati',
      'Etc/GMT+12',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    ]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...zones), (days, zone) => {
        const today = addDays(day('2000-01-01'), days)
        const start = startOfDay(today, zone)
        expect(dayIn(start, zone)).toBe(today)
        expect(dayIn(new Date(start.getTime() - 1), zone)).toBe(addDays(today, -1))
      }),
      { numRuns: 60 },
    )
  })

  test('an unknown zone is told, not guessed', () => {
    expect(isTimeZone('Asia/Taipei')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
    expect(() => dayIn(new Date(0), 'Mars/Olympus')).toThrow(RangeError)
  })

  test("the machine's own zone changes nothing", () => {
    const own = process.env.TZ
    try {
      for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'America/New_York']) {
        process.env.TZ = zone
        expect(addDays(day('2026-03-08'), 1)).toBe('2026-03-09')
        expect(lastDayOfTerm(day('2024-02-29'), 12)).toBe('2025-02-28')
        expect(dayIn(new Date('2026-03-31T16:00:00Z'), 'Asia/Taipei')).toBe('2026-04-01')
      }
    } finally {
      if (own === undefined) delete process.env.TZ
      else process.env.TZ = own
    }
  })
})

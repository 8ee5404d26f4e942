import { describe, expect, test } from 'vitest'
import { openingAt } from '../../src/domain/center-opening.ts'
import { at, centre } from './support/calendars.ts'

const told = (instant: string, calendar: Parameters<typeof openingAt>[1]) => {
  const opening = openingAt(at(instant), calendar)
  const text = (each: Date | undefined) => each?.toISOString().slice(0, 16)
  return opening.status === 'open'
    ? `open until ${text(opening.now?.to)}`
    : `${opening.because}: ${text(opening.next.from)} to ${text(opening.next.to)}`
}

const taipei = centre({ opens: '09:00', closes: '17:30', timeZone: 'Asia/Taipei', holidays: 'TW' })
const lunch = centre({ opens: '09:00', closes: '17:30', breaks: '12:00-13:00', timeZone: 'Asia/Taipei' })

describe('a centre in Taipei, 09:00 to 17:30', () => {
  test.each([
    ['at the opening minute', '2026-11-23T09:00+08:00', 'open until 2026-11-23T09:30'],
    ['the minute before', '2026-11-23T08:59+08:00', 'hours: 2026-11-23T01:00 to 2026-11-23T09:30'],
    ['in its last minute', '2026-11-23T17:29+08:00', 'open until 2026-11-23T09:30'],
    ['at the closing minute', '2026-11-23T17:30+08:00', 'hours: 2026-11-24T01:00 to 2026-11-24T09:30'],
    ['on Friday evening', '2026-11-27T18:00+08:00', 'hours: 2026-11-30T01:00 to 2026-11-30T09:30'],
    ['on a Sunday', '2026-11-22T10:00+08:00', 'hours: 2026-11-23T01:00 to 2026-11-23T09:30'],
    // New Year's Day is a Friday.
    ['on a holiday', '2027-01-01T10:00+08:00', 'holiday: 2027-01-04T01:00 to 2027-01-04T09:30'],
    ['on the evening before one', '2026-12-31T18:00+08:00', 'hours: 2027-01-04T01:00 to 2027-01-04T09:30'],
  ])('%s', (_, instant, verdict) => {
    expect(told(instant, taipei)).toBe(verdict)
  })
})

test.each([
  ['until the break', '2026-11-23T11:59+08:00', 'open until 2026-11-23T04:00'],
  ['within it', '2026-11-23T12:00+08:00', 'hours: 2026-11-23T05:00 to 2026-11-23T09:30'],
  ['at its end', '2026-11-23T13:00+08:00', 'open until 2026-11-23T09:30'],
])('a lunch break counts: %s', (_, instant, verdict) => {
  expect(told(instant, lunch)).toBe(verdict)
})

const newYork = centre({ opens: '09:00', closes: '17:00', timeZone: 'America/New_York' })

test.each([
  // The clocks are set forward on Sunday 14 March 2027 and back on Sunday 7 November 2027.
  ['before the clocks are set forward', '2027-03-12T22:30Z', 'hours: 2027-03-15T13:00 to 2027-03-15T21:00'],
  ['after', '2027-03-15T13:00Z', 'open until 2027-03-15T21:00'],
  ['before they are set back', '2027-11-05T21:00Z', 'hours: 2027-11-08T14:00 to 2027-11-08T22:00'],
  ['after that', '2027-11-08T13:59Z', 'hours: 2027-11-08T14:00 to 2027-11-08T22:00'],
])('by the centre’s own clocks, %s', (_, instant, verdict) => {
  expect(told(instant, newYork)).toBe(verdict)
})

test('what goes on through midnight closes once, and what never closes has no closing time', () => {
  const always = centre({ opens: '00:00', closes: '00:00', days: 'Mon-Sun', timeZone: 'Asia/Tokyo' })
  expect(openingAt(at('2026-11-22T23:59+09:00'), always)).toEqual({ status: 'open' })
  const weekdays = centre({ opens: '00:00', closes: '00:00', timeZone: 'Asia/Tokyo' })
  expect(told('2026-11-23T10:00+09:00', weekdays)).toBe('open until 2026-11-27T15:00')
})

test('a make-up working day is open though it is a Saturday', () => {
  const china = centre({ opens: '09:00', closes: '18:00', timeZone: 'Asia/Shanghai', holidays: 'CN' })
  const [day] = [...china.workingDays].filter((each) => each.startsWith('2026'))
  expect(told(`${day}T10:00+08:00`, china)).toBe(`open until ${day}T10:00`)
})

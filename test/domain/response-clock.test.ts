import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timelineSegments } from '../../src/domain/case-timeline.ts'
import {
  clockFromJson,
  clockToJson,
  markAlarm,
  meetClock,
  nextAlarm,
  pauseClock,
  type ResponseClock,
  readClock,
  resumeClock,
  retarget,
  startClock,
} from '../../src/domain/response-clock.ts'
import { severitiesFor, supportPlan, targetFor } from '../../src/domain/support-plan.ts'
import { at, centre, newYork, taiwan } from './support/calendars.ts'

const minute = 60_000
const first = targetFor('first-response', 2)
const urgent = targetFor('first-response', 1)
/** In Taipei, on a day of the week of Monday 23 November 2026. */
const on = (date: number, time: string) => at(`2026-11-${date}T${time}+08:00`)

describe('a clock at an instant', () => {
  const clock = startClock(first, on(24, '10:00'))
  test.each([
    ['10:00', 'running', 0],
    ['11:00', 'running', 0.5],
    ['11:30', 'running', 0.75],
    ['11:59:59.999', 'running', 0.999],
    ['12:00', 'breached', 1],
    ['13:00', 'breached', 1.5],
  ])('at %s is %s with a share of %d', (time, state, share) => {
    const reading = readClock(clock, taiwan, on(24, time))
    expect(reading).toMatchObject({ state, totalMs: 120 * minute, dueAt: on(24, '12:00'), warnAt: on(24, '11:30') })
    expect(reading.share).toBeCloseTo(share, 2)
  })

  test('is due in business hours: what begins on Friday evening ends on Monday', () => {
    const friday = startClock(first, on(27, '17:00'))
    expect(readClock(friday, taiwan, on(28, '12:00'))).toMatchObject({
      state: 'running',
      share: 0.5,
      warnAt: on(30, '09:30'),
      dueAt: on(30, '10:00'),
    })
  })

  test('of severity 1 runs through the night', () => {
    expect(readClock(startClock(urgent, on(28, '23:30')), taiwan, on(28, '23:30')).dueAt).toEqual(on(29, '01:30'))
  })

  test('of a New York centre is due at the same hour after the clocks change', () => {
    const clock = startClock(first, at('2026-10-30T17:00-04:00'))
    expect(readClock(clock, newYork, at('2026-10-30T17:00-04:00')).dueAt).toEqual(at('2026-11-02T10:00-05:00'))
  })
})

describe('a pause', () => {
  const begun = startClock(first, on(27, '17:00'))
  const paused = pauseClock(begun, on(27, '17:30'))
  test('across a weekend uses up nothing', () => {
    const reading = readClock(paused, taiwan, on(30, '15:00'))
    expect(reading).toMatchObject({ state: 'paused', usedMs: 30 * minute })
    expect(reading).not.toHaveProperty('dueAt')
    expect(reading).not.toHaveProperty('warnAt')
    const resumed = resumeClock(paused, on(30, '15:00'))
    expect(readClock(resumed, taiwan, on(30, '15:00'))).toMatchObject({
      state: 'running',
      usedMs: 30 * minute,
      warnAt: on(30, '16:00'),
      dueAt: on(30, '16:30'),
    })
  })
  test('that ends at night goes on in the morning', () => {
    expect(readClock(resumeClock(paused, on(28, '02:00')), taiwan, on(28, '02:00')).dueAt).toEqual(on(30, '10:30'))
  })
  test('within a pause, a second start and a pause after the answer change nothing', () => {
    expect(pauseClock(paused, on(28, '10:00'))).toBe(paused)
    expect(resumeClock(begun, on(28, '10:00'))).toBe(begun)
    const met = meetClock(begun, on(27, '17:20'))
    expect(pauseClock(met, on(27, '17:30'))).toBe(met)
    expect(resumeClock(met, on(27, '17:30'))).toBe(met)
    expect(retarget(met, urgent, on(27, '17:30'))).toBe(met)
    expect(meetClock(met, on(27, '17:30'))).toBe(met)
  })
  test('after its time was used up still tells when that was', () => {
    const late = pauseClock(startClock(first, on(24, '10:00')), on(24, '13:00'))
    expect(readClock(late, taiwan, on(25, '10:00'))).toMatchObject({
      state: 'paused',
      share: 1.5,
      dueAt: on(24, '12:00'),
    })
  })
  test('told before the start that it follows takes no time away', () => {
    const early = pauseClock(begun, on(27, '16:00'))
    expect(readClock(early, taiwan, on(30, '10:00')).usedMs).toBe(0)
    expect(readClock(resumeClock(early, on(27, '15:00')), taiwan, on(27, '17:10')).usedMs).toBe(10 * minute)
  })
})

describe('an answer', () => {
  const begun = startClock(first, on(24, '10:00'))
  test.each([
    ['12:00', true],
    ['12:00:00.001', false],
  ])('at %s was in time: %s', (time, metInTime) => {
    expect(readClock(meetClock(begun, on(24, time)), taiwan, on(30, '10:00'))).toMatchObject({
      state: 'met',
      metInTime,
      dueAt: on(24, '12:00'),
    })
  })
  test('in a pause counts what was used before it', () => {
    const met = meetClock(pauseClock(begun, on(24, '10:30')), on(26, '10:00'))
    const reading = readClock(met, taiwan, on(30, '10:00'))
    expect(reading).toMatchObject({ state: 'met', usedMs: 30 * minute, metInTime: true })
    expect(reading).not.toHaveProperty('dueAt')
  })
})

describe('another severity', () => {
  test('raised to 1 on a Sunday starts its two hours then, whatever the weekend was', () => {
    const opened = startClock(first, on(28, '09:00'))
    const raised = retarget(opened, urgent, on(29, '15:00'))
    expect(readClock(raised, taiwan, on(29, '15:00'))).toMatchObject({
      state: 'running',
      usedMs: 0,
      warnAt: on(29, '16:30'),
      dueAt: on(29, '17:00'),
    })
  })
  test('counts on what was used in business hours', () => {
    const raised = retarget(startClock(first, on(27, '17:00')), urgent, on(28, '10:00'))
    expect(readClock(raised, taiwan, on(28, '10:00'))).toMatchObject({ usedMs: 60 * minute, dueAt: on(28, '11:00') })
  })
  test('lowered from 1 goes on in business hours', () => {
    const lowered = retarget(startClock(urgent, on(28, '10:00')), first, on(28, '11:00'))
    expect(readClock(lowered, taiwan, on(28, '11:00'))).toMatchObject({ usedMs: 60 * minute, dueAt: on(30, '10:00') })
  })
  test('in a pause does not start it', () => {
    const paused = pauseClock(startClock(first, on(27, '17:00')), on(27, '17:30'))
    const raised = retarget(paused, urgent, on(28, '10:00'))
    expect(readClock(raised, taiwan, on(29, '10:00'))).toMatchObject({ state: 'paused', usedMs: 30 * minute })
    expect(readClock(resumeClock(raised, on(29, '10:00')), taiwan, on(29, '10:00')).dueAt).toEqual(on(29, '11:30'))
  })
  test('with less time than was used is late at once', () => {
    const slow = startClock(targetFor('next-response', 4), on(24, '09:00'))
    expect(
      readClock(retarget(slow, targetFor('next-response', 1), on(24, '14:00')), taiwan, on(24, '14:00')).state,
    ).toBe('breached')
  })
})

describe('each alarm once', () => {
  const begun = startClock(first, on(24, '10:00'))
  test('the warning comes at 75 %, then the escalation at 100 %, then nothing', () => {
    expect(nextAlarm(begun, taiwan, on(24, '10:00'))).toEqual({ kind: 'warning', at: on(24, '11:30') })
    const warned = markAlarm(begun, 'warning', on(24, '11:30'))
    expect(nextAlarm(warned, taiwan, on(24, '11:31'))).toEqual({ kind: 'breach', at: on(24, '12:00') })
    const breached = markAlarm(warned, 'breach', on(24, '12:00'))
    expect(nextAlarm(breached, taiwan, on(30, '12:00'))).toBeUndefined()
  })
  test('whoever was away for both hears of the breach alone, also afterwards', () => {
    expect(nextAlarm(begun, taiwan, on(24, '11:59:59.999'))).toMatchObject({ kind: 'warning' })
    expect(nextAlarm(begun, taiwan, on(24, '12:00'))).toEqual({ kind: 'breach', at: on(24, '12:00') })
    expect(nextAlarm(markAlarm(begun, 'breach', on(24, '12:10')), taiwan, on(24, '12:10'))).toBeUndefined()
  })
  test('an answer silences both, late or not', () => {
    expect(nextAlarm(meetClock(begun, on(24, '11:00')), taiwan, on(24, '15:00'))).toBeUndefined()
    expect(nextAlarm(meetClock(begun, on(24, '13:00')), taiwan, on(24, '15:00'))).toBeUndefined()
  })
  test('a pause silences what was not reached, and only until it ends', () => {
    const paused = pauseClock(begun, on(24, '11:00'))
    expect(nextAlarm(paused, taiwan, on(24, '15:00'))).toBeUndefined()
    expect(nextAlarm(resumeClock(paused, on(25, '09:00')), taiwan, on(25, '09:00'))).toEqual({
      kind: 'warning',
      at: on(25, '09:30'),
    })
    expect(nextAlarm(pauseClock(begun, on(24, '13:00')), taiwan, on(24, '15:00'))).toMatchObject({ kind: 'breach' })
  })
  test('another severity raises none again', () => {
    const warned = markAlarm(begun, 'warning', on(24, '11:30'))
    const raised = retarget(warned, urgent, on(24, '11:40'))
    expect(nextAlarm(raised, taiwan, on(24, '11:40'))).toMatchObject({ kind: 'breach' })
  })
})

describe('any life of a clock', () => {
  const deed = fc.record({
    kind: fc.constantFrom('pause', 'resume', 'raise', 'lower', 'meet'),
    after: fc.integer({ min: 0, max: 40 * 60 }),
  })
  const lives = fc.array(deed, { maxLength: 8 }).map((deeds) => {
    let clock = startClock(first, on(24, '10:00'))
    let now = on(24, '10:00')
    for (const { kind, after } of deeds) {
      now = new Date(now.getTime() + after * minute)
      if (kind === 'pause') clock = pauseClock(clock, now)
      else if (kind === 'resume') clock = resumeClock(clock, now)
      else if (kind === 'meet') clock = meetClock(clock, now)
      else clock = retarget(clock, kind === 'raise' ? urgent : targetFor('next-response', 4), now)
    }
    return { clock, now }
  })

  test('is stored and read back as it was', () =>
    fc.assert(
      fc.property(lives, ({ clock }) => {
        const marked = markAlarm(markAlarm(clock, 'warning', on(24, '11:00')), 'breach', on(24, '12:00'))
        for (const each of [clock, marked]) {
          expect(clockFromJson(JSON.parse(JSON.stringify(clockToJson(each))))).toEqual(each)
        }
      }),
    ))
  test('never uses less with time, and its due time stands still while it runs', () =>
    fc.assert(
      fc.property(lives, fc.integer({ min: 0, max: 10_000 }), ({ clock, now }, after) => {
        const then = new Date(now.getTime() + after * minute)
        const [before, later] = [readClock(clock, taiwan, now), readClock(clock, taiwan, then)]
        expect(later.usedMs).toBeGreaterThanOrEqual(before.usedMs)
        expect(later.dueAt).toEqual(before.dueAt)
        if (later.state === 'running') expect(later.dueAt! > then).toBe(true)
        if (later.state === 'breached') expect(later.dueAt! <= then).toBe(true)
      }),
    ))
  test('is a timeline without overlaps whose working parts are the time used', () =>
    fc.assert(
      fc.property(lives, ({ clock, now }) => {
        const end = new Date(now.getTime() + 600 * minute)
        const segments = timelineSegments(clock, taiwan, on(24, '10:00'), end)
        segments.forEach(({ from, to }, index) => {
          expect(from < to).toBe(true)
          if (index > 0) expect(segments[index - 1]!.to <= from).toBe(true)
        })
        const worked = segments.filter(({ kind }) => kind === 'running' || kind === 'over')
        const ms = worked.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0)
        expect(ms).toBe(readClock(clock, taiwan, end).usedMs)
      }),
    ))
  test('that nobody wrote is refused', () => {
    expect(() => clockFromJson({ target: first, spells: [{ from: 'soon', hours: 'business' }] })).toThrow()
  })
})

describe('a timeline', () => {
  const lunch = centre({ opens: '09:00', closes: '18:00', breaks: '12:00-13:00', holidays: 'TW' })
  const short = (clocks: ResponseClock | ResponseClock[], from: Date, to: Date) =>
    timelineSegments(clocks, lunch, from, to).map(({ kind, from, to }) => [kind, from, to])
  test('tells running, closed, over and paused apart', () => {
    const clock = pauseClock(startClock(first, on(24, '11:00')), on(24, '15:00'))
    expect(short(clock, on(24, '08:00'), on(24, '16:00'))).toEqual([
      ['running', on(24, '11:00'), on(24, '12:00')],
      ['closed', on(24, '12:00'), on(24, '13:00')],
      ['running', on(24, '13:00'), on(24, '14:00')],
      ['over', on(24, '14:00'), on(24, '15:00')],
      ['paused', on(24, '15:00'), on(24, '16:00')],
    ])
  })
  test('of severity 1 is never closed', () => {
    expect(short(startClock(urgent, on(28, '23:00')), on(28, '00:00'), on(29, '00:30'))).toEqual([
      ['running', on(28, '23:00'), on(29, '00:30')],
    ])
  })
  test('of two clocks shows one after the other, and nothing between them', () => {
    const one = meetClock(startClock(first, on(24, '09:00')), on(24, '10:00'))
    const two = startClock(targetFor('next-response', 3), on(24, '11:00'))
    expect(short([one, two], on(24, '09:30'), on(24, '11:30'))).toEqual([
      ['running', on(24, '09:30'), on(24, '10:00')],
      ['running', on(24, '11:00'), on(24, '11:30')],
    ])
  })
})

describe('the plan', () => {
  test.each([
    [1, 120, 'around-the-clock'],
    [2, 120, 'business'],
    [3, 120, 'business'],
    [4, 120, 'business'],
  ] as const)('severity %d is answered within %d minutes, %s', (severity, minutes, hours) => {
    for (const level of ['standard', 'premium'] as const)
      expect(targetFor('first-response', severity, level)).toEqual({ kind: 'first-response', minutes, hours })
  })
  test('no worse severity waits longer, no premium agreement longer than a standard one', () => {
    for (const kind of ['first-response', 'next-response'] as const)
      for (const severity of [1, 2, 3, 4] as const) {
        const { standard, premium } = supportPlan[kind][severity]
        expect(premium).toBeLessThanOrEqual(standard)
        if (severity > 1)
          expect(standard).toBeGreaterThanOrEqual(supportPlan[kind][(severity - 1) as 1 | 2 | 3].standard)
      }
  })
  test.each([
    ['covered', [1, 2, 3, 4]],
    ['expiring', [1, 2, 3, 4]],
    ['covered-past-end-of-service', [2, 3, 4]],
    ['license-question', [3, 4]],
    ['lapsed', []],
    ['not-started', []],
    ['no-agreement', []],
    ['not-registered', []],
  ] as const)('%s may choose %j', (standing, severities) => expect(severitiesFor(standing)).toEqual(severities))
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { caseTimeline } from '../../src/domain/case-timeline.ts'
import { meetClock, pauseClock, resumeClock, startClock } from '../../src/domain/response-clock.ts'
import { targetFor } from '../../src/domain/support-plan.ts'
import { drawTimeline } from '../../src/web/timeline-picture.ts'
import { at, centre } from '../domain/support/calendars.ts'
import { readPng } from '../manifest/read-png.ts'

const golden = join(import.meta.dirname, 'pictures', 'timeline.png')
const office = centre({ opens: '09:00', closes: '18:00', breaks: '12:00-13:00', holidays: 'TW' })

/** Answered at first, then asked again: paused over lunch, past its time in the evening. */
const first = meetClock(
  startClock(targetFor('first-response', 2), at('2026-11-23T10:00+08:00')),
  at('2026-11-23T11:00+08:00'),
)
const next = resumeClock(
  pauseClock(startClock(targetFor('next-response', 2), at('2026-11-23T14:00+08:00')), at('2026-11-23T16:00+08:00')),
  at('2026-11-24T09:30+08:00'),
)
const life = {
  from: at('2026-11-23T08:00+08:00'),
  to: at('2026-11-24T16:00+08:00'),
  now: at('2026-11-24T15:00+08:00'),
}
const timeline = caseTimeline([first, next], office, life)

// To be looked at, then committed: UPDATE_PICTURES=1 npx vitest run test/web/timeline-picture.test.ts
if (process.env.UPDATE_PICTURES) writeFileSync(golden, drawTimeline(timeline))

test('a case’s picture is the golden one, byte for byte', () => {
  const drawn = drawTimeline(timeline)
  expect(drawn.equals(readFileSync(golden))).toBe(true)
  expect(drawn.length).toBeLessThan(4096)
})

const width = 640
const margin = 12
const pixels = readPng(golden)
/** The colour in the middle of the bar, or of the ground above it, at an instant of the golden picture. */
const colourAt = (text: string, y: number) => {
  const share = (at(text).getTime() - life.from.getTime()) / (life.to.getTime() - life.from.getTime())
  return pixels.pixels[y * width + margin + Math.round(share * (width - 2 * margin))]!.slice(0, 3)
}

test.each([
  ['the first clock runs', '2026-11-23T10:30+08:00', 64, [0, 114, 178]],
  ['nothing runs after the answer', '2026-11-23T13:30+08:00', 64, [247, 247, 247]],
  ['the second runs until it is paused', '2026-11-23T15:30+08:00', 46, [0, 114, 178]],
  ['at night the ground is grey', '2026-11-23T22:00+08:00', 30, [217, 217, 217]],
  ['over lunch the clock is on and nobody works', '2026-11-24T12:15+08:00', 64, [64, 64, 64]],
  ['by day the ground is light', '2026-11-24T10:00+08:00', 30, [247, 247, 247]],
])('%s', (_, instant, y, colour) => expect(colourAt(instant, y)).toEqual(colour))

test('the picture is 640 by 120', () => {
  expect([pixels.width, pixels.height]).toEqual([640, 120])
})

test('a timeline without length is refused', () => {
  expect(() => drawTimeline({ ...timeline, to: timeline.from })).toThrow(RangeError)
})

test('what lies outside the shown time is not drawn, and breaks nothing', () => {
  const hour = { ...life, from: at('2026-11-23T22:00+08:00'), to: at('2026-11-23T23:00+08:00') }
  expect(caseTimeline([first, next], office, hour)).toMatchObject({ segments: [{ kind: 'paused' }], marks: [] })
  expect(() => drawTimeline(caseTimeline([first, next], office, hour))).not.toThrow()
})

/** What the clocks of a case did over a stretch of its life, for a picture and for the words that say the same. */
import { type BusinessCalendar, earlier, later, openStretches, type Stretch } from './business-calendar.ts'
import { type ResponseClock, readClock } from './response-clock.ts'

export interface TimelineSegment extends Stretch {
  /** `closed`: the clock is on, and nobody is at work. `over`: it runs past its time. `paused`: the customer is waited for. */
  kind: 'running' | 'paused' | 'closed' | 'over'
}

export interface TimelineMark {
  kind: 'warning' | 'due' | 'met'
  at: Date
}

export interface CaseTimeline extends Stretch {
  now: Date
  segments: TimelineSegment[]
  /** When the centre is closed, whether a clock is on or not. */
  closed: Stretch[]
  marks: TimelineMark[]
}

/** What is left of a stretch when others, in order and within it, are taken out. */
function gapsIn({ from, to }: Stretch, taken: readonly Stretch[]): Stretch[] {
  const bounds = [from, ...taken.flatMap((stretch) => [stretch.from, stretch.to]), to]
  const gaps: Stretch[] = []
  for (let at = 0; at < bounds.length; at += 2) {
    const gap = { from: bounds[at]!, to: bounds[at + 1]! }
    if (gap.from < gap.to) gaps.push(gap)
  }
  return gaps
}

/** The stretches of one clock, whole, until an instant. */
function segmentsOf(clock: ResponseClock, calendar: BusinessCalendar, until: Date): TimelineSegment[] {
  const { dueAt } = readClock(clock, calendar, until)
  const found: TimelineSegment[] = []
  const push = (kind: TimelineSegment['kind'], from: Date, to: Date) => {
    if (from < to) found.push({ kind, from, to })
  }
  let stoodSince: Date | undefined
  for (const spell of clock.spells) {
    if (stoodSince) push('paused', stoodSince, spell.from)
    const whole = { from: spell.from, to: spell.to ? earlier(spell.to, until) : until }
    stoodSince = spell.to
    if (whole.from >= whole.to) continue
    const open = openStretches(whole.from, whole.to, spell.hours === 'business' ? calendar : 'around-the-clock')
    const due = dueAt ?? whole.to
    for (const { from, to } of open) {
      push('running', from, earlier(to, due))
      push('over', later(from, due), to)
    }
    for (const { from, to } of gapsIn(whole, open)) push('closed', from, to)
  }
  if (stoodSince && !clock.metAt) push('paused', stoodSince, until)
  return found.sort((a, b) => a.from.getTime() - b.from.getTime())
}

/**
 * What the clocks did between two instants, in order and without overlaps; nothing where no clock was on. Where two clocks
 * overlap, the one that was named first has the stretch. `to` is the end of what is known: now, or earlier.
 */
export function timelineSegments(
  clocks: ResponseClock | readonly ResponseClock[],
  calendar: BusinessCalendar,
  from: Date,
  to: Date,
): TimelineSegment[] {
  const found: TimelineSegment[] = []
  for (const clock of Array.isArray(clocks) ? (clocks as readonly ResponseClock[]) : [clocks as ResponseClock]) {
    const window = { from, to }
    const free = gapsIn(window, found)
    for (const segment of segmentsOf(clock, calendar, to)) {
      for (const gap of free) {
        const start = later(segment.from, gap.from)
        const end = earlier(segment.to, gap.to)
        if (start < end) found.push({ kind: segment.kind, from: start, to: end })
      }
    }
    found.sort((a, b) => a.from.getTime() - b.from.getTime())
  }
  return found
}

/**
 * All that a picture of a case shows between two instants: what the clocks did until now, when the centre is closed, and
 * when each clock warns, is due and was met, as far as these lie within.
 */
export function caseTimeline(
  clocks: readonly ResponseClock[],
  calendar: BusinessCalendar,
  { from, to, now }: Stretch & { now: Date },
): CaseTimeline {
  const marks = clocks.flatMap((clock): TimelineMark[] => {
    const { warnAt, dueAt } = readClock(clock, calendar, now)
    return [
      // A warning that never came about says nothing; when an answer would have been due says how good it was.
      ...(warnAt && !(clock.metAt && clock.metAt < warnAt) ? [{ kind: 'warning' as const, at: warnAt }] : []),
      ...(dueAt ? [{ kind: 'due' as const, at: dueAt }] : []),
      ...(clock.metAt ? [{ kind: 'met' as const, at: clock.metAt }] : []),
    ]
  })
  return {
    from,
    to,
    now,
    segments: timelineSegments(clocks, calendar, from, earlier(now, to)),
    closed: gapsIn({ from, to }, openStretches(from, to, calendar)),
    marks: marks.filter(({ at }) => at >= from && at <= to),
  }
}

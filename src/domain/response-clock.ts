/** R6.3: how long an answer may take, and how much of that time is used up. */
import { z } from 'zod'
import {
  addWorkingTime,
  type BusinessCalendar,
  earlier,
  type Hours,
  later,
  workingTimeBetween,
} from './business-calendar.ts'

export type TargetKind = 'first-response' | 'next-response'
export type TargetHours = 'business' | 'around-the-clock'

export interface ResponseTarget {
  kind: TargetKind
  minutes: number
  hours: TargetHours
}

/** A stretch in which a clock ran, in the hours that its target had then; without `to` it runs still. */
export interface Spell {
  from: Date
  to?: Date
  hours: TargetHours
}

export interface ResponseClock {
  target: ResponseTarget
  /** In order; the last is open while the clock runs. */
  spells: Spell[]
  metAt?: Date
  warnedAt?: Date
  breachedAt?: Date
}

/** The part of a target's time after which it is warned of (R6.3). */
export const WARNED_SHARE = 0.75

const running = ({ metAt, spells }: ResponseClock): Spell | undefined => {
  const last = spells.at(-1)
  return metAt || last?.to ? undefined : last
}

const isOver = (clock: ResponseClock): boolean => clock.metAt !== undefined

function ended(clock: ResponseClock, at: Date): Spell[] {
  const last = running(clock)
  // Nothing ends before it began, in whatever order its events are told.
  return last ? [...clock.spells.slice(0, -1), { ...last, to: later(at, last.from) }] : clock.spells
}

/** A clock that runs from now on. */
export const startClock = (target: ResponseTarget, at: Date): ResponseClock => ({
  target,
  spells: [{ from: at, hours: target.hours }],
})

/** Stands still while the customer is waited for; one that stands or is met stays as it is. */
export const pauseClock = (clock: ResponseClock, at: Date): ResponseClock =>
  running(clock) ? { ...clock, spells: ended(clock, at) } : clock

/** Goes on where it stood; one that runs or is met stays as it is. */
export function resumeClock(clock: ResponseClock, at: Date): ResponseClock {
  if (isOver(clock) || running(clock)) return clock
  const from = later(at, clock.spells.at(-1)?.to ?? at)
  return { ...clock, spells: [...clock.spells, { from, hours: clock.target.hours }] }
}

/** The answer was given: the clock stops for good. One that is met keeps its first answer. */
export const meetClock = (clock: ResponseClock, at: Date): ResponseClock =>
  isOver(clock) ? clock : { ...clock, spells: ended(clock, at), metAt: at }

/**
 * Another target from now on, since the severity changed. What was used up stays used up, as it was measured in the hours of
 * its time, and counts against the new target; from now on time is measured in the new hours. So a case that is raised to
 * severity 1 on a Sunday starts its two hours then, and is not late at once for a weekend on which nobody owed an answer.
 * Alarms that were raised are not raised again. A clock that is met stays as it is.
 */
export function retarget(clock: ResponseClock, target: ResponseTarget, at: Date): ResponseClock {
  if (isOver(clock)) return clock
  const last = running(clock)
  const spells = ended(clock, at)
  const from = spells.at(-1)?.to ?? at
  return { ...clock, target, spells: last ? [...spells, { from, hours: target.hours }] : spells }
}

export interface ClockReading {
  /** `breached`: it runs, and its time is used up. One that stands is `paused`, and one that was answered `met`, even so. */
  state: 'running' | 'paused' | 'met' | 'breached'
  usedMs: number
  totalMs: number
  /** Of the target's time: 0.75 is the warning, 1 the breach, and beyond it goes on. */
  share: number
  /** When the time is used up, or was. Absent while it stands and was not reached before. Of a clock that was met as it ran: when it would have been. */
  dueAt?: Date
  /** The same for the warning. */
  warnAt?: Date
  /** Of a met clock alone: whether it was answered within its time, the last millisecond included. */
  metInTime?: boolean
}

const hoursOf = (hours: TargetHours, calendar: BusinessCalendar): Hours =>
  hours === 'business' ? calendar : 'around-the-clock'

/** Milliseconds used in a spell until an instant. */
const usedIn = ({ from, to, hours }: Spell, calendar: BusinessCalendar, now: Date): number =>
  workingTimeBetween(from, to ? earlier(to, now) : now, hoursOf(hours, calendar))

/** When so much was used up, or will be while the last spell goes on; undefined where the clock stood before. */
function instantOfUse({ spells, metAt }: ResponseClock, calendar: BusinessCalendar, ms: number): Date | undefined {
  let left = ms
  for (const [index, spell] of spells.entries()) {
    const endedByAnswer = metAt !== undefined && index === spells.length - 1 && spell.to && spell.to >= metAt
    const used = !spell.to || endedByAnswer ? Number.POSITIVE_INFINITY : usedIn(spell, calendar, spell.to)
    if (used >= left) return addWorkingTime(spell.from, left, hoursOf(spell.hours, calendar))
    left -= used
  }
  return undefined
}

/** How a clock stands at an instant. Throws RangeError for a calendar that never opens. */
export function readClock(clock: ResponseClock, calendar: BusinessCalendar, now: Date): ClockReading {
  const totalMs = clock.target.minutes * 60_000
  const usedMs = clock.spells.reduce((sum, spell) => sum + usedIn(spell, calendar, now), 0)
  const dueAt = instantOfUse(clock, calendar, totalMs)
  const warnAt = instantOfUse(clock, calendar, totalMs * WARNED_SHARE)
  const reading = {
    usedMs,
    totalMs,
    share: usedMs / totalMs,
    ...(dueAt && { dueAt }),
    ...(warnAt && { warnAt }),
  }
  if (clock.metAt) return { ...reading, state: 'met', metInTime: usedMs <= totalMs }
  if (!running(clock)) return { ...reading, state: 'paused' }
  return { ...reading, state: usedMs >= totalMs ? 'breached' : 'running' }
}

export interface Alarm {
  kind: 'warning' | 'breach'
  /** Past or to come. */
  at: Date
}

/**
 * The alarm that is owed now or next, each once a clock; undefined for none. Whoever was away for both hears of the breach
 * alone: a warning of what has happened helps nobody. An answer silences both, a pause only what was not yet reached.
 */
export function nextAlarm(clock: ResponseClock, calendar: BusinessCalendar, now: Date): Alarm | undefined {
  if (clock.metAt || clock.breachedAt) return undefined
  const { dueAt, warnAt } = readClock(clock, calendar, now)
  if (warnAt && !clock.warnedAt && !(dueAt && dueAt <= now)) return { kind: 'warning', at: warnAt }
  return dueAt && { kind: 'breach', at: dueAt }
}

/** The clock after an alarm was raised: it is not raised again. */
export const markAlarm = (clock: ResponseClock, kind: Alarm['kind'], at: Date): ResponseClock =>
  kind === 'warning' ? { ...clock, warnedAt: at } : { ...clock, breachedAt: at }

const instant = z.iso.datetime().transform((text) => new Date(text))
const storedHours = z.enum(['business', 'around-the-clock'])
const storedClock = z.object({
  target: z.object({ kind: z.enum(['first-response', 'next-response']), minutes: z.number(), hours: storedHours }),
  spells: z.array(z.object({ from: instant, to: instant.optional(), hours: storedHours })),
  metAt: instant.optional(),
  warnedAt: instant.optional(),
  breachedAt: instant.optional(),
})

/** As JSON keeps it: instants as ISO 8601 in UTC. */
export type ClockJson = z.input<typeof storedClock>

/** For storing; `clockFromJson` brings back the same clock. */
export const clockToJson = (clock: ResponseClock): ClockJson => JSON.parse(JSON.stringify(clock)) as ClockJson

/** The clock that was stored. Throws for what `clockToJson` never wrote. */
export const clockFromJson = (json: unknown): ResponseClock => storedClock.parse(json) as ResponseClock

/** When a case moves on by itself: alarms, the claim's lease, reminders, closings. */
import type { BusinessCalendar } from './business-calendar.ts'
import { addWorkingTime } from './business-calendar.ts'
import type { Severity } from './case.ts'
import { CLOSES_AFTER_DAYS, REMINDS_AFTER_DAYS, WAITS_FOR_DAYS } from './case-life.ts'
import type { CaseOnFile } from './case-store.ts'
import { nextAlarm, type ResponseClock, readClock } from './response-clock.ts'
import { targetFor } from './support-plan.ts'

const dayMs = 24 * 3600_000
const daysAfter = (instant: Date, days: number) => new Date(instant.getTime() + days * dayMs)

/** The running clocks of a case. */
export const clocksOf = ({ clocks }: Pick<CaseOnFile, 'clocks'>): ResponseClock[] =>
  [clocks['first-response'], clocks['next-response']].filter((clock) => clock !== undefined)

/** When the customer is reminded for the first and the second time, and when the case is closed for want of an answer. */
export const waitingUntil = (since: Date): { remind: [Date, Date]; close: Date } => ({
  remind: [daysAfter(since, REMINDS_AFTER_DAYS), daysAfter(since, WAITS_FOR_DAYS - REMINDS_AFTER_DAYS)],
  close: daysAfter(since, WAITS_FOR_DAYS),
})

/** When a resolved case closes by itself (R6.4). */
export const closesAt = (resolvedAt: Date): Date => daysAfter(resolvedAt, CLOSES_AFTER_DAYS)

/** Until when somebody who claims a case at an instant must have said a word: the first response's time, in its hours. */
export function leaseFrom(at: Date, severity: Severity, calendar: BusinessCalendar): Date {
  const { minutes, hours } = targetFor('first-response', severity)
  return addWorkingTime(at, minutes * 60_000, hours === 'business' ? calendar : 'around-the-clock')
}

const earliest = (instants: readonly (Date | undefined)[]): Date | undefined =>
  instants.reduce((first, each) => (each && (!first || each < first) ? each : first), undefined)

/** When something is due next, and when the running response is. */
export function dueOf(
  found: CaseOnFile,
  calendar: BusinessCalendar,
  now: Date,
): Pick<CaseOnFile, 'nextDueAt' | 'responseDueAt'> {
  const clocks = clocksOf(found)
  const { status, leaseUntil, waitingSince, reminders, resolvedAt } = found
  const waiting = status === 'waiting' && waitingSince ? waitingUntil(waitingSince) : undefined
  const nextDueAt = earliest([
    ...clocks.map((clock) => nextAlarm(clock, calendar, now)?.at),
    status === 'claimed' ? leaseUntil : undefined,
    waiting?.remind[reminders],
    waiting?.close,
    status === 'resolved' && resolvedAt ? closesAt(resolvedAt) : undefined,
  ])
  const readings = clocks.map((clock) => readClock(clock, calendar, now))
  const responseDueAt = earliest(
    readings.map(({ state, dueAt }) => (state === 'running' || state === 'breached' ? dueAt : undefined)),
  )
  return { ...(nextDueAt ? { nextDueAt } : {}), ...(responseDueAt ? { responseDueAt } : {}) }
}

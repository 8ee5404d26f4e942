/** What a deed makes of a case: its state with all that hangs on it, and its clocks. Plain functions of a case and an instant. */

import type { Agreement } from './agreement.ts'
import type { BusinessCalendar } from './business-calendar.ts'
import type { CaseStatus, Closing, Owner } from './case.ts'
import { leaseFrom } from './case-due.ts'
import { after, type CaseDeed } from './case-life.ts'
import type { CaseOnFile } from './case-store.ts'
import {
  meetClock,
  pauseClock,
  type ResponseClock,
  resumeClock,
  startClock,
  type TargetKind,
} from './response-clock.ts'
import { targetFor } from './support-plan.ts'

type Clocks = CaseOnFile['clocks']

const each = (clocks: Clocks, change: (clock: ResponseClock) => ResponseClock): Clocks =>
  Object.fromEntries(Object.entries(clocks).map(([kind, clock]) => [kind, change(clock)])) as Clocks

/** Whether the vendor owes nothing while it stands so. */
export const stands = (status: CaseStatus): boolean =>
  status === 'waiting' || status === 'resolved' || status === 'closed'

/** The case in another state: what belongs to the old one is gone, and the clocks run or stand as the new one wants it. */
export function enter(found: CaseOnFile, status: CaseStatus, now: Date, closing?: Closing): CaseOnFile {
  const { owner, claimedAt, leaseUntil, waitingSince, reminders, resolvedAt, closedAt, closing: was, ...rest } = found
  const closed = status === 'closed'
  return {
    ...rest,
    status,
    clocks: each(found.clocks, (clock) => (stands(status) ? pauseClock(clock, now) : resumeClock(clock, now))),
    reminders: status === 'waiting' ? reminders : 0,
    ...(owner && status !== 'new' ? { owner, ...(claimedAt ? { claimedAt } : {}) } : {}),
    ...(leaseUntil && status === 'claimed' ? { leaseUntil } : {}),
    ...(status === 'waiting' ? { waitingSince: waitingSince ?? now } : {}),
    ...(status === 'resolved' ? { resolvedAt: resolvedAt ?? now } : closed && resolvedAt ? { resolvedAt } : {}),
    ...(closed ? { closedAt: closedAt ?? now, closing: was ?? closing ?? 'solved' } : {}),
  }
}

/**
 * The case after a deed; undefined where its state does not take it. What comes back to work without an engineer is new
 * again: somebody has to claim it.
 */
export function moved(found: CaseOnFile, deed: CaseDeed, now: Date, closing?: Closing): CaseOnFile | undefined {
  const status = after(found.status, deed)
  if (!status) return undefined
  return enter(found, status === 'in-progress' && !found.owner ? 'new' : status, now, closing)
}

/** With another engineer, who has the time of a first response to say a word. */
export const ownedBy = (found: CaseOnFile, owner: Owner, now: Date, calendar: BusinessCalendar): CaseOnFile => ({
  ...found,
  owner: { email: owner.email, name: owner.name },
  claimedAt: now,
  leaseUntil: leaseFrom(now, found.severity, calendar),
})

/** The vendor said something to the customer: what was owed is met. */
export const heardByCustomer = (found: CaseOnFile, now: Date): CaseOnFile => ({
  ...found,
  clocks: each(found.clocks, (clock) => meetClock(clock, now)),
  lastWordAt: now,
})

const target = (kind: TargetKind, found: CaseOnFile, level: Agreement['level'] | undefined) =>
  targetFor(kind, found.severity, level)

/** The clock that begins with the case. */
export const firstClock = (found: Pick<CaseOnFile, 'severity'>, now: Date, level?: Agreement['level']): Clocks => ({
  'first-response': startClock(targetFor('first-response', found.severity, level), now),
})

/** The customer's word wants an answer: the next response runs from the first that has none. */
export function wantsAnswer(found: CaseOnFile, now: Date, level?: Agreement['level']): CaseOnFile {
  const { 'first-response': first, 'next-response': next } = found.clocks
  const owed = (first && !first.metAt) || (next && !next.metAt)
  return {
    ...found,
    lastWordAt: now,
    clocks: owed
      ? each(found.clocks, (clock) => (stands(found.status) ? clock : resumeClock(clock, now)))
      : { ...found.clocks, 'next-response': startClock(target('next-response', found, level), now) },
  }
}

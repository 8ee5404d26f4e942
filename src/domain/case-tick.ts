/** What happens to cases by itself, each thing once, whatever restarts and replicas there are. */
import { type CaseNumber, caseOfKey } from './case.ts'
import { atDesk, type Desk, keep, record, tell } from './case-desk.ts'
import { closesAt, waitingUntil } from './case-due.ts'
import { moved } from './case-moves.ts'
import type { CaseOnFile, CaseParts, DeadDelivery } from './case-store.ts'
import type { CaseDeeds } from './cases.ts'
import { closedBy } from './finish-case.ts'
import { markAlarm, nextAlarm, type ResponseClock, readClock, type TargetKind } from './response-clock.ts'

const system = { kind: 'system' } as const
/** Of one transaction. */
const mostDeaths = 100

export function createTick(parts: CaseParts): Pick<CaseDeeds, 'tick'> {
  return {
    async tick(now) {
      const inVain: CaseNumber[] = []
      let fault: unknown
      for (;;) {
        let number: CaseNumber | undefined
        try {
          const looked = await atDesk(parts, system, now, async (desk) => {
            number = await desk.ports.lockDueCase(now, inVain)
            const due = number === undefined ? undefined : await desk.ports.lockCase(number)
            const caughtUp = due && (await catchUp(desk, due))
            // Never due at once again, or the tick would have no end.
            if (caughtUp?.nextDueAt && caughtUp.nextDueAt <= now) inVain.push(caughtUp.number)
            return due !== undefined
          })
          if (!looked) break
        } catch (thrown) {
          // One case that cannot be moved on must not hold up the others.
          if (number === undefined) throw thrown
          inVain.push(number)
          fault ??= thrown
        }
      }
      while ((await atDesk(parts, system, now, tellDeaths)) === mostDeaths);
      if (fault) throw fault
    },
  }
}

/** All that is due of one case. */
async function catchUp(desk: Desk, due: CaseOnFile): Promise<CaseOnFile | undefined> {
  const alarmed = await alarms(desk, due)
  const lapsed = await lease(desk, alarmed)
  const waited = await waiting(desk, lapsed)
  const { now } = desk
  if (waited.status === 'resolved' && waited.resolvedAt && closesAt(waited.resolvedAt) <= now)
    return closedBy(desk, waited, 'close', 'solved')
  return waited.status === 'closed' ? waited : keep(desk, waited)
}

async function alarms(desk: Desk, due: CaseOnFile): Promise<CaseOnFile> {
  const { now } = desk
  const calendar = desk.calendarOf(due.product?.id)
  let found = due
  for (const [target, clock] of Object.entries(due.clocks) as [TargetKind, ResponseClock][]) {
    const alarm = nextAlarm(clock, calendar, now)
    if (!alarm || alarm.at > now) continue
    const isBreach = alarm.kind === 'breach'
    found = { ...found, clocks: { ...found.clocks, [target]: markAlarm(clock, alarm.kind, now) } }
    const dueAt = readClock(clock, calendar, now).dueAt ?? alarm.at
    const kind = isBreach ? 'case-breached' : 'case-warned'
    await record(desk, found, 'internal', kind, { target, dueAt: dueAt.toISOString() })
    tell(desk, found, { kind, target, dueAt })
  }
  return found
}

/** The claim lapses where no word was said to the customer. */
async function lease(desk: Desk, found: CaseOnFile): Promise<CaseOnFile> {
  const { owner, leaseUntil } = found
  if (!owner || !leaseUntil || leaseUntil > desk.now) return found
  const freed = moved(found, 'lease-end', desk.now)
  if (!freed) return found
  await record(desk, freed, 'internal', 'case-lease-ended', { from: owner.email })
  tell(desk, freed, { kind: 'case-lease-ended', from: owner })
  return freed
}

/** Reminds the customer twice, and closes what they never answered. Of two reminders that were missed only the later goes out. */
async function waiting(desk: Desk, found: CaseOnFile): Promise<CaseOnFile> {
  if (found.status !== 'waiting' || !found.waitingSince) return found
  const { now } = desk
  const { remind, close } = waitingUntil(found.waitingSince)
  if (close <= now) return (await closedBy(desk, found, 'close', 'no-answer')) ?? found
  const count = remind.filter((at) => at <= now).length
  if (count <= found.reminders) return found
  const reminded = { ...found, reminders: count }
  await record(desk, reminded, 'internal', 'case-reminded', { count: String(count) })
  tell(desk, reminded, { kind: 'case-reminded', count })
  return reminded
}

/** Messages that could not be delivered are the vendor's affair: somebody must send them again, or call. */
async function tellDeaths(desk: Desk): Promise<number> {
  const deaths = await desk.ports.takeDeadDeliveries(mostDeaths)
  for (const death of deaths) await tellDeath(desk, death)
  return deaths.length
}

async function tellDeath(desk: Desk, { id: deliveryId, dedupeKey, error: reason }: DeadDelivery): Promise<void> {
  const number = caseOfKey(dedupeKey)
  const found = number === undefined ? undefined : await desk.ports.lockCase(number)
  if (!found) return
  await record(desk, found, 'internal', 'case-delivery-failed', { deliveryId, reason })
  tell(desk, found, { kind: 'case-delivery-failed', deliveryId, dedupeKey, reason })
}

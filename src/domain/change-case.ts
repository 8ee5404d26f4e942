/** What else is changed about a case: its severity, its rating, who follows it, and the case in which it ends. */

import type { Severity } from './case.ts'
import { atDesk, type Desk, keep, onCase, record, tell } from './case-desk.ts'
import { clocksOf } from './case-due.ts'
import { after } from './case-life.ts'
import { enter, stands, wantsAnswer } from './case-moves.ts'
import type { CaseOnFile, CaseParts } from './case-store.ts'
import type { CaseDeeds, Done, Merged } from './cases.ts'
import { dayIn } from './local-date.ts'
import { levelOf, offerOf } from './open-case.ts'
import { type ResponseClock, retarget, type TargetKind } from './response-clock.ts'
import { severitiesFor, targetFor } from './support-plan.ts'
import { levelToday } from './write-case.ts'

const longestComment = 2000

export function createChanges(
  parts: CaseParts,
): Pick<CaseDeeds, 'changeSeverity' | 'merge' | 'rate' | 'follow' | 'watch' | 'retry'> {
  return {
    changeSeverity: (by, number, severity, now) =>
      onCase(parts, { by, number, now }, async (desk, found) => {
        if (found.status === 'closed') return { status: 'not-now', case: found }
        if (found.severity === severity) return { status: 'done', case: found }
        const { offered, level } = await bought(desk, found)
        if (!offered.includes(severity)) return { status: 'severity-not-offered', case: found, offered: [...offered] }
        const clocks: CaseOnFile['clocks'] = Object.fromEntries(
          (Object.entries(found.clocks) as [TargetKind, ResponseClock][]).map(([kind, clock]) => [
            kind,
            retarget(clock, targetFor(kind, severity, level), now),
          ]),
        )
        const kept = await keep(desk, { ...found, severity, clocks })
        const from = found.severity
        await record(desk, kept, 'customer', 'case-severity-changed', { from: String(from), to: String(severity) })
        tell(desk, kept, { kind: 'case-severity-changed', from, to: severity })
        return { status: 'done', case: kept }
      }),

    merge: (by, number, into, now) =>
      atDesk(parts, by, now, async (desk): Promise<Merged> => {
        if (number === into) return { status: 'same-case' }
        // In one order, so that two who merge the same cases do not wait for each other.
        const first = await desk.ports.lockCase(Math.min(number, into))
        const second = await desk.ports.lockCase(Math.max(number, into))
        const [found, target] = number < into ? [first, second] : [second, first]
        if (!found || !target) return { status: 'unknown' }
        if (found.organizationId !== target.organizationId) return { status: 'other-organization' }
        if (found.mergedInto === target.number) return { status: 'done', case: found }
        if (!after(found.status, 'merge') || target.status === 'closed') return { status: 'not-now', case: found }
        const closed = enter(found, 'closed', now, 'merged')
        const kept = await keep(desk, { ...closed, mergedInto: target.number })
        // What was owed to the one is owed in the other.
        const isOwed = !stands(found.status) && clocksOf(found).some(({ metAt }) => !metAt)
        if (isOwed && !stands(target.status)) {
          await keep(desk, wantsAnswer(target, now, await levelToday(desk, target)))
        }
        await record(desk, kept, 'customer', 'case-merged', { into: String(target.number) })
        await record(desk, target, 'customer', 'case-merged', { from: String(kept.number) })
        tell(desk, kept, { kind: 'case-merged', into: target.number })
        return { status: 'done', case: kept }
      }),

    rate: (by, number, stars, comment, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Done> => {
        if (found.status !== 'resolved' && found.status !== 'closed') return { status: 'not-now', case: found }
        if (!Number.isInteger(stars) || stars < 1 || stars > 5) return { status: 'not-now', case: found }
        const words = comment?.trim().slice(0, longestComment)
        if (found.rating?.stars === stars && (words ?? '') === (found.rating.comment ?? ''))
          return { status: 'done', case: found }
        const kept = await keep(desk, { ...found, rating: { stars, ...(words ? { comment: words } : {}) } })
        await record(desk, kept, 'customer', 'case-rated', { stars: String(stars) })
        tell(desk, kept, { kind: 'case-rated', stars })
        return { status: 'done', case: kept }
      }),

    /** Following is reading: viewers may. */
    follow: (by, number, undo, now) =>
      onCase(parts, { by, number, now, needs: 'read' }, async (desk, found): Promise<Done> => {
        const contactId = by.contact.id
        if (await desk.ports.setFollower(found.number, contactId, !undo)) {
          // Who follows has a thread of their own, in which they also write.
          const { platform, workspace, user } = by.who
          const rootKey = `case:${found.number}:followed:${platform}:${workspace}:${user}`
          const thread = { caseNumber: found.number, side: 'customer', kind: 'person', contactId, rootKey } as const
          if (undo) await desk.ports.endFollowerThreads(found.number, contactId, now)
          else await desk.ports.addThread({ ...thread, who: by.who })
          tell(desk, found, { kind: undo ? 'case-unfollowed' : 'case-followed', contactId })
        }
        return { status: 'done', case: found }
      }),

    watch: (by, number, undo, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Done> => {
        const { email } = by.staff
        if (await desk.ports.setWatcher(found.number, email, !undo))
          tell(desk, found, { kind: undo ? 'case-unwatched' : 'case-watched', email })
        return { status: 'done', case: found }
      }),

    retry: (by, number, deliveryId, now) =>
      onCase(parts, { by, number, now }, async ({ ports }, found): Promise<Done | { status: 'gone' }> => {
        const key = await ports.deliveryKey(deliveryId)
        const isOurs = key?.startsWith(`case:${found.number}:`)
        return isOurs && (await ports.resend(found.number, deliveryId))
          ? { status: 'done', case: found }
          : { status: 'gone' }
      }),
  }
}

/** The severities that the case's coverage buys today, and its level. A coverage that ended meanwhile takes nothing from a case that is open. */
async function bought({ ports, now }: Desk, found: CaseOnFile) {
  const { organizationId, serial, version, topic } = found
  if (topic === 'license') return { offered: severitiesFor('license-question'), level: undefined }
  const organization = await ports.organization(organizationId)
  const dossier = serial && (await ports.dossier(organizationId, serial))
  if (!organization || !dossier) return { offered: [] as Severity[], level: undefined }
  const { severities, coverage } = offerOf(dossier, dayIn(now, organization.timeZone), version)
  const offered = severities.length > 0 ? severities.map(({ severity }) => severity) : severitiesFor('covered')
  return { offered, level: levelOf(coverage) }
}

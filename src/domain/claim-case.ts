/** R6.5: whose case it is. */
import type { Owner } from './case.ts'
import { type Desk, keep, onCase, record, staffAuthor, tell } from './case-desk.ts'
import { isOpen } from './case-life.ts'
import { moved, ownedBy } from './case-moves.ts'
import type { CaseOnFile, CaseParts } from './case-store.ts'
import type { CaseDeeds, Claimed, Done, Transferred } from './cases.ts'
import { isManager, type Staff } from './contact.ts'

export const isOwner = ({ owner }: Pick<CaseOnFile, 'owner'>, { email }: Pick<Staff, 'email'>): boolean =>
  owner?.email === email

/** The case in the hands of an engineer, with the line that both sides read and the event; not kept yet. */
export async function claimedBy(desk: Desk, found: CaseOnFile, staff: Staff): Promise<CaseOnFile> {
  const claimed = ownedBy(found, staff, desk.now, desk.calendarOf(found.product?.id))
  await record(desk, claimed, 'customer', 'case-claimed', { to: staff.name })
  tell(desk, claimed, { kind: 'case-claimed' })
  return claimed
}

/** The same by another's deed: customers read who has it now, the vendor also how that came. */
async function handedTo(desk: Desk, found: CaseOnFile, to: Owner, reason?: string): Promise<CaseOnFile> {
  const owned = ownedBy(found, to, desk.now, desk.calendarOf(found.product?.id))
  const kind = reason === undefined ? 'case-transferred' : 'case-taken-over'
  await record({ ...desk, author: { kind: 'staff', ...to } }, owned, 'customer', 'case-claimed', { to: to.name })
  await record(desk, owned, 'internal', kind, { from: found.owner?.email, to: to.email, reason })
  return keep(desk, owned)
}

/** The one whom a text names: by mail address, else by a name that only one has. */
async function engineerCalled({ ports }: Desk, text: string): Promise<Owner | undefined> {
  const name = text.normalize('NFKC').trim().replace(/^@/, '')
  const found = name ? await ports.staffCalled(name) : []
  const exact = found.filter(({ email }) => email === name.toLowerCase())
  const [first, ...others] = exact.length > 0 ? exact : found
  return first && others.length === 0 ? { email: first.email, name: first.name } : undefined
}

export function createClaims(parts: CaseParts): Pick<CaseDeeds, 'claim' | 'release' | 'transfer' | 'takeOver'> {
  return {
    claim: (by, number, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Claimed> => {
        const { owner, claimedAt, status } = found
        if (owner && isOpen(status)) {
          if (isOwner(found, by.staff)) return { status: 'yours', case: found }
          return { status: 'taken', case: found, by: owner, at: claimedAt ?? found.openedAt }
        }
        const next = moved(found, 'claim', now)
        if (!next) return { status: 'not-now', case: found }
        return { status: 'claimed', case: await keep(desk, await claimedBy(desk, next, by.staff)) }
      }),

    release: (by, number, note, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Done> => {
        const next = found.owner && moved(found, 'release', now)
        if (!found.owner || !next) return { status: 'not-now', case: found }
        if (!isOwner(found, by.staff) && !isManager(by.staff)) return { status: 'not-allowed' }
        const from = found.owner
        await record(desk, next, 'internal', 'case-released', { from: from.email, note })
        const kept = await keep(desk, next)
        tell(desk, kept, { kind: 'case-released', from, ...(note ? { note } : {}) })
        return { status: 'done', case: kept }
      }),

    transfer: (by, number, to, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Transferred> => {
        const next = moved(found, 'transfer', now)
        if (!next) return { status: 'not-now', case: found }
        if (found.owner && !isOwner(found, by.staff) && !isManager(by.staff)) return { status: 'not-allowed' }
        const engineer = await engineerCalled(desk, to)
        if (!engineer) return { status: 'no-such-engineer', case: found }
        if (isOwner(found, engineer)) return { status: 'done', case: found }
        const kept = await handedTo(desk, next, engineer)
        tell(desk, kept, {
          kind: 'case-transferred',
          to: engineer,
          ...(found.owner ? { from: found.owner } : {}),
        })
        return { status: 'done', case: kept }
      }),

    takeOver: (by, number, reason, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Done> => {
        if (isOwner(found, by.staff) && isOpen(found.status)) return { status: 'done', case: found }
        const next = found.owner && moved(found, 'take-over', now)
        if (!found.owner || !next) return { status: 'not-now', case: found }
        const { email, name } = by.staff
        const kept = await handedTo({ ...desk, author: staffAuthor(by.staff) }, next, { email, name }, reason)
        // Who had it reads why, and how it goes on.
        await desk.ports.setWatcher(found.number, found.owner.email, true)
        tell(desk, kept, { kind: 'case-taken-over', from: found.owner, reason })
        return { status: 'done', case: kept }
      }),
  }
}

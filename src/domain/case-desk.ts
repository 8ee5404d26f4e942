/** One deed on one case: who does it, whether they may, and how what they did is recorded and told. */
import type { Audience, Author, CaseActor, CaseNumber } from './case.ts'
import { dueOf } from './case-due.ts'
import type { CaseEvent } from './case-events.ts'
import type { CalendarOf, CaseOnFile, CaseParts, CasePorts } from './case-store.ts'
import type { NotAllowed, UnknownCase } from './cases.ts'
import type { Contact, Staff } from './contact.ts'

/** What a deed has at hand while its transaction lasts. */
export interface Desk {
  ports: CasePorts
  by: CaseActor
  author: Author
  now: Date
  calendarOf: CalendarOf
  parts: CaseParts
  /** What is told when the deed is done, so that whoever hears of it sees all that it changed. */
  facts: CaseEvent[]
}

/** What an event says beside the case and who did it. */
type Facts = CaseEvent extends infer E
  ? E extends CaseEvent
    ? Omit<E, 'number' | 'organizationId' | 'by'>
    : never
  : never

/** Tells of a fact at the end of the deed, in the transaction that made it one. */
export function tell({ facts, by }: Desk, { number, organizationId }: CaseOnFile, fact: Facts): void {
  facts.push({ ...fact, number, organizationId, by } as CaseEvent)
}

/** Writes a line of the timeline; what is undefined in `detail` is left out. */
export function record(
  { ports, author, now }: Desk,
  { number }: { number: CaseNumber },
  audience: Audience,
  kind: CaseEvent['kind'],
  detail: Record<string, string | undefined> = {},
): Promise<void> {
  const facts = Object.entries(detail).filter((each): each is [string, string] => each[1] !== undefined)
  return ports.record(number, { at: now, audience, by: author, kind, detail: Object.fromEntries(facts) })
}

/** Keeps the case as it is now, with the instants at which it moves on by itself. */
export async function keep(desk: Desk, changed: CaseOnFile): Promise<CaseOnFile> {
  const { nextDueAt: _, responseDueAt: __, ...rest } = changed
  const kept = { ...rest, ...dueOf(changed, desk.calendarOf(changed.product?.id), desk.now) }
  await desk.ports.saveCase(kept)
  return kept
}

export const staffAuthor = ({ email, name }: Staff): Author => ({ kind: 'staff', email, name })
export const contactAuthor = ({ id, name }: Contact): Author => ({ kind: 'contact', id, name })

/** What a deed takes of a contact: `write` anybody but viewers, `read` everyone of the organization. */
export type Needs = 'read' | 'write'

/** Opens the desk for an actor and runs the deed in one transaction. */
export async function atDesk<R>(
  parts: CaseParts,
  by: CaseActor,
  now: Date,
  work: (desk: Desk) => Promise<R>,
): Promise<R> {
  const calendarOf = await parts.calendars()
  const author: Author =
    by.kind === 'contact' ? contactAuthor(by.contact) : by.kind === 'staff' ? staffAuthor(by.staff) : { kind: 'system' }
  return parts.transactions.run(async (ports) => {
    const facts: CaseEvent[] = []
    const result = await work({ ports, by, author, now, calendarOf, parts, facts })
    for (const fact of facts) await ports.emit(fact)
    return result
  })
}

/**
 * The deed on a case that the actor may see, its row locked. To others, and to a contact that was removed meanwhile, it is
 * unknown (R1.5); a viewer is told that they may not.
 */
export function onCase<R>(
  parts: CaseParts,
  { by, number, now, needs = 'write' }: { by: CaseActor; number: number; now: Date; needs?: Needs },
  work: (desk: Desk, found: CaseOnFile) => Promise<R>,
): Promise<R | UnknownCase | NotAllowed> {
  return atDesk(parts, by, now, async (desk) => {
    const found = await desk.ports.lockCase(number)
    if (by.kind !== 'contact') return found ? work(desk, found) : { status: 'unknown' }
    const contact = await desk.ports.contact(by.contact.id)
    if (!found || !contact || contact.organizationId !== found.organizationId) return { status: 'unknown' }
    if (needs === 'write' && contact.role === 'viewer') return { status: 'not-allowed' }
    return work({ ...desk, author: contactAuthor(contact) }, found)
  })
}

/** R8.1b: asking the vendor's sales people, one request of an organization and subject at a time. */
import { type Contact, type ContactId, isManager, isSiteContact, type Staff } from './contact.ts'
import { dayAgainAt, type Tally } from './guess-limit.ts'
import type { ChatIdentity } from './identity.ts'
import type { OrganizationId } from './organization.ts'
import { type SalesKind, type SalesRequest, type SalesSubject, salesStateOf } from './sales-request.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'
import { isUuid } from './uuid.ts'

/** A request as it is made; the store finds the rest. */
export interface NewSalesRequest {
  organizationId: OrganizationId
  contactId: ContactId
  kind: SalesKind
  subject: string
  words?: string
  detail: Record<string, unknown>
  at: Date
}

export interface SalesPorts extends Emitting {
  tally: Tally
  /** Locks the row until the transaction ends: of two who take one request at once, the second sees the first. */
  salesRequest(id: string): Promise<SalesRequest | undefined>
  /** The request of this organization and subject that is neither done nor withdrawn. */
  openSalesRequest(organizationId: OrganizationId, kind: SalesKind, subject: string): Promise<SalesRequest | undefined>
  /** Whether this organization may ask about it: any product of the vendor, a license of its own. */
  isSalesSubject(organizationId: OrganizationId, kind: SalesKind, subject: string): Promise<boolean>
  /** Undefined when another open request of the same subject was faster. */
  addSalesRequest(request: NewSalesRequest): Promise<SalesRequest | undefined>
  keepSalesRequest(request: SalesRequest): Promise<void>
}

export interface SalesAsker {
  who: ChatIdentity
  contact: Contact
}
export interface SalesPerson {
  who: ChatIdentity
  staff: Staff
}

interface Of<S extends string> {
  status: S
  request: SalesRequest
}
/** No such product or license of this organization; another's looks the same (R1.5). */
export type Asked =
  | Of<'asked'>
  | Of<'already'>
  | { status: 'unknown' }
  /** The organization asked as often as it may in a day. */
  | { status: 'too-many'; nextAt: Date }
export type Withdrawn = Of<'withdrawn'> | Of<'taken'> | Of<'over'> | { status: 'unknown' | 'not-allowed' }
export type Taken = Of<'taken'> | Of<'yours'> | Of<'others'> | Of<'over'> | { status: 'unknown' }
export type Settled = Of<'done'> | Of<'over'> | Of<'not-allowed'> | { status: 'unknown' }

export interface Sales {
  /** What waits or is being worked on for this subject, so that nobody asks twice. */
  open(organizationId: OrganizationId, subject: SalesSubject): Promise<SalesRequest | undefined>
  /** Asks; `detail` goes along to the vendor's people. A second request of one subject brings back the first. */
  ask(
    by: SalesAsker,
    request: SalesSubject & { words?: string | undefined; detail?: Record<string, unknown> },
    now: Date,
  ): Promise<Asked>
  /** Takes it back while nobody has it: whoever asked, or a site contact. */
  withdraw(by: SalesAsker, id: string, now: Date): Promise<Withdrawn>
  /** Exactly one of all who take at once has it. */
  take(by: SalesPerson, id: string, now: Date): Promise<Taken>
  /** Back to those who wait, by whoever has it or a manager. */
  release(by: SalesPerson, id: string, now: Date): Promise<Settled>
  /** Settled, by whoever has it or a manager; then the same can be asked anew. */
  finish(by: SalesPerson, id: string, now: Date): Promise<Settled>
}

/** Asked and taken back, again and again, nobody would read the vendor's channel any more. */
const REQUESTS_A_DAY = 30

const subjectOf = (subject: SalesSubject): string =>
  subject.kind === 'question' ? '' : subject.kind === 'product' ? subject.productId : subject.serial

/** Every deed is one transaction with its event, and is harmless when it comes again. */
export function createSales(transactions: Transactions<SalesPorts>): Sales {
  /** Runs `deed` on a request that is there. */
  const onRequest = <R>(
    id: string,
    deed: (ports: SalesPorts, found: SalesRequest) => Promise<R>,
  ): Promise<R | { status: 'unknown' }> =>
    transactions.run(async (ports) => {
      const found = isUuid(id) ? await ports.salesRequest(id) : undefined
      return found ? deed(ports, found) : { status: 'unknown' }
    })

  const settle = (
    by: SalesPerson,
    id: string,
    after: (found: SalesRequest) => SalesRequest,
    kind: 'sales-done' | 'sales-released',
  ): Promise<Settled> =>
    onRequest(id, async (ports, found): Promise<Settled> => {
      if (salesStateOf(found) !== 'taken') return { status: 'over', request: found }
      const isTheirs = found.taken?.by.email === by.staff.email
      if (!isTheirs && !isManager(by.staff)) return { status: 'not-allowed', request: found }
      const request = after(found)
      await ports.keepSalesRequest(request)
      await ports.emit({ kind, who: by.who, organizationId: request.organizationId, sales: request })
      return { status: 'done', request }
    })

  return {
    open: (organizationId, subject) =>
      transactions.run((ports) => ports.openSalesRequest(organizationId, subject.kind, subjectOf(subject))),

    ask: ({ who, contact }, { words, detail = {}, ...about }, now) =>
      transactions.run(async (ports): Promise<Asked> => {
        const { organizationId, id: contactId } = contact
        const subject = subjectOf(about)
        if (!(await ports.isSalesSubject(organizationId, about.kind, subject))) return { status: 'unknown' }
        const earlier = await ports.openSalesRequest(organizationId, about.kind, subject)
        if (earlier) return { status: 'already', request: earlier }
        const key = `sales of ${organizationId}`
        const nextAt = await dayAgainAt(ports.tally, key, REQUESTS_A_DAY, now)
        if (nextAt) return { status: 'too-many', nextAt }
        const asked = { organizationId, contactId, kind: about.kind, subject, detail, at: now }
        const request = await ports.addSalesRequest({ ...asked, ...(words ? { words } : {}) })
        if (!request) {
          const faster = await ports.openSalesRequest(organizationId, about.kind, subject)
          return faster ? { status: 'already', request: faster } : { status: 'unknown' }
        }
        await ports.tally.record(key, now)
        await ports.emit({ kind: 'sales-asked', who, contactId, organizationId, sales: request })
        return { status: 'asked', request }
      }),

    withdraw: ({ who, contact }, id, now) =>
      onRequest(id, async (ports, found): Promise<Withdrawn> => {
        if (found.organizationId !== contact.organizationId) return { status: 'unknown' }
        const state = salesStateOf(found)
        if (state === 'taken') return { status: 'taken', request: found }
        if (state !== 'waiting') return { status: 'over', request: found }
        if (found.contactId !== contact.id && !isSiteContact(contact)) return { status: 'not-allowed' }
        const request = { ...found, withdrawnAt: now }
        await ports.keepSalesRequest(request)
        const { id: contactId, organizationId } = contact
        await ports.emit({ kind: 'sales-withdrawn', who, contactId, organizationId, sales: request })
        return { status: 'withdrawn', request }
      }),

    take: ({ who, staff: { email, name } }, id, now) =>
      onRequest(id, async (ports, found): Promise<Taken> => {
        const state = salesStateOf(found)
        if (state === 'done' || state === 'withdrawn') return { status: 'over', request: found }
        if (found.taken) return { status: found.taken.by.email === email ? 'yours' : 'others', request: found }
        const request = { ...found, taken: { by: { email, name }, at: now } }
        await ports.keepSalesRequest(request)
        await ports.emit({ kind: 'sales-taken', who, organizationId: request.organizationId, sales: request })
        return { status: 'taken', request }
      }),

    release: (by, id) => settle(by, id, ({ taken: _, ...waiting }) => waiting, 'sales-released'),
    finish: (by, id, now) => settle(by, id, (found) => ({ ...found, doneAt: now }), 'sales-done'),
  }
}

/** R1.3: a newcomer who belongs to an organization that is there already waits for one click of its contacts. */
import { type Contact, type ContactId, type ContactRole, isManager, isSiteContact, type Staff } from './contact.ts'
import type { MemberActor } from './contacts.ts'
import type { ChatIdentity } from './identity.ts'
import { type JoinOutcome, type JoinRequest, requestedEvent } from './join-request.ts'
import type { OrganizationId } from './organization.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'

/** How a request can be answered. The vendor's people answer where the organization has nobody who could: then a primary is missing. */
export type JoinAnswer = 'technical' | 'viewer' | 'primary' | 'decline'

export type JoinDecided =
  | { status: 'decided'; request: JoinRequest; outcome: JoinOutcome }
  /** Somebody was quicker. */
  | { status: 'before'; request: JoinRequest }
  | { status: 'expired'; request: JoinRequest }
  | { status: 'unknown' }
  | { status: 'not-allowed' }

export interface JoinPorts extends Emitting {
  lockPeople(id: OrganizationId): Promise<void>
  contact(id: ContactId): Promise<Contact | undefined>
  /** Those of whom nobody was told yet, marked as told: in however many processes, each is taken once. */
  takeUnannounced(at: Date, limit: number): Promise<JoinRequest[]>
  /** Locks it until the transaction ends. */
  joinRequest(id: string): Promise<JoinRequest | undefined>
  hasSiteContacts(id: OrganizationId): Promise<boolean>
  /**
   * Whether the contact is one whose organization their sign-up made, with no license and nobody else ever in it; locks it
   * and its people.
   */
  isNewcomer(id: ContactId): Promise<boolean>
  /**
   * Makes the newcomer, with accounts, cases and open threads, a contact of the request's organization; where it has one of
   * this address, they are that one from now on. Their other requests become void, their former organization stays empty.
   */
  moveNewcomer(
    request: Pick<JoinRequest, 'contactId' | 'organizationId'> & { id?: string },
    role: ContactRole,
    at: Date,
  ): Promise<Contact>
  settleRequest(id: string, settled: { outcome: JoinOutcome; by: string; at: Date }): Promise<void>
}

export interface Joining {
  /** Requests of an organization that can still be decided, the oldest first. */
  open(organizationId: OrganizationId, now: Date): Promise<JoinRequest[]>
  /** The first answer of a site contact counts. */
  decide(actor: MemberActor, id: string, answer: JoinAnswer, now: Date): Promise<JoinDecided>
  /** The same for the vendor, where the organization has no site contact. */
  decideForVendor(
    actor: { who: ChatIdentity; staff: Staff },
    id: string,
    answer: JoinAnswer,
    now: Date,
  ): Promise<JoinDecided>
  /**
   * Has the contacts told of new requests. Apart from the request itself: whether there is anybody to ask must not be read
   * off the time that an answer takes (R2.3).
   */
  announce(now: Date): Promise<void>
}

export interface JoiningParts {
  transactions: Transactions<JoinPorts>
  open: Joining['open']
}

/** Joining over a store. */
export function createJoining({ transactions, open }: JoiningParts): Joining {
  async function settle(
    ports: JoinPorts,
    request: JoinRequest | undefined,
    decision: { who: ChatIdentity; by: string; name: string; answer: JoinAnswer; now: Date },
  ): Promise<JoinDecided> {
    if (!request) return { status: 'unknown' }
    if (request.outcome) return { status: 'before', request }
    const { who, by, name, answer, now } = decision
    if (request.expiresAt <= now) return { status: 'expired', request }
    const outcome = answer === 'decline' ? 'declined' : (await ports.isNewcomer(request.contactId)) ? 'joined' : 'void'
    const joined =
      answer !== 'decline' && outcome === 'joined' ? await ports.moveNewcomer(request, answer, now) : undefined
    await ports.settleRequest(request.id, { outcome, by, at: now })
    const settled: JoinRequest = { ...request, outcome, decidedAt: now, decidedBy: name }
    await ports.emit({
      kind: 'join-decided',
      who,
      contactId: joined?.id ?? request.contactId,
      organizationId: request.organizationId,
      request: settled,
      ...(joined ? { role: joined.role } : {}),
    })
    return { status: 'decided', request: settled, outcome }
  }

  return {
    open,

    decide: ({ who, contact: { id: actor, organizationId } }, id, answer, now) =>
      transactions.run(async (ports) => {
        await ports.lockPeople(organizationId)
        const me = await ports.contact(actor)
        if (me?.organizationId !== organizationId) return { status: 'unknown' }
        if (!isSiteContact(me) || answer === 'primary') return { status: 'not-allowed' }
        const request = await ports.joinRequest(id)
        const own = request?.organizationId === organizationId ? request : undefined
        return settle(ports, own, { who, by: me.id, name: me.name, answer, now })
      }),

    decideForVendor: ({ who, staff }, id, answer, now) =>
      transactions.run(async (ports) => {
        if (!isManager(staff) || answer === 'technical' || answer === 'viewer') return { status: 'not-allowed' }
        const request = await ports.joinRequest(id)
        if (request && !request.outcome && (await ports.hasSiteContacts(request.organizationId)))
          return { status: 'not-allowed' }
        return settle(ports, request, { who, by: staff.email, name: staff.name, answer, now })
      }),

    async announce(now) {
      const few = 20
      const told = await transactions.run(async (ports) => {
        const requests = await ports.takeUnannounced(now, few)
        for (const request of requests) await ports.emit(requestedEvent(request))
        return requests.length
      })
      if (told === few) await this.announce(now)
    },
  }
}

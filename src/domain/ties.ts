/** Tying places to organizations, and letting them go. */
import { isManager, isSiteContact, type Staff } from './contact.ts'
import type { MemberActor } from './contacts.ts'
import type { ChatIdentity } from './identity.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { Tie, TiePlace } from './tie.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'

export interface TiePorts extends Emitting {
  organization(id: OrganizationId): Promise<Organization | undefined>
  /** The tie of a place, locked until the transaction ends, also one that is to come. A channel is one, from whichever workspace it is seen. */
  tieOf(place: TiePlace): Promise<Tie | undefined>
  /** Whether cases of other organizations are open in the channel: their words would stand before its people. */
  hasForeignCases(place: TiePlace, organizationId: OrganizationId): Promise<boolean>
  saveTie(tie: Tie, by: string): Promise<void>
  removeTie(place: TiePlace): Promise<void>
}

export type Tied =
  | { status: 'tied'; tie: Tie; organization: Organization }
  | { status: 'already'; tie: Tie; organization: Organization }
  /** To another organization: that is untied first. */
  | { status: 'taken'; tie: Tie; organization: Organization }
  | { status: 'foreign-cases' }
  /** The vendor's own workspace or tenant, or one of its triage channels. */
  | { status: 'own' }
  | { status: 'unknown' }
  | { status: 'not-allowed' }

export type Untied = { status: 'untied'; tie: Tie } | { status: 'unknown' } | { status: 'not-allowed' }

export interface Ties {
  of(organizationId: OrganizationId): Promise<Tie[]>
  /** Organizations by id, or by words of their names; at most `limit`, and whether there are more. */
  organizations(words: string | undefined, limit: number): Promise<{ found: Organization[]; more: boolean }>
  /** For the vendor's managers and administrators (`isManager`). */
  tie(
    actor: { who: ChatIdentity; staff: Staff },
    organizationId: OrganizationId,
    place: TiePlace,
    now: Date,
  ): Promise<Tied>
  untie(actor: { who: ChatIdentity; staff: Staff }, place: TiePlace): Promise<Untied>
  /** For the site contacts of the organization itself. */
  untieOwn(actor: MemberActor, place: TiePlace): Promise<Untied>
}

export interface TieParts {
  transactions: Transactions<TiePorts>
  questions: Pick<Ties, 'of' | 'organizations'>
  /** Whether it is one of the vendor's own places. */
  isOwn(place: TiePlace): Promise<boolean>
}

/** Ties over a store. */
export function createTies({ transactions, questions, isOwn }: TieParts): Ties {
  const untie = (who: ChatIdentity, place: TiePlace, isAllowed: (tie: Tie) => boolean): Promise<Untied> =>
    transactions.run(async (ports) => {
      const tie = await ports.tieOf(place)
      if (!tie || !isAllowed(tie)) return { status: 'unknown' }
      await ports.removeTie(tie)
      await ports.emit({ kind: 'place-untied', who, tie })
      return { status: 'untied', tie }
    })

  return {
    ...questions,

    async tie({ who, staff }, organizationId, place, now) {
      if (!isManager(staff)) return { status: 'not-allowed' }
      if (await isOwn(place)) return { status: 'own' }
      return transactions.run(async (ports): Promise<Tied> => {
        const organization = await ports.organization(organizationId)
        if (!organization) return { status: 'unknown' }
        const there = await ports.tieOf(place)
        if (there) {
          const theirs = await ports.organization(there.organizationId)
          return {
            status: there.organizationId === organizationId ? 'already' : 'taken',
            tie: there,
            organization: theirs!,
          }
        }
        if (await ports.hasForeignCases(place, organizationId)) return { status: 'foreign-cases' }
        const tie: Tie = { ...place, organizationId, createdAt: now }
        await ports.saveTie(tie, staff.email)
        await ports.emit({ kind: 'place-tied', who, tie })
        return { status: 'tied', tie, organization }
      })
    },

    untie: async ({ who, staff }, place) =>
      isManager(staff) ? untie(who, place, () => true) : { status: 'not-allowed' },

    untieOwn: async ({ who, contact }, place) =>
      isSiteContact(contact)
        ? untie(who, place, ({ organizationId }) => organizationId === contact.organizationId)
        : { status: 'not-allowed' },
  }
}

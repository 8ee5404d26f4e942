/** R1.3: the people of an organization, changed by themselves; two at once come one after the other, so that a primary always remains. */
import {
  type Contact,
  type ContactId,
  type ContactRole,
  isSiteContact,
  type Language,
  type Purpose,
} from './contact.ts'
import { dayAgainAt, sendAgainAt } from './guess-limit.ts'
import type { ChatIdentity } from './identity.ts'
import { type By, type InvitationParts, type NewInvitation, newInvitation } from './invitation.ts'
import type { OrganizationId } from './organization.ts'
import {
  type Member,
  type MemberPage,
  mayAmend,
  mayManage,
  type NewMember,
  type PeoplePorts,
  rolesFor,
  rolesToGive,
} from './people.ts'
import type { Transactions } from './unit-of-work.ts'

export interface MemberActor {
  who: ChatIdentity
  contact: Contact
}

export interface MemberQuestions {
  /** Contacts who were not removed, site contacts first; by words of name or address where some are given. */
  page(organizationId: OrganizationId, asked: { text?: string; page: number }, now: Date): Promise<MemberPage>
  /** Also one who was removed; undefined for another organization's. */
  member(organizationId: OrganizationId, id: ContactId, now: Date): Promise<Member | undefined>
  /** Of these accounts, those of the organization's contacts and of the vendor's people. */
  servedFor(organizationId: OrganizationId, accounts: readonly ChatIdentity[]): Promise<ChatIdentity[]>
}

/** No such contact in the actor's organization, or the actor's rank does not allow it. */
type Refused = { status: 'unknown' } | { status: 'not-allowed' }

export type Invited =
  | { status: 'invited'; member: Contact; by: By; code: string; expiresAt: Date }
  /** They were removed before, and their accounts are still theirs. */
  | { status: 'restored'; member: Contact }
  | { status: 'already'; member: Contact }
  | { status: 'too-soon'; nextAt: Date }
  /** The organization's letters of a day are sent. */
  | { status: 'too-many'; nextAt: Date }
  | Refused

export type Changed = { status: 'done'; member: Contact } | Refused
export type Appointed = Changed | { status: 'no-account' }
export type Left = { status: 'left' } | { status: 'last-primary' } | { status: 'unknown' }

export interface Contacts extends MemberQuestions {
  /** Adds a contact and issues a one-time code; somebody who was removed is taken in again. */
  invite(actor: MemberActor, person: NewMember, by: By, now: Date): Promise<Invited>
  /** A new code for who has not used theirs; the former one is void. */
  inviteAgain(actor: MemberActor, id: ContactId, by: By, now: Date): Promise<Invited>
  /** From now on they are a stranger; done twice it is done once. Never oneself. */
  remove(actor: MemberActor, id: ContactId, now: Date): Promise<Changed>
  restore(actor: MemberActor, id: ContactId, now: Date): Promise<Changed>
  leave(actor: MemberActor, now: Date): Promise<Left>
  /** Appointing a primary hands over: the actor is a secondary afterwards. */
  appoint(actor: MemberActor, id: ContactId, role: ContactRole, now: Date): Promise<Appointed>
  setPurpose(actor: MemberActor, id: ContactId, purpose: Purpose, on: boolean, now: Date): Promise<Changed>
  amend(
    actor: MemberActor,
    id: ContactId,
    changes: { name?: string; phone?: string; language?: Language },
    now: Date,
  ): Promise<Changed>
}

export interface ContactsParts extends InvitationParts {
  transactions: Transactions<PeoplePorts>
  questions: MemberQuestions
}

/**
 * Anybody can make an organization by signing up, and name any address: so many letters may go out for each in a day. From hand
 * to hand there is no limit (R1.3).
 */
const LETTERS_A_DAY = 30

/** The people of organizations over a store. */
export function createContacts(parts: ContactsParts): Contacts {
  /** Once the people are locked, the actor is who they are then, not who they were when they asked. */
  const act = <Result>(
    { contact: { id, organizationId } }: MemberActor,
    work: (ports: PeoplePorts, me: Contact) => Promise<Result>,
  ): Promise<Result | { status: 'unknown' }> =>
    parts.transactions.run(async (ports) => {
      await ports.lockPeople(organizationId)
      const me = await ports.contact(id)
      return me?.organizationId === organizationId ? work(ports, me) : { status: 'unknown' as const }
    })

  const onMember = <Result>(
    actor: MemberActor,
    id: ContactId,
    work: (ports: PeoplePorts, me: Contact, them: Member) => Promise<Result>,
  ) =>
    act(actor, async (ports, me) => {
      const them = await ports.member(me.organizationId, id)
      return them ? work(ports, me, them) : { status: 'unknown' as const }
    })

  async function issue(
    ports: PeoplePorts,
    actor: MemberActor,
    { member, by, now }: { member: Contact; by: By; now: Date },
  ): Promise<Invited> {
    if (by === 'mail') {
      const letters = `letters of ${member.organizationId}`
      const freeAt = await dayAgainAt(ports.tally, letters, LETTERS_A_DAY, now)
      if (freeAt) return { status: 'too-many', nextAt: freeAt }
      const key = { key: `code to ${member.email}`, daily: false }
      const nextAt = await sendAgainAt(ports.tally, [key], now)
      if (nextAt) return { status: 'too-soon', nextAt }
      for (const each of [letters, key.key]) await ports.tally.record(each, now)
    }
    const invitation: NewInvitation = newInvitation(now, parts)
    await ports.saveInvitation(member.id, invitation, by, now)
    await ports.emit({ kind: 'contact-invited', ...eventOf(actor), subject: member.id, by, invitation })
    return { status: 'invited', member, by, code: invitation.code, expiresAt: invitation.expiresAt }
  }

  return {
    ...parts.questions,

    invite: (actor, person, by, now) =>
      act(actor, async (ports, me): Promise<Invited> => {
        if (!rolesToGive(me).includes(person.role)) return { status: 'not-allowed' }
        const known = await ports.memberWithEmail(me.organizationId, person.email)
        if (known?.removedAt) {
          if (!mayManage(me, known.contact)) return { status: 'not-allowed' }
          await ports.restoreMember(known.contact.id)
          const { name, role, purposes } = person
          const member = await ports.changeMember(known.contact.id, { name, role, purposes })
          await ports.emit({ kind: 'contact-restored', ...eventOf(actor), subject: member.id })
          if (known.platforms.length > 0) return { status: 'restored', member }
          return issue(ports, actor, { member, by, now })
        }
        if (known?.claimed) return { status: 'already', member: known.contact }
        if (known && !mayManage(me, known.contact)) return { status: 'already', member: known.contact }
        const member = known?.contact ?? (await ports.addMember(me.organizationId, person, now))
        return issue(ports, actor, { member, by, now })
      }),

    inviteAgain: (actor, id, by, now) =>
      onMember(actor, id, async (ports, me, { contact: member, claimed, removedAt }): Promise<Invited> => {
        if (!mayManage(me, member)) return { status: 'not-allowed' }
        if (removedAt) return { status: 'unknown' }
        return claimed ? { status: 'already', member } : issue(ports, actor, { member, by, now })
      }),

    remove: (actor, id, now) =>
      onMember(actor, id, async (ports, me, { contact: member, removedAt }): Promise<Changed> => {
        if (!mayManage(me, member) || me.id === member.id) return { status: 'not-allowed' }
        if (removedAt) return { status: 'done', member }
        await ports.removeMember(member.id, now)
        await ports.emit({ kind: 'contact-removed', ...eventOf(actor), subject: member.id })
        return { status: 'done', member }
      }),

    restore: (actor, id) =>
      onMember(actor, id, async (ports, me, { contact: member, removedAt }): Promise<Changed> => {
        if (!mayManage(me, member)) return { status: 'not-allowed' }
        if (!removedAt) return { status: 'done', member }
        await ports.restoreMember(member.id)
        await ports.emit({ kind: 'contact-restored', ...eventOf(actor), subject: member.id })
        return { status: 'done', member }
      }),

    leave: (actor, now) =>
      act(actor, async (ports, me): Promise<Left> => {
        if (me.role === 'primary' && (await ports.primaries(me.organizationId)) < 2) return { status: 'last-primary' }
        await ports.removeMember(me.id, now)
        await ports.emit({ kind: 'contact-left', ...eventOf(actor) })
        return { status: 'left' }
      }),

    appoint: (actor, id, role) =>
      onMember(actor, id, async (ports, me, them): Promise<Appointed> => {
        const { contact: member, removedAt } = them
        if (!isSiteContact(me) || me.id === member.id) return { status: 'not-allowed' }
        if (removedAt) return { status: 'unknown' }
        if (member.role === role) return { status: 'done', member }
        if (!rolesFor(me, them).includes(role)) {
          const lacksAccount = role === 'primary' && me.role === 'primary' && !them.claimed
          return { status: lacksAccount ? 'no-account' : 'not-allowed' }
        }
        const appointed = await ports.changeMember(member.id, { role })
        if (role === 'primary') await ports.changeMember(me.id, { role: 'secondary' })
        await ports.emit({
          kind: 'contact-appointed',
          ...eventOf(actor),
          subject: member.id,
          from: member.role,
          to: role,
        })
        return { status: 'done', member: appointed }
      }),

    setPurpose: (actor, id, purpose, on) =>
      onMember(actor, id, async (ports, me, { contact: member, removedAt }): Promise<Changed> => {
        if (!mayManage(me, member)) return { status: 'not-allowed' }
        if (removedAt) return { status: 'unknown' }
        if (member.purposes.includes(purpose) === on) return { status: 'done', member }
        const purposes = on ? [...member.purposes, purpose] : member.purposes.filter((each) => each !== purpose)
        const changed = await ports.changeMember(member.id, { purposes })
        await ports.emit({ kind: 'contact-amended', ...eventOf(actor), subject: member.id, what: 'purposes' })
        return { status: 'done', member: changed }
      }),

    amend: (actor, id, changes) =>
      onMember(actor, id, async (ports, me, { contact: member, removedAt }): Promise<Changed> => {
        if (!mayAmend(me, member)) return { status: 'not-allowed' }
        if (removedAt) return { status: 'unknown' }
        const isSame = Object.entries(changes).every(([name, value]) => member[name as 'name'] === value)
        if (isSame) return { status: 'done', member }
        const changed = await ports.changeMember(member.id, changes)
        await ports.emit({ kind: 'contact-amended', ...eventOf(actor), subject: member.id, what: 'data' })
        return { status: 'done', member: changed }
      }),
  }
}

const eventOf = ({ who, contact }: MemberActor) => ({
  who,
  contactId: contact.id,
  organizationId: contact.organizationId,
})

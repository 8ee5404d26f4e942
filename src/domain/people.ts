/** R1.3: who of an organization may do what to whom, and what people need of a store. */
import {
  type Contact,
  type ContactId,
  type ContactRole,
  isSiteContact,
  type Language,
  type Purpose,
} from './contact.ts'
import type { Tally } from './guess-limit.ts'
import type { ChatIdentity } from './identity.ts'
import type { By, NewInvitation } from './invitation.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { Emitting } from './unit-of-work.ts'

/** Somebody of an organization as its other people see them. */
export interface Member {
  contact: Contact
  /** Someone proved to be this contact. */
  claimed: boolean
  /** Where they have a chat account. */
  platforms: ChatIdentity['platform'][]
  /** Until when an invitation of theirs can be used. */
  invitedUntil?: Date
  removedAt?: Date
}

export interface MemberPage {
  members: Member[]
  total: number
  page: number
  pages: number
}

type Ranked = Pick<Contact, 'id' | 'role'>

/** Whether `me` may change, remove or take back `them`: the primary everyone, a secondary those who are no site contacts. */
export const mayManage = (me: Ranked, them: Ranked): boolean =>
  me.role === 'primary' || (me.role === 'secondary' && !isSiteContact(them))

/** Whether `me` may change the data of `them`: their own, or of whom they manage. */
export const mayAmend = (me: Ranked, them: Ranked): boolean => me.id === them.id || mayManage(me, them)

/** The roles in which `me` may invite; the primary's own is handed over, never given. */
export const rolesToGive = ({ role }: Pick<Contact, 'role'>): ContactRole[] =>
  role === 'primary' ? ['secondary', 'technical', 'viewer'] : role === 'secondary' ? ['technical', 'viewer'] : []

/** The roles to which `me` may move `them`. To make somebody primary is to become a secondary oneself, so it needs an account. */
export function rolesFor(me: Ranked, them: Member): ContactRole[] {
  if (me.id === them.contact.id || !mayManage(me, them.contact)) return []
  const given = rolesToGive(me).filter((role) => role !== them.contact.role)
  return me.role === 'primary' && them.contact.role !== 'primary' && them.claimed ? ['primary', ...given] : given
}

/** What is known of a contact before there is one. */
export interface NewMember {
  name: string
  /** Lower case. */
  email: string
  role: ContactRole
  purposes: Purpose[]
  /** In which they are written to until they choose. */
  locale?: Language
}

export interface MemberChanges {
  name?: string
  phone?: string
  role?: ContactRole
  purposes?: Purpose[]
  language?: Language
}

export interface PeoplePorts extends Emitting {
  tally: Tally
  /** Until the transaction ends nobody else changes who belongs to the organization, and as what. */
  lockPeople(id: OrganizationId): Promise<void>
  /** A contact who was not removed. */
  contact(id: ContactId): Promise<Contact | undefined>
  organization(id: OrganizationId): Promise<Organization | undefined>
  /** A contact of the organization, also one who was removed. */
  member(organizationId: OrganizationId, id: ContactId): Promise<Member | undefined>
  memberWithEmail(organizationId: OrganizationId, email: string): Promise<Member | undefined>
  /** How many primary contacts the organization has. */
  primaries(id: OrganizationId): Promise<number>
  addMember(organizationId: OrganizationId, member: NewMember, at: Date): Promise<Contact>
  changeMember(id: ContactId, changes: MemberChanges): Promise<Contact>
  /**
   * Ends all that the person is told and can do: their codes are void, their threads of cases end, what still waits to be
   * said to them alone is dropped. Only what is taken back is taken back from them, too.
   */
  removeMember(id: ContactId, at: Date): Promise<void>
  /** Undoes a removal, but for what was not said; without an account that is still theirs they have to be invited anew. */
  restoreMember(id: ContactId): Promise<void>
  /** Voids the former ones, also a letter that still waits. */
  saveInvitation(id: ContactId, invitation: NewInvitation, by: By, at: Date): Promise<void>
}

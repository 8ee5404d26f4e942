/** What accounts need of a store, and what is kept of people on the way to one. */
import type { Contact, ContactId, Language, Staff } from './contact.ts'
import type { Tally } from './guess-limit.ts'
import type { ChatIdentity } from './identity.ts'
import type { JoinRequest } from './join-request.ts'
import type { JoinPorts } from './joining.ts'
import type { Organization } from './organization.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'

export interface SignUpPerson {
  name: string
  phone?: string
  /** In any letter case. */
  email: string
  language?: Language
  /** Names the new organization; the person's name does otherwise. */
  company?: string
}

/** A sign-up that waits for the code from its mail. */
export interface PendingSignUp extends SignUpPerson {
  codeHash: string
  /** Wrong codes so far. */
  tries: number
  expiresAt: Date
}

/** What an identity is already. */
export type Standing =
  | { kind: 'stranger' }
  | { kind: 'contact'; contact: Contact; organization: Organization }
  | { kind: 'staff'; staff: Staff }

export type Known = Exclude<Standing, { kind: 'stranger' }>

export interface ContactOnFile {
  contact: Contact
  organization: Organization
  /** Someone proved to be this contact. */
  claimed: boolean
}

/** A contact of an address; whether the address is the person's stands behind some of them alone. */
export interface ContactAtAddress extends ContactOnFile {
  /** The vendor's data names them. */
  isImported: boolean
  /** Claimed with a code that went from hand to hand: nobody proved the address. */
  isByHand: boolean
}

export interface InvitationOnFile extends ContactOnFile {
  id: string
  expiresAt: Date
  used: boolean
}

export interface AccountPorts extends Emitting, Pick<JoinPorts, 'isNewcomer' | 'moveNewcomer'> {
  tally: Tally
  /** Locks the identity (also one never seen) until the transaction ends: two confirmations at once come one after the other. */
  standing(who: ChatIdentity): Promise<Standing>
  pendingSignUp(who: ChatIdentity): Promise<PendingSignUp | undefined>
  /** Replaces an earlier one of the identity. */
  savePendingSignUp(who: ChatIdentity, pending: PendingSignUp): Promise<void>
  removePendingSignUp(who: ChatIdentity): Promise<void>
  /** The vendor's person of a lower-case address. */
  staffWithEmail(email: string): Promise<Staff | undefined>
  /** Contacts (not removed) of a lower-case address; locks the address, so that it is claimed once. */
  contactsWithEmail(email: string): Promise<ContactAtAddress[]>
  /** Inserts an organization and its primary contact, claimed; ids are the store's. */
  createOrganization(
    organization: Omit<Organization, 'id'>,
    primary: Omit<Contact, 'id' | 'organizationId'>,
    at: Date,
  ): Promise<{ contact: Contact; organization: Organization }>
  /** Marks it claimed, keeps its imported facts, fills in a phone that was absent, and sets the language that was chosen. */
  claimContact(id: ContactId, chosen: { phone?: string; language?: Language; at: Date }): Promise<Contact>
  /** Makes the identity one of the contact's. */
  linkContact(who: ChatIdentity, contactId: ContactId, at: Date): Promise<void>
  /**
   * A request to join the organization to which the identity's whole workspace or tenant is tied; undefined where it is tied to
   * none, or to their own.
   */
  askTiedOrganization(who: ChatIdentity, contactId: ContactId, at: Date): Promise<JoinRequest | undefined>
  linkStaff(who: ChatIdentity, email: string, at: Date): Promise<void>
  /** The invitation under any of the hashes, with its contact unless that was removed; locks the row. */
  invitation(codeHashes: readonly string[]): Promise<InvitationOnFile | undefined>
  markInvitationUsed(id: string, who: ChatIdentity, at: Date): Promise<void>
  /** Replaces the contact's earlier link code. */
  saveLinkCode(contactId: ContactId, codeHash: string, expiresAt: Date): Promise<void>
  /** Removes the link code under any of the hashes and tells whose it was; of two at once only one gets it. */
  takeLinkCode(codeHashes: readonly string[]): Promise<(ContactOnFile & { expiresAt: Date }) | undefined>
  /** The contact's language when the identity has a contact, else the identity's own. */
  saveLanguage(who: ChatIdentity, language: Language): Promise<void>
}

export interface AccountParts {
  transactions: Transactions<AccountPorts>
  /** Six digits from a cryptographic source. */
  randomCode(): string
  /** For link codes, which are looked for among all: at least eight letters and digits from a cryptographic source. */
  randomLinkCode(): string
  /** Every keyed hash under which a one-time code may be stored, the current key's first; never empty. */
  codeHashes(code: string): readonly string[]
  /** Where organizations of unknown place have their days. */
  vendorZone: string
}

export interface AlreadySignedUp {
  status: 'already-signed-up'
  as: Known
}

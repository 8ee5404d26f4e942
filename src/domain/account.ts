/** R1: becoming a contact, by a verified address or by the vendor's invitation. */
import type { Contact, ContactId, Language, Staff } from './contact.ts'
import { type Locked, limitGuesses, type Tally } from './guess-limit.ts'
import { type ChatIdentity, identityKey } from './identity.ts'
import type { Organization } from './organization.ts'
import { normalizeRegistrationNumber } from './serial.ts'
import { type CodeSent, createSignUp, type SignUpPerson, type SignUpResult, type TooSoon } from './sign-up.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'

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

export interface ContactOnFile {
  contact: Contact
  organization: Organization
  /** Someone proved to be this contact. */
  claimed: boolean
}

export interface InvitationOnFile extends ContactOnFile {
  id: string
  expiresAt: Date
  used: boolean
}

export interface AccountPorts extends Emitting {
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
  contactsWithEmail(email: string): Promise<ContactOnFile[]>
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
}

export type ClaimResult =
  | { status: 'claimed'; contact: Contact; organization: Organization }
  | AlreadySignedUp
  /** Used, expired and unknown codes alike. */
  | { status: 'refused' }
  | Locked

export type LinkResult =
  | { status: 'linked'; contact: Contact; organization: Organization }
  | AlreadySignedUp
  | { status: 'refused' }
  | Locked

const LINK_CODE_MINUTES = 15

export interface Accounts {
  /** Stores a pending sign-up and has its code mailed; says the same for known and unknown addresses. */
  beginSignUp(who: ChatIdentity, person: SignUpPerson, now: Date): Promise<CodeSent | TooSoon | AlreadySignedUp>
  /** Mails a new code for the pending sign-up; the former one is void. */
  resendCode(who: ChatIdentity, now: Date): Promise<CodeSent | TooSoon | AlreadySignedUp | { status: 'no-sign-up' }>
  confirmSignUp(who: ChatIdentity, code: string, now: Date): Promise<SignUpResult | AlreadySignedUp>
  /** Makes the identity the imported contact for whom the vendor issued the code (R1.2). */
  claimInvitation(who: ChatIdentity, code: string, now: Date): Promise<ClaimResult>
  /** A code to show to a contact, with which another identity of theirs is linked (R1.4); a new one voids the former. */
  issueLinkCode(
    who: ChatIdentity,
    now: Date,
  ): Promise<{ status: 'issued'; code: string; expiresAt: Date } | { status: 'not-signed-up' }>
  /** Makes the identity one more of the contact to whom the code was shown. */
  linkIdentity(who: ChatIdentity, code: string, now: Date): Promise<LinkResult>
  chooseLanguage(who: ChatIdentity, language: Language): Promise<void>
}

/** The accounts over a store. */
export function createAccounts(parts: AccountParts): Accounts {
  const hashesOf = (code: string) => parts.codeHashes(normalizeRegistrationNumber(code) ?? '')

  /** Invitation and link codes are guessed at alike, so they share one limit. */
  const redeem = <Success>(
    who: ChatIdentity,
    now: Date,
    attempt: (ports: AccountPorts) => Promise<Success | undefined>,
  ): Promise<Success | AlreadySignedUp | { status: 'refused' } | Locked> =>
    parts.transactions.run(async (ports) => {
      if ((await ports.standing(who)).kind !== 'stranger') return { status: 'already-signed-up' }
      return limitGuesses<Success, { status: 'refused' }>(
        ports.tally,
        {
          key: `code of ${identityKey(who)}`,
          now,
          onLock: (until) => ports.emit({ kind: 'codes-locked', who, until }),
        },
        () => attempt(ports),
        { status: 'refused' },
      )
    })

  return {
    ...createSignUp(parts),

    claimInvitation: (who, code, now) =>
      redeem(who, now, async (ports) => {
        const found = await ports.invitation(hashesOf(code))
        if (!found || found.used || found.claimed || found.expiresAt <= now) return undefined
        await ports.markInvitationUsed(found.id, who, now)
        const contact = await ports.claimContact(found.contact.id, { at: now })
        await become(ports, who, contact, now)
        await ports.emit({ kind: 'invitation-claimed', who, ...idsOf(contact) })
        return { status: 'claimed' as const, contact, organization: found.organization }
      }),

    issueLinkCode: (who, now) =>
      parts.transactions.run(async (ports) => {
        const standing = await ports.standing(who)
        if (standing.kind !== 'contact') return { status: 'not-signed-up' }
        const code = parts.randomLinkCode()
        const expiresAt = new Date(now.getTime() + LINK_CODE_MINUTES * 60_000)
        await ports.saveLinkCode(standing.contact.id, hashesOf(code)[0] as string, expiresAt)
        return { status: 'issued', code, expiresAt }
      }),

    linkIdentity: (who, code, now) =>
      redeem(who, now, async (ports) => {
        const found = await ports.takeLinkCode(hashesOf(code))
        if (!found || found.expiresAt <= now) return undefined
        const { contact, organization } = found
        await become(ports, who, contact, now)
        await ports.emit({ kind: 'identity-linked', who, ...idsOf(contact) })
        return { status: 'linked' as const, contact, organization }
      }),

    chooseLanguage: (who, language) =>
      parts.transactions.run(async (ports) => {
        await ports.saveLanguage(who, language)
        await ports.emit({ kind: 'language-chosen', who, language })
      }),
  }
}

const idsOf = ({ id, organizationId }: Contact) => ({ contactId: id, organizationId })

async function become(ports: AccountPorts, who: ChatIdentity, contact: Contact, at: Date): Promise<void> {
  await ports.linkContact(who, contact.id, at)
  await ports.removePendingSignUp(who)
}

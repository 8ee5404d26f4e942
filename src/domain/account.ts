/** R1: becoming a contact, by a verified address or by the vendor's invitation. */
import type { AccountParts, AccountPorts, AlreadySignedUp, Known, Standing } from './account-store.ts'
import type { Contact, Language } from './contact.ts'
import { type Locked, limitGuesses } from './guess-limit.ts'
import { type ChatIdentity, identityKey } from './identity.ts'
import type { Organization } from './organization.ts'
import { normalizeRegistrationNumber } from './serial.ts'
import { createSignUp, type SignUp } from './sign-up.ts'

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

export interface Accounts extends SignUp {
  /**
   * Makes the identity the contact for whom the code was issued (R1.2, R1.3); a newcomer of the same address, who signed up
   * first, goes there with all that they have.
   */
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
    attempt: (ports: AccountPorts, standing: Standing) => Promise<Success | undefined>,
    isFree: (ports: AccountPorts, known: Known) => Promise<boolean> = async () => false,
  ): Promise<Success | AlreadySignedUp | { status: 'refused' } | Locked> =>
    parts.transactions.run(async (ports) => {
      const standing = await ports.standing(who)
      if (standing.kind !== 'stranger' && !(await isFree(ports, standing)))
        return { status: 'already-signed-up', as: standing }
      return limitGuesses<Success, { status: 'refused' }>(
        ports.tally,
        {
          key: `code of ${identityKey(who)}`,
          now,
          onLock: (until) => ports.emit({ kind: 'codes-locked', who, until }),
        },
        () => attempt(ports, standing),
        { status: 'refused' },
      )
    })

  return {
    ...createSignUp(parts),

    claimInvitation: (who, code, now) =>
      redeem<ClaimResult>(
        who,
        now,
        async (ports, standing) => {
          const found = await ports.invitation(hashesOf(code))
          if (!found || found.used || found.claimed || found.expiresAt <= now) return undefined
          const { organization } = found
          const me = standing.kind === 'contact' ? standing.contact : undefined
          if (standing.kind === 'contact' && standing.contact.email !== found.contact.email)
            return { status: 'already-signed-up', as: standing }
          await ports.markInvitationUsed(found.id, who, now)
          const contact = await ports.claimContact(found.contact.id, { ...chosenBy(me), at: now })
          if (me) await ports.moveNewcomer({ contactId: me.id, organizationId: organization.id }, contact.role, now)
          else await become(ports, who, contact, now)
          await ports.emit({ kind: 'invitation-claimed', who, ...idsOf(contact) })
          return { status: 'claimed', contact, organization }
        },
        async (ports, known) => known.kind === 'contact' && ports.isNewcomer(known.contact.id),
      ),

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

const chosenBy = (me: Contact | undefined) => ({
  ...(me?.phone ? { phone: me.phone } : {}),
  ...(me?.language ? { language: me.language } : {}),
})

const idsOf = ({ id, organizationId }: Contact) => ({ contactId: id, organizationId })

async function become(ports: AccountPorts, who: ChatIdentity, contact: Contact, at: Date): Promise<void> {
  await ports.linkContact(who, contact.id, at)
  await ports.removePendingSignUp(who)
}

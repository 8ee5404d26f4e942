/** R1.1: signing up with an address that a one-time code verifies. */
import type { AccountParts, AccountPorts, AlreadySignedUp, PendingSignUp, SignUpPerson } from './account-store.ts'
import type { Contact, Staff } from './contact.ts'
import { sameHash, sendAgainAt } from './guess-limit.ts'
import { type ChatIdentity, identityKey } from './identity.ts'
import { requestedEvent } from './join-request.ts'
import { dayIn } from './local-date.ts'
import type { Organization } from './organization.ts'
import { normalizeRegistrationNumber } from './serial.ts'

export interface CodeSent {
  status: 'code-sent'
  email: string
  expiresAt: Date
}

/** Once a minute, five an hour, by identity and by address; ten a day by identity. */
export interface TooSoon {
  status: 'too-soon'
  nextAt: Date
}

export type SignUpResult =
  /** `asked`: their workspace is tied to an organization, whose contacts were asked whether they belong to it. */
  | { status: 'signed-up'; how: 'new' | 'imported'; contact: Contact; organization: Organization; asked?: true }
  | { status: 'recognised-as-staff'; staff: Staff }
  /** The verified address is a contact's who signed up before: R1.4 asks for a code shown there. */
  | { status: 'link-instead' }
  | { status: 'wrong-code'; triesLeft: number }
  /** The code is too old, or was guessed at five times: a new one is needed. */
  | { status: 'code-void' }
  | { status: 'no-sign-up' }

export interface SignUp {
  /** Stores a pending sign-up and has its code mailed; says the same for known and unknown addresses. */
  beginSignUp(who: ChatIdentity, person: SignUpPerson, now: Date): Promise<CodeSent | TooSoon | AlreadySignedUp>
  /** Mails a new code for the pending sign-up; the former one is void. */
  resendCode(who: ChatIdentity, now: Date): Promise<CodeSent | TooSoon | AlreadySignedUp | { status: 'no-sign-up' }>
  confirmSignUp(who: ChatIdentity, code: string, now: Date): Promise<SignUpResult | AlreadySignedUp>
}

const CODE_MINUTES = 15
const TRIES = 5

/** The three steps of a sign-up over a store. */
export function createSignUp(parts: AccountParts): SignUp {
  async function send(ports: AccountPorts, who: ChatIdentity, person: SignUpPerson, now: Date) {
    const email = person.email.trim().toLowerCase()
    // In one order everywhere (addresses after identities), so that two who wait for the same locks never wait for each other.
    const keys = [
      { key: `code for ${identityKey(who)}`, daily: true },
      { key: `code to ${email}`, daily: false },
    ]
    const nextAt = await sendAgainAt(ports.tally, keys, now)
    if (nextAt) return { status: 'too-soon' as const, nextAt }
    for (const { key } of keys) await ports.tally.record(key, now)
    const code = parts.randomCode()
    const expiresAt = new Date(now.getTime() + CODE_MINUTES * 60_000)
    const { name, phone, language, company } = person
    const asked = {
      name,
      ...(phone ? { phone } : {}),
      ...(language ? { language } : {}),
      ...(company ? { company } : {}),
    }
    const codeHash = parts.codeHashes(code)[0] as string
    await ports.savePendingSignUp(who, { ...asked, email, codeHash, tries: 0, expiresAt })
    await ports.emit({
      kind: 'sign-up-code-issued',
      who,
      name,
      email,
      ...(language ? { language } : {}),
      code,
      expiresAt,
    })
    return { status: 'code-sent' as const, email, expiresAt }
  }

  async function finish(ports: AccountPorts, who: ChatIdentity, pending: PendingSignUp, now: Date) {
    await ports.removePendingSignUp(who)
    const staff = await ports.staffWithEmail(pending.email)
    if (staff) {
      await ports.linkStaff(who, pending.email, now)
      await ports.emit({ kind: 'staff-recognised', who, email: pending.email })
      return { status: 'recognised-as-staff' as const, staff }
    }
    const joined = await join(ports, parts.vendorZone, pending, now)
    if (!joined) return { status: 'link-instead' as const }
    await ports.linkContact(who, joined.contact.id, now)
    const { how, contact, organization } = joined
    await ports.emit({ kind: 'signed-up', who, contactId: contact.id, organizationId: organization.id, how })
    const request = how === 'new' ? await ports.askTiedOrganization(who, contact.id, now) : undefined
    if (request) await ports.emit(requestedEvent(request))
    return { status: 'signed-up' as const, ...joined, ...(request ? { asked: true as const } : {}) }
  }

  return {
    beginSignUp: (who, person, now) =>
      parts.transactions.run(async (ports) => {
        const standing = await ports.standing(who)
        if (standing.kind !== 'stranger') return { status: 'already-signed-up', as: standing }
        return send(ports, who, person, now)
      }),

    resendCode: (who, now) =>
      parts.transactions.run(async (ports) => {
        const standing = await ports.standing(who)
        if (standing.kind !== 'stranger') return { status: 'already-signed-up', as: standing }
        const pending = await ports.pendingSignUp(who)
        return pending ? send(ports, who, pending, now) : { status: 'no-sign-up' }
      }),

    confirmSignUp: (who, code, now) =>
      parts.transactions.run(async (ports) => {
        const standing = await ports.standing(who)
        if (standing.kind !== 'stranger') return { status: 'already-signed-up', as: standing }
        const pending = await ports.pendingSignUp(who)
        if (!pending) return { status: 'no-sign-up' }
        if (pending.expiresAt <= now || pending.tries >= TRIES) return { status: 'code-void' }
        const hashes = parts.codeHashes(normalizeRegistrationNumber(code) ?? '')
        if (hashes.some((hash) => sameHash(hash, pending.codeHash))) return finish(ports, who, pending, now)
        const tries = pending.tries + 1
        await ports.savePendingSignUp(who, { ...pending, tries })
        return tries < TRIES ? { status: 'wrong-code', triesLeft: TRIES - tries } : { status: 'code-void' }
      }),
  }
}

/**
 * The contact that a verified address makes. Control of the mailbox is what the vendor's invitation proves too, so the one
 * imported contact of the address is this person. Where it stands in several organizations nothing tells which is
 * meant, and a guess would open a stranger's data: that person begins anew, as one unknown does. So does one whom another
 * customer invited: whoever may name an address would have its owner's licenses else. Their code still takes them there.
 */
async function join(ports: AccountPorts, zone: string, person: PendingSignUp, now: Date) {
  const onFile = await ports.contactsWithEmail(person.email)
  const [imported, another] = onFile.filter((each) => !each.claimed && each.isImported)
  const { name, phone, email, language, company } = person
  const chosen = { ...(phone ? { phone } : {}), ...(language ? { language } : {}) }
  if (imported && !another) {
    const contact = await ports.claimContact(imported.contact.id, { ...chosen, at: now })
    return { how: 'imported' as const, contact, organization: imported.organization }
  }
  if (!imported && onFile.some(({ claimed, isByHand }) => claimed && !isByHand)) return undefined
  const made = await ports.createOrganization(
    { name: company ?? name, timeZone: zone, renewalPolicy: 'renew-only', createdOn: dayIn(now, zone) },
    { name, email, role: 'primary', purposes: [], ...chosen },
    now,
  )
  return { how: 'new' as const, ...made }
}

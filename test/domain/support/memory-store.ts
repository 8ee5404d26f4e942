/** The domain's ports over plain memory: one transaction after another, undone when it throws. */
import type {
  AccountPorts,
  ContactOnFile,
  InvitationOnFile,
  PendingSignUp,
  Standing,
} from '../../../src/domain/account-store.ts'
import type { Agreement } from '../../../src/domain/agreement.ts'
import type { Contact, ContactId, Language, Staff } from '../../../src/domain/contact.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import { type ChatIdentity, identityKey } from '../../../src/domain/identity.ts'
import type { Organization, OrganizationId } from '../../../src/domain/organization.ts'
import type { LicenseOnFile, RegistrationPorts } from '../../../src/domain/registration.ts'
import type { Transactions } from '../../../src/domain/unit-of-work.ts'

interface Rows {
  tally: { key: string; at: Date }[]
  events: DomainEvent[]
  organizations: Map<string, Organization>
  contacts: Map<string, Contact & { claimed: boolean }>
  staff: Staff[]
  identities: Map<string, { contactId?: ContactId; staffEmail?: string; language?: Language }>
  pending: Map<string, PendingSignUp>
  invitations: { id: string; contactId: ContactId; codeHash: string; expiresAt: Date; used: boolean }[]
  linkCodes: Map<ContactId, { codeHash: string; expiresAt: Date }>
  licenses: Map<string, LicenseOnFile>
  agreements: { agreement: Agreement; fingerprint: string; registered: boolean }[]
  /** Serials of licenses whose organizations were to be asked. */
  asked: string[]
  nextId: number
}

export class MemoryStore implements Transactions<RegistrationPorts & AccountPorts> {
  rows: Rows = {
    tally: [],
    events: [],
    organizations: new Map(),
    contacts: new Map(),
    staff: [],
    identities: new Map(),
    pending: new Map(),
    invitations: [],
    linkCodes: new Map(),
    licenses: new Map(),
    agreements: [],
    asked: [],
    nextId: 1,
  }
  #queue: Promise<unknown> = Promise.resolve()

  run<T>(work: (ports: RegistrationPorts & AccountPorts) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const before = structuredClone(this.rows)
      try {
        return await work(this.#ports())
      } catch (fault) {
        this.rows = before
        throw fault
      }
    })
    this.#queue = turn.catch(() => {})
    return turn
  }

  #onFile(contactId: ContactId): ContactOnFile {
    const { claimed, ...contact } = this.rows.contacts.get(contactId)!
    return { contact, organization: this.rows.organizations.get(contact.organizationId)!, claimed }
  }

  #ports(): RegistrationPorts & AccountPorts {
    const { rows } = this
    const identity = (who: ChatIdentity) => {
      const key = identityKey(who)
      const known = rows.identities.get(key) ?? {}
      rows.identities.set(key, known)
      return known
    }
    return {
      emit: async (event) => void rows.events.push(event),
      tally: {
        since: async (key, after) => rows.tally.filter((row) => row.key === key && row.at > after).map((row) => row.at),
        record: async (key, at) => void rows.tally.push({ key, at }),
      },
      licenseOnFile: async (serial) => structuredClone(rows.licenses.get(serial)),
      agreementOnFile: async (serial, prints) =>
        structuredClone(
          rows.agreements.find((row) => row.agreement.serial === serial && prints.includes(row.fingerprint)),
        ),
      assignLicense: async (serial, { organizationId }) => {
        rows.licenses.get(serial)!.license.organizationId = organizationId
        return true
      },
      askToJoin: async (serial, { right }) => void (right && rows.asked.push(serial)),
      askTiedOrganization: async () => undefined,
      isNewcomer: async () => false,
      moveNewcomer: () => Promise.reject(new Error('nobody is moved here')),
      markAgreementRegistered: async (id) => {
        rows.agreements.find((row) => row.agreement.id === id)!.registered = true
      },
      standing: async (who): Promise<Standing> => {
        const { contactId, staffEmail } = identity(who)
        if (contactId) return { kind: 'contact', ...this.#onFile(contactId) }
        const staff = rows.staff.find(({ email }) => email === staffEmail)
        return staff ? { kind: 'staff', staff } : { kind: 'stranger' }
      },
      pendingSignUp: async (who) => structuredClone(rows.pending.get(identityKey(who))),
      savePendingSignUp: async (who, pending) => void rows.pending.set(identityKey(who), pending),
      removePendingSignUp: async (who) => void rows.pending.delete(identityKey(who)),
      staffWithEmail: async (email) => rows.staff.find((staff) => staff.email === email),
      contactsWithEmail: async (email) =>
        [...rows.contacts.values()]
          .filter((contact) => contact.email === email)
          .map(({ id }) => ({ ...this.#onFile(id), isImported: !id.startsWith('new-'), isByHand: false })),
      createOrganization: async (facts, primary) => {
        const organization = { ...facts, id: `new-${rows.nextId++}` as OrganizationId }
        const contact = { ...primary, id: `new-${rows.nextId++}` as ContactId, organizationId: organization.id }
        rows.organizations.set(organization.id, organization)
        rows.contacts.set(contact.id, { ...contact, claimed: true })
        return { contact, organization }
      },
      claimContact: async (id, { phone, language }) => {
        const row = rows.contacts.get(id)!
        row.claimed = true
        if (phone && !row.phone) row.phone = phone
        if (language) row.language = language
        return this.#onFile(id).contact
      },
      linkContact: async (who, contactId) => void Object.assign(identity(who), { contactId }),
      linkStaff: async (who, staffEmail) => void Object.assign(identity(who), { staffEmail }),
      invitation: async (hashes): Promise<InvitationOnFile | undefined> => {
        const found = rows.invitations.find((row) => hashes.includes(row.codeHash))
        return found && { ...this.#onFile(found.contactId), id: found.id, expiresAt: found.expiresAt, used: found.used }
      },
      markInvitationUsed: async (id) => {
        rows.invitations.find((row) => row.id === id)!.used = true
      },
      saveLinkCode: async (contactId, codeHash, expiresAt) =>
        void rows.linkCodes.set(contactId, { codeHash, expiresAt }),
      takeLinkCode: async (hashes) => {
        const found = [...rows.linkCodes].find(([, { codeHash }]) => hashes.includes(codeHash))
        if (!found) return undefined
        rows.linkCodes.delete(found[0])
        return { ...this.#onFile(found[0]), expiresAt: found[1].expiresAt }
      },
      saveLanguage: async (who, language) => {
        const { contactId } = identity(who)
        if (contactId) rows.contacts.get(contactId)!.language = language
        else identity(who).language = language
      },
    }
  }
}

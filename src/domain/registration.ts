/** R2: tying a license or an agreement to an organization in two steps: look up, then confirm. */
import type { Agreement } from './agreement.ts'
import type { Contact, ContactId } from './contact.ts'
import { type Locked, limitGuesses, sameHash, type Tally } from './guess-limit.ts'
import { type ChatIdentity, identityKey } from './identity.ts'
import type { License } from './license.ts'
import type { OrganizationId } from './organization.ts'
import type { RegistrationNumber, SerialNumber } from './serial.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'

export interface LicenseOnFile {
  /** With the organization that owns or registered it, where there is one. */
  license: License
  /** Keyed hash of its registration number. */
  fingerprint: string
  /** Imported with its organization (R2.5b). */
  onAccount: boolean
}

export interface AgreementOnFile {
  agreement: Agreement
  registered: boolean
}

/** Whether an agreement makes coverage (R2.5b): on a license imported with its organization at once, else when registered. */
export const agreementCounts = (license: { onAccount: boolean }, agreement: { registered: boolean }): boolean =>
  license.onAccount || agreement.registered

export interface RegistrationPorts extends Emitting {
  tally: Tally
  /** Locks the row until the transaction ends: of two who register one license at once, the second sees the first's. */
  licenseOnFile(serial: SerialNumber): Promise<LicenseOnFile | undefined>
  /** The agreement of this license under any of the fingerprints; locks the row. Asked for unknown licenses too. */
  agreementOnFile(serial: SerialNumber, fingerprints: readonly string[]): Promise<AgreementOnFile | undefined>
  /** False where the contact is no more in that organization: nothing is assigned then. */
  assignLicense(
    serial: SerialNumber,
    to: { organizationId: OrganizationId; contactId: ContactId; at: Date },
  ): Promise<boolean>
  /**
   * Called for every license that was not found, with `right` where the numbers are those of another organization: then, and
   * if the contact is a newcomer, its contacts are asked, once in 14 days. Costs the same whether there is anybody to ask.
   */
  askToJoin(
    serial: SerialNumber,
    asked: { who: ChatIdentity; contactId: ContactId; right: boolean; at: Date },
  ): Promise<void>
  markAgreementRegistered(agreementId: string, by: { contactId: ContactId; at: Date }): Promise<void>
}

export interface RegistrationParts {
  transactions: Transactions<RegistrationPorts>
  /** Every keyed hash under which a number may be stored, the current key's first; never empty. */
  licenseFingerprints(number: RegistrationNumber): readonly string[]
  contractFingerprints(number: RegistrationNumber): readonly string[]
  /** Numbers of a license were not found: perhaps somebody is to be asked (`Joining.announce`). Called for all alike. */
  onUnknown?(): void
}

export interface Numbers {
  serial: SerialNumber
  /** License or contract registration number. */
  number: RegistrationNumber
}

/** Wrong number, unknown serial and a serial of another organization: one and the same (R1.5, R2.3). */
export interface Unknown {
  status: 'unknown'
}

interface OfLicense<S extends string> {
  status: S
  license: License
}
interface OfAgreement<S extends string> extends OfLicense<S> {
  agreement: Agreement
}
/** Only said to who holds the right contract number of a license that nobody registered. */
interface LicenseFirst {
  status: 'license-first'
}

export type LicenseLookUp = OfLicense<'found'> | OfLicense<'already-registered'> | Unknown | Locked
export type LicenseRegistration = OfLicense<'registered'> | OfLicense<'already-registered'> | Unknown | Locked
export type AgreementLookUp = OfAgreement<'found'> | OfAgreement<'already-registered'> | LicenseFirst | Unknown | Locked
export type AgreementRegistration =
  | OfAgreement<'registered'>
  | OfAgreement<'already-registered'>
  | LicenseFirst
  | Unknown
  | Locked

type Registrant = Pick<Contact, 'id' | 'organizationId'>

interface Asking {
  contact: Registrant
  who: ChatIdentity
  now: Date
}

export interface Registration {
  /** What the numbers stand for; stores nothing but a failure. */
  lookUpLicense(contact: Registrant, who: ChatIdentity, numbers: Numbers, now: Date): Promise<LicenseLookUp>
  /** Looks up again, then makes the license the organization's; repeating it is harmless. */
  registerLicense(contact: Registrant, who: ChatIdentity, numbers: Numbers, now: Date): Promise<LicenseRegistration>
  lookUpAgreement(contact: Registrant, who: ChatIdentity, numbers: Numbers, now: Date): Promise<AgreementLookUp>
  registerAgreement(contact: Registrant, who: ChatIdentity, numbers: Numbers, now: Date): Promise<AgreementRegistration>
}

/** Unknown, foreign and wrong numbers cost the same calls and comparisons: an answer's time tells nothing either. */
export function createRegistration(parts: RegistrationParts): Registration {
  const attempt = <Success>(
    contact: Registrant,
    who: ChatIdentity,
    now: Date,
    look: (ports: RegistrationPorts) => Promise<Success | undefined>,
  ): Promise<Success | Unknown | Locked> =>
    parts.transactions.run((ports) =>
      limitGuesses<Success, Unknown>(
        ports.tally,
        {
          key: `registration ${identityKey(who)}`,
          now,
          onLock: (until) => ports.emit({ kind: 'registration-locked', who, ...owner(contact), until }),
        },
        () => look(ports),
        { status: 'unknown' },
      ),
    )

  /** Whatever it is that was not found, the same is done. */
  async function findLicense(ports: RegistrationPorts, asker: Asking, numbers: Numbers) {
    const { found, right } = await lookAt(ports, asker.contact, numbers)
    if (found) return found
    const { who, now: at, contact } = asker
    await ports.askToJoin(numbers.serial, { who, contactId: contact.id, right, at })
    return undefined
  }

  const tellUnknown = <Answer extends { status: string }>(answer: Answer): Answer => {
    if (answer.status === 'unknown') parts.onUnknown?.()
    return answer
  }

  async function lookAt(ports: RegistrationPorts, contact: Registrant, { serial, number }: Numbers) {
    const prints = parts.licenseFingerprints(number)
    const found = await ports.licenseOnFile(serial)
    const right = matches(found?.fingerprint ?? '', prints)
    if (!found || !right) return { right: false }
    const { license } = found
    if (license.organizationId === contact.organizationId)
      return { right, found: { status: 'already-registered' as const, license } }
    return license.organizationId === undefined ? { right, found: { status: 'found' as const, license } } : { right }
  }

  async function findAgreement(
    ports: RegistrationPorts,
    contact: Registrant,
    { serial, number }: Numbers,
  ): Promise<OfAgreement<'found'> | OfAgreement<'already-registered'> | LicenseFirst | undefined> {
    const prints = parts.contractFingerprints(number)
    const onFile = await ports.licenseOnFile(serial)
    const found = await ports.agreementOnFile(serial, prints)
    if (!onFile || !found) return undefined
    const { license } = onFile
    if (license.organizationId === undefined) return { status: 'license-first' }
    if (license.organizationId !== contact.organizationId) return undefined
    const status = agreementCounts(onFile, found) ? 'already-registered' : 'found'
    return { status, license, agreement: found.agreement }
  }

  return {
    lookUpLicense: async (contact, who, numbers, now) =>
      tellUnknown(await attempt(contact, who, now, (ports) => findLicense(ports, { contact, who, now }, numbers))),

    registerLicense: async (contact, who, numbers, now) =>
      tellUnknown(
        await attempt(contact, who, now, async (ports) => {
          const found = await findLicense(ports, { contact, who, now }, numbers)
          if (found?.status !== 'found') return found
          const { organizationId } = contact
          const to = { organizationId, contactId: contact.id, at: now }
          if (!(await ports.assignLicense(numbers.serial, to))) return undefined
          await ports.emit({ kind: 'license-registered', who, ...owner(contact), serial: numbers.serial })
          return { status: 'registered' as const, license: { ...found.license, organizationId } }
        }),
      ),

    lookUpAgreement: (contact, who, numbers, now) =>
      attempt(contact, who, now, (ports) => findAgreement(ports, contact, numbers)),

    registerAgreement: (contact, who, numbers, now) =>
      attempt(
        contact,
        who,
        now,
        async (ports): Promise<Exclude<AgreementRegistration, Unknown | Locked> | undefined> => {
          const found = await findAgreement(ports, contact, numbers)
          if (found?.status !== 'found') return found
          const agreementId = found.agreement.id
          await ports.markAgreementRegistered(agreementId, { contactId: contact.id, at: now })
          await ports.emit({
            kind: 'agreement-registered',
            who,
            ...owner(contact),
            serial: numbers.serial,
            agreementId,
          })
          return { ...found, status: 'registered' as const }
        },
      ),
  }
}

const owner = ({ id, organizationId }: Registrant) => ({ contactId: id, organizationId })

/** Compares with all of them, found or not. */
const matches = (stored: string, prints: readonly string[]): boolean => {
  let found = false
  for (const print of prints) found = sameHash(print, stored) || found
  return found
}

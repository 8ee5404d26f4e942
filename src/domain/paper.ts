/** R5.4: the two papers about what an organization owns: what stands in them, and who may have them. */
import type { Agreement } from './agreement.ts'
import { type Contact, isSiteContact, type Purpose } from './contact.ts'
import { type Coverage, coverageOn } from './coverage.ts'
import type { PaperFormat, PaperName } from './hand-out.ts'
import type { LicenseDossier } from './license.ts'
import { compareDays, dayIn, type LocalDate } from './local-date.ts'
import type { Organization } from './organization.ts'
import type { SupportCenter } from './support-guide.ts'
import { type Term, termsOf } from './term.ts'

/** Who tied a number to the organization, and when; the name is absent where that contact's record is gone. */
export interface Registered {
  at: Date
  by?: string
}

export interface HeldAgreement extends Agreement {
  /** Absent for one that counts without registration (R2.5b). */
  registered?: Registered
}

export interface HeldLicense extends LicenseDossier {
  agreements: HeldAgreement[]
  /** Per unit, as decimal text. */
  listPrice?: string
  /** Per unit and 12 months. */
  renewalPrice?: string
  currency?: string
  /** Absent for one that was imported with its organization. */
  registered?: Registered
}

/** All that an organization has with the vendor. */
export interface Holdings {
  /** By serial. */
  licenses: HeldLicense[]
  /** Not removed; site contacts first. */
  contacts: Contact[]
  /** Those that look after a product of these licenses, by name. */
  centers: SupportCenter[]
}

export interface HoldingsStore {
  /** Nothing of another organization, and no license that waits for its registration (R1.5). */
  holdings(organization: Pick<Organization, 'id'>): Promise<Holdings>
  /** The same contacts alone. */
  contacts(organization: Pick<Organization, 'id'>): Promise<Contact[]>
}

/** What both papers say at their head. */
interface Issued {
  organization: Organization
  /** The vendor's name. */
  vendor: string
  issuedAt: Date
  /** The organization's day. */
  issuedOn: LocalDate
  centers: SupportCenter[]
}

export interface EntitlementLine {
  license: HeldLicense
  /** On the day of issue. */
  coverage: Coverage
}

export interface ProofOfEntitlement extends Issued {
  name: 'proof'
  lines: EntitlementLine[]
}

/** Somebody tied a license, or an agreement of it, to the organization. */
export interface RegistrationLine extends Registered {
  license: HeldLicense
  agreement?: HeldAgreement
}

export interface TermLine {
  license: HeldLicense
  term: Term
}

export interface StatementOfAccount extends Issued {
  name: 'statement'
  /** By day of purchase. */
  purchases: HeldLicense[]
  /** In the order in which they happened. */
  registrations: RegistrationLine[]
  /** By license, then by start. */
  terms: TermLine[]
  contacts: Contact[]
}

export type Paper = ProofOfEntitlement | StatementOfAccount

const purposesFor: Record<PaperName, readonly Purpose[]> = {
  proof: ['entitlement'],
  statement: ['entitlement', 'renewal', 'billing'],
}

/** Whether a paper is this contact's concern: site contacts have both, others by purpose (R1.3b). */
export const mayHave = (paper: PaperName, contact: Pick<Contact, 'role' | 'purposes'>): boolean =>
  isSiteContact(contact) || contact.purposes.some((purpose) => purposesFor[paper].includes(purpose))

/** The paper as of an instant; its days are those of the organization's zone. */
export function paperOf(
  name: PaperName,
  holdings: Holdings,
  issued: { organization: Organization; vendor: string; issuedAt: Date },
): Paper {
  const { licenses, contacts, centers } = holdings
  const issuedOn = dayIn(issued.issuedAt, issued.organization.timeZone)
  const head = { ...issued, issuedOn, centers }
  if (name === 'proof') {
    return { name, ...head, lines: licenses.map((license) => ({ license, coverage: coverageOn(issuedOn, license) })) }
  }
  return {
    name,
    ...head,
    purchases: [...licenses].sort((a, b) => compareDays(a.purchasedOn, b.purchasedOn)),
    registrations: licenses.flatMap(registrationsOf).sort((a, b) => a.at.getTime() - b.at.getTime()),
    terms: licenses.flatMap((license) => termsOf(license).map((term) => ({ license, term }))),
    contacts,
  }
}

const registrationsOf = (license: HeldLicense): RegistrationLine[] => [
  ...(license.registered ? [{ license, ...license.registered }] : []),
  ...license.agreements.flatMap((agreement) =>
    agreement.registered ? [{ license, agreement, ...agreement.registered }] : [],
  ),
]

/** A paper as a file. */
export interface PrintedPaper {
  fileName: string
  /** Media type. */
  type: string
  bytes: Uint8Array
}

export interface Papers extends HoldingsStore {
  /** The organization's paper as it is now, in a language; the same bytes for the same holdings and instant. */
  print(
    name: PaperName,
    format: PaperFormat,
    to: { organization: Organization; language: string; now: Date },
  ): Promise<PrintedPaper>
}

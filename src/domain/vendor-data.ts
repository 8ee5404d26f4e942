/** What the vendor brings along (R9.1): the records of an import, and the port that stores them all or none. */
import type { ContactRole, Language, Purpose, Staff } from './contact.ts'
import type { CalendarDay } from './holiday-calendar.ts'
import type { LocalDate } from './local-date.ts'
import type { RenewalPolicy } from './organization.ts'
import type { SerialNumber } from './serial.ts'

export interface OrganizationRecord {
  id: string
  name: string
  programme?: string
  /** `MM-DD` */
  anniversary?: string
  timeZone: string
  locale?: Language
  renewalPolicy: RenewalPolicy
  salesChannel?: string
  region?: string
  partnerId?: string
}

export interface ContactRecord {
  organizationId: string
  name: string
  /** Lower case. */
  email: string
  phone?: string
  role: ContactRole
  purposes: Purpose[]
  locale?: Language
}

export interface StaffRecord {
  /** Lower case. */
  email: string
  name: string
  role: Staff['role']
  locale?: Language
  /** Product ids. */
  products: string[]
  triageChannel?: string
}

export interface SupportCenterRecord {
  id: string
  name: string
  phone?: string
  email?: string
  url?: string
  /** `HH:MM` in the centre's zone; closing at 00:00 is the end of the day. */
  opens?: string
  closes?: string
  /** `12:00-13:00`, several separated by spaces. */
  breaks?: string
  /** `Mon-Fri`, `Mon Wed Fri` */
  days?: string
  timeZone?: string
  /** A shipped calendar (TW, CN, JP) or one of the vendor's. */
  holidays?: string
}

export interface PartnerRecord {
  id: string
  name: string
  region: string
  email?: string
  phone?: string
  url?: string
  families: string[]
}

/** One text in several languages. */
export type Translations = Partial<Record<Language, string>>

export interface ProductRecord {
  id: string
  family: string
  name: string
  centerId?: string
  description?: string
  descriptions: Translations
}

export interface VersionRecord {
  productId: string
  version: string
  generallyAvailableOn?: LocalDate
  /** The last day in service. */
  endOfServiceOn?: LocalDate
  /** A version of the same product. */
  successor?: string
}

export interface ReleaseRecord {
  id: string
  productId: string
  version: string
  kind: 'new-version' | 'update' | 'security' | 'document'
  title: string
  titles: Translations
  notes?: string
  notesBy: Translations
  publishedOn: LocalDate
  fixesCases?: string
}

export interface ArtifactRecord {
  releaseId: string
  fileName: string
  platform?: string
  sizeBytes?: number
  sha256?: string
  /** Path or key in the file store. */
  location: string
}

export interface LicenseRecord {
  serial: SerialNumber
  /** As the vendor writes it. */
  displaySerial: string
  /** Keyed hash: the number itself is never stored. */
  registrationHash: string
  productId: string
  version: string
  /** With one, the license is theirs at once; without, it waits for registration (R2.5b). */
  organizationId?: string
  quantity: number
  purchasedOn: LocalDate
  initialMonths: number
  licenseFile?: string
  /** Decimal, per unit. */
  listPrice?: string
  /** Decimal, per unit and 12 months. */
  renewalPrice?: string
  /** ISO 4217 */
  currency?: string
}

export interface AgreementRecord {
  serial: SerialNumber
  /** Keyed hash: the number itself is never stored. */
  contractHash: string
  startsOn: LocalDate
  /** The last covered day. */
  endsOn: LocalDate
  level: 'standard' | 'premium'
}

export interface FaqRecord {
  id: string
  locale: Language
  question: string
  answer: string
  productId?: string
}

interface RecordOf {
  holidays: CalendarDay
  'support-centers': SupportCenterRecord
  partners: PartnerRecord
  organizations: OrganizationRecord
  contacts: ContactRecord
  products: ProductRecord
  versions: VersionRecord
  staff: StaffRecord
  releases: ReleaseRecord
  artifacts: ArtifactRecord
  licenses: LicenseRecord
  agreements: AgreementRecord
  faq: FaqRecord
}
export type VendorTable = keyof RecordOf
export type VendorRecord<T extends VendorTable> = RecordOf[T]

/** Every table in an order in which each follows what it refers to. */
export const vendorTables = [
  'holidays',
  'support-centers',
  'partners',
  'organizations',
  'contacts',
  'products',
  'versions',
  'staff',
  'releases',
  'artifacts',
  'licenses',
  'agreements',
  'faq',
] as const satisfies readonly VendorTable[]

export interface TablePlan<T extends VendorTable = VendorTable> {
  records: VendorRecord<T>[]
  /** Fields that the import does not speak of: rows that exist keep theirs, new ones get the record's default. */
  untouched: (keyof VendorRecord<T> & string)[]
}

/** Checked records of each imported table; a table that is absent is left alone. */
export type VendorData = { [T in VendorTable]?: TablePlan<T> }

export interface TableCounts {
  added: number
  changed: number
  unchanged: number
}
export type VendorReport = { [T in VendorTable]?: TableCounts }

/** What the database holds of the things that rows refer to. */
export interface KnownVendorData {
  /** The vendor's own calendars, not the shipped ones. */
  calendars: Set<string>
  centers: Set<string>
  partners: Set<string>
  organizations: Set<string>
  products: Set<string>
  releases: Set<string>
  /** Only of those asked for. */
  serials: Set<SerialNumber>
  /** All versions of all products. */
  versions: Pick<VersionRecord, 'productId' | 'version' | 'successor'>[]
}

export interface ApplyOptions {
  /** Counts what would change, and changes nothing. */
  dryRun?: boolean
  at: Date
  onProgress?: (table: VendorTable, done: number, total: number) => void
}

export interface VendorDataStore {
  known(serials: Iterable<SerialNumber>): Promise<KnownVendorData>
  /** Stores everything in one transaction, or nothing; the same data again changes nothing. */
  apply(data: VendorData, options: ApplyOptions): Promise<VendorReport>
}

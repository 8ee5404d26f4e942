/** From checked rows to the domain's records, table by table. */
import { breaksOf, spanOf } from '../domain/opening-hours.ts'
import type { SerialNumber } from '../domain/serial.ts'
import type { Translations, VendorRecord, VendorTable } from '../domain/vendor-data.ts'
import type { Row } from './tables.ts'

export interface Making {
  /** The zone of organizations that name none. */
  timeZone: string
  /** The serial as the domain compares it; undefined when the text is none. */
  serial(text: string): SerialNumber | undefined
  /** Keyed hashes of normalised numbers; undefined when the text is no number. */
  registrationHash(text: string): string | undefined
  contractHash(text: string): string | undefined
}

/** A column that its schema cannot judge alone, and what was expected of it. */
export class Refused {
  constructor(
    readonly column: string,
    readonly expected: string,
  ) {}
}

const number = 'must be letters and digits, as they stand in the papers'

export const recordMakers: { [T in VendorTable]: (row: Row<T>, making: Making) => VendorRecord<T> | Refused } = {
  holidays: (row) => ({ calendar: row.calendar, date: row.date, kind: row.kind, name: row.name }),
  organizations: (row, { timeZone }) => ({
    id: row.organization_id,
    name: row.name,
    programme: row.programme,
    anniversary: row.anniversary,
    timeZone: row.time_zone ?? timeZone,
    locale: row.locale,
    renewalPolicy: row.renewal_policy ?? 'renew-only',
    salesChannel: row.sales_channel,
    region: row.region,
    partnerId: row.partner_id,
  }),
  contacts: (row) => ({
    organizationId: row.organization_id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    role: row.role ?? 'viewer',
    purposes: row.purposes ?? [],
    locale: row.locale,
  }),
  staff: (row) => ({
    email: row.email,
    name: row.name,
    role: row.role,
    locale: row.locale,
    products: row.products ?? [],
    triageChannel: row.triage_channel,
  }),
  'support-centers': (row) => {
    const refused = hoursRefused(row)
    if (refused) return refused
    return {
      id: row.center_id,
      name: row.name,
      phone: row.phone,
      email: row.email,
      url: row.url,
      opens: row.opens,
      closes: row.closes,
      breaks: row.breaks,
      days: row.days,
      timeZone: row.time_zone,
      holidays: row.holidays,
    }
  },
  partners: (row) => ({
    id: row.partner_id,
    name: row.name,
    region: row.region,
    email: row.email,
    phone: row.phone,
    url: row.url,
    families: row.families ?? [],
  }),
  products: (row) => ({
    id: row.product_id,
    family: row.family,
    name: row.name,
    centerId: row.center_id,
    description: row.description,
    descriptions: translations('description', row),
  }),
  versions: (row) => {
    const { generally_available_on: from, end_of_service_on: to } = row
    if (from && to && to < from) return new Refused('end_of_service_on', 'must not be before generally_available_on')
    return {
      productId: row.product_id,
      version: row.version,
      generallyAvailableOn: from,
      endOfServiceOn: to,
      successor: row.successor,
    }
  },
  releases: (row) => ({
    id: row.release_id,
    productId: row.product_id,
    version: row.version,
    kind: row.kind,
    title: row.title,
    titles: translations('title', row),
    notes: row.notes,
    notesBy: translations('notes', row),
    publishedOn: row.published_on,
    fixesCases: row.fixes_cases,
  }),
  artifacts: (row) => ({
    releaseId: row.release_id,
    fileName: row.file_name,
    platform: row.platform,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    location: row.location,
  }),
  licenses: (row, making) => {
    const serial = making.serial(row.serial)
    if (!serial) return new Refused('serial', number)
    const registrationHash = making.registrationHash(row.registration_number)
    if (!registrationHash) return new Refused('registration_number', number)
    if ((row.list_price || row.renewal_price) && !row.currency) {
      return new Refused('currency', 'must be given where there is a price, such as TWD')
    }
    return {
      serial,
      displaySerial: row.serial.normalize('NFKC'),
      registrationHash,
      productId: row.product_id,
      version: row.version,
      organizationId: row.organization_id,
      quantity: row.quantity ?? 1,
      purchasedOn: row.purchased_on,
      initialMonths: row.initial_months ?? 12,
      licenseFile: row.license_file,
      listPrice: row.list_price,
      renewalPrice: row.renewal_price,
      currency: row.currency,
    }
  },
  agreements: (row, making) => {
    const serial = making.serial(row.serial)
    if (!serial) return new Refused('serial', number)
    const contractHash = making.contractHash(row.contract_registration_number)
    if (!contractHash) return new Refused('contract_registration_number', number)
    if (row.ends_on < row.starts_on)
      return new Refused('ends_on', 'must not be before starts_on; it is the last covered day')
    return { serial, contractHash, startsOn: row.starts_on, endsOn: row.ends_on, level: row.level ?? 'standard' }
  },
  faq: (row) => ({
    id: row.faq_id,
    locale: row.locale,
    question: row.question,
    answer: row.answer,
    productId: row.product_id,
  }),
}

/** Hours make sense together only: a break lies within them and leaves some. */
function hoursRefused({ opens, closes, breaks }: Row<'support-centers'>): Refused | undefined {
  if (opens && !closes) return new Refused('closes', 'must be given where opens is')
  if (closes && !opens) return new Refused('opens', 'must be given where closes is')
  const hours = opens && closes ? spanOf(opens, closes) : undefined
  if (opens && !hours)
    return new Refused('closes', 'must be later than opens on the same day; 00:00 is midnight at its end')
  if (!breaks) return undefined
  if (!hours) return new Refused('breaks', 'must stand beside opens and closes')
  const pauses = breaksOf(breaks) ?? []
  const lasted = pauses.reduce((sum, { from, to }) => sum + to - from, 0)
  const isWithin = pauses.every(({ from, to }) => from >= hours.from && to <= hours.to)
  return isWithin && lasted < hours.to - hours.from
    ? undefined
    : new Refused('breaks', `must lie between opens and closes (${opens}-${closes}) and leave some of it open`)
}

function translations<C extends string>(
  column: C,
  row: { [L in `${C}_${keyof Translations}`]?: string | undefined },
): Translations {
  const found: Translations = {}
  for (const language of ['en', 'zh-TW', 'zh-CN', 'ja'] as const) {
    const text = row[`${column}_${language}`]
    if (text) found[language] = text
  }
  return found
}

type FieldSources = { [T in VendorTable]: { [F in keyof VendorRecord<T>]?: string[] } }

/** The optional columns behind each field: where a file has none of them, the field of existing rows is left alone. */
export const optionalFields: FieldSources = {
  holidays: { name: ['name'] },
  organizations: {
    programme: ['programme'],
    anniversary: ['anniversary'],
    timeZone: ['time_zone'],
    locale: ['locale'],
    renewalPolicy: ['renewal_policy'],
    salesChannel: ['sales_channel'],
    region: ['region'],
    partnerId: ['partner_id'],
  },
  contacts: { phone: ['phone'], role: ['role'], purposes: ['purposes'], locale: ['locale'] },
  staff: { locale: ['locale'], products: ['products'], triageChannel: ['triage_channel'] },
  'support-centers': {
    phone: ['phone'],
    email: ['email'],
    url: ['url'],
    opens: ['opens'],
    closes: ['closes'],
    breaks: ['breaks'],
    days: ['days'],
    timeZone: ['time_zone'],
    holidays: ['holidays'],
  },
  partners: { email: ['email'], phone: ['phone'], url: ['url'], families: ['families'] },
  products: { centerId: ['center_id'], description: ['description'], descriptions: inEachLanguage('description') },
  versions: {
    generallyAvailableOn: ['generally_available_on'],
    endOfServiceOn: ['end_of_service_on'],
    successor: ['successor'],
  },
  releases: {
    titles: inEachLanguage('title'),
    notes: ['notes'],
    notesBy: inEachLanguage('notes'),
    fixesCases: ['fixes_cases'],
  },
  artifacts: { platform: ['platform'], sizeBytes: ['size_bytes'], sha256: ['sha256'] },
  licenses: {
    organizationId: ['organization_id'],
    quantity: ['quantity'],
    initialMonths: ['initial_months'],
    licenseFile: ['license_file'],
    listPrice: ['list_price'],
    renewalPrice: ['renewal_price'],
    currency: ['currency'],
  },
  agreements: { level: ['level'] },
  faq: { productId: ['product_id'] },
}

function inEachLanguage(column: string): string[] {
  return ['en', 'zh-TW', 'zh-CN', 'ja'].map((language) => `${column}_${language}`)
}

/** What views are made of, as usual, as good as absent, and as large as the vendor's data and people's typing can be. */
import type { Agreement } from '../../../src/domain/agreement.ts'
import type { Contact, ContactId } from '../../../src/domain/contact.ts'
import type { LicenseDossier } from '../../../src/domain/license.ts'
import { addDays, type LocalDate } from '../../../src/domain/local-date.ts'
import type { Organization, OrganizationId } from '../../../src/domain/organization.ts'
import type { SerialNumber } from '../../../src/domain/serial.ts'
import { day } from '../../domain/support/days.ts'

export const today = day('2026-11-22')
export const instant = new Date('2026-11-22T08:00:00Z')

/** A hundred letters are the most that people can give a name, two hundred the most that the vendor's data can. */
export const names = {
  usual: 'Aoki Haruka',
  one: '林',
  cjk: '測試軟體授權維護合約管理'.repeat(9).slice(0, 100),
  longest: '測試軟體授權維護合約管理'.repeat(17).slice(0, 200),
  emoji: '👩‍👩‍👧‍👦'.repeat(14),
  // Slack counts each as five letters.
  markup: '<&>'.repeat(33),
  combining: 'ä̈'.repeat(25),
  rightToLeft: 'שלום '.repeat(20).trim(),
} as const

export interface Cast {
  contact: Contact
  organization: Organization
  dossier: LicenseDossier
  agreement: Agreement
}

/** One organization whose every name is `name`. */
export function castNamed(name: string): Cast {
  const serial = 'A1B2C3D4'.repeat(8) as SerialNumber
  const long = name.length > 30
  const organization: Organization = {
    id: 'ORG' as OrganizationId,
    name,
    timeZone: 'America/Argentina/ComodRivadavia',
    renewalPolicy: 'renew-only',
  }
  const contact: Contact = {
    id: 'contact-1' as ContactId,
    organizationId: organization.id,
    name,
    email: `${'a'.repeat(64)}@${'b'.repeat(60)}.example`,
    role: 'primary',
    purposes: [],
  }
  const agreement: Agreement = {
    id: 'agreement-1',
    serial,
    startsOn: day('2026-01-01'),
    endsOn: day('2026-12-31'),
    level: 'premium',
  }
  const versionName = long ? [...name].slice(0, 60).join('') : 'V9.7'
  const dossier: LicenseDossier = {
    serial: long ? serial : ('OMF20260001' as SerialNumber),
    displaySerial: long ? [...serial].join('-').slice(0, 120) : 'OMF-2026-0001',
    product: { id: 'p', family: name, name },
    version: versionName,
    quantity: 1_000_000,
    purchasedOn: day('2020-02-29'),
    initialMonths: 12,
    organizationId: organization.id,
    agreements: [agreement],
    versions: [{ productId: 'p', version: versionName, endOfServiceOn: day('2030-01-01') }],
  }
  return { contact, organization, dossier, agreement }
}

const term = (from: string, to: string, id = `${from} ${to}`): Agreement => ({
  id,
  serial: 'X' as SerialNumber,
  startsOn: day(from),
  endsOn: day(to),
  level: 'standard',
})

/** One license in every state that coverage can have. */
export const everyState = (cast: Cast): [state: string, dossier: LicenseDossier][] => {
  const { dossier } = cast
  const { version } = dossier
  const bare = { ...dossier, initialMonths: 0 }
  const newer = `${[...version].slice(0, 55).join('')} next`
  const past = [
    { productId: 'p', version, endOfServiceOn: day('2026-01-01'), successor: newer },
    { productId: 'p', version: newer },
  ]
  return [
    ['no-agreement', { ...bare, agreements: [] }],
    ['version unknown', { ...bare, versions: [] }],
    ['version without an end', { ...bare, versions: [{ productId: 'p', version }] }],
    ['not-started', { ...bare, agreements: [term('2027-03-01', '2028-02-29')] }],
    [
      'not-started after a gap',
      { ...bare, agreements: [term('2025-01-01', '2025-12-31'), term('2027-03-01', '2028-02-29')] },
    ],
    ['covered', { ...bare, agreements: [term('2026-01-01', '2028-12-31')] }],
    [
      'covered, and again after a gap',
      { ...bare, agreements: [term('2026-01-01', '2027-12-31'), term('2029-01-01', '2029-12-31')] },
    ],
    ['expiring', bare],
    ['past end of service', { ...bare, versions: past }],
    ['lapsed', { ...bare, agreements: [term('2025-01-01', '2025-12-31')] }],
    ['lapsed long ago', { ...bare, agreements: [term('1990-01-01', '1990-12-31')] }],
    ['sixty terms in one chain', { ...bare, agreements: chain(60) }],
    ['sixty terms, none joined', { ...bare, agreements: chain(60, 40) }],
  ]
}

function chain(length: number, gap = 1): Agreement[] {
  const terms: Agreement[] = []
  let from: LocalDate = day('2020-01-01')
  for (let i = 0; i < length; i++) {
    const to = addDays(from, 100)
    terms.push(term(from, to, `agreement-${i}`))
    from = addDays(to, gap)
  }
  return terms
}

/** `count` licenses of one organization, in every state. */
export function manyDossiers(cast: Cast, count: number): LicenseDossier[] {
  const states = everyState(cast)
  return Array.from({ length: count }, (_, i) => {
    const [, dossier] = states[i % states.length]!
    const serial = `${String(i).padStart(4, '0')}${dossier.serial}`.slice(0, 64) as SerialNumber
    return { ...dossier, serial, displaySerial: `${i}-${dossier.displaySerial}`.slice(0, 120) }
  })
}

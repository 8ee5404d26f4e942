/**
 * The demo's licenses as distances from the day of the import: fixed dates would let every license lapse within a year,
 * and the playground could show one state only. On the same day the same rows come out.
 * The versions' end-of-service days are history and stand as they are, in versions.csv.
 */
import { addDays, addMonths, type LocalDate, lastDayOfTerm, nextAnniversaryAfter } from '../../src/domain/local-date.ts'
import { newcomer } from './newcomer.ts'

export interface DemoAgreement {
  contract: string
  startsOn: LocalDate
  endsOn: LocalDate
  level?: 'premium'
}

export interface DemoLicense {
  serial: string
  registration: string
  product: string
  version: string
  organization: string
  quantity: number
  purchasedOn: LocalDate
  initialMonths: number
  /** Per unit: list price, renewal price for 12 months, currency. */
  price?: readonly [list: string, renewal: string, currency: string]
  agreements: DemoAgreement[]
}

type Terms = Pick<DemoLicense, 'purchasedOn' | 'initialMonths' | 'agreements'>

/** One license in each state of coverage, three times, and two that wait for a newcomer to register them. */
export function demoLicenses(today: LocalDate): DemoLicense[] {
  /** Bought with a year's maintenance, then one agreement from its end to a last day. */
  const until = (contract: string, endsOn: LocalDate, level?: 'premium'): Terms => {
    const startsOn = addMonths(addDays(endsOn, 1), -24)
    return {
      purchasedOn: addMonths(startsOn, -12),
      initialMonths: 12,
      agreements: [{ contract, startsOn, endsOn, ...(level ? { level } : {}) }],
    }
  }
  const covered = (contract: string) => until(contract, addDays(today, 240), 'premium')
  const expiring = (contract: string) => until(contract, addDays(today, 45))
  /** Until the last day of the month before the last seven: asked on 2026-11-22, 2026-03-31. */
  const lapsed = (contract: string) =>
    until(contract, addDays(addMonths(`${today.slice(0, 8)}01` as LocalDate, -7), -1))
  const notStarted = (contract: string): Terms => {
    const startsOn = addDays(today, 30)
    return {
      purchasedOn: addDays(today, -10),
      initialMonths: 0,
      agreements: [{ contract, startsOn, endsOn: lastDayOfTerm(startsOn, 12) }],
    }
  }
  const noAgreement = (): Terms => ({ purchasedOn: addMonths(today, -40), initialMonths: 0, agreements: [] })
  /** What came with a purchase of two months ago. */
  const initial = (): Terms => ({ purchasedOn: addMonths(today, -2), initialMonths: 12, agreements: [] })
  /** Co-termed to the anniversary 01-01; where that is near, to the one after it. */
  const aligned = (contract: string): Terms => {
    const next = nextAnniversaryAfter(addDays(today, 91), '01-01')
    return until(contract, addDays(next, -1))
  }

  return [
    ...of('FORMOSA-BANK', 'TWD', [
      ['WAS-7001-4821', 'websphere-application-server', 'V7.0', 8, ['182000', '36400'], aligned('PA-2201')],
      ['MQ-7001-1190', 'websphere-mq', 'V7.0', 4, ['241000', '48200'], initial()],
      ['DB2-9701-3307', 'db2-udb', 'V9.7', 12, ['96500.50', '19300.10'], expiring('PA-2202')],
      ['DB2-8201-0912', 'db2-udb', 'V8.2', 2, ['88000', '17600'], covered('PA-2203')],
      ['TSM-5001-7745', 'tivoli-storage-manager', 'V5.x', 6, ['54000', '10800'], lapsed('PA-2204')],
      ['DOM-8501-2216', 'lotus-notes-domino', 'V8.5', 250, ['4200', '840'], notStarted('PA-2205')],
      ['CC-7101-6604', 'rational-clearcase', 'V7.1', 20, ['128000', '25600'], noAgreement()],
    ]),
    ...of('KITANO-SEIKI', 'JPY', [
      ['IDS-1151-5530', 'informix-dynamic-server', 'V11.5', 2, ['740000', '148000'], covered('PAE-3101')],
      ['WPS-6101-8127', 'websphere-portal', 'V6.1', 1, ['2150000', '430000'], expiring('PAE-3102')],
      ['WAS-5101-0448', 'websphere-application-server', 'V5.1', 2, ['690000', '138000'], covered('PAE-3103')],
      ['CQ-7001-9031', 'rational-clearquest', 'V7.0', 10, ['310000', '62000'], lapsed('PAE-3104')],
      ['MQ-6001-2754', 'websphere-mq', 'V6.0', 1, ['905000', '181000'], notStarted('PAE-3105')],
      ['TSM-6101-3369', 'tivoli-storage-manager', 'V6.1', 3, ['205000', '41000'], noAgreement()],
    ]),
    ...of('PUDONG-LOGISTICS', 'USD', [
      ['OMF-2024-0101', 'omflow', 'V2.1', 1, ['12000', '2400'], covered('OMFLOW-MA-0101')],
      ['OMF-2024-0102', 'omflow', 'V2.2', 1, ['12000', '2400'], expiring('OMFLOW-MA-0102')],
      ['OMF-2021-0103', 'omflow', 'V1.2', 2, ['9800', '1960'], covered('OMFLOW-MA-0103')],
      ['OMF-2022-0104', 'omflow', 'V2.1', 1, ['12000', '2400'], lapsed('OMFLOW-MA-0104')],
      ['OMF-2026-0105', 'omflow', 'V2.2', 5, ['12000', '2400'], notStarted('OMFLOW-MA-0105')],
      ['OMF-2022-0106', 'omflow', 'V2.1', 1, ['12000', '2400'], noAgreement()],
    ]),
    waiting(newcomer.license, 'V2.2', until(newcomer.license.contractNumber, addDays(today, 120))),
    waiting(newcomer.oldLicense, 'V1.2', until(newcomer.oldLicense.contractNumber, addDays(today, 200))),
  ]
}

type Line = [serial: string, product: string, version: string, quantity: number, price: [string, string], terms: Terms]

const of = (organization: string, currency: string, lines: Line[]): DemoLicense[] =>
  lines.map(([serial, product, version, quantity, [list, renewal], terms]) => ({
    serial,
    registration: `REG-${serial}`,
    product,
    version,
    organization,
    quantity,
    price: [list, renewal, currency],
    ...terms,
  }))

const waiting = (
  numbers: { serial: string; registrationNumber: string },
  version: string,
  terms: Terms,
): DemoLicense => ({
  serial: numbers.serial,
  registration: numbers.registrationNumber,
  product: 'omflow',
  version,
  organization: '',
  quantity: 1,
  ...terms,
})

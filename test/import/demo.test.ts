import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoLicenses } from '../../prisma/demo/demo-licenses.ts'
import { writeDemo } from '../../prisma/demo/make-demo.ts'
import { newcomer } from '../../prisma/demo/newcomer.ts'
import type { Agreement } from '../../src/domain/agreement.ts'
import { coverageOn } from '../../src/domain/coverage.ts'
import type { LicenseDossier } from '../../src/domain/license.ts'
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import type { Version } from '../../src/domain/product.ts'
import { normalizeSerial } from '../../src/domain/serial.ts'
import { runImport } from '../../src/import/run-import.ts'
import { createVendorDataStore } from '../../src/store/vendor-data.ts'
import { onEachDatabase, type TestDatabase } from '../support/database.ts'
import { making } from './support/importing.ts'

const today = '2026-11-22' as LocalDate
const allStates = ['covered', 'covered-past-end-of-service', 'expiring', 'lapsed', 'no-agreement', 'not-started']

onEachDatabase('the demo data', ({ open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const rows = async <T>(sql: string) => (await database.pool.query(sql)).rows as T[]
  const importDemo = async () => {
    const demo = await writeDemo(today)
    const store = createVendorDataStore(database.pool)
    return runImport({ path: demo.folder, making, store, at: new Date(`${today}T00:00:00Z`) }).finally(demo.remove)
  }

  test('is imported without a fault, and a second time without a change', async () => {
    expect(await importDemo()).toMatchObject({ status: 'imported', report: { organizations: { added: 3 } } })
    const again = await importDemo()
    if (again.status !== 'imported') throw new Error(JSON.stringify(again))
    expect(Object.values(again.report)).toHaveLength(10)
    for (const counts of Object.values(again.report)) expect(counts).toMatchObject({ added: 0, changed: 0 })
  })

  test('shows each organization every state of coverage', async () => {
    const versions = (
      await rows<Version>(
        `SELECT product_id AS "productId", version, generally_available_on AS "generallyAvailableOn",
        end_of_service_on AS "endOfServiceOn", successor FROM versions`,
      )
    ).map((version) => ({ ...version, endOfServiceOn: version.endOfServiceOn ?? undefined }) as Version)
    const found = new Map<string, Set<string>>()
    for (const license of demoLicenses(today)) {
      const { status } = coverageOn(today, dossierOf(license, versions))
      found.set(license.organization, (found.get(license.organization) ?? new Set()).add(status))
    }
    for (const organization of ['FORMOSA-BANK', 'KITANO-SEIKI', 'PUDONG-LOGISTICS']) {
      expect([...found.get(organization)!].sort(), organization).toEqual(allStates)
    }
  })

  test('leaves the newcomer’s licenses and agreements for registration', async () => {
    const serials = Object.values(newcomer).map(({ serial }) => normalizeSerial(serial))
    const waiting = await rows(
      `SELECT serial FROM licenses WHERE organization_id IS NULL AND registered_at IS NULL AND NOT on_account ORDER BY serial`,
    )
    expect(waiting).toEqual(serials.map((serial) => ({ serial })))
    for (const { serial, registrationNumber, contractNumber } of Object.values(newcomer)) {
      const [license] = (
        await database.pool.query(
          `SELECT registration_hash, contract_hash, agreements.registered_at FROM licenses JOIN agreements USING (serial) WHERE serial = $1`,
          [normalizeSerial(serial)],
        )
      ).rows
      expect(license).toEqual({
        registration_hash: making.registrationHash(registrationNumber),
        contract_hash: making.contractHash(contractNumber),
        registered_at: null,
      })
    }
  })

  test('knows a primary contact of each organization who has not claimed the account', async () => {
    const contacts = await rows(
      `SELECT organization_id FROM contacts WHERE role = 'primary' AND claimed_at IS NULL ORDER BY organization_id`,
    )
    expect(contacts).toEqual(
      ['FORMOSA-BANK', 'KITANO-SEIKI', 'PUDONG-LOGISTICS'].map((organization_id) => ({ organization_id })),
    )
  })

  test('answers every question in four languages', async () => {
    const faq = await rows<{ id: string; locales: string[] }>(
      'SELECT id, array_agg(locale ORDER BY locale) AS locales FROM faq GROUP BY id',
    )
    expect(faq.length).toBeGreaterThanOrEqual(10)
    for (const { id, locales } of faq) expect(locales, id).toEqual(['en', 'ja', 'zh-CN', 'zh-TW'])
  })
})

describe('the demo of any day', () => {
  const serviceEnded: Version = { productId: 'omflow', version: 'V1.2', endOfServiceOn: '2024-12-31' as LocalDate }

  test.each(['2026-11-22', '2027-01-01', '2027-10-02', '2028-02-29', '2028-12-31'])(
    'on %s shows the newcomer covered, expiring and lapsed, 90 days apart',
    (day) => {
      const from = day as LocalDate
      const license = demoLicenses(from).find(({ serial }) => serial === newcomer.license.serial)!
      const dossier = dossierOf(license, [])
      const states = [0, 90, 180].map((days) => coverageOn(addDays(from, days), dossier).status)
      expect(states).toEqual(['covered', 'expiring', 'lapsed'])
      expect(coverageOn(from, { ...dossier, agreements: [] }).status).toBe('lapsed')
      const old = demoLicenses(from).find(({ serial }) => serial === newcomer.oldLicense.serial)!
      expect(coverageOn(from, dossierOf(old, [serviceEnded])).status).toBe('covered-past-end-of-service')
    },
  )

  test('keeps every serial once, and every term in order', () => {
    const licenses = demoLicenses('2028-02-29' as LocalDate)
    expect(new Set(licenses.map(({ serial }) => serial)).size).toBe(licenses.length)
    for (const { agreements } of licenses)
      for (const { startsOn, endsOn } of agreements) expect(startsOn < endsOn).toBe(true)
  })
})

function dossierOf(license: ReturnType<typeof demoLicenses>[number], versions: Version[]): LicenseDossier {
  const serial = normalizeSerial(license.serial)!
  return {
    serial,
    displaySerial: license.serial,
    product: { id: license.product, family: '', name: license.product },
    version: license.version,
    quantity: license.quantity,
    purchasedOn: license.purchasedOn,
    initialMonths: license.initialMonths,
    versions: versions.filter(({ productId }) => productId === license.product),
    agreements: license.agreements.map(
      ({ contract, startsOn, endsOn, level }): Agreement => ({
        id: contract,
        serial,
        startsOn,
        endsOn,
        level: level ?? 'standard',
      }),
    ),
  }
}

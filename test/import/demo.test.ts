import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoLicenses } from '../../prisma/demo/demo-licenses.ts'
import { demoReleases } from '../../prisma/demo/demo-releases.ts'
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
    expect(Object.values(again.report)).toHaveLength(12)
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

  test('names files that lie in the store as they are declared, the same on every machine', async () => {
    const demo = await writeDemo(today)
    const folder = await mkdtemp(path.join(os.tmpdir(), 'anshin-demo-files-'))
    try {
      await demo.writeFiles(folder)
      const artifacts = await rows<{ location: string; size: number | null; sha256: string | null }>(
        'SELECT location, size_bytes::float8 AS size, sha256 FROM artifacts',
      )
      expect(artifacts.length).toBeGreaterThan(100)
      for (const { location, size, sha256 } of artifacts) {
        const bytes = await readFile(path.join(folder, location))
        if (sha256 === null) continue
        expect([bytes.length, createHash('sha256').update(bytes).digest('hex')], location).toEqual([size, sha256])
      }
      expect(artifacts.filter(({ sha256 }) => sha256 === null).length).toBeGreaterThan(10)
      const known = artifacts.find(({ location }) => location.endsWith('/OMFLOW-2.2-Linux-x64.zip'))
      expect(known?.sha256).toBe('26ad2ba09406e736e558e6ec9dc8c06dc208a48d86a21e1b119b54497d72debe')
      const files = await rows<{ location: string }>(
        'SELECT license_file AS location FROM licenses WHERE license_file IS NOT NULL',
      )
      expect(files.length).toBeGreaterThan(5)
      for (const { location } of files) expect((await readFile(path.join(folder, location))).length).toBeGreaterThan(0)
    } finally {
      await rm(folder, { recursive: true, force: true })
      await demo.remove()
    }
  })

  test('tells every release in four languages', async () => {
    const releases = await rows<{ id: string; titles: object; notes: object }>(
      'SELECT id, titles, notes_by AS notes FROM releases',
    )
    for (const { id, titles, notes } of releases)
      for (const told of [titles, notes]) expect(Object.keys(told).sort(), id).toEqual(['en', 'ja', 'zh-CN', 'zh-TW'])
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

  test.each(['2026-11-22', '2028-02-29'])('on %s something came out before each lapse, after it and lately', (day) => {
    const from = day as LocalDate
    const lapsed = demoLicenses(from).filter(
      (license) => license.organization && coverageOn(from, dossierOf(license, [])).status === 'lapsed',
    )
    expect(lapsed).toHaveLength(3)
    const releases = demoReleases(from)
    expect(new Set(releases.map(({ id }) => id)).size).toBe(releases.length)
    for (const { product, version, agreements } of lapsed) {
      const end = agreements.at(-1)!.endsOn
      const fixes = releases.filter((release) => release.product === product && release.version === version)
      expect(fixes.some(({ kind, publishedOn }) => kind === 'update' && publishedOn < end)).toBe(true)
      expect(fixes.some(({ kind, publishedOn }) => kind === 'update' && publishedOn > end && publishedOn < from)).toBe(
        true,
      )
      expect(fixes.some(({ kind, publishedOn }) => kind === 'security' && publishedOn === addDays(from, -1))).toBe(true)
    }
  })

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

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OrganizationId } from '../../src/domain/organization.ts'
import { createCoverageStore } from '../../src/store/coverage.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { countingStatements } from './counting-statements.ts'
import { addLicense, addOrganization, addProduct } from './vendor-rows.ts'

const id = (text: string) => text as OrganizationId

onEachDatabase('dossiers', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    await addProduct(db)
    await addOrganization(db, 'A')
    await addOrganization(db, 'B')
  })
  afterAll(() => db.close())

  test('hold the license, its product, every version and the agreements in order, with days as the vendor wrote them', async () => {
    await addLicense(db, {
      serial: 'SN1',
      registrationHash: 'h',
      organizationId: 'A',
      agreements: [{ contractHash: 'late', startsOn: '2026-02-01' }, { contractHash: 'early' }],
    })
    expect(await createCoverageStore(db.pool).dossiers(id('A'))).toEqual([
      {
        serial: 'SN1',
        displaySerial: 'SN1-',
        product: { id: 'db2', family: 'Information Management', name: 'DB2 UDB', descriptions: {} },
        version: 'V8.2',
        quantity: 1,
        purchasedOn: '2008-02-29',
        initialMonths: 12,
        organizationId: 'A',
        agreements: [
          { id: expect.any(String), serial: 'SN1', startsOn: '2026-01-01', endsOn: '2026-12-31', level: 'standard' },
          { id: expect.any(String), serial: 'SN1', startsOn: '2026-02-01', endsOn: '2026-12-31', level: 'standard' },
        ],
        versions: [
          { productId: 'db2', version: 'V8.2', endOfServiceOn: '2009-04-30', successor: 'V9.7' },
          { productId: 'db2', version: 'V9.7', generallyAvailableOn: '2009-06-26' },
        ],
      },
    ])
  })

  test('of a registered license only the registered agreements count, of an imported one all', async () => {
    const agreements = [{ contractHash: 'one', registered: true }, { contractHash: 'two' }]
    await addLicense(db, { serial: 'IMPORTED', registrationHash: 'h', organizationId: 'A', agreements })
    await addLicense(db, {
      serial: 'REGISTERED',
      registrationHash: 'h',
      organizationId: 'A',
      onAccount: false,
      agreements,
    })
    const dossiers = await createCoverageStore(db.pool).dossiers(id('A'))
    expect(dossiers.map((d) => [d.serial, d.agreements.length])).toEqual([
      ['IMPORTED', 2],
      ['REGISTERED', 1],
    ])
  })

  test('waiting licenses and another organization’s are not among them', async () => {
    await addLicense(db, { serial: 'MINE', registrationHash: 'h', organizationId: 'A', agreements: [] })
    await addLicense(db, { serial: 'THEIRS', registrationHash: 'h', organizationId: 'B', agreements: [] })
    await addLicense(db, { serial: 'WAITING', registrationHash: 'h', agreements: [] })
    const store = createCoverageStore(db.pool)
    expect((await store.dossiers(id('A'))).map((d) => d.serial)).toEqual(['MINE'])
    expect(await store.dossiers(id('NOBODY'))).toEqual([])
  })

  test('those who ask at once each get their own, in few statements', async () => {
    for (let n = 0; n < 20; n++) {
      const organizationId = n % 2 ? 'A' : 'B'
      await addLicense(db, { serial: `SN${n + 10}`, registrationHash: 'h', organizationId, agreements: [] })
    }
    const { pool, count } = countingStatements(db.pool)
    const store = createCoverageStore(pool)
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => store.dossiers(id(n % 3 ? 'A' : 'B'))))
    for (const [n, dossiers] of answers.entries()) {
      expect(dossiers).toHaveLength(10)
      expect(new Set(dossiers.map((d) => d.organizationId))).toEqual(new Set([n % 3 ? 'A' : 'B']))
    }
    expect(count()).toBeLessThanOrEqual(4)
  })
})

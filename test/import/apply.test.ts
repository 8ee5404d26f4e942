import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { empty, onEachDatabase, type TestDatabase } from '../support/database.ts'
import { importFiles, sound } from './support/importing.ts'

onEachDatabase('an import', ({ open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(() => empty(database))

  const rows = async (sql: string) => (await database.pool.query(sql)).rows
  const everything = async () => ({
    licenses: await rows('SELECT * FROM licenses ORDER BY serial'),
    agreements: await rows('SELECT * FROM agreements ORDER BY serial'),
    organizations: await rows('SELECT * FROM organizations'),
    contacts: await rows('SELECT * FROM contacts'),
    versions: await rows('SELECT * FROM versions ORDER BY version'),
    audit: await rows('SELECT * FROM audit_entries'),
  })

  test('stores every row and counts it', async () => {
    const outcome = await importFiles(database, sound)
    expect(outcome).toMatchObject({
      status: 'imported',
      report: {
        organizations: { added: 1, changed: 0, unchanged: 0 },
        versions: { added: 2, changed: 0, unchanged: 0 },
        licenses: { added: 2, changed: 0, unchanged: 0 },
        agreements: { added: 2, changed: 0, unchanged: 0 },
      },
    })
    expect(await rows('SELECT name, anniversary, time_zone, renewal_policy FROM organizations')).toEqual([
      { name: 'Acme, Inc.', anniversary: '01-01', time_zone: 'Asia/Tokyo', renewal_policy: 'reinstate' },
    ])
    expect(await rows('SELECT email, role, purposes, claimed_at FROM contacts')).toEqual([
      { email: 'aoki@acme.example', role: 'primary', purposes: ['renewal', 'billing'], claimed_at: null },
    ])
    expect(
      await rows(
        'SELECT serial, display_serial, organization_id, on_account, initial_months, list_price, purchased_on FROM licenses ORDER BY serial',
      ),
    ).toEqual([
      {
        serial: 'OMF0001',
        display_serial: 'omf-0001',
        organization_id: 'ACME',
        on_account: true,
        initial_months: 12,
        list_price: '1200.5000',
        purchased_on: '2023-02-01',
      },
      {
        serial: 'OMF0002',
        display_serial: 'OMF-0002',
        organization_id: null,
        on_account: false,
        initial_months: 12,
        list_price: null,
        purchased_on: '2026-02-28',
      },
    ])
    expect(await rows('SELECT serial, starts_on, ends_on, level FROM agreements ORDER BY serial')).toEqual([
      { serial: 'OMF0001', starts_on: '2026-01-01', ends_on: '2026-12-31', level: 'premium' },
      { serial: 'OMF0002', starts_on: '2027-02-28', ends_on: '2028-02-27', level: 'standard' },
    ])
    expect(await rows('SELECT descriptions FROM products')).toEqual([{ descriptions: { ja: 'ワークフロー' } }])
  })

  test('keeps registration numbers nowhere, not even in the audit log', async () => {
    await importFiles(database, sound)
    expect(JSON.stringify(await everything())).not.toMatch(/REG-?[12]|MA-?[12]/)
  })

  test('done twice changes nothing the second time', async () => {
    await importFiles(database, sound)
    const before = await everything()
    const again = await importFiles(database, sound)
    expect(again).toMatchObject({
      report: { licenses: { added: 0, changed: 0, unchanged: 2 }, agreements: { added: 0, changed: 0, unchanged: 2 } },
    })
    expect(await everything()).toEqual(before)
  })

  test('updates the rows that changed and only those', async () => {
    await importFiles(database, sound)
    const outcome = await importFiles(database, {
      ...sound,
      'agreements.csv': sound['agreements.csv'].replace('2026-12-31', '2027-12-31'),
    })
    expect(outcome).toMatchObject({ report: { agreements: { added: 0, changed: 1, unchanged: 1 } } })
    expect(await rows("SELECT ends_on FROM agreements WHERE serial = 'OMF0001'")).toEqual([{ ends_on: '2027-12-31' }])
  })

  test('as a dry run counts the same and writes nothing', async () => {
    const before = await everything()
    const outcome = await importFiles(database, sound, { dryRun: true })
    expect(outcome).toMatchObject({ status: 'dry-run', report: { licenses: { added: 2, changed: 0, unchanged: 0 } } })
    expect(await everything()).toEqual(before)
  })

  test('with one fault in the last file writes nothing at all', async () => {
    const outcome = await importFiles(database, {
      ...sound,
      'versions.csv': sound['versions.csv'].replace('2024-12-31', '31/12/2024'),
    })
    expect(outcome.status).toBe('refused')
    expect(await rows('SELECT * FROM products')).toEqual([])
  })

  test('that the database refuses half-way writes nothing at all', async () => {
    await database.pool.query("ALTER TABLE faq ADD CONSTRAINT stop CHECK (id <> 'stop')")
    try {
      const faq = 'faq_id,locale,question,answer\nstop,en,Why?,Because.\n'
      await expect(importFiles(database, { ...sound, 'faq.csv': faq })).rejects.toThrow()
      expect(await rows('SELECT * FROM products')).toEqual([])
    } finally {
      await database.pool.query('ALTER TABLE faq DROP CONSTRAINT stop')
    }
  })

  test('leaves alone what its files have no column for, and empties what has an empty cell', async () => {
    await importFiles(database, sound)
    await importFiles(database, { 'organizations.csv': 'organization_id,name,anniversary\nACME,Acme KK,\n' })
    expect(await rows('SELECT name, anniversary, time_zone, renewal_policy FROM organizations')).toEqual([
      { name: 'Acme KK', anniversary: null, time_zone: 'Asia/Tokyo', renewal_policy: 'reinstate' },
    ])
  })

  test('of a license without an organization never takes it from the customer who registered it', async () => {
    await importFiles(database, sound)
    await database.pool.query(
      "UPDATE licenses SET organization_id = 'ACME', registered_at = now() WHERE serial = 'OMF0002'",
    )
    await database.pool.query("UPDATE agreements SET registered_at = now() WHERE serial = 'OMF0002'")
    const before = await everything()
    const outcome = await importFiles(database, sound)
    expect(outcome).toMatchObject({ report: { licenses: { changed: 0, unchanged: 2 } } })
    expect(await everything()).toEqual(before)
  })

  test('that gives a license to another organization takes it, and its registrations, from the former one', async () => {
    await importFiles(database, sound)
    await database.pool.query(
      "UPDATE licenses SET organization_id = 'ACME', registered_at = now() WHERE serial = 'OMF0002'",
    )
    await database.pool.query("UPDATE agreements SET registered_at = now() WHERE serial = 'OMF0002'")
    await importFiles(database, {
      'organizations.csv': 'organization_id,name\nOTHER,Other\n',
      'licenses.csv':
        'serial,registration_number,product_id,version,organization_id,purchased_on\nOMF-0002,REG-2,omflow,2.0,OTHER,2026-02-28\n',
    })
    expect(
      await rows("SELECT organization_id, on_account, registered_at FROM licenses WHERE serial = 'OMF0002'"),
    ).toEqual([{ organization_id: 'OTHER', on_account: true, registered_at: null }])
    expect(await rows("SELECT registered_at FROM agreements WHERE serial = 'OMF0002'")).toEqual([
      { registered_at: null },
    ])
  })

  test('that takes a license off an account leaves it waiting for registration', async () => {
    await importFiles(database, sound)
    const outcome = await importFiles(database, {
      ...sound,
      'licenses.csv': sound['licenses.csv'].replace(',ACME,', ',,'),
    })
    expect(outcome).toMatchObject({ report: { licenses: { changed: 1, unchanged: 1 } } })
    expect(await rows("SELECT organization_id, on_account FROM licenses WHERE serial = 'OMF0001'")).toEqual([
      { organization_id: null, on_account: false },
    ])
  })

  test('of a contact leaves what the person did: claimed, removed, language chosen', async () => {
    await importFiles(database, sound)
    await database.pool.query(
      "UPDATE contacts SET claimed_at = '2026-01-01', removed_at = '2026-02-01', language = 'ja'",
    )
    const kept = await rows('SELECT id, claimed_at, removed_at, language FROM contacts')
    await importFiles(database, { ...sound, 'contacts.csv': sound['contacts.csv'].replace('Aoki Haruka', 'Aoki H.') })
    expect(await rows('SELECT id, claimed_at, removed_at, language FROM contacts')).toEqual(kept)
    expect(await rows('SELECT name FROM contacts')).toEqual([{ name: 'Aoki H.' }])
  })

  test('of a contact overwrites only what its row says anew', async () => {
    await importFiles(database, sound)
    const changed = `name = 'Aoki H.', phone = '+81 3 5550 0100', role = 'viewer', purposes = '{billing}'`
    await database.pool.query(`UPDATE contacts SET ${changed}, removed_at = '2026-02-01'`)
    const contacts = () => rows('SELECT name, phone, role, purposes, removed_at IS NULL AS here FROM contacts')
    const kept = await contacts()
    expect(await importFiles(database, sound)).toMatchObject({ report: { contacts: { changed: 0, unchanged: 1 } } })
    expect(await contacts()).toEqual(kept)
    const moved = { ...sound, 'contacts.csv': sound['contacts.csv'].replace(',primary', ',secondary') }
    expect(moved['contacts.csv']).not.toBe(sound['contacts.csv'])
    await importFiles(database, moved)
    expect(await contacts()).toEqual([{ ...kept[0], role: 'secondary' }])
  })

  test('keeps a formula as the text that it is', async () => {
    await importFiles(database, {
      'organizations.csv': `organization_id,name\nX,"=HYPERLINK(""http://x"",""'; DROP TABLE licenses; --"")"\n`,
    })
    expect(await rows('SELECT name FROM organizations')).toEqual([
      { name: `=HYPERLINK("http://x","'; DROP TABLE licenses; --")` },
    ])
  })

  test('leaves one audit entry when it changed something and none when it did not', async () => {
    await importFiles(database, sound)
    await importFiles(database, sound)
    const entries = await rows('SELECT actor, action, at, detail FROM audit_entries')
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ action: 'import', detail: { licenses: { added: 2 } } })
    expect(entries[0].at.toISOString()).toBe('2026-11-22T08:00:00.000Z')
  })

  test('in JSON does the same as in CSV', async () => {
    await importFiles(database, sound)
    const json = {
      organizations: [
        {
          organization_id: 'ACME',
          name: 'Acme, Inc.',
          anniversary: '01-01',
          time_zone: 'Asia/Tokyo',
          renewal_policy: 'reinstate',
        },
      ],
      contacts: [
        {
          organization_id: 'ACME',
          name: 'Aoki Haruka',
          email: 'aoki@acme.example',
          role: 'primary',
          purposes: ['renewal', 'billing'],
        },
      ],
      licenses: [
        {
          serial: 'OMF-0002',
          registration_number: 'reg 2',
          product_id: 'omflow',
          version: '2.0',
          purchased_on: '2026-02-28',
          organization_id: null,
          quantity: 1,
        },
      ],
    }
    const outcome = await importFiles(database, { 'vendor.json': JSON.stringify(json) })
    expect(outcome).toMatchObject({
      report: {
        organizations: { unchanged: 1, changed: 0 },
        contacts: { unchanged: 1, changed: 0 },
        licenses: { unchanged: 1, changed: 0 },
      },
    })
  })

  test('of more rows than one batch holds counts and stores each', async () => {
    await importFiles(database, sound)
    const lines = Array.from({ length: 4500 }, (_, n) => `BULK-${n},R${n},omflow,2.0,ACME,2026-01-01`)
    const file = `serial,registration_number,product_id,version,organization_id,purchased_on\n${lines.join('\n')}\n`
    const heard: string[] = []
    const outcome = await importFiles(
      database,
      { 'licenses.csv': file },
      {
        onProgress: (progress) =>
          heard.push(progress.step === 'write' ? `${progress.done}/${progress.total}` : `${progress.rows}`),
      },
    )
    expect(outcome).toMatchObject({ report: { licenses: { added: 4500, changed: 0, unchanged: 0 } } })
    expect(heard).toEqual(['1000', '2000', '3000', '4000', '4500', '2000/4500', '4000/4500', '4500/4500'])
    expect(await rows('SELECT count(*)::int AS n FROM licenses')).toEqual([{ n: 4502 }])
  })
})

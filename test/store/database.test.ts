import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { tidy } from '../../src/store/embedded.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase, testDatabases } from '../support/database.ts'

onEachDatabase('an opened database', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => empty(db))
  afterAll(() => db.close())

  test('answers through the pool and through Prisma', async () => {
    await db.prisma.setting.create({ data: { name: 'colour', value: { is: 'blue' } } })
    const { rows } = await db.pool.query('SELECT value FROM settings WHERE name = $1', ['colour'])
    expect(rows).toEqual([{ value: { is: 'blue' } }])
  })

  test('keeps calendar days and instants as they are, whatever the zone of the machine', async () => {
    await db.pool.query(
      "INSERT INTO organizations (id, name, time_zone, created_on) VALUES ('O', 'O', 'UTC', '2026-02-28')",
    )
    expect((await db.pool.query('SELECT created_on AS day FROM organizations')).rows).toEqual([{ day: '2026-02-28' }])
    const at = new Date('2026-02-28T23:30:00.000Z')
    await db.prisma.auditEntry.create({ data: { at, actor: 'a', action: 'b' } })
    expect((await db.pool.query('SELECT at FROM audit_entries')).rows).toEqual([{ at }])
    expect((await db.prisma.auditEntry.findFirst())?.at).toEqual(at)
    expect((await db.pool.query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }])
  })

  test('answers the next query rightly after a fault, and named statements survive it', async () => {
    const named = (n: number) => db.pool.query({ name: 'double', text: 'SELECT $1::int * 2 AS d', values: [n] })
    expect((await named(1)).rows).toEqual([{ d: 2 }])
    await expect(db.pool.query('SELECT nope')).rejects.toThrow(/nope/)
    await expect(db.pool.query('SELECT 1/$1::int', [0])).rejects.toThrow(/zero/)
    expect((await named(2)).rows).toEqual([{ d: 4 }])
    expect((await db.pool.query("SELECT 'right' AS answer")).rows).toEqual([{ answer: 'right' }])
  })

  test('a connection lost inside a transaction leaves nothing open', async () => {
    const client = await db.pool.connect()
    await client.query('BEGIN')
    await client.query("INSERT INTO settings VALUES ('half', '1')")
    await client.query({ name: 'again', text: 'SELECT 1' })
    client.release(new Error('lost'))
    expect((await db.pool.query('SELECT count(*)::int AS n FROM settings')).rows).toEqual([{ n: 0 }])
    await db.pool.query({ name: 'again', text: 'SELECT 1' })
  })

  test('sixty transactions at once all come through', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        db.prisma.$transaction(async (tx) => {
          await tx.setting.create({ data: { name: `s${n}`, value: n } })
          await tx.$queryRaw`SELECT pg_sleep(0.01)::text`
        }),
      ),
    )
    expect(await db.prisma.setting.count()).toBe(60)
  })

  test('refuses to change, remove or empty the audit log', async () => {
    await db.prisma.auditEntry.create({ data: { at: new Date(), actor: 'a', action: 'b' } })
    await expect(db.pool.query("UPDATE audit_entries SET actor = 'x'")).rejects.toThrow(/append-only/)
    await expect(db.pool.query('DELETE FROM audit_entries')).rejects.toThrow(/append-only/)
    await expect(db.pool.query('TRUNCATE audit_entries')).rejects.toThrow(/append-only/)
  })
})

test('a server that does not answer is named without its password', async () => {
  const failure = openDatabase({ url: 'postgresql://bot:hunter2@127.0.0.1:1/support' })
  await expect(failure).rejects.toThrow(/127\.0\.0\.1:1\/support.*DATABASE_URL/)
  await expect(failure).rejects.not.toThrow(/hunter2/)
  await expect(openDatabase({ url: 'nonsense' })).rejects.toThrow(/DATABASE_URL/)
})

test('a folder of another major version is refused with the way out', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-'))
  fs.mkdirSync(path.join(dataDir, 'postgres'))
  fs.writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(openDatabase({ dataDir })).rejects.toThrow(/PostgreSQL 17.*needs 18.*DATABASE_URL/s)
  fs.rmSync(dataDir, { recursive: true })
})

test('tidying works on the embedded engine', async () => {
  const db = await testDatabases()[0]!.open()
  await tidy(db.pool)
  await db.close()
})

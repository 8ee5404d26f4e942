/** Real databases for tests: the embedded engine always, a PostgreSQL server where one answers; the same tests on both. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { describe } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openDatabase } from '../../src/store/database.ts'
import { makeTemplate } from '../../src/store/template.ts'

export interface TestDatabase extends Database {
  /** What `openDatabase` takes to open this very database, in this process (after `close`) or another. */
  at: { url?: string; dataDir?: string }
}

export interface TestEngine {
  name: 'embedded' | 'postgresql'
  /** A fresh, migrated and empty database; `close` removes it. */
  open(): Promise<TestDatabase>
  /** The same without opening it, for tests whose own processes do; `remove` when done. */
  place(): Promise<{ at: TestDatabase['at']; remove(): Promise<void> }>
}

const givenUrl = process.env.TEST_DATABASE_URL
const adminUrl = givenUrl ?? 'postgresql://postgres@127.0.0.1:5432/postgres'
const hasServer = await answers()

/** For `describe.each(testDatabases())('… ($name)', ({ open }) => …)`. */
export function testDatabases(): TestEngine[] {
  return hasServer ? [embedded, postgresql] : [embedded]
}

/** The same tests on every engine; without a server those on PostgreSQL show as skipped. */
export function onEachDatabase(title: string, tests: (engine: TestEngine) => void): void {
  describe(`${title} (embedded)`, () => tests(embedded))
  describe.skipIf(!hasServer)(`${title} (postgresql)`, () => tests(postgresql))
}

/** Tests that make sense on a server alone: several processes, a database that goes away. */
export function onServer(title: string, tests: (engine: TestEngine) => void): void {
  describe.skipIf(!hasServer)(`${title} (postgresql)`, () => tests(postgresql))
}

/**
 * Empties every table but the book of migrations. Few rows are there: deleting them costs a tenth of TRUNCATE, which
 * makes and syncs new files for every table and index.
 */
export async function empty({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  // No foreign keys and no guard of the audit log while it lasts; the transaction of a multi-statement query ends it.
  await pool.query(`SET LOCAL session_replication_role = replica;
    ${rows.map(({ name }) => `DELETE FROM ${name}`).join('; ')}`)
}

const embedded: TestEngine = {
  name: 'embedded',
  async place() {
    await makeTemplate()
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-'))
    return { at: { dataDir }, remove: async () => fs.rmSync(dataDir, { recursive: true, force: true }) }
  },
  open: () => openAt(embedded),
}

const postgresql: TestEngine = {
  name: 'postgresql',
  async place() {
    const name = `anshin_test_${Date.now()}_${process.env.ANSHIN_TEST_RUN ?? ''}${randomBytes(4).toString('hex')}`
    await asAdmin(async (client) => {
      await dropForgotten(client)
      await client.query(`CREATE DATABASE ${name}`)
      // A killed process loses nothing by it; only a crash of the server would.
      await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`)
    })
    const url = new URL(adminUrl)
    url.pathname = `/${name}`
    return {
      at: { url: url.href },
      remove: () =>
        asAdmin(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
    }
  },
  open: () => openAt(postgresql),
}

async function openAt(engine: TestEngine): Promise<TestDatabase> {
  const { at, remove } = await engine.place()
  const database = await openDatabase(at)
  return {
    ...database,
    at,
    async close() {
      await database.close()
      await remove()
    },
  }
}

const shared = new Map<string, Promise<TestDatabase>>()

/**
 * A database that all test files of a process use one after the other, made ready by the first: they must be content with
 * `empty` between them. It ends with the run.
 */
export function openShared(
  { name, open }: TestEngine,
  purpose: string,
  prepare: (database: TestDatabase) => Promise<void>,
): Promise<TestDatabase> {
  const key = `${name} ${purpose}`
  const made =
    shared.get(key) ??
    open().then(async (database) => {
      const { dataDir } = database.at
      if (dataDir) process.once('exit', () => fs.rmSync(dataDir, { recursive: true, force: true }))
      await prepare(database)
      return database
    })
  shared.set(key, made)
  return made
}

/** What processes of this run did not drop themselves. */
export async function dropDatabasesOf(run: string): Promise<void> {
  if (!hasServer) return
  await asAdmin(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datname ~ ('^anshin_test_[0-9]+_' || $1)`,
      [run],
    )
    for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Of test runs that were killed more than an hour ago. */
async function dropForgotten(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^anshin_test_[0-9]+_[0-9a-f]+$'
      AND split_part(datname, '_', 3)::float8 < $1`,
    [Date.now() - 3600_000],
  )
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => {})
}

async function answers(): Promise<boolean> {
  try {
    await asAdmin((client) => client.query('SELECT 1'))
    return true
  } catch (fault) {
    // With an address given, or in CI, a missing server must not pass for a green run.
    if (givenUrl || process.env.CI === 'true') throw fault
    console.warn(`No PostgreSQL answers at 127.0.0.1:5432 (TEST_DATABASE_URL names another): its tests are skipped.`)
    return false
  }
}

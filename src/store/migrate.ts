/**
 * Applies `prisma/migrations` at start on both engines and keeps Prisma's own book (`_prisma_migrations`), so that
 * `prisma migrate deploy` and `status`, where they can run, agree. Each migration and its entry are one transaction.
 */
import { createHash, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Migration } from './migrations-folder.ts'
import { readMigrations } from './migrations-folder.ts'

/** The advisory lock that Prisma's schema engine takes. */
const prismaLock = 72707369

/** The table as Prisma's schema engine creates it. */
const book = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

interface Entry {
  name: string
  checksum: string
  finished: Date | null
  logs: string | null
}

const readBook =
  'SELECT migration_name AS name, checksum, finished_at AS finished, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL'

/** What `migrate` would apply, without applying it; throws for a failed, an edited and an unknown migration as it does. */
export async function missingMigrations(pool: pg.Pool, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder)
  const { rows: tables } = await pool.query(
    "SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = '_prisma_migrations'",
  )
  const entries = tables.length > 0 ? (await pool.query<Entry>(readBook)).rows : []
  refuseSurprises(entries, migrations)
  return migrations.filter(({ name }) => !entries.some((entry) => entry.name === name)).map(({ name }) => name)
}

/**
 * Brings the database up to the migrations of `folder` and tells which were applied now. Several replicas may start at
 * once: one applies, the others wait. Throws for a failed, an edited and an unknown migration; a failing one leaves nothing behind.
 */
export async function migrate(pool: pg.Pool, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder)
  const client = await pool.connect()
  try {
    // A large index takes longer than any statement of the running bot may; waiting for another replica does too.
    await client.query('SET statement_timeout = 0')
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock])
    await client.query(book)
    const { rows } = await client.query<Entry>(readBook)
    refuseSurprises(rows, migrations)
    const applied: string[] = []
    for (const migration of migrations) {
      if (rows.some(({ name }) => name === migration.name)) continue
      await apply(client, migration)
      applied.push(migration.name)
    }
    return applied
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [prismaLock]).catch(() => {})
    await client.query('RESET statement_timeout').catch(() => {})
    client.release()
  }
}

function refuseSurprises(entries: Entry[], migrations: Migration[]): void {
  const failed = entries.find(({ finished }) => !finished)
  if (failed) {
    throw new Error(
      `Migration ${failed.name} is recorded as failed: repair it, then "prisma migrate resolve". ${failed.logs ?? ''}`,
    )
  }
  const unknown = entries.filter(({ name }) => !migrations.some((m) => m.name === name)).map(({ name }) => name)
  if (unknown.length) {
    throw new Error(
      `The database is newer than this program: it does not know ${unknown.join(', ')}. Update the program.`,
    )
  }
  for (const { name, checksum } of entries) {
    const { sql } = migrations.find((m) => m.name === name)!
    // A check-out on Windows may have changed the line ends.
    if (checksum !== sha256(sql) && checksum !== sha256(sql.replace(/\r\n/g, '\n'))) {
      throw new Error(`Migration ${name} was edited after it was applied: restore the file and write a new migration.`)
    }
  }
}

async function apply(client: pg.PoolClient, { name, sql }: Migration): Promise<void> {
  const id = randomUUID()
  // CREATE INDEX CONCURRENTLY and its like: one statement, marked, outside a transaction.
  const alone = /^-- no-transaction\b/m.test(sql)
  try {
    if (!alone) await client.query('BEGIN')
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())',
      [id, sha256(sql), name],
    )
    await client.query(sql) // The simple protocol: many statements, bodies in $$.
    await client.query(
      'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
      [id],
    )
    if (!alone) await client.query('COMMIT')
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    if (!alone) await client.query('ROLLBACK').catch(() => {})
    else await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason]).catch(() => {})
    throw new Error(`Migration ${name}: ${reason}`, { cause: fault })
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

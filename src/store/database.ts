/** Opens the database on either engine, brings it up to date, and hands out both ways to speak to it. */
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import type { Opened } from './embedded.ts'
import { openEmbedded } from './embedded.ts'
import { PrismaClient } from './generated/client.ts'
import type { Log } from './log.ts'
import { silent } from './log.ts'
import { migrate } from './migrate.ts'
import { migrationsFolder } from './migrations-folder.ts'
import { openServer } from './server.ts'

export interface Database {
  engine: 'postgresql' | 'embedded'
  /** For hot paths and set-based SQL. On the embedded engine a pool of one: never ask it while you hold a transaction. */
  pool: pg.Pool
  /** For the rest; the same connections. */
  prisma: PrismaClient
  /** Waits for what runs, then lets the folder go. */
  close(): Promise<void>
}

/** Transactions wait for each other on the embedded engine's one connection: two seconds, Prisma's default, are too few. */
const waitMs = 20_000

/**
 * With `url` a PostgreSQL server, else the embedded engine on disk in `dataDir`.
 * Applies what is missing of the migrations. Throws errors that name the cure.
 */
export async function openDatabase(at: {
  url?: string | undefined
  dataDir?: string | undefined
  log?: Log | undefined
}): Promise<Database> {
  const log = at.log ?? silent
  const opened = at.url ? await openServer(at.url, log) : await openEmbedded(at.dataDir ?? './data', log)
  try {
    const applied = await migrate(opened.pool, migrationsFolder)
    if (applied.length) log.info({ applied }, 'migrations applied')
  } catch (fault) {
    await opened.close()
    throw fault
  }
  return withPrisma(opened, at.url ? 'postgresql' : 'embedded')
}

function withPrisma({ pool, close }: Opened, engine: Database['engine']): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: waitMs, timeout: waitMs },
  })
  return {
    engine,
    pool,
    prisma,
    async close() {
      await prisma.$disconnect()
      await close()
    },
  }
}

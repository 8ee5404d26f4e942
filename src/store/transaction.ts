/** One shape for SQL, wherever it runs: on the pool, in a transaction of ours, in one of Prisma's. */
import type pg from 'pg'
import type { Prisma, PrismaClient } from './generated/client.ts'

export interface Sql {
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
}

export interface Transaction extends Sql {
  /** Runs once the transaction is committed; not at all if it isn't. */
  afterCommit(run: () => void): void
}

/** A transaction in which Prisma's client may be used beside SQL. */
export interface PrismaTransaction extends Transaction {
  prisma: Prisma.TransactionClient
}

export const sqlOf = (pool: pg.Pool): Sql => ({
  query: async <Row>(text: string, values?: unknown[]) => (await pool.query(text, values)).rows as Row[],
})

/**
 * Serialization failure, deadlock: nothing happened, and the same again succeeds. Prisma calls both P2034; of SQL of ours it
 * says only that it failed, and hides PostgreSQL's code.
 */
const passing = new Set(['40001', '40P01', 'P2034'])

interface Fault {
  code?: string
  meta?: { driverAdapterError?: { cause?: { originalCode?: string } } }
}

const isPassing = (fault: unknown): boolean => {
  const { code, meta } = fault as Fault
  return [code, meta?.driverAdapterError?.cause?.originalCode].some((each) => passing.has(each ?? ''))
}
const tries = 4

/** Runs `work` in one transaction on one connection; again when PostgreSQL broke a deadlock, so it must have no other effects. */
export async function transact<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return again(async (afterCommit) => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('BEGIN')
      const result = await work({
        query: async <Row>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as Row[],
        afterCommit,
      })
      await client.query('COMMIT')
      return result
    } catch (fault) {
      await client.query('ROLLBACK').catch((failed: Error) => {
        broken = failed
      })
      throw fault
    } finally {
      client.release(broken)
    }
  })
}

/** The same with Prisma's client. */
export async function transactWithPrisma<T>(
  client: PrismaClient,
  work: (tx: PrismaTransaction) => Promise<T>,
): Promise<T> {
  return again((afterCommit) =>
    client.$transaction((prisma) =>
      work({
        prisma,
        query: <Row>(text: string, values: unknown[] = []) => prisma.$queryRawUnsafe<Row[]>(text, ...values),
        afterCommit,
      }),
    ),
  )
}

async function again<T>(attempt: (afterCommit: (run: () => void) => void) => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left--) {
    const after: (() => void)[] = []
    try {
      const result = await attempt((run) => after.push(run))
      for (const run of after) run()
      return result
    } catch (fault) {
      if (left === 0 || !isPassing(fault)) throw fault
    }
  }
}

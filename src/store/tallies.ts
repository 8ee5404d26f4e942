import type { Tally } from '../domain/guess-limit.ts'
import type { PrismaTransaction, Transaction } from './transaction.ts'

/** Holds a name until the transaction ends: for what has no row to lock yet. */
export async function lockName(tx: Transaction, name: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))::text', [name])
}

export const createTally = (tx: PrismaTransaction): Tally => ({
  async since(key, after) {
    await lockName(tx, `happenings ${key}`)
    // A statement of its own, begun once the lock is held: it sees what the one before us recorded.
    const rows = await tx.prisma.happening.findMany({
      where: { key, at: { gt: after } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      select: { at: true },
    })
    return rows.map(({ at }) => at)
  },
  async record(key, at) {
    await tx.prisma.happening.create({ data: { key, at } })
  },
})

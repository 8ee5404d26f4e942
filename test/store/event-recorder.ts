/** Remembers the domain's events where they belong: in the transaction that causes them, as outbox messages. */
import { randomUUID } from 'node:crypto'
import type { DomainEvent } from '../../src/domain/events.ts'
import type { Database } from '../../src/store/database.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { createTransactions } from '../../src/store/unit-of-work.ts'
import { message } from '../jobs/messages.ts'

export function recordingTransactions(db: Database, now: () => Date = () => new Date('2026-11-22T09:00:00Z')) {
  const transactions = createTransactions({
    prisma: db.prisma,
    outbox: createOutbox(db.pool),
    now,
    listeners: [async (event) => [message(JSON.stringify(event), 'events', { dedupeKey: randomUUID() })]],
  })
  const events = async (): Promise<DomainEvent[]> => {
    const { rows } = await db.pool.query(
      "SELECT payload #>> '{content,view,title,key}' AS event FROM outbox_messages ORDER BY position",
    )
    return rows.map(({ event }) =>
      JSON.parse(event, (key, value) => (key === 'until' || key === 'expiresAt' ? new Date(value) : value)),
    )
  }
  return { transactions, events }
}

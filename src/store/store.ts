/** Everything that is kept, over one open database. */
import type { ConversationReferences, Installations } from '../bot/bot.ts'
import type { CoverageStore, Transactions } from '../domain/unit-of-work.ts'
import { createConversationReferences } from './conversation-references.ts'
import { createCoverageStore } from './coverage.ts'
import type { Database } from './database.ts'
import type { Identities } from './identities.ts'
import { createIdentities } from './identities.ts'
import type { Inbox } from './inbox.ts'
import { createInbox } from './inbox.ts'
import { createInstallations } from './installations.ts'
import type { Outbox } from './outbox.ts'
import { createOutbox } from './outbox.ts'
import type { Secrets } from './secrets.ts'
import { sweep } from './sweep.ts'
import type { EventListener, Ports } from './unit-of-work.ts'
import { createTransactions } from './unit-of-work.ts'

export interface Store {
  outbox: Outbox
  inbox: Inbox
  transactions: Transactions<Ports>
  coverage: CoverageStore
  identities: Identities
  installations: Installations
  references: ConversationReferences
  /** Forgets what nobody will ask for again; from time to time. */
  sweep(): Promise<void>
}

export interface StoreParts {
  secrets: Secrets
  /** What is to be said because of an event of the domain. */
  listeners: readonly EventListener[]
  now(): Date
}

/** On the embedded engine no other process can be at work: what the last one left unfinished is due at once. */
export async function createStore(database: Database, { secrets, listeners, now }: StoreParts): Promise<Store> {
  const { pool, prisma, engine } = database
  const outbox = createOutbox(pool)
  const inbox = createInbox(pool, outbox)
  if (engine === 'embedded') {
    await outbox.takeOver()
    await inbox.takeOver()
  }
  return {
    outbox,
    inbox,
    transactions: createTransactions({ prisma, outbox, now, listeners }),
    coverage: createCoverageStore(pool),
    identities: createIdentities(pool),
    installations: createInstallations(pool, secrets, outbox),
    references: createConversationReferences(pool),
    sweep: () => sweep(pool, inbox, now()),
  }
}

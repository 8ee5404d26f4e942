/** One decision of the domain, what it causes and its trace in the audit log: together or not at all. */
import type { Outgoing } from '../bot/platform.ts'
import type { AccountPorts } from '../domain/account-store.ts'
import { auditEntryOf } from '../domain/audit.ts'
import type { CasePorts } from '../domain/case-store.ts'
import type { Directory } from '../domain/directory.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { JoinPorts } from '../domain/joining.ts'
import type { PeoplePorts } from '../domain/people.ts'
import type { RegistrationPorts } from '../domain/registration.ts'
import type { SalesPorts } from '../domain/sales.ts'
import type { TiePorts } from '../domain/ties.ts'
import type { Transactions } from '../domain/unit-of-work.ts'
import { createAccountPorts } from './accounts.ts'
import { createCasePorts } from './cases.ts'
import { createDirectory } from './directory.ts'
import type { PrismaClient } from './generated/client.ts'
import { createJoinPorts } from './join-requests.ts'
import { createOneTimeCodePorts } from './one-time-codes.ts'
import type { Outbox } from './outbox.ts'
import { createPeoplePorts } from './people.ts'
import { createRegistrationPorts } from './registrations.ts'
import { createSalesPorts } from './sales-requests.ts'
import { createTally } from './tallies.ts'
import { createTiePorts } from './ties.ts'
import type { PrismaTransaction } from './transaction.ts'
import { transactWithPrisma } from './transaction.ts'

export type Ports = AccountPorts & RegistrationPorts & CasePorts & PeoplePorts & JoinPorts & TiePorts & SalesPorts

/** What is to be said because of an event; asked inside its transaction. `eventId` is unique to it. */
export type EventListener = (
  event: DomainEvent,
  seen: { directory: Directory; eventId: string; now: Date },
) => Promise<readonly Outgoing[]>

export interface UnitOfWorkParts {
  prisma: PrismaClient
  outbox: Pick<Outbox, 'enqueue' | 'resend'>
  /** A thread of a case is followed from now on. */
  onThread?(): void
  now(): Date
  listeners: readonly EventListener[]
}

export function createTransactions({ prisma, outbox, onThread, now, listeners }: UnitOfWorkParts): Transactions<Ports> {
  const portsOf = (tx: PrismaTransaction): Ports => {
    const ports: Ports = {
      tally: createTally(tx),
      ...createRegistrationPorts(tx),
      ...createAccountPorts(tx),
      ...createOneTimeCodePorts(tx),
      ...createPeoplePorts(tx),
      ...createJoinPorts(tx),
      ...createTiePorts(tx),
      ...createSalesPorts(tx),
      ...createCasePorts(tx, { outbox, ...(onThread ? { onThread } : {}) }),
      async emit(event) {
        const { organizationId, subject, ...entry } = auditEntryOf(event, now())
        const { id, at } = await tx.prisma.auditEntry.create({
          data: { ...entry, organizationId: organizationId ?? null, subject: subject ?? null },
        })
        const seen = { directory: createDirectory(tx), eventId: `event:${id}`, now: at }
        for (const listener of listeners) await outbox.enqueue(tx, await listener(event, seen))
      },
    }
    return ports
  }
  return { run: (work) => transactWithPrisma(prisma, (tx) => work(portsOf(tx))) }
}

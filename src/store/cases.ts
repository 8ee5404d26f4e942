/** Cases under their lock, in one transaction. */
import type { Case, CaseNumber } from '../domain/case.ts'
import type { CaseOnFile, CasePorts } from '../domain/case-store.ts'
import { clockToJson, type ResponseClock } from '../domain/response-clock.ts'
import { folded } from '../domain/search-words.ts'
import { isUuid } from '../domain/uuid.ts'
import { caseJson, caseOf, fromCases, type ToldCase } from './case-json.ts'
import { createCaseMessagePorts } from './case-messages.ts'
import { createCasePeoplePorts } from './case-people.ts'
import { findThread, isForFormer } from './case-threads.ts'
import { storable } from './json-text.ts'
import type { Outbox } from './outbox.ts'
import { takeDeaths } from './outbox-places.ts'
import { lockName } from './tallies.ts'
import type { PrismaTransaction, Sql } from './transaction.ts'

/** Numbers are PostgreSQL's integers; whatever else people type is no case's. */
export const isCaseNumber = (number: number): number is CaseNumber =>
  Number.isInteger(number) && number > 0 && number <= 2 ** 31 - 1

export async function readCase(sql: Sql, number: number): Promise<CaseOnFile | undefined> {
  if (!isCaseNumber(number)) return undefined
  const [row] = await sql.query<{ found: ToldCase }>(`SELECT ${caseJson} AS found ${fromCases} WHERE k.number = $1`, [
    number,
  ])
  return row && caseOf(row.found)
}

export interface CasePortsParts {
  outbox: Pick<Outbox, 'resend'>
  /** A thread is followed from now on. */
  onThread?(): void
}

export const createCasePorts = (
  tx: PrismaTransaction,
  { outbox, onThread }: CasePortsParts,
): Omit<CasePorts, 'emit'> => ({
  ...createCasePeoplePorts(tx),
  ...createCaseMessagePorts(tx),

  async openedBefore(key, thread) {
    const names = [`case opened by ${key}`, ...(thread ? [`case thread ${JSON.stringify(thread)}`] : [])]
    for (const name of names.sort()) await lockName(tx, name)
    const [same] = await tx.query<{ number: number }>('SELECT number FROM cases WHERE open_key = $1', [key])
    const number = same?.number ?? (thread && (await findThread(tx, thread))?.caseNumber)
    return number === undefined ? undefined : readCase(tx, number)
  },

  async insertCase({ key, productId, title, clocks, owner, rating, nextDueAt, responseDueAt, ...facts }) {
    const { number } = await tx.prisma.case.create({
      data: {
        ...facts,
        openKey: key,
        title: storable(title),
        searchTitle: folded(storable(title)),
        clocks: clocksJson(clocks),
        ...(productId === undefined ? {} : { productId }),
      },
      select: { number: true },
    })
    return (await readCase(tx, number))!
  },

  lockCase: (number) => lock(tx, number),

  async lockDueCase(now, except) {
    const [due] = await tx.query<{ number: CaseNumber }>(
      `SELECT number FROM cases WHERE next_due_at <= $1 AND number <> ALL ($2::int[])
       ORDER BY next_due_at, number LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now, [...except]],
    )
    return due?.number
  },

  async saveCase(changed) {
    const { number, owner, rating, clocks } = changed
    await tx.prisma.case.update({
      where: { number },
      data: {
        severity: changed.severity,
        status: changed.status,
        ownerEmail: owner?.email ?? null,
        claimedAt: changed.claimedAt ?? null,
        leaseUntil: changed.leaseUntil ?? null,
        resolvedAt: changed.resolvedAt ?? null,
        closedAt: changed.closedAt ?? null,
        closing: changed.closing ?? null,
        waitingSince: changed.waitingSince ?? null,
        reminders: changed.reminders,
        mergedInto: changed.mergedInto ?? null,
        stars: rating?.stars ?? null,
        ratingComment: rating?.comment === undefined ? null : storable(rating.comment),
        clocks: clocksJson(clocks),
        nextDueAt: changed.nextDueAt ?? null,
        responseDueAt: changed.responseDueAt ?? null,
        lastWordAt: changed.lastWordAt,
      },
      select: { number: true },
    })
  },

  async addThread({ caseNumber, side, rootKey, ...place }) {
    if (onThread) tx.afterCommit(onThread)
    if (place.kind === 'person' && rootKey !== undefined) {
      const again = await tx.query(
        `UPDATE case_threads SET ended_at = NULL WHERE case_number = $1 AND contact_id = $2::uuid AND root_key = $3 RETURNING 1`,
        [caseNumber, place.contactId, rootKey],
      )
      if (again.length > 0) return
    }
    const where =
      place.kind === 'person'
        ? {
            platform: place.who.platform,
            workspace: place.who.workspace,
            user: place.who.user,
            contactId: place.contactId,
          }
        : {
            ...{ platform: place.platform, workspace: place.workspace, conversation: place.conversation },
            ...(place.thread === undefined ? {} : { thread: place.thread }),
          }
    await tx.prisma.caseThread.create({
      data: { caseNumber, side, kind: place.kind, ...where, ...(rootKey === undefined ? {} : { rootKey }) },
    })
  },

  async endFollowerThreads(number, contactId, at) {
    await tx.query(
      `UPDATE case_threads SET ended_at = $3
       WHERE case_number = $1 AND contact_id = $2::uuid AND root_key LIKE '%:followed:%' AND ended_at IS NULL`,
      [number, contactId, at],
    )
    if (onThread) tx.afterCommit(onThread)
  },

  takeDeadDeliveries: (limit) => takeDeaths(tx, 'case:', limit),
  async deliveryKey(id) {
    if (!isUuid(id)) return undefined
    const [row] = await tx.query<{ key: string }>('SELECT dedupe_key AS key FROM outbox_messages WHERE id = $1::uuid', [
      id,
    ])
    return row?.key
  },
  resend: async (number, id) => !(await isForFormer(tx, number, id)) && outbox.resend(id, tx),
})

/** Locked first and read afterwards: what is joined to a row that another changed meanwhile would be of before. */
async function lock(tx: PrismaTransaction, number: number): Promise<CaseOnFile | undefined> {
  if (!isCaseNumber(number)) return undefined
  await tx.query('SELECT number FROM cases WHERE number = $1 FOR UPDATE', [number])
  return readCase(tx, number)
}

const clocksJson = (clocks: Case['clocks']) =>
  Object.fromEntries(Object.entries(clocks).map(([kind, clock]: [string, ResponseClock]) => [kind, clockToJson(clock)]))

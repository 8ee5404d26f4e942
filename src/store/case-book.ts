/** What is asked about cases, outside of any deed. */
import type pg from 'pg'
import {
  type Audience,
  type Case,
  type CaseMessage,
  type CaseNumber,
  carriedKey,
  type TimelineEntry,
} from '../domain/case.ts'
import type { CaseBook } from '../domain/case-store.ts'
import type { Carried, CaseSheet, ContactActor, StaffActor } from '../domain/cases.ts'
import type { Contact, ContactId } from '../domain/contact.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import type { Organization } from '../domain/organization.ts'
import { isUuid } from '../domain/uuid.ts'
import type { ToldEntry, ToldMessage } from './case-json.ts'
import { caseJson, caseOf, entryJson, entryOf, fromCases, messageJson, messageOf, type ToldCase } from './case-json.ts'
import { listCases } from './case-lists.ts'
import { readOrganization, readStaff } from './case-people.ts'
import { findCaseOfMessage, findThread, isThreadToCome, readThreads } from './case-threads.ts'
import { isCaseNumber } from './cases.ts'
import { contactJson, organizationJson } from './domain-json.ts'
import { deliveriesOf } from './outbox-places.ts'
import { type Sql, sqlOf } from './transaction.ts'

export function createCaseBook(pool: pg.Pool): CaseBook {
  const sql = sqlOf(pool)
  return {
    organization: (id) => readOrganization(sql, id),

    async sheetForCustomer(organizationId, number) {
      const basics = await readBasics(sql, number)
      if (basics?.organization.id !== organizationId) return undefined
      const { messages, timeline, ...rest } = await readSheet(sql, basics, {
        messages: await customerMessages(sql, basics.case.number),
        timeline: await customerTimeline(sql, basics.case.number),
      })
      // Which channel of the vendor did not take it, and why, is the vendor's.
      const told = messages.map((each) => ({ ...each, delivery: each.delivery.map(({ error: _, ...state }) => state) }))
      return { ...rest, messages: told, timeline, merged: [] }
    },

    async sheetForStaff(number) {
      const basics = await readBasics(sql, number)
      if (!basics) return undefined
      return readSheet(sql, basics, {
        messages: await allMessages(sql, basics.case.number),
        timeline: await wholeTimeline(sql, basics.case.number),
      })
    },

    listForCustomer: (organizationId, filter, page, now) => listCases(sql, { organizationId }, filter, page, now),
    listForStaff: (filter, page, now) => listCases(sql, 'staff', filter, page, now),
    threadAt: (place) => findThread(sql, place),
    isThreadToCome: (place) => isThreadToCome(sql, place),
    caseOfMessage: (origin) => findCaseOfMessage(sql, origin),
    openIn: (who) => readOpenIn(sql, who),
    engineers: () => readStaff(sql),
    file: (reader, id) => readFile(sql, reader, id),
  }
}

interface Basics {
  case: Case
  organization: Organization
  openedBy: Contact
}

async function readBasics(sql: Sql, number: number): Promise<Basics | undefined> {
  if (!isCaseNumber(number)) return undefined
  const [row] = await sql.query<Omit<Basics, 'case'> & { found: ToldCase }>(
    `SELECT ${caseJson} AS found, ${organizationJson} AS organization, ${contactJson} AS "openedBy"
     ${fromCases} JOIN organizations o ON o.id = k.organization_id JOIN contacts c ON c.id = k.opened_by
     WHERE k.number = $1`,
    [number],
  )
  return row && { case: caseOf(row.found), organization: row.organization, openedBy: row.openedBy }
}

/** Only what both sides read: the database leaves the rest out, and the type says so. */
async function customerMessages(sql: Sql, number: CaseNumber): Promise<CaseMessage<'customer'>[]> {
  const rows = await sql.query<{ found: ToldMessage<'customer'> }>(
    `SELECT ${messageJson} AS found FROM case_messages m
     WHERE m.case_number = $1 AND m.audience = 'customer' ORDER BY m.position`,
    [number],
  )
  return rows.map(({ found }) => messageOf(found))
}

async function customerTimeline(sql: Sql, number: CaseNumber): Promise<TimelineEntry<'customer'>[]> {
  const rows = await sql.query<{ found: ToldEntry<'customer'> }>(
    `SELECT ${entryJson} AS found FROM case_events e
     WHERE e.case_number = $1 AND e.audience = 'customer' ORDER BY e.id`,
    [number],
  )
  return rows.map(({ found }) => entryOf(found))
}

async function allMessages(sql: Sql, number: CaseNumber): Promise<CaseMessage<Audience>[]> {
  const rows = await sql.query<{ found: ToldMessage }>(
    `SELECT ${messageJson} AS found FROM case_messages m WHERE m.case_number = $1 ORDER BY m.position`,
    [number],
  )
  return rows.map(({ found }) => messageOf(found))
}

async function wholeTimeline(sql: Sql, number: CaseNumber): Promise<TimelineEntry<Audience>[]> {
  const rows = await sql.query<{ found: ToldEntry }>(
    `SELECT ${entryJson} AS found FROM case_events e WHERE e.case_number = $1 ORDER BY e.id`,
    [number],
  )
  return rows.map(({ found }) => entryOf(found))
}

async function readSheet<A extends Audience>(
  sql: Sql,
  basics: Basics,
  { messages, timeline }: { messages: CaseMessage<A>[]; timeline: TimelineEntry<A>[] },
): Promise<CaseSheet<A>> {
  const [row] = await sql.query<{ merged: CaseNumber[]; followers: ContactId[]; watchers: string[] }>(readRest, [
    basics.case.number,
  ])
  const { merged, followers, watchers } = row!
  return {
    ...basics,
    messages: await carried(sql, basics.case.number, messages),
    timeline,
    merged,
    followers,
    watchers,
  }
}

/** A case that ends in one that ends here ends here. */
const readRest = `
  WITH RECURSIVE merged AS (
    SELECT number FROM cases WHERE merged_into = $1
    UNION SELECT k.number FROM cases k JOIN merged ON k.merged_into = merged.number
  )
  SELECT ARRAY(SELECT number FROM merged ORDER BY number) AS merged,
    ARRAY(SELECT f.contact_id::text FROM case_followers f JOIN contacts c ON c.id = f.contact_id
      WHERE f.case_number = $1 AND c.removed_at IS NULL ORDER BY c.name, c.id) AS followers,
    ARRAY(SELECT email FROM case_watchers WHERE case_number = $1 ORDER BY email) AS watchers`

async function carried<A extends Audience>(
  sql: Sql,
  number: CaseNumber,
  messages: CaseMessage<A>[],
): Promise<Carried<A>[]> {
  const { threads: followed, former } = await readThreads(sql, number)
  const threads = [...followed, ...former]
  const keys = messages.flatMap((message) => threads.map((thread) => carriedKey(message, thread)))
  const states = await deliveriesOf(sql, keys)
  return messages.map((message) => ({
    ...message,
    delivery: threads.flatMap((thread) => {
      const state = states.get(carriedKey(message, thread))
      // What did not arrive there in time never will.
      if (!state || (former.includes(thread) && state.status !== 'sent')) return []
      const { id: deliveryId, error } = state
      const how = state.status === 'dropped' ? 'failed' : state.status
      return [{ threadId: thread.id, state: how, deliveryId, ...(error ? { error } : {}) }]
    }),
  }))
}

/** A merged case goes on where the one goes on in which it ended. */
async function readOpenIn(sql: Sql, { platform, workspace, user }: ChatIdentity): Promise<Case[]> {
  const rows = await sql.query<{ found: ToldCase }>(
    `SELECT ${caseJson} AS found ${fromCases} LEFT JOIN cases target ON target.number = k.merged_into
     JOIN chat_identities i ON i.platform = $1 AND i.workspace = $2 AND i.user_id = $3
     JOIN contacts c ON c.id = i.contact_id AND c.removed_at IS NULL AND c.organization_id = k.organization_id
     WHERE COALESCE(target.status, k.status) <> 'closed' AND (
       EXISTS (SELECT 1 FROM case_threads t WHERE t.case_number = k.number AND t.kind = 'person'
         AND t.platform = $1 AND t.workspace = $2 AND t.user_id = $3 AND t.contact_id = c.id AND t.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM case_followers f WHERE f.case_number = k.number AND f.contact_id = c.id))
     ORDER BY k.last_word_at DESC, k.number DESC`,
    [platform, workspace, user],
  )
  return rows.map(({ found }) => caseOf(found))
}

async function readFile(sql: Sql, reader: ContactActor | StaffActor, id: string): ReturnType<CaseBook['file']> {
  if (!isUuid(id)) return undefined
  const mayRead =
    reader.kind === 'staff'
      ? '$2::text IS NULL'
      : `m.audience = 'customer' AND EXISTS (SELECT 1 FROM contacts c
           WHERE c.id = $2::uuid AND c.removed_at IS NULL AND c.organization_id = k.organization_id)`
  const [row] = await sql.query<{ found: NonNullable<Awaited<ReturnType<CaseBook['file']>>> }>(
    `SELECT json_strip_nulls(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type,
       'status', f.status, 'reason', f.reason, 'caseNumber', f.case_number)) AS found
     FROM case_files f JOIN case_messages m ON m.id = f.message_id JOIN cases k ON k.number = f.case_number
     WHERE f.id = $1::uuid AND f.status <> 'erased' AND ${mayRead}`,
    [id, reader.kind === 'staff' ? null : reader.contact.id],
  )
  return row?.found
}

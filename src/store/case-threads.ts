/** In which case's thread, or about which case's message, people write. */
import type { CaseNumber, CaseThread, MessageOrigin } from '../domain/case.ts'
import { caseOfKey } from '../domain/case.ts'
import type { ThreadPlace } from '../domain/cases.ts'
import { laneOf } from './outbox-lane.ts'
import { keyOfMessage } from './outbox-places.ts'
import type { Sql } from './transaction.ts'

/** `t` is a thread. */
const threadJson = `
  json_strip_nulls(json_build_object('id', t.id, 'caseNumber', t.case_number, 'side', t.side, 'kind', t.kind,
    'rootKey', t.root_key, 'contactId', t.contact_id,
    'who', CASE WHEN t.kind = 'person'
      THEN json_build_object('platform', t.platform, 'workspace', t.workspace, 'user', t.user_id) END,
    'platform', CASE WHEN t.kind <> 'person' THEN t.platform END,
    'workspace', CASE WHEN t.kind <> 'person' THEN t.workspace END,
    'conversation', t.conversation, 'thread', t.thread))`

/**
 * A person's thread is theirs as long as they follow, and are who they were: the account may be another contact's today, the
 * contact removed, or of another organization. What a channel reads is its owners' affair.
 */
const isFollowed = `(t.kind <> 'person' OR t.ended_at IS NULL AND EXISTS (
  SELECT 1 FROM chat_identities i JOIN contacts c ON c.id = i.contact_id JOIN cases own ON own.number = t.case_number
  WHERE i.platform = t.platform AND i.workspace = t.workspace AND i.user_id = t.user_id
    AND c.id = t.contact_id AND c.removed_at IS NULL AND c.organization_id = own.organization_id))`

export interface Threads {
  /** In which the case is read and written now. */
  threads: CaseThread[]
  /** Of persons who left, or follow no more: nothing is told there, but what is taken back is taken back there too. */
  former: CaseThread[]
}

/** The threads of one case. */
export const readThreads = (sql: Sql, number: CaseNumber): Promise<Threads> =>
  readWhere(sql, `t.case_number = $1 ORDER BY t.side, t.id`, number)

/** Those in which customers of the cases that were merged into this one read and write. */
export const readMergedThreads = (sql: Sql, number: CaseNumber): Promise<Threads> =>
  readWhere(
    sql,
    `t.case_number IN (SELECT number FROM cases WHERE merged_into = $1) AND t.side = 'customer' ORDER BY t.case_number, t.id`,
    number,
  )

async function readWhere(sql: Sql, condition: string, number: CaseNumber): Promise<Threads> {
  const rows = await sql.query<{ found: CaseThread; followed: boolean }>(
    `SELECT ${threadJson} AS found, ${isFollowed} AS followed FROM case_threads t WHERE ${condition}`,
    [number],
  )
  const those = (wanted: boolean) => rows.filter(({ followed }) => followed === wanted).map(({ found }) => found)
  return { threads: those(true), former: those(false) }
}

/** Whether a message of a case would put words before somebody who left, or follows no more: of those, only removals go on. */
export async function isForFormer(sql: Sql, number: CaseNumber, deliveryId: string): Promise<boolean> {
  const [row] = await sql.query<{ followed: boolean | null }>(
    `SELECT bool_or(${isFollowed}) AS followed FROM outbox_messages m
     JOIN case_threads t ON m.dedupe_key = t.root_key OR strpos(m.dedupe_key, t.id::text) > 0
     WHERE m.id = $2::uuid AND m.payload -> 'content' ->> 'kind' <> 'removal'
       AND t.case_number IN (SELECT number FROM cases WHERE number = $1 OR merged_into = $1)`,
    [number, deliveryId],
  )
  return row?.followed === false
}

/**
 * The thread there: one that was given when its case was opened, or one below a message of ours. A person's conversation
 * is known by what was delivered in it, whatever workspace the person is of.
 */
export async function findThread(
  sql: Sql,
  { platform, workspace, conversation, thread }: ThreadPlace,
): Promise<CaseThread | undefined> {
  if (thread === undefined) return undefined
  const [row] = await sql.query<{ found: CaseThread }>(findBelow, [platform, workspace, conversation, thread])
  return row?.found
}

const findBelow = `
  SELECT ${threadJson} AS found FROM case_threads t
  WHERE t.platform = $1 AND t.workspace = $2 AND t.conversation = $3 AND t.thread = $4 AND t.ended_at IS NULL
  UNION ALL
  SELECT ${threadJson} FROM outbox_messages m
  JOIN case_threads t ON t.root_key = m.dedupe_key OR t.root_key = m.replaces
  WHERE m.reference = $4 AND m.reference IS NOT NULL AND t.platform = $1 AND t.ended_at IS NULL
    AND CASE t.kind WHEN 'person' THEN m.conversation = $3
      ELSE t.workspace = $2 AND t.conversation = $3 END
  LIMIT 1`

/** The few open messages of one conversation are looked through, not the threads of all cases there. */
export async function isThreadToCome(sql: Sql, place: ThreadPlace): Promise<boolean> {
  if (place.thread === undefined) return false
  const lane = laneOf({ kind: 'conversation', ...place }).key
  const rows = await sql.query(
    `SELECT 1 FROM outbox_messages m JOIN case_threads t ON t.root_key = m.dedupe_key
     WHERE m.lane = $1 AND m.status IN ('sending', 'unknown') AND t.thread IS NULL AND t.ended_at IS NULL
     LIMIT 1`,
    [lane],
  )
  return rows.length > 0
}

/** The case that a message there is a part of, be it told there or carried there, or a card of ours. */
export async function findCaseOfMessage(sql: Sql, origin: MessageOrigin): Promise<CaseNumber | undefined> {
  const { platform, workspace, conversation, message } = origin
  const [row] = await sql.query<{ number: CaseNumber }>(
    `SELECT case_number AS number FROM case_messages
     WHERE platform = $1 AND workspace = $2 AND conversation = $3 AND message = $4`,
    [platform, workspace, conversation, message],
  )
  if (row) return row.number
  const key = await keyOfMessage(sql, { platform, workspace, conversation, reference: message })
  return key === undefined ? undefined : caseOfKey(key)
}

/** What became of messages, for those who wrote them: where they stand, whether they are still on their way, who died. */
import type { PlatformName } from '../bot/inbound.ts'
import { type Nullable, withoutNulls } from './nullable.ts'
import type { Sql } from './transaction.ts'

/** How it goes with one message. */
export interface DeliveryState {
  id: string
  /** `retrying`: it waits for its turn, or for its next try. `failed`: a dead letter. */
  status: 'sent' | 'retrying' | 'failed' | 'dropped'
  /** Why it is not delivered (yet). */
  error?: string
  reference?: string
  conversation?: string
  /** When it ended, else when it was last tried. */
  at?: Date
}

/** A message that was given up. */
export interface Death {
  id: string
  dedupeKey: string
  platform: string
  error: string
  attempts: number
  /** It died with the message below which it belongs. */
  threadOf?: string
  settledAt: Date
  canResend: boolean
}

export async function deliveriesOf(sql: Sql, dedupeKeys: readonly string[]): Promise<Map<string, DeliveryState>> {
  if (dedupeKeys.length === 0) return new Map()
  const rows = await sql.query<Nullable<DeliveryState> & { key: string }>(readDeliveries, [dedupeKeys])
  return new Map(rows.map(({ key, ...state }) => [key, withoutNulls<DeliveryState>(state)]))
}

/** A change carries the reference of what it changed: the message itself is meant. */
export async function keyOfMessage(
  sql: Sql,
  at: { platform: PlatformName; workspace: string; conversation: string; reference: string },
): Promise<string | undefined> {
  const values = [at.reference, at.platform, at.conversation, `${at.platform}:${at.workspace}`]
  const [row] = await sql.query<{ key: string }>(findByReference, values)
  return row?.key
}

/** Marks them as told: in the caller's transaction, so that they are told exactly when that is committed. */
export async function takeDeaths(sql: Sql, prefix: string, limit: number): Promise<Death[]> {
  const rows = await sql.query<Nullable<Death>>(tellDeaths, [prefix, limit])
  return rows.map(withoutNulls<Death>).sort((a, b) => a.settledAt.getTime() - b.settledAt.getTime())
}

const readDeliveries = `
  SELECT dedupe_key AS key, id, reference, conversation, COALESCE(settled_at, last_attempt_at) AS at,
    CASE status WHEN 'sent' THEN 'sent' WHEN 'dropped' THEN 'dropped' WHEN 'dead' THEN 'failed' ELSE 'retrying' END AS status,
    CASE WHEN status <> 'sent' THEN error END AS error
  FROM outbox_messages WHERE dedupe_key = ANY ($1::text[])`

/** Whose workspace a person's is may differ from where the bot talks to them: in a channel shared between companies. */
const findByReference = `
  SELECT m.dedupe_key AS key FROM outbox_messages m JOIN outbox_lanes l ON l.key = m.lane
  WHERE m.reference = $1::text AND m.reference IS NOT NULL AND l.platform = $2 AND m.conversation = $3
    AND (l.workspace = $4 OR starts_with(l.key, l.workspace || ':@'))
  ORDER BY m.replaces IS NOT NULL, m.position LIMIT 1`

const tellDeaths = `
  UPDATE outbox_messages m SET told_at = clock_timestamp()
  FROM outbox_lanes l
  WHERE l.key = m.lane AND m.id IN (
    SELECT id FROM outbox_messages WHERE status = 'dead'::text AND told_at IS NULL AND starts_with(dedupe_key, $1)
    ORDER BY settled_at LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  RETURNING m.id, m.dedupe_key AS "dedupeKey", l.platform, COALESCE(m.error, '') AS error, m.attempts,
    m.thread_of AS "threadOf", m.settled_at AS "settledAt", m.payload IS NOT NULL AS "canResend"`

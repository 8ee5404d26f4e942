/** The outbox as its workers see it: take the head of a lane, deliver it, tell how it ended. All times are the database's. */
import type pg from 'pg'
import type { Outgoing } from '../bot/platform.ts'
import { jsonText } from './json-text.ts'
import type { Sql } from './transaction.ts'
import { transact } from './transaction.ts'

export interface ClaimRequest {
  worker: string
  lanes: number
  leaseMs: number
  /** The platforms that this worker can deliver to, each with the ms for which a lost request may still be executed. */
  quarantineMs: Record<string, number>
  /** Lanes in which this worker is still at work: not given to it again, also when their lease ran out meanwhile. */
  except?: string[]
}

/** A message whose lane this worker holds until its lease ends. */
export interface ClaimedMessage {
  id: string
  lane: string
  platform: string
  workspace: string
  /** `send` it, or `look` whether its last try arrived. */
  task: 'send' | 'look'
  attempts: number
  failures: number
  firstAttemptAt: Date
  message: Omit<Outgoing, 'dedupeKey'>
}

export interface Claim {
  messages: ClaimedMessage[]
  /** Ms until the next lane is due; undefined when none waits. */
  nextInMs: number | undefined
}

export interface Settlement {
  id: string
  lane: string
  status: 'pending' | 'unknown' | 'sent' | 'dropped' | 'dead'
  /** Ms for which the lane rests. */
  restMs: number
  /** Counts toward the dead letter. */
  failed?: boolean
  error?: string
  reference?: string
  conversation?: string
  /** Drops the text: it may hold a one-time code. */
  scrub?: boolean
  /** Holds this workspace's lanes until `resume`. */
  pause?: string
}

/**
 * Takes up to `lanes` lanes that are due, each with its first open message. One that a worker left in `sending` (its
 * lease ran out) becomes `unknown` and rests for the quarantine: from now, since its request may have lived until now.
 */
export async function claimLanes(pool: pg.Pool, request: ClaimRequest): Promise<Claim> {
  const { worker, lanes, leaseMs, quarantineMs, except = [] } = request
  const platforms = Object.keys(quarantineMs)
  const nextInMs = await nextDue(pool, platforms, except)
  if (nextInMs === undefined || nextInMs > 0) return { messages: [], nextInMs }
  const messages = await transact(pool, async (tx) => {
    const keys = (await tx.query<{ key: string }>(lockDueLanes, [lanes, platforms, except])).map(({ key }) => key)
    if (keys.length === 0) return []
    // A second statement has a new snapshot: it sees all that was added before the lane's lock was won.
    const values = [keys, worker, leaseMs, JSON.stringify(quarantineMs)]
    const heads = await tx.query<Omit<ClaimedMessage, 'task'> & { task: 'send' | 'look' | 'wait' }>(takeHeads, values)
    return heads.filter((head): head is ClaimedMessage => head.task !== 'wait')
  })
  return { messages, nextInMs: 0 }
}

export async function renewLanes(sql: Sql, worker: string, lanes: string[], leaseMs: number): Promise<void> {
  await sql.query(
    `UPDATE outbox_lanes SET next_at = clock_timestamp() + $3 * interval '1 ms' WHERE key = ANY ($2) AND leased_by = $1`,
    [worker, lanes, leaseMs],
  )
}

/** Reports how messages ended and lets their lanes go; only the holder of a lane is heard. Returns the ids that were. */
export async function settleMessages(sql: Sql, worker: string, settlements: Settlement[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(settle, [jsonText(settlements), worker])
  return rows.map(({ id }) => id)
}

async function nextDue(pool: pg.Pool, platforms: string[], except: string[]): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: 'outbox-next-due',
    text: `SELECT (EXTRACT(epoch FROM min(next_at) - clock_timestamp()) * 1000)::float8 AS ms FROM outbox_lanes l WHERE ${waiting('$1', '$2')}`,
    values: [platforms, except],
  })
  return rows[0]?.ms ?? undefined
}

const waiting = (platforms: string, except: string) => `l.active AND l.platform = ANY (${platforms}::text[])
  AND l.key <> ALL (${except}::text[])
  AND NOT EXISTS (SELECT 1 FROM outbox_pauses p WHERE p.workspace = l.workspace)`

const lockDueLanes = `SELECT key FROM outbox_lanes l WHERE ${waiting('$2', '$3')} AND next_at <= clock_timestamp()
  ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED`

const takeHeads = `
  WITH head AS (
    SELECT k.key AS lane, h.id, h.status FROM unnest($1::text[]) AS k(key) LEFT JOIN LATERAL (
      SELECT id, status FROM outbox_messages m
      WHERE m.lane = k.key AND m.status = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text])
      ORDER BY position LIMIT 1
    ) h ON true
  ), lane AS (
    UPDATE outbox_lanes l SET
      active = head.id IS NOT NULL,
      leased_by = CASE WHEN head.status IN ('pending', 'unknown') THEN $2 END,
      next_at = CASE
        WHEN head.status IN ('pending', 'unknown') THEN clock_timestamp() + $3 * interval '1 ms'
        WHEN head.status = 'sending' THEN clock_timestamp() + ($4::jsonb ->> l.platform)::float8 * interval '1 ms'
        ELSE l.next_at END
    FROM head WHERE l.key = head.lane RETURNING l.key, l.platform, l.workspace
  )
  UPDATE outbox_messages m SET
    status = CASE head.status WHEN 'pending' THEN 'sending' ELSE 'unknown' END,
    attempts = m.attempts + CASE head.status WHEN 'pending' THEN 1 ELSE 0 END,
    failures = m.failures + CASE head.status WHEN 'sending' THEN 1 ELSE 0 END,
    error = CASE head.status WHEN 'sending' THEN 'the process ended while sending' ELSE m.error END,
    first_attempt_at = COALESCE(m.first_attempt_at, clock_timestamp()),
    last_attempt_at = CASE head.status WHEN 'pending' THEN clock_timestamp() ELSE m.last_attempt_at END
  FROM head JOIN lane ON lane.key = head.lane WHERE m.id = head.id
  RETURNING m.id, m.lane, lane.platform, lane.workspace, m.attempts, m.failures, m.payload AS message,
    m.first_attempt_at AS "firstAttemptAt",
    CASE head.status WHEN 'pending' THEN 'send' WHEN 'unknown' THEN 'look' ELSE 'wait' END AS task`

const settle = `
  WITH done AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, lane text, status text, "restMs" float8, failed boolean,
      error text, reference text, conversation text, scrub boolean, pause text)
  ), lane AS (
    UPDATE outbox_lanes l SET leased_by = NULL, next_at = clock_timestamp() + done."restMs" * interval '1 ms'
    FROM done WHERE l.key = done.lane AND l.leased_by = $2 RETURNING l.key
  ), pause AS (
    INSERT INTO outbox_pauses (workspace, reason)
    SELECT DISTINCT ON (done.pause) done.pause, COALESCE(done.error, '') FROM done JOIN lane ON lane.key = done.lane
    WHERE done.pause IS NOT NULL
    ON CONFLICT (workspace) DO NOTHING
  )
  UPDATE outbox_messages m SET
    status = done.status,
    failures = m.failures + CASE WHEN done.failed THEN 1 ELSE 0 END,
    error = done.error,
    reference = COALESCE(done.reference, m.reference),
    conversation = COALESCE(done.conversation, m.conversation),
    payload = CASE WHEN done.scrub THEN NULL ELSE m.payload END,
    settled_at = CASE WHEN done.status IN ('sent', 'dropped', 'dead') THEN clock_timestamp() END
  FROM done JOIN lane ON lane.key = done.lane WHERE m.id = done.id
  RETURNING m.id`

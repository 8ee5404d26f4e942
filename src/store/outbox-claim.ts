/**
 * What a worker gets to deliver: the head of each lane that is due, with the messages that it names found. All times are
 * the database's.
 */
import type pg from 'pg'
import type { Delivered, Outgoing } from '../bot/platform.ts'
import { takeTiedHeads } from './outbox-ties.ts'
import { transact } from './transaction.ts'

export interface ClaimRequest {
  worker: string
  lanes: number
  leaseMs: number
  /** The platforms that this worker can deliver to, each with the ms for which a lost request may still be executed. */
  quarantineMs: Record<string, number>
}

/** A message whose lane this worker holds until its lease ends. */
export interface ClaimedMessage {
  id: string
  dedupeKey: string
  lane: string
  platform: string
  workspace: string
  /** `send` it, or `look` whether its last try arrived. */
  task: 'send' | 'look'
  attempts: number
  failures: number
  firstAttemptAt: Date
  /** Where the message stands in whose thread it belongs. */
  thread: Delivered | null
  /** Where the message stands that it changes; absent where there is none (any more): it is posted as a new one. */
  target: Delivered | null
  /** Done twice, it has the effect of once: repeated after an uncertain try, not looked for. */
  repeatable: boolean
  message: Omit<Outgoing, 'dedupeKey'>
}

/** What ended without a call: what it belongs to never arrived, or a later change made it needless. */
export interface Foregone {
  id: string
  dedupeKey: string
  lane: string
  platform: string
  status: 'sent' | 'dropped' | 'dead'
  error: string | null
}

export interface Claim {
  messages: ClaimedMessage[]
  foregone: Foregone[]
  /** Ms until the next lane is due; undefined when none waits. */
  nextInMs: number | undefined
}

/**
 * Takes up to `lanes` lanes that are due, each with its first open message. One that a worker left in `sending` (its
 * lease ran out) becomes `unknown` and rests for the quarantine: from now, since its request may have lived until now.
 */
export async function claimLanes(pool: pg.Pool, request: ClaimRequest): Promise<Claim> {
  const { worker, lanes, leaseMs, quarantineMs } = request
  const platforms = Object.keys(quarantineMs)
  const nextInMs = await nextDue(pool, platforms)
  if (nextInMs === undefined || nextInMs > 0) return { messages: [], foregone: [], nextInMs }
  const heads = await transact(pool, async (tx) => {
    const keys = (await tx.query<{ key: string }>(lockDueLanes, [lanes, platforms])).map(({ key }) => key)
    // A second statement has a new snapshot: it sees all that was added before the lane's lock was won.
    const take = (text: string, lanes: string[]) =>
      tx.query<Head>(text, [lanes, worker, leaseMs, JSON.stringify(quarantineMs)])
    if (keys.length === 0) return []
    const heads = await take(takeHeads, keys)
    const tied = heads.filter(({ fate }) => fate === 'tied').map(({ lane }) => lane)
    return tied.length === 0 ? heads : [...heads, ...(await take(takeTiedHeads, tied))]
  })
  return {
    messages: heads.flatMap(({ fate, status: _, error: __, ...head }) =>
      fate === 'send' || fate === 'look' ? [{ ...head, task: fate }] : [],
    ),
    foregone: heads.flatMap(({ fate, id, dedupeKey, lane, platform, status, error }) =>
      fate === 'over' ? [{ id, dedupeKey, lane, platform, status, error }] : [],
    ),
    nextInMs: 0,
  }
}

type Head = Omit<ClaimedMessage, 'task'> &
  Pick<Foregone, 'status' | 'error'> & { fate: 'send' | 'look' | 'quarantine' | 'tied' | 'wait' | 'over' }

async function nextDue(pool: pg.Pool, platforms: string[]): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: 'outbox-next-due',
    text: `SELECT (EXTRACT(epoch FROM min(next_at) - clock_timestamp()) * 1000)::float8 AS ms FROM outbox_lanes l WHERE ${waiting('$1')}`,
    values: [platforms],
  })
  return rows[0]?.ms ?? undefined
}

const waiting = (platforms: string) => `l.active AND l.platform = ANY (${platforms}::text[])
  AND NOT EXISTS (SELECT 1 FROM outbox_pauses p WHERE p.workspace = l.workspace)`

const lockDueLanes = `SELECT key FROM outbox_lanes l WHERE ${waiting('$2')} AND next_at <= clock_timestamp()
  ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED`

/** What is tied to no other message is most of all; for the rest, the lanes are left as they are. */
const takeHeads = `
  WITH head AS (
    SELECT k.key AS lane, h.id, CASE
      WHEN h.thread_of IS NOT NULL OR h.replaces IS NOT NULL OR h.payload -> 'content' ->> 'kind' = 'mark' THEN 'tied'
      WHEN h.status = 'pending' THEN 'send'
      WHEN h.status = 'unknown' THEN 'look'
      WHEN h.status = 'sending' THEN 'quarantine' END AS fate
    FROM unnest($1::text[]) AS k(key) LEFT JOIN LATERAL (
      SELECT id, status, thread_of, replaces, payload FROM outbox_messages m
      WHERE m.lane = k.key AND m.status = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text])
      ORDER BY position LIMIT 1
    ) h ON true
  ), lane AS (
    UPDATE outbox_lanes l SET
      active = head.id IS NOT NULL,
      leased_by = CASE WHEN head.fate IN ('send', 'look') THEN $2 END,
      next_at = CASE
        WHEN head.fate IN ('send', 'look') THEN clock_timestamp() + $3 * interval '1 ms'
        WHEN head.fate = 'quarantine' THEN clock_timestamp() + ($4::jsonb ->> l.platform)::float8 * interval '1 ms'
        ELSE l.next_at END
    FROM head WHERE l.key = head.lane RETURNING l.key, l.platform, l.workspace
  )
  UPDATE outbox_messages m SET
    status = CASE head.fate WHEN 'send' THEN 'sending' WHEN 'tied' THEN m.status ELSE 'unknown' END,
    attempts = m.attempts + CASE head.fate WHEN 'send' THEN 1 ELSE 0 END,
    failures = m.failures + CASE head.fate WHEN 'quarantine' THEN 1 ELSE 0 END,
    error = CASE head.fate WHEN 'quarantine' THEN 'the process ended while sending' ELSE m.error END,
    first_attempt_at = CASE head.fate WHEN 'tied' THEN m.first_attempt_at
      ELSE COALESCE(m.first_attempt_at, clock_timestamp()) END,
    last_attempt_at = CASE head.fate WHEN 'send' THEN clock_timestamp() ELSE m.last_attempt_at END
  FROM head JOIN lane ON lane.key = head.lane WHERE m.id = head.id
  RETURNING m.id, m.dedupe_key AS "dedupeKey", m.lane, lane.platform, lane.workspace, m.attempts, m.failures,
    m.payload AS message, m.first_attempt_at AS "firstAttemptAt", head.fate, m.status, m.error,
    NULL::jsonb AS thread, NULL::jsonb AS target, false AS repeatable`

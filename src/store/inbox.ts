/**
 * What happened on the platforms, recorded before it is acknowledged: duplicates are known by their key, and what a crash
 * interrupted is run again. Kept for more than a day: Slack's retries span minutes, a replay has its whole window.
 */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Inbound } from '../bot/inbound.ts'
import { orderedWith } from '../bot/inbound.ts'
import type { Outgoing } from '../bot/platform.ts'
import { batched } from './batch.ts'
import type { PendingInbound } from './inbox-lanes.ts'
import { dueTurns, isMine, recordInLanes, renewTurns, takeNext } from './inbox-lanes.ts'
import { jsonText } from './json-text.ts'
import type { Outbox } from './outbox.ts'
import type { Transaction } from './transaction.ts'
import { sqlOf, transact } from './transaction.ts'

export interface Inbox {
  /**
   * False when this key was seen before. `pending`: durable when it resolves. `settled`: the row only remembers the key, for
   * what is answered in the same breath and would find nobody to answer after a crash; durable before anything that is
   * committed after it resolved.
   */
  record(key: string, inbound: Inbound, how?: 'pending' | 'settled'): Promise<boolean>
  /**
   * Marks it handled and says `outgoing` in one transaction; false, and nothing said, when it was handled before, or when
   * another process took over the lane in which it is.
   */
  finish(key: string, outgoing: readonly Outgoing[], tx?: Transaction): Promise<boolean>
  /**
   * The first item of a lane (`orderedWith`) that is not handled, and the lane held for `leaseMs`; undefined when another
   * process holds it, when nothing is there, or when the item is to wait. To be called until it is: that lets the lane go.
   */
  takeNext(lane: string, leaseMs: number): Promise<PendingInbound | undefined>
  /** Holds lanes for another `leaseMs`, unless they were lost. */
  renew(lanes: string[], leaseMs: number): Promise<void>
  /** Lanes in which something is due and that nobody holds; ms until the next one that will be. */
  dueLanes(limit: number): Promise<{ lanes: string[]; nextInMs: number | undefined }>
  /**
   * What is in no lane and due to be run again, each held for `leaseMs`. What was tried several times in vain comes when nothing else
   * is due, and alone: if the process ends again, only that was it at.
   */
  pending(limit: number, leaseMs: number): Promise<PendingInbound[]>
  /** Counted and due again after `againInMs`. */
  postpone(key: string, error: string, againInMs: number): Promise<void>
  /** Given up: `outgoing` tells the person. False when it was handled meanwhile. */
  giveUp(key: string, error: string, outgoing: readonly Outgoing[]): Promise<boolean>
  /** After a start in which no other process can be at work: everything unfinished is due at once. */
  takeOver(): Promise<void>
  /** Forgets what was handled before `before` (at least a day ago), and in dead rows the person's words. */
  sweep(before: Date): Promise<void>
}

/** For this long the process that recorded it is trusted to be at work on it. */
const graceMs = 60_000

export function createInbox(pool: pg.Pool, outbox: Pick<Outbox, 'enqueue'>): Inbox {
  const sql = sqlOf(pool)
  /** Who holds lanes: this process. */
  const holder = randomUUID()

  const limits = { parallel: 2, largest: 500 }
  const record = {
    pending: batched<Recorded, boolean>((rows) => insert(pool, rows), limits),
    settled: batched<Recorded, boolean>((rows) => remember(pool, rows), limits),
  }
  // One statement at a time: of two on their way at once the later could come first.
  const recordLaned = batched<Laned, boolean>((rows) => insertLaned(pool, rows), { parallel: 1, largest: 500 })
  const finishSilently = batched<string, boolean>((keys) => markHandled(pool, holder, keys), limits)

  async function settleWith(
    tx: Transaction,
    key: string,
    status: string,
    error: string | null,
    outgoing: readonly Outgoing[],
  ) {
    const rows = await tx.query(settleOne, [key, status, error, holder])
    if (rows.length === 0) return false
    await outbox.enqueue(tx, outgoing)
    return true
  }

  return {
    record(key, inbound, how = 'pending') {
      const lane = how === 'pending' ? orderedWith(inbound) : undefined
      return lane === undefined ? record[how]({ key, inbound }) : recordLaned({ key, inbound, lane })
    },
    async finish(key, outgoing, tx) {
      if (tx) return settleWith(tx, key, 'handled', null, outgoing)
      if (outgoing.length === 0) return finishSilently(key)
      return transact(pool, (own) => settleWith(own, key, 'handled', null, outgoing))
    },
    takeNext: (lane, leaseMs) => takeNext(pool, holder, lane, leaseMs),
    renew: (lanes, leaseMs) => renewTurns(sql, holder, lanes, leaseMs),
    dueLanes: (limit) => dueTurns(sql, limit),
    pending: (limit, leaseMs) => sql.query<PendingInbound>(takePending, [limit, leaseMs, suspectAfter]),
    async postpone(key, error, againInMs) {
      await sql.query(
        `UPDATE inbox SET error = $2, due_at = clock_timestamp() + $3 * interval '1 ms' WHERE key = $1 AND status = 'pending'`,
        [key, error, againInMs],
      )
    },
    giveUp: (key, error, outgoing) => transact(pool, (tx) => settleWith(tx, key, 'dead', error, outgoing)),
    async takeOver() {
      await sql.query(`UPDATE inbox SET due_at = now() WHERE status = 'pending'`)
      await sql.query('UPDATE inbox_lanes SET leased_by = NULL, next_at = now() WHERE active')
    },
    async sweep(before) {
      const dayAgo = new Date(Math.min(before.getTime(), Date.now() - 24 * 3600_000))
      await sql.query(`DELETE FROM inbox WHERE status = 'handled' AND received_at < $1`, [dayAgo])
      await sql.query(`UPDATE inbox SET payload = NULL WHERE status = 'dead' AND received_at < $1`, [dayAgo])
      await sql.query('DELETE FROM inbox_lanes WHERE NOT active AND next_at < $1', [dayAgo])
    },
  }
}

interface Recorded {
  key: string
  inbound: Inbound
}

interface Laned extends Recorded {
  lane: string
}

async function insertLaned(pool: pg.Pool, rows: Laned[]): Promise<boolean[]> {
  const unique = firstOfEach(rows)
  return freshOf(rows, unique, await recordInLanes(pool, unique))
}

/** One statement for all that arrived meanwhile. */
async function insert(pool: pg.Pool, rows: Recorded[]): Promise<boolean[]> {
  const unique = firstOfEach(rows)
  const { rows: added } = await pool.query<{ key: string }>({
    name: 'inbox-record',
    text: insertRows,
    values: [unique.map(({ key }) => key), unique.map(({ inbound }) => jsonText(inbound)), graceMs],
  })
  return freshOf(rows, unique, added)
}

const insertRows = `
  INSERT INTO inbox (key, payload, status, due_at)
  SELECT key, payload, 'pending', now() + $3::float8 * interval '1 ms'
  FROM unnest($1::text[], $2::jsonb[]) AS happening(key, payload)
  ON CONFLICT (key) DO NOTHING RETURNING key`

async function remember(pool: pg.Pool, rows: Recorded[]): Promise<boolean[]> {
  const unique = firstOfEach(rows)
  const { rows: added } = await pool.query<{ key: string }>({
    name: 'inbox-remember',
    text: insertKeys,
    values: [unique.map(({ key }) => key)],
  })
  return freshOf(rows, unique, added)
}

/**
 * Nobody waits for the disk here. PostgreSQL's log is one stream: whatever the command then commits takes this row to the
 * disk with it, so a power cut can only lose the keys of what changed nothing. For this one transaction (`true`).
 */
const insertKeys = `
  WITH hurry AS (SELECT set_config('synchronous_commit', 'off', true))
  INSERT INTO inbox (key, status, due_at, handled_at)
  SELECT key, 'handled', now(), now() FROM hurry, unnest($1::text[]) AS happening(key)
  ON CONFLICT (key) DO NOTHING RETURNING key`

/** The same key twice in one batch: the first is new. */
function firstOfEach<Row extends Recorded>(rows: Row[]): Row[] {
  const first = new Map<string, Row>()
  for (const row of rows) if (!first.has(row.key)) first.set(row.key, row)
  return [...first.values()]
}

function freshOf(rows: Recorded[], unique: Recorded[], added: { key: string }[]): boolean[] {
  const fresh = new Set(added.map(({ key }) => key))
  const first = new Set(unique)
  return rows.map((row) => first.has(row) && fresh.has(row.key))
}

async function markHandled(pool: pg.Pool, holder: string, keys: string[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ key: string }>({
    name: 'inbox-handled',
    text: `UPDATE inbox SET status = 'handled', handled_at = now(), payload = NULL
      WHERE key = ANY ($1::text[]) AND status = 'pending' AND ${isMine('$2')} RETURNING key`,
    values: [keys, holder],
  })
  const handled = new Set(rows.map(({ key }) => key))
  return keys.map((key) => handled.delete(key))
}

/** What was handled needs its key only; the words of a person are not kept for longer than they are needed. */
const settleOne = `
  UPDATE inbox SET status = $2, error = $3, handled_at = now(), payload = CASE WHEN $2 = 'dead' THEN payload END
  WHERE key = $1 AND status = 'pending' AND ${isMine('$4')} RETURNING key`

/** After so many attempts in vain it may itself be what ends the process; until then whatever was beside it may be. */
const suspectAfter = 3

const takePending = `
  WITH due AS (
    SELECT key, attempts, attempts >= $3 AS suspect FROM inbox WHERE status = 'pending' AND lane IS NULL AND due_at <= clock_timestamp()
    ORDER BY attempts >= $3, CASE WHEN attempts >= $3 THEN attempts END, due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ), first_suspect AS (
    SELECT key FROM due WHERE NOT EXISTS (SELECT 1 FROM due AS other WHERE NOT other.suspect) ORDER BY attempts LIMIT 1
  )
  UPDATE inbox SET attempts = attempts + 1, due_at = clock_timestamp() + $2 * interval '1 ms'
  WHERE key IN (SELECT key FROM due WHERE NOT suspect UNION ALL SELECT key FROM first_suspect)
  RETURNING key, payload AS inbound, attempts`

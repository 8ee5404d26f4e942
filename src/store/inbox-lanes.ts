/**
 * Turns: what people write in one thread is handled in the order in which it was recorded, one item at a time, whichever
 * processes recorded it. A lane is held by a lease that its holder renews; a killed holder's lease runs out.
 */
import type pg from 'pg'
import type { Inbound } from '../bot/inbound.ts'
import { jsonText, storable } from './json-text.ts'
import type { Sql } from './transaction.ts'
import { transact } from './transaction.ts'

export interface PendingInbound {
  key: string
  inbound: Inbound
  attempts: number
}

export interface LanedInbound {
  key: string
  inbound: Inbound
  lane: string
}

/** One statement for all that arrived meanwhile; tells the keys that were new. */
export async function recordInLanes(pool: pg.Pool, rows: LanedInbound[]): Promise<{ key: string }[]> {
  const { rows: added } = await pool.query<{ key: string }>({
    name: 'inbox-record-laned',
    text: insertRows,
    values: [
      rows.map(({ key }) => key),
      rows.map(({ inbound }) => jsonText(inbound)),
      // Lanes come from platforms, but nothing may make a statement fail for all who share it.
      rows.map(({ lane }) => storable(lane)),
    ],
  })
  return added
}

/** The lane's row is locked before its items are numbered: within a lane, numbers follow the order of commits. */
const insertRows = `
  WITH happening AS (
    SELECT * FROM unnest($1::text[], $2::jsonb[], $3::text[]) WITH ORDINALITY AS h(key, payload, lane, n)
  ), turn AS (
    INSERT INTO inbox_lanes (key) SELECT DISTINCT lane FROM happening ORDER BY lane
    ON CONFLICT (key) DO UPDATE SET active = true
    RETURNING key
  )
  INSERT INTO inbox (key, payload, lane, status, due_at)
  SELECT happening.key, payload, turn.key, 'pending', now() FROM happening JOIN turn ON turn.key = happening.lane
  ORDER BY n
  ON CONFLICT (key) DO NOTHING RETURNING key`

/**
 * The lane's first open item, counted as tried, and the lane held for `leaseMs`; undefined, and the lane let go, when
 * another process holds it, nothing is there, or the first item is to wait.
 */
export async function takeNext(
  pool: pg.Pool,
  holder: string,
  lane: string,
  leaseMs: number,
): Promise<PendingInbound | undefined> {
  return transact(pool, async (tx) => {
    const held = await tx.query(
      `SELECT 1 FROM inbox_lanes WHERE key = $1 AND (leased_by = $2 OR next_at <= clock_timestamp()) FOR UPDATE`,
      [storable(lane), holder],
    )
    if (held.length === 0) return undefined
    // A second statement has a new snapshot: it sees all that was recorded before the lane's lock was won.
    const [item] = await tx.query<PendingInbound>(takeHead, [storable(lane), holder, leaseMs])
    return item
  })
}

const takeHead = `
  WITH head AS (
    SELECT key, due_at, due_at <= clock_timestamp() AS due FROM inbox
    WHERE lane = $1 AND lane IS NOT NULL AND status = 'pending'::text ORDER BY position LIMIT 1
  ), turn AS (
    UPDATE inbox_lanes SET
      active = EXISTS (SELECT 1 FROM head),
      leased_by = CASE WHEN (SELECT due FROM head) THEN $2 END,
      next_at = CASE WHEN (SELECT due FROM head) THEN clock_timestamp() + $3::float8 * interval '1 ms'
        ELSE COALESCE((SELECT due_at FROM head), clock_timestamp()) END
    WHERE key = $1
  )
  UPDATE inbox SET attempts = attempts + 1 FROM head WHERE inbox.key = head.key AND head.due AND inbox.status = 'pending'
  RETURNING inbox.key, inbox.payload AS inbound, inbox.attempts`

export async function renewTurns(sql: Sql, holder: string, lanes: string[], leaseMs: number): Promise<void> {
  await sql.query(
    `UPDATE inbox_lanes SET next_at = clock_timestamp() + $3::float8 * interval '1 ms'
      WHERE key = ANY ($1::text[]) AND leased_by = $2`,
    [lanes.map(storable), holder, leaseMs],
  )
}

/** Lanes that nobody holds and in which something is due, and the ms until the next such lane. */
export async function dueTurns(sql: Sql, limit: number): Promise<{ lanes: string[]; nextInMs: number | undefined }> {
  const rows = await sql.query<{ key: string; ms: number }>(
    `SELECT key, (EXTRACT(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS ms FROM inbox_lanes
      WHERE active ORDER BY next_at LIMIT $1`,
    [limit],
  )
  return {
    lanes: rows.filter(({ ms }) => ms <= 0).map(({ key }) => key),
    nextInMs: rows.find(({ ms }) => ms > 0)?.ms,
  }
}

/** Whether the item may be settled by `holder`: who lost its lane to another process is not heard. */
export const isMine = (holder: string) => `(lane IS NULL OR EXISTS (
  SELECT 1 FROM inbox_lanes turn WHERE turn.key = inbox.lane AND turn.leased_by = ${holder}))`

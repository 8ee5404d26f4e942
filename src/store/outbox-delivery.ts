/** How messages of the outbox ended, as their workers tell. All times are the database's. */
import { jsonText } from './json-text.ts'
import { orphaned } from './outbox-ties.ts'
import type { Sql } from './transaction.ts'

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
  /** What it was to change is gone: from now on it is a message of its own. */
  anew?: boolean
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

/** Puts a dead letter back into its lane, and with it, in their order, those that died because it had. */
export async function reviveMessage(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query<{ id: string }>(reviveDead, [id])).length > 0
}

const backToLife = `status = 'pending', failures = 0, settled_at = NULL, error = NULL, told_at = NULL`

/** Those that died because the message with one of the keys in `roots` had, and in turn because they had. */
const orphansOf = (roots: string) => `
  orphan AS (
    SELECT m.id, m.lane, m.dedupe_key FROM outbox_messages m JOIN ${roots} AS root ON m.thread_of = root.dedupe_key
    WHERE m.status = 'dead'::text AND m.payload IS NOT NULL AND m.error = ${orphaned('m.thread_of')}
    UNION
    SELECT m.id, m.lane, m.dedupe_key FROM outbox_messages m JOIN orphan ON m.thread_of = orphan.dedupe_key
    WHERE m.status = 'dead'::text AND m.payload IS NOT NULL AND m.error = ${orphaned('m.thread_of')}
  )`

/**
 * A change that found its message gone, or never there, was posted anew: from now on that is where the message stands, and
 * what waited for it in vain is taken up again. The message itself can then no longer be sent again.
 */
const settle = `
  WITH RECURSIVE done AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, lane text, status text, "restMs" float8, failed boolean,
      error text, reference text, conversation text, scrub boolean, pause text, anew boolean)
  ), lane AS (
    UPDATE outbox_lanes l SET leased_by = NULL, next_at = clock_timestamp() + done."restMs" * interval '1 ms'
    FROM done WHERE l.key = done.lane AND l.leased_by = $2 RETURNING l.key
  ), pause AS (
    INSERT INTO outbox_pauses (workspace, reason)
    SELECT DISTINCT ON (done.pause) done.pause, COALESCE(done.error, '') FROM done JOIN lane ON lane.key = done.lane
    WHERE done.pause IS NOT NULL
    ON CONFLICT (workspace) DO NOTHING
  ), moved AS (
    UPDATE outbox_messages root SET
      reference = done.reference,
      conversation = COALESCE(done.conversation, root.conversation),
      status = CASE root.status WHEN 'dead' THEN 'dropped' ELSE root.status END,
      error = CASE root.status WHEN 'dead' THEN 'a later change was posted in its place' ELSE root.error END,
      payload = CASE root.status WHEN 'dead' THEN NULL ELSE root.payload END
    FROM done JOIN lane ON lane.key = done.lane JOIN outbox_messages change ON change.id = done.id
    WHERE root.dedupe_key = change.replaces AND done.status = 'sent' AND root.reference IS DISTINCT FROM done.reference
      AND done.reference IS NOT NULL AND root.status IN ('sent', 'dropped', 'dead')
    RETURNING root.dedupe_key
  ), ${orphansOf('moved')}, revived AS (
    UPDATE outbox_messages m SET ${backToLife} FROM orphan WHERE m.id = orphan.id RETURNING m.lane
  ), awake AS (
    UPDATE outbox_lanes SET active = true FROM revived
    WHERE key = revived.lane AND NOT EXISTS (SELECT 1 FROM lane WHERE lane.key = revived.lane)
  )
  UPDATE outbox_messages m SET
    status = done.status,
    failures = m.failures + CASE WHEN done.failed THEN 1 ELSE 0 END,
    error = done.error,
    reference = COALESCE(done.reference, m.reference),
    conversation = COALESCE(done.conversation, m.conversation),
    payload = CASE WHEN done.scrub THEN NULL ELSE m.payload END,
    anew = m.anew OR COALESCE(done.anew, false),
    settled_at = CASE WHEN done.status IN ('sent', 'dropped', 'dead') THEN clock_timestamp() END
  FROM done JOIN lane ON lane.key = done.lane WHERE m.id = done.id
  RETURNING m.id`

const reviveDead = `
  WITH RECURSIVE root AS (
    SELECT id, lane, dedupe_key FROM outbox_messages
    WHERE id = $1::uuid AND status = 'dead' AND payload IS NOT NULL FOR UPDATE
  ), ${orphansOf('root')}, revived AS (
    UPDATE outbox_messages m SET ${backToLife}
    FROM (SELECT id FROM root UNION SELECT id FROM orphan) AS each WHERE m.id = each.id RETURNING m.id, m.lane
  ), awake AS (
    UPDATE outbox_lanes SET active = true WHERE key IN (SELECT lane FROM revived)
  )
  SELECT id FROM revived WHERE id = $1::uuid`

/** What the bot says unasked, or after its answer: written in the transaction of the change that causes it. */
import type pg from 'pg'
import type { PlatformName } from '../bot/inbound.ts'
import type { Outgoing } from '../bot/platform.ts'
import { jsonText } from './json-text.ts'
import type { Claim, ClaimRequest } from './outbox-claim.ts'
import { claimLanes } from './outbox-claim.ts'
import type { Settlement } from './outbox-delivery.ts'
import { renewLanes, reviveMessage, settleMessages } from './outbox-delivery.ts'
import { laneOf } from './outbox-lane.ts'
import type { Death, DeliveryState } from './outbox-places.ts'
import { deliveriesOf, keyOfMessage, takeDeaths } from './outbox-places.ts'
import type { Transaction } from './transaction.ts'
import { sqlOf, transact } from './transaction.ts'

export interface DeadLetter {
  id: string
  lane: string
  error: string
  attempts: number
  createdAt: Date
  settledAt: Date
  /** False for mail, whose text is not kept: it may hold a one-time code. */
  canResend: boolean
}

export interface OutboxStats {
  pending: number
  sending: number
  unknown: number
  dead: number
  /** Age in seconds of the oldest message that still waits; 0 when none does. */
  oldestSeconds: number
  /** Workspaces whose lanes wait for a new installation. */
  paused: string[]
}

export interface Outbox {
  /** Adds to the caller's transaction; what has a key that was ever used is left out. */
  enqueue(tx: Transaction, messages: readonly Outgoing[]): Promise<void>
  /** The same in a transaction of its own. */
  send(messages: readonly Outgoing[]): Promise<void>
  /** Called after each commit that added messages here; what other processes add is found by looking. Returns the way to stop. */
  onEnqueued(tell: () => void): () => void
  claim(request: ClaimRequest): Promise<Claim>
  renew(worker: string, lanes: string[], leaseMs: number): Promise<void>
  settle(worker: string, settlements: Settlement[]): Promise<string[]>
  /** After a start in which no other process can hold a lane: what the last one held is free at once. */
  takeOver(): Promise<void>
  stats(): Promise<OutboxStats>
  deadLetters(limit?: number): Promise<DeadLetter[]>
  /**
   * Puts a dead letter back into its lane, and with it those that died because it had, in their order; false if it is none
   * or its text is gone.
   */
  resend(id: string, tx?: Transaction): Promise<boolean>
  /** How it goes with the messages of these keys; those that were never written are left out. */
  deliveries(dedupeKeys: readonly string[], tx?: Transaction): Promise<Map<string, DeliveryState>>
  /** Which of our messages stands there: for what people quote, react to and write below. */
  find(
    at: { platform: PlatformName; workspace: string; conversation: string; reference: string },
    tx?: Transaction,
  ): Promise<string | undefined>
  /**
   * Dead letters of keys that begin with `prefix`, oldest first, that nobody took yet. Taken within `tx`: whoever tells of
   * them there tells each death once, whatever crashes, and in however many processes. One that is sent again and dies again
   * is another death.
   */
  takeDeaths(tx: Transaction, prefix: string, limit?: number): Promise<Death[]>
  /** The workspace can be reached again (`slack:T1`): its lanes go on. */
  resume(workspace: string, tx?: Transaction): Promise<void>
}

export function createOutbox(pool: pg.Pool): Outbox {
  const sql = sqlOf(pool)
  const listeners = new Set<() => void>()
  const tellAll = () => {
    for (const tell of listeners) tell()
  }

  async function enqueue(tx: Transaction, messages: readonly Outgoing[]): Promise<void> {
    if (messages.length === 0) return
    const rows = messages.map(({ dedupeKey, ...payload }, n) => {
      const { to, replaces } = payload
      const threadOf = to.kind === 'email' ? undefined : to.threadOf
      const conversation = to.kind === 'conversation' && !to.onlyFor ? to.conversation : undefined
      return { n, dedupeKey, ...laneOf(to), threadOf, replaces, conversation, payload }
    })
    await tx.query(insertMessages, [jsonText(rows)])
    tx.afterCommit(tellAll)
  }

  return {
    enqueue,
    send: (messages) => transact(pool, (tx) => enqueue(tx, messages)),
    onEnqueued(tell) {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    claim: (request) => claimLanes(pool, request),
    renew: (worker, lanes, leaseMs) => renewLanes(sql, worker, lanes, leaseMs),
    settle: (worker, settlements) => settleMessages(sql, worker, settlements),
    async takeOver() {
      await sql.query('UPDATE outbox_lanes SET leased_by = NULL, next_at = now() WHERE leased_by IS NOT NULL')
    },
    async stats() {
      const [row] = await sql.query<OutboxStats>(figures)
      return row!
    },
    deadLetters: (limit = 100) => sql.query<DeadLetter>(listDead, [limit]),
    async resend(id, tx) {
      const revived = await reviveMessage(tx ?? sql, id)
      if (tx) tx.afterCommit(tellAll)
      else tellAll()
      return revived
    },
    deliveries: (dedupeKeys, tx) => deliveriesOf(tx ?? sql, dedupeKeys),
    find: (at, tx) => keyOfMessage(tx ?? sql, at),
    takeDeaths: (tx, prefix, limit = 100) => takeDeaths(tx, prefix, limit),
    async resume(workspace, tx) {
      await (tx ?? sql).query('DELETE FROM outbox_pauses WHERE workspace = $1', [workspace])
      if (tx) tx.afterCommit(tellAll)
      else tellAll()
    },
  }
}

/** The lane's row is locked before its messages are numbered: within a lane, numbers follow the order of commits. */
const insertMessages = `
  WITH message AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS x(n int, key text, platform text, workspace text, "dedupeKey" text, "threadOf" text, replaces text,
        conversation text, payload jsonb)
  ), lane AS (
    INSERT INTO outbox_lanes (key, platform, workspace)
    SELECT DISTINCT key, platform, workspace FROM message ORDER BY key
    ON CONFLICT (key) DO UPDATE SET active = true
    RETURNING key
  )
  INSERT INTO outbox_messages (dedupe_key, lane, thread_of, replaces, conversation, payload)
  SELECT message."dedupeKey", lane.key, message."threadOf", message.replaces, message.conversation, message.payload FROM message JOIN lane USING (key) ORDER BY message.n
  ON CONFLICT (dedupe_key) DO NOTHING`

const open = `status = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text])`

const figures = `
  SELECT
    (count(*) FILTER (WHERE status = 'pending'))::int AS pending,
    (count(*) FILTER (WHERE status = 'sending'))::int AS sending,
    (count(*) FILTER (WHERE status = 'unknown'))::int AS unknown,
    (SELECT count(*)::int FROM outbox_messages WHERE status = 'dead'::text) AS dead,
    COALESCE(EXTRACT(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS "oldestSeconds",
    ARRAY(SELECT workspace FROM outbox_pauses ORDER BY workspace) AS paused
  FROM outbox_messages WHERE ${open}`

const listDead = `
  SELECT id, lane, COALESCE(error, '') AS error, attempts, created_at AS "createdAt", settled_at AS "settledAt",
    payload IS NOT NULL AS "canResend"
  FROM outbox_messages WHERE status = 'dead'::text ORDER BY settled_at DESC LIMIT $1`

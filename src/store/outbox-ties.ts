/**
 * Heads of lanes that belong to another message of ours: in its thread, or as a change of it. Where that one stands is
 * found when it is this one's turn; what it belongs to may still be on its way, gone, or never have arrived.
 */
const isOpen = (row: string) => `${row}.status = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text])`

/** A name that stands for nothing that went before. Waiting for what comes after it in the lane would be for ever. */
const isNameless = (name: string, row: string) =>
  `${name} IS NOT NULL AND (${row}.id IS NULL OR (${isOpen(row)} AND ${row}.position > h.position))`

const threadIn = (payload: string) => `COALESCE(${payload} -> 'to' ->> 'threadOf', ${payload} -> 'to' ->> 'thread')`
const kindOf = (payload: string) => `${payload} -> 'content' ->> 'kind'`

/**
 * A later change of the same message makes this one needless. A new message between the two, in the thread (or the
 * conversation without one) in which the changed one stands, was written by somebody who saw this change: it goes out first.
 * What lies in the changed message's own thread, or in another, does not show the order.
 */
const isSuperseded = `h.replaces IS NOT NULL AND ${kindOf('h.payload')} <> 'removal' AND EXISTS (
  SELECT 1 FROM outbox_messages later WHERE later.replaces = h.replaces AND later.position > h.position
    AND (later.status = 'sent' OR later.lane = h.lane AND later.status = 'pending' AND NOT EXISTS (
      SELECT 1 FROM outbox_messages m WHERE m.lane = h.lane AND ${isOpen('m')}
        AND m.position > h.position AND m.position < later.position AND m.replaces IS NULL AND ${kindOf('m.payload')} <> 'mark'
        AND ${threadIn('m.payload')} IS NOT DISTINCT FROM COALESCE(${threadIn('h.payload')}, target.thread_of))))`

/** Its very words are how `resend` knows whom the death of another message took along. */
export const orphaned = (root: string) => `'the message below which it belongs was not delivered: ' || ${root}`

export const takeTiedHeads = `
  WITH found AS MATERIALIZED (
    SELECT k.key AS lane, h.id, h.status, h.payload, h.thread_of, h.replaces,
      thread.reference AS thread_reference, thread.conversation AS thread_conversation,
      target.status AS target_status, target.reference AS target_reference, target.conversation AS target_conversation,
      CASE WHEN ${isOpen('thread')} THEN thread.lane ELSE target.lane END AS awaited,
      ${kindOf('h.payload')} IN ('mark', 'removal') OR target.reference IS NOT NULL AND NOT h.anew AS repeatable,
      NOT h.anew AND target.reference IS NOT NULL AS has_target,
      CASE
        WHEN h.id IS NULL THEN 'empty'
        WHEN h.status = 'sending' THEN 'quarantine'
        -- Whatever became of its thread, what never stood anywhere need not be taken back.
        WHEN ${kindOf('h.payload')} = 'removal' AND target.reference IS NULL AND ${isOpen('target')} IS NOT TRUE THEN 'needless'
        -- Nor changed: who came into the case after a message never got it.
        WHEN h.replaces IS NOT NULL AND target.id IS NULL THEN 'aimless'
        WHEN ${isNameless('h.thread_of', 'thread')} OR ${isNameless('h.replaces', 'target')} THEN 'nameless'
        WHEN ${isOpen('thread')} OR ${isOpen('target')} THEN 'wait'
        WHEN h.thread_of IS NOT NULL AND thread.reference IS NULL THEN 'orphan'
        WHEN ${isSuperseded} THEN 'superseded'
        ELSE 'deliver' END AS fate
    FROM unnest($1::text[]) AS k(key)
    LEFT JOIN LATERAL (
      SELECT * FROM outbox_messages m WHERE m.lane = k.key AND ${isOpen('m')} ORDER BY position LIMIT 1
    ) h ON true
    LEFT JOIN outbox_messages thread ON thread.dedupe_key = h.thread_of
    LEFT JOIN outbox_messages target ON target.dedupe_key = h.replaces
  ), head AS MATERIALIZED (
    SELECT *, CASE
      WHEN fate = 'deliver' THEN CASE WHEN status = 'pending' OR repeatable THEN 'send' ELSE 'look' END
      WHEN fate IN ('nameless', 'orphan', 'superseded', 'needless', 'aimless') THEN 'over'
      ELSE fate END AS task
    FROM found
  ), lane AS (
    UPDATE outbox_lanes l SET
      active = head.id IS NOT NULL,
      leased_by = CASE WHEN head.task IN ('send', 'look') THEN $2 END,
      next_at = CASE
        WHEN head.task IN ('send', 'look') THEN clock_timestamp() + $3 * interval '1 ms'
        WHEN head.task = 'quarantine' THEN clock_timestamp() + ($4::jsonb ->> l.platform)::float8 * interval '1 ms'
        WHEN head.task = 'wait' THEN LEAST(clock_timestamp() + interval '5 seconds', GREATEST(
          clock_timestamp() + interval '100 ms',
          -- A lane that rests is waited for; while a worker holds it, its message may be there any moment.
          (SELECT next_at FROM outbox_lanes other WHERE other.key = head.awaited AND other.leased_by IS NULL)))
        ELSE l.next_at END
    FROM head WHERE l.key = head.lane RETURNING l.key, l.platform, l.workspace
  ), replaced AS (
    -- Taken back before it was delivered: it must not be sent again.
    UPDATE outbox_messages m SET status = 'dropped', payload = NULL, error = 'taken back before it was delivered'
    FROM head WHERE head.fate = 'needless' AND m.dedupe_key = head.replaces AND m.status = 'dead'
  )
  UPDATE outbox_messages m SET
    status = CASE
      WHEN head.task = 'send' THEN 'sending'
      WHEN head.task IN ('look', 'quarantine') THEN 'unknown'
      WHEN head.fate IN ('nameless', 'orphan') THEN 'dead'
      WHEN head.fate IN ('superseded', 'aimless') THEN 'dropped'
      WHEN head.fate = 'needless' THEN 'sent'
      ELSE m.status END,
    attempts = m.attempts + CASE head.task WHEN 'send' THEN 1 ELSE 0 END,
    failures = m.failures + CASE head.task WHEN 'quarantine' THEN 1 ELSE 0 END,
    error = CASE
      WHEN head.task = 'quarantine' THEN 'the process ended while sending'
      WHEN head.fate = 'nameless' THEN 'it names a message that was not written before it: ' || concat_ws(', ', m.thread_of, m.replaces)
      WHEN head.fate = 'orphan' THEN ${orphaned('m.thread_of')}
      WHEN head.fate = 'superseded' THEN 'superseded'
      WHEN head.fate = 'needless' THEN 'there was nothing to take back'
      WHEN head.fate = 'aimless' THEN 'there was nothing to change'
      ELSE m.error END,
    first_attempt_at = CASE WHEN head.task IN ('wait', 'over') THEN m.first_attempt_at
      ELSE COALESCE(m.first_attempt_at, clock_timestamp()) END,
    last_attempt_at = CASE head.task WHEN 'send' THEN clock_timestamp() ELSE m.last_attempt_at END,
    settled_at = CASE head.task WHEN 'over' THEN clock_timestamp() END,
    -- What names a superseded change means the message that it would have changed.
    reference = CASE head.fate WHEN 'superseded' THEN head.target_reference ELSE m.reference END,
    conversation = CASE head.fate WHEN 'superseded' THEN head.target_conversation ELSE m.conversation END,
    payload = CASE WHEN head.fate IN ('superseded', 'needless', 'aimless') THEN NULL ELSE m.payload END
  FROM head JOIN lane ON lane.key = head.lane WHERE m.id = head.id
  RETURNING m.id, m.dedupe_key AS "dedupeKey", m.lane, lane.platform, lane.workspace, m.attempts, m.failures,
    m.payload AS message, m.first_attempt_at AS "firstAttemptAt", m.status, m.error, head.task AS fate, head.repeatable,
    CASE WHEN head.thread_reference IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object(
      'reference', head.thread_reference, 'conversation', head.thread_conversation)) END AS thread,
    CASE WHEN head.has_target THEN jsonb_strip_nulls(jsonb_build_object(
      'reference', head.target_reference, 'conversation', head.target_conversation)) END AS target`

/** What waits in the outbox for somebody who is no longer to read it. */
import { laneOf } from './outbox-lane.ts'
import type { Sql } from './transaction.ts'

/** What a worker sends at this moment is on its way; what is taken back is taken back from everyone. */
const drop = `UPDATE outbox_messages SET status = 'dropped', payload = NULL, settled_at = clock_timestamp(),
    error = 'its reader is no longer to read it'
  WHERE status IN ('pending', 'unknown') AND payload -> 'content' ->> 'kind' <> 'removal'`

/**
 * Drops what is to be said to a contact alone, in every chat account of theirs, and their letters of invitation. Called in
 * the transaction in which they cease to be a contact, before they are told so.
 */
export async function dropFor(tx: Sql, contactId: string): Promise<void> {
  const accounts = await tx.query<{ platform: 'slack' | 'teams'; workspace: string; user: string }>(
    'SELECT platform, workspace, user_id AS "user" FROM chat_identities WHERE contact_id = $1::uuid',
    [contactId],
  )
  const lanes = accounts.map((who) => laneOf({ kind: 'person', who }).key)
  if (lanes.length > 0) await tx.query(`${drop} AND lane = ANY ($1::text[])`, [lanes])
  const letters = await tx.query<{ hash: string }>(
    'SELECT code_hash AS hash FROM invitations WHERE contact_id = $1::uuid AND used_at IS NULL',
    [contactId],
  )
  await dropLetters(tx, letters)
}

/** Letters whose codes are void. */
export async function dropLetters(tx: Sql, codes: readonly { hash: string }[]): Promise<void> {
  const keys = codes.map(({ hash }) => `invitation:${hash}`)
  if (keys.length > 0) await tx.query(`${drop} AND dedupe_key = ANY ($1::text[])`, [keys])
}

/** Forgets what nobody will ask for again; harmless at any time and in several processes at once. */
import type pg from 'pg'
import type { Inbox } from './inbox.ts'

const day = 24 * 3600_000

export async function sweep(pool: pg.Pool, inbox: Pick<Inbox, 'sweep'>, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - day)
  await inbox.sweep(dayAgo)
  // Limits look back an hour at most.
  await pool.query('DELETE FROM happenings WHERE at < $1', [dayAgo])
  // A day's grace: an expired code is told from one that never was.
  await pool.query('DELETE FROM sign_ups WHERE expires_at < $1', [dayAgo])
  await pool.query('DELETE FROM link_codes WHERE expires_at < $1', [dayAgo])
  await pool.query('DELETE FROM oauth_states WHERE expires_at < $1', [now])
  await pool.query('DELETE FROM cron_runs WHERE ran_at < $1', [new Date(now.getTime() - 30 * day)])
  // A dead letter that nobody sent again in a month keeps its trace, not its text.
  await pool.query("UPDATE outbox_messages SET payload = NULL WHERE status = 'dead'::text AND settled_at < $1", [
    new Date(now.getTime() - 30 * day),
  ])
}

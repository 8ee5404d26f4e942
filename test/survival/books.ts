/** What the database says: are there half records, and does everything stand there that people were told? */
import type pg from 'pg'
import { normalizeSerial } from '../../src/domain/serial.ts'
import type { Told } from './customer.ts'
import { serialOf } from './vendor.ts'

const count = async (pool: pg.Pool, sql: string): Promise<string[]> =>
  (await pool.query<{ what: string }>(sql)).rows.map(({ what }) => what)

/** Each query names the records of which only a part is there, or which are there twice. */
const halves: Record<string, string> = {
  'licenses registered in part': `SELECT serial AS what FROM licenses
    WHERE num_nonnulls(organization_id, registered_at, registered_by) NOT IN (0, 3)`,
  'agreements registered in part': `SELECT id::text AS what FROM agreements WHERE num_nonnulls(registered_at, registered_by) = 1`,
  'licenses without exactly one audit entry': `SELECT l.serial AS what FROM licenses l
    LEFT JOIN audit_entries a ON a.action = 'license-registered' AND a.subject = l.serial
    GROUP BY l.serial HAVING count(a.id) <> count(DISTINCT l.organization_id)`,
  'agreements without exactly one audit entry': `SELECT g.id::text AS what FROM agreements g
    LEFT JOIN audit_entries a ON a.action = 'agreement-registered' AND a.subject = g.id::text
    GROUP BY g.id HAVING count(a.id) <> count(DISTINCT g.registered_at)`,
  'licenses of another organization than their registrant': `SELECT l.serial AS what FROM licenses l
    LEFT JOIN contacts c ON c.id::text = l.registered_by::text
    WHERE l.registered_by IS NOT NULL AND c.organization_id IS DISTINCT FROM l.organization_id`,
  'agreements registered before their license': `SELECT g.id::text AS what FROM agreements g JOIN licenses l USING (serial)
    WHERE g.registered_at IS NOT NULL AND l.registered_at IS NULL`,
  'organizations without their one contact': `SELECT o.id AS what FROM organizations o LEFT JOIN contacts c ON c.organization_id = o.id
    GROUP BY o.id HAVING count(c.id) <> 1`,
  'addresses with more than one contact': `SELECT email AS what FROM contacts GROUP BY email HAVING count(*) > 1`,
  'contacts without account or claim': `SELECT c.email AS what FROM contacts c LEFT JOIN chat_identities i ON i.contact_id = c.id
    GROUP BY c.id HAVING count(i.contact_id) <> 1 OR c.claimed_at IS NULL`,
  'contacts without exactly one audit entry': `SELECT c.email AS what FROM contacts c
    LEFT JOIN audit_entries a ON a.action = 'signed-up' AND a.subject = c.id::text GROUP BY c.id HAVING count(a.id) <> 1`,
  'sign-ups that wait although their person is signed up': `SELECT s.email AS what FROM sign_ups s
    JOIN chat_identities i ON i.platform = s.platform AND i.workspace = s.workspace AND i.user_id = s.user_id
    WHERE i.contact_id IS NOT NULL`,
  'codes without their mail': `SELECT s.email AS what FROM sign_ups s WHERE NOT EXISTS (
    SELECT 1 FROM outbox_messages m WHERE m.lane = 'email:' || s.email)`,
}

/** By its kind each record that is there in part or twice; empty when the books are whole. */
export async function halfRecords(pool: pg.Pool): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, sql] of Object.entries(halves)) {
    const rows = await count(pool, sql)
    if (rows.length > 0) found[name] = rows
  }
  return found
}

/** What people were told and the database does not know; empty when nothing was lost. */
export async function lost(pool: pg.Pool, told: Told): Promise<string[]> {
  const contacts = new Set(await count(pool, 'SELECT email AS what FROM contacts WHERE claimed_at IS NOT NULL'))
  const licenses = new Set(await count(pool, 'SELECT serial AS what FROM licenses WHERE registered_at IS NOT NULL'))
  const agreements = new Set(await count(pool, 'SELECT serial AS what FROM agreements WHERE registered_at IS NOT NULL'))
  const serial = (n: number) => normalizeSerial(serialOf(n))!
  return [
    ...[...told.signedUp].filter((email) => !contacts.has(email)).map((email) => `sign-up of ${email}`),
    ...[...told.licenses].filter((n) => !licenses.has(serial(n))).map((n) => `license ${serialOf(n)}`),
    ...[...told.agreements].filter((n) => !agreements.has(serial(n))).map((n) => `agreement of ${serialOf(n)}`),
  ]
}

/** Time passes while no bot runs: leases, graces and quarantines are over. */
export async function letTimePass(pool: pg.Pool): Promise<void> {
  await pool.query('UPDATE outbox_lanes SET next_at = now() WHERE next_at > now()')
  await pool.query(`UPDATE inbox SET due_at = now() WHERE status = 'pending'`)
}

/** How much is still to be answered or delivered; dead letters are not. */
export async function waiting(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT ((SELECT count(*) FROM outbox_messages WHERE status IN ('pending', 'sending', 'unknown'))
      + (SELECT count(*) FROM inbox WHERE status = 'pending'))::int AS n`,
  )
  return rows[0]!.n
}

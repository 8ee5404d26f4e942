/** One hand-out of a file, in the bot's own database, and its link. */
import { createSignedLinks } from '../../src/web/signed-links.ts'
import type { OwnDatabase } from '../own-database.ts'

export const secret = 'signs-the-links-of-this-benchmark-and-no-other'

/** The bot must have made its tables. */
export async function handOut(
  database: OwnDatabase,
  file: { location: string; sizeBytes: number },
  base: string,
): Promise<string> {
  await database.query(
    `INSERT INTO organizations (id, name, time_zone, created_on) VALUES ('A', 'A', 'Asia/Taipei', now()) ON CONFLICT DO NOTHING`,
  )
  const [contact] = await database.query<{ id: string }>(
    `INSERT INTO contacts (organization_id, email, name, role, purposes)
     VALUES ('A', gen_random_uuid() || '@a.example', 'L', 'primary', '{}') RETURNING id::text AS id`,
  )
  await database.query(
    `INSERT INTO chat_identities (platform, workspace, user_id, contact_id) VALUES ('slack', 'T1', $1::uuid::text, $1::uuid)`,
    [contact!.id],
  )
  const until = new Date(Date.now() + 3_600_000)
  const [made] = await database.query<{ id: string }>(
    `INSERT INTO hand_outs (at, organization_id, contact_id, contact_name, platform, workspace, user_id, kind, subject, ground,
       file_name, size_bytes, store, place, until)
     VALUES (now(), 'A', $1::uuid, 'L', 'slack', 'T1', $1::uuid::text, 'artifact', 'R1', 'covered', 'f', $2, 'vendor', $3, $4)
     RETURNING id::text AS id`,
    [contact!.id, file.sizeBytes, file.location, until],
  )
  return createSignedLinks({ secrets: [secret], base: () => base }).download({ id: made!.id, until })!
}

import type pg from 'pg'
import type { Outgoing } from '../bot/platform.ts'
import type { InvitationStore, Invitee, IssuedInvitation } from '../domain/invitation.ts'
import type { Outbox } from './outbox.ts'
import { transact } from './transaction.ts'

/** Letters go out in the transaction of their codes; without `letters` the codes are only returned. */
export function createInvitationStore(
  pool: pg.Pool,
  letters?: { outbox: Pick<Outbox, 'enqueue'>; write(issued: IssuedInvitation): Outgoing },
): InvitationStore {
  return {
    inviteEach: (now, make) =>
      transact(pool, async (tx) => {
        // Locked, so that two imports at once do not both write a letter.
        const invitees = await tx.query<Invitee>(
          `SELECT contacts.id AS "contactId", contacts.name, contacts.email,
                  organizations.id AS "organizationId", organizations.name AS "organizationName",
                  COALESCE(contacts.language, contacts.locale, organizations.locale) AS language,
                  organizations.time_zone AS "timeZone"
           FROM contacts JOIN organizations ON organizations.id = contacts.organization_id
           WHERE contacts.role = 'primary' AND contacts.claimed_at IS NULL AND contacts.removed_at IS NULL
             AND NOT EXISTS (SELECT FROM invitations
               WHERE contact_id = contacts.id AND used_at IS NULL AND expires_at > $1)
           ORDER BY organizations.id, contacts.email
           FOR UPDATE OF contacts`,
          [now],
        )
        const invited = invitees.map((invitee) => ({ ...invitee, ...make(invitee) }))
        await tx.query(
          `INSERT INTO invitations (contact_id, code_hash, expires_at, created_at)
           SELECT "contactId", "codeHash", "expiresAt", $2
           FROM jsonb_to_recordset($1::jsonb) AS given ("contactId" uuid, "codeHash" text, "expiresAt" timestamptz)`,
          [
            JSON.stringify(invited.map(({ contactId, codeHash, expiresAt }) => ({ contactId, codeHash, expiresAt }))),
            now,
          ],
        )
        if (letters)
          await letters.outbox.enqueue(
            tx,
            invited.map((each) => letters.write(each)),
          )
        return invited
      }),
  }
}

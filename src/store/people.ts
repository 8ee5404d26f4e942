/** The people of an organization, in one transaction. */
import type { Contact } from '../domain/contact.ts'
import type { Member, PeoplePorts } from '../domain/people.ts'
import { contactJson } from './domain-json.ts'
import { type Nullable, withoutNulls } from './nullable.ts'
import { dropFor, dropLetters } from './outbox-readers.ts'
import { roleOrder } from './role-order.ts'
import { lockName } from './tallies.ts'
import type { PrismaTransaction, Sql } from './transaction.ts'

type Ports = Omit<PeoplePorts, 'emit' | 'tally' | 'contact' | 'organization'>

/** `c` is a contact; `$1` the instant by which invitations are judged, or null for any. */
const memberColumns = `${contactJson} AS contact, c.claimed_at IS NOT NULL AS claimed, c.removed_at AS "removedAt",
  ARRAY(SELECT DISTINCT i.platform FROM chat_identities i WHERE i.contact_id = c.id ORDER BY i.platform) AS platforms,
  (SELECT max(v.expires_at) FROM invitations v WHERE v.contact_id = c.id AND v.used_at IS NULL
    AND c.claimed_at IS NULL AND ($1::timestamptz IS NULL OR v.expires_at > $1)) AS "invitedUntil"`

type Row = Nullable<Member>

export async function readMember(
  sql: Sql,
  organizationId: string,
  id: string,
  now?: Date,
): Promise<Member | undefined> {
  const [row] = await sql.query<Row>(
    `SELECT ${memberColumns} FROM contacts c WHERE c.organization_id = $2 AND c.id::text = $3`,
    [now ?? null, organizationId, id],
  )
  return row && withoutNulls<Member>(row)
}

export async function listMembers(
  sql: Sql,
  organizationId: string,
  { text, from, count }: { text?: string; from: number; count: number },
  now: Date,
): Promise<{ members: Member[]; total: number }> {
  const rows = await sql.query<Row & { total: number }>(
    `SELECT ${memberColumns}, (count(*) OVER ())::int AS total FROM contacts c
     WHERE c.organization_id = $2 AND c.removed_at IS NULL
       AND ($3::text IS NULL OR strpos(lower(c.name), lower($3)) > 0 OR strpos(c.email, lower($3)) > 0)
     ORDER BY ${roleOrder('c.role')}, lower(c.name), c.id OFFSET $4 LIMIT $5`,
    [now, organizationId, text ?? null, from, count],
  )
  return { members: rows.map(({ total: _, ...row }) => withoutNulls<Member>(row)), total: rows[0]?.total ?? 0 }
}

export const createPeoplePorts = (tx: PrismaTransaction): Ports => ({
  lockPeople: (id) => lockName(tx, `people of ${id}`),
  member: (organizationId, id) => readMember(tx, organizationId, id),

  async memberWithEmail(organizationId, email) {
    const [row] = await tx.query<Row>(
      `SELECT ${memberColumns} FROM contacts c WHERE c.organization_id = $2 AND c.email = $3`,
      [null, organizationId, email],
    )
    return row && withoutNulls<Member>(row)
  },

  primaries: (organizationId) =>
    tx.prisma.contact.count({ where: { organizationId, role: 'primary', removedAt: null } }),

  async addMember(organizationId, { name, email, role, purposes, locale }, at) {
    const data = { organizationId, name, email, role, purposes, locale: locale ?? null, createdAt: at }
    const { id } = await tx.prisma.contact.create({ data, select: { id: true } })
    return readContact(tx, id)
  },

  async changeMember(id, changes) {
    await tx.prisma.contact.update({ where: { id }, data: changes })
    return readContact(tx, id)
  },

  async removeMember(id, at) {
    await dropFor(tx, id)
    await tx.query('UPDATE contacts SET removed_at = $2 WHERE id = $1::uuid', [id, at])
    await tx.prisma.linkCode.deleteMany({ where: { contactId: id } })
    await tx.prisma.invitation.deleteMany({ where: { contactId: id, usedAt: null } })
    await tx.query(
      `UPDATE case_threads SET ended_at = $2 WHERE contact_id = $1::uuid AND kind = 'person' AND ended_at IS NULL`,
      [id, at],
    )
  },

  async restoreMember(id) {
    await tx.query(
      `UPDATE case_threads t SET ended_at = NULL FROM contacts c
       WHERE c.id = $1::uuid AND t.contact_id = c.id AND t.ended_at = c.removed_at`,
      [id],
    )
    await tx.query(
      `UPDATE contacts c SET removed_at = NULL, claimed_at = CASE
         WHEN EXISTS (SELECT 1 FROM chat_identities i WHERE i.contact_id = c.id) THEN c.claimed_at END
       WHERE c.id = $1::uuid`,
      [id],
    )
  },

  async saveInvitation(contactId, { codeHash, expiresAt }, by, at) {
    const former = await tx.query<{ hash: string }>(
      'DELETE FROM invitations WHERE contact_id = $1::uuid AND used_at IS NULL RETURNING code_hash AS hash',
      [contactId],
    )
    await dropLetters(tx, former)
    await tx.prisma.invitation.create({
      data: { contactId, codeHash, expiresAt, byHand: by === 'hand', createdAt: at },
    })
  },
})

/** One that is there. */
export async function readContact(tx: Sql, id: string): Promise<Contact> {
  const [row] = await tx.query<{ found: Contact }>(
    `SELECT ${contactJson} AS found FROM contacts c WHERE c.id = $1::uuid`,
    [id],
  )
  return row!.found
}

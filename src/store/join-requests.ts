/** Newcomers and whom they would join, in one transaction. */
import type { AccountPorts } from '../domain/account-store.ts'
import type { ContactId } from '../domain/contact.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import { type JoinGround, type JoinRequest, joinExpiry } from '../domain/join-request.ts'
import type { JoinPorts } from '../domain/joining.ts'
import { isUuid } from '../domain/uuid.ts'
import { type Nullable, withoutNulls } from './nullable.ts'
import { readContact } from './people.ts'
import { lockName } from './tallies.ts'
import type { PrismaTransaction, Sql } from './transaction.ts'

type Ports = Omit<JoinPorts, 'emit' | 'contact' | 'lockPeople'> & Pick<AccountPorts, 'askTiedOrganization'>

/** `r` is a request, `d` the contact and `v` the vendor's person who decided. */
const requestColumns = `
  r.id, r.organization_id AS "organizationId", r.contact_id AS "contactId", r.name, r.email, r.ground, r.serial,
  json_build_object('platform', r.platform, 'workspace', r.workspace, 'user', r.user_id) AS who,
  r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.outcome, r.decided_at AS "decidedAt",
  COALESCE(d.name, v.name) AS "decidedBy"`
const requestsIn = (rows: string) =>
  `${rows} r LEFT JOIN contacts d ON d.id::text = r.decided_by LEFT JOIN staff v ON v.email = r.decided_by`

type Row = Nullable<JoinRequest>

export async function openRequests(sql: Sql, organizationId: string, now: Date): Promise<JoinRequest[]> {
  const rows = await sql.query<Row>(
    `SELECT ${requestColumns} FROM ${requestsIn('join_requests')}
     WHERE r.organization_id = $1 AND r.outcome IS NULL AND r.expires_at > $2 ORDER BY r.created_at, r.id LIMIT 20`,
    [organizationId, now],
  )
  return rows.map(withoutNulls<JoinRequest>)
}

/** `c` is a contact whose organization `o` their sign-up made: an import tells no day. */
const isNewcomer = `c.removed_at IS NULL AND o.created_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM contacts other WHERE other.organization_id = c.organization_id AND other.id <> c.id)
  AND NOT EXISTS (SELECT 1 FROM licenses owned WHERE owned.organization_id = c.organization_id)`

interface Asked {
  who: ChatIdentity
  contactId: string
  at: Date
  ground: JoinGround
  serial?: string
  /** Whose it would be: of a license, of a tied workspace, or nobody's, which costs the same. */
  organization: { serial: string } | { workspace: ChatIdentity } | undefined
}

/**
 * Nothing is written for who is no newcomer, has asked within the last 14 days, or belongs there already. One statement,
 * whatever comes of it; returns the request's id.
 */
export async function insertJoinRequest(tx: Sql, asked: Asked): Promise<string | undefined> {
  const { who, contactId, at, ground, serial, organization } = asked
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO join_requests (organization_id, platform, workspace, user_id, contact_id, name, email, ground, serial,
       created_at, expires_at)
     SELECT t.organization_id, $1, $2, $3, c.id, c.name, c.email, $4, $5, $6, $7
     FROM contacts c JOIN organizations o ON o.id = c.organization_id, (
       SELECT l.organization_id FROM licenses l WHERE l.serial = $9 AND l.organization_id IS NOT NULL
       UNION ALL SELECT w.organization_id FROM organization_ties w
       WHERE w.platform = $10 AND w.workspace = $11 AND w.conversation = ''
     ) t
     WHERE c.id = $8::uuid AND t.organization_id <> c.organization_id AND ${isNewcomer}
       AND NOT EXISTS (SELECT 1 FROM join_requests former WHERE former.contact_id = c.id
         AND former.organization_id = t.organization_id AND former.expires_at > $6)
     RETURNING id`,
    [
      ...[who.platform, who.workspace, who.user, ground, serial ?? null, at, joinExpiry(at), contactId],
      organization && 'serial' in organization ? organization.serial : null,
      ...(organization && 'workspace' in organization
        ? [organization.workspace.platform, organization.workspace.workspace]
        : [null, null]),
    ],
  )
  return row?.id
}

async function readRequest(tx: Sql, id: string, locking: 'FOR UPDATE OF r' | ''): Promise<JoinRequest | undefined> {
  if (!isUuid(id)) return undefined
  const [row] = await tx.query<Row>(
    `SELECT ${requestColumns} FROM ${requestsIn('join_requests')} WHERE r.id = $1::uuid ${locking}`,
    [id],
  )
  return row && withoutNulls<JoinRequest>(row)
}

export const createJoinPorts = (tx: PrismaTransaction): Ports => ({
  async askTiedOrganization(who, contactId, at) {
    await lockName(tx, `joining ${contactId}`)
    const asked = { who, contactId, at, ground: 'workspace' as const, organization: { workspace: who } }
    const id = await insertJoinRequest(tx, asked)
    if (id === undefined) return undefined
    await tx.prisma.joinRequest.update({ where: { id }, data: { announcedAt: at } })
    return readRequest(tx, id, '')
  },

  async takeUnannounced(at, limit) {
    const taken = await tx.query<Row>(
      `WITH taken AS (
         UPDATE join_requests SET announced_at = $1 WHERE id IN (
           SELECT id FROM join_requests WHERE announced_at IS NULL ORDER BY created_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING *
       )
       SELECT ${requestColumns} FROM ${requestsIn('taken')} ORDER BY r.created_at, r.id`,
      [at, limit],
    )
    return taken.map(withoutNulls<JoinRequest>)
  },

  async joinRequest(id) {
    // By the newcomer: two organizations that accept them at once come one after the other.
    const request = await readRequest(tx, id, '')
    if (request) await lockName(tx, `joining ${request.contactId}`)
    return request && readRequest(tx, id, 'FOR UPDATE OF r')
  },

  async hasSiteContacts(id) {
    const rows = await tx.query(
      `SELECT 1 FROM contacts WHERE organization_id = $1 AND removed_at IS NULL AND role IN ('primary', 'secondary') LIMIT 1`,
      [id],
    )
    return rows.length > 0
  },

  async isNewcomer(id) {
    const [contact] = await tx.query<{ organizationId: string }>(
      'SELECT organization_id AS "organizationId" FROM contacts WHERE id = $1::uuid FOR UPDATE',
      [id],
    )
    if (!contact) return false
    await lockName(tx, `people of ${contact.organizationId}`)
    // A statement of its own: it sees what was committed before the locks were won.
    const rows = await tx.query(
      `SELECT 1 FROM contacts c JOIN organizations o ON o.id = c.organization_id WHERE c.id = $1::uuid AND ${isNewcomer}`,
      [id],
    )
    return rows.length > 0
  },

  async moveNewcomer({ id: requestId, contactId, organizationId }, role, at) {
    const [former] = await tx.query<{ email: string; organizationId: string }>(
      'SELECT email, organization_id AS "organizationId" FROM contacts WHERE id = $1::uuid',
      [contactId],
    )
    const [known] = await tx.query<{ id: ContactId }>(
      'SELECT id FROM contacts WHERE organization_id = $1 AND email = $2 FOR UPDATE',
      [organizationId, former!.email],
    )
    if (known) await becomeKnown(tx, contactId, known.id, role, at)
    else {
      await tx.query(`UPDATE contacts SET organization_id = $2, role = $3, purposes = '{}' WHERE id = $1::uuid`, [
        ...[contactId, organizationId, role],
      ])
    }
    await tx.query('UPDATE cases SET organization_id = $2 WHERE organization_id = $1', [
      former!.organizationId,
      organizationId,
    ])
    await tx.query(
      `UPDATE join_requests SET outcome = 'void', decided_at = $2
       WHERE contact_id = $1::uuid AND outcome IS NULL AND id IS DISTINCT FROM $3::uuid`,
      [contactId, at, requestId ?? null],
    )
    return readContact(tx, known?.id ?? contactId)
  },

  async settleRequest(id, { outcome, by, at }) {
    await tx.prisma.joinRequest.update({ where: { id }, data: { outcome, decidedBy: by, decidedAt: at } })
  },
})

/** The address is one contact's already, perhaps one who left: the newcomer is that person. */
async function becomeKnown(tx: Sql, from: ContactId, to: ContactId, role: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE contacts SET claimed_at = $2, role = CASE WHEN removed_at IS NULL THEN role ELSE $3 END, removed_at = NULL
     WHERE id = $1::uuid`,
    [to, at, role],
  )
  await tx.query('UPDATE chat_identities SET contact_id = $2::uuid WHERE contact_id = $1::uuid', [from, to])
  await tx.query('UPDATE case_threads SET contact_id = $2::uuid WHERE contact_id = $1::uuid', [from, to])
  await tx.query('UPDATE cases SET opened_by = $2::uuid WHERE opened_by = $1::uuid', [from, to])
  await tx.query('DELETE FROM link_codes WHERE contact_id = $1::uuid', [from])
  await tx.query('UPDATE contacts SET removed_at = $2 WHERE id = $1::uuid', [from, at])
}

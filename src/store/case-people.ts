/** Who takes part in cases and what they own, as a deed's own transaction sees them. */
import type { CasePorts } from '../domain/case-store.ts'
import type { Contact, Staff } from '../domain/contact.ts'
import type { LicenseDossier } from '../domain/license.ts'
import type { Organization } from '../domain/organization.ts'
import { folded } from '../domain/search-words.ts'
import { dossierJson } from './coverage.ts'
import { contactJson, organizationJson, staffJson } from './domain-json.ts'
import type { Sql } from './transaction.ts'

type Ports = Pick<CasePorts, 'contact' | 'person' | 'staffCalled' | 'organization' | 'dossier' | 'triageChannel'>

export const readStaff = async (sql: Sql): Promise<Staff[]> =>
  (await sql.query<{ found: Staff }>(`SELECT ${staffJson} AS found FROM staff s ORDER BY s.name, s.email`)).map(
    ({ found }) => found,
  )

export async function readOrganization(sql: Sql, id: string): Promise<Organization | undefined> {
  const [row] = await sql.query<{ found: Organization }>(
    `SELECT ${organizationJson} AS found FROM organizations o WHERE o.id = $1`,
    [id],
  )
  return row?.found
}

export const createCasePeoplePorts = (tx: Sql): Ports => ({
  async contact(id) {
    const [row] = await tx.query<{ found: Contact }>(
      `SELECT ${contactJson} AS found FROM contacts c WHERE c.id = $1::uuid AND c.removed_at IS NULL`,
      [id],
    )
    return row?.found
  },
  async person({ platform, workspace, user }) {
    const [row] = await tx.query<{ contact: Contact | null; staff: Staff | null }>(
      `SELECT CASE WHEN c.id IS NOT NULL THEN ${contactJson} END AS contact,
         CASE WHEN s.email IS NOT NULL THEN ${staffJson} END AS staff
       FROM chat_identities i
       LEFT JOIN contacts c ON c.id = i.contact_id AND c.removed_at IS NULL
       LEFT JOIN staff s ON s.email = i.email
       WHERE i.platform = $1 AND i.workspace = $2 AND i.user_id = $3`,
      [platform, workspace, user],
    )
    return { ...(row?.contact ? { contact: row.contact } : {}), ...(row?.staff ? { staff: row.staff } : {}) }
  },
  async staffCalled(name) {
    const asked = folded(name)
    return (await readStaff(tx)).filter((each) => each.email === asked || folded(each.name) === asked)
  },
  organization: (id) => readOrganization(tx, id),
  async dossier(organizationId, serial) {
    const [row] = await tx.query<{ dossier: LicenseDossier }>(
      `SELECT ${dossierJson} AS dossier FROM licenses l JOIN products p ON p.id = l.product_id
       WHERE l.organization_id = $1 AND l.serial = $2`,
      [organizationId, serial],
    )
    return row?.dossier
  },
  /** A manager's own channel is for what is escalated to them. */
  async triageChannel({ id, family }) {
    const [row] = await tx.query<{ channel: string }>(
      `SELECT triage_channel AS channel FROM staff
       WHERE triage_channel <> '' AND role = 'engineer' AND products && $1::text[]
       GROUP BY triage_channel ORDER BY count(*) DESC, triage_channel LIMIT 1`,
      [[id, family]],
    )
    return row?.channel
  },
})

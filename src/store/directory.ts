import type { Agreement } from '../domain/agreement.ts'
import type { Directory, Reachable } from '../domain/directory.ts'
import type { License } from '../domain/license.ts'
import type { Organization } from '../domain/organization.ts'
import { contactOnFile, reachableContact, readDossier } from './case-dossier.ts'
import { readMessage } from './case-messages.ts'
import { agreementJson, licenseJson, organizationJson } from './domain-json.ts'
import type { Transaction } from './transaction.ts'

/** Who is to be told of a change, as the change's own transaction sees them. */
export const createDirectory = (tx: Transaction): Directory => ({
  async localeOf({ platform, workspace, user }) {
    const [row] = await tx.query<{ locale: string | null }>(
      'SELECT platform_locale AS locale FROM chat_identities WHERE platform = $1 AND workspace = $2 AND user_id = $3',
      [platform, workspace, user],
    )
    return row?.locale ?? undefined
  },
  async organization(id) {
    const [row] = await tx.query<{ found: Organization }>(
      `SELECT ${organizationJson} AS found FROM organizations o WHERE o.id = $1`,
      [id],
    )
    return row?.found
  },
  async contactsOf(id) {
    const rows = await tx.query<{ found: Reachable }>(
      `SELECT ${reachableContact} AS found FROM contacts c
       WHERE c.organization_id = $1 AND c.removed_at IS NULL ORDER BY c.created_at, c.id`,
      [id],
    )
    return rows.map(({ found }) => found)
  },
  async contactOnFile(id) {
    const [row] = await tx.query<{ found: Reachable }>(
      `SELECT ${contactOnFile} AS found FROM contacts c WHERE c.id = $1::uuid`,
      [id],
    )
    return row?.found
  },
  async license(serial) {
    const [row] = await tx.query<{ found: License }>(
      `SELECT json_strip_nulls(json_build_object(${licenseJson})) AS found
       FROM licenses l JOIN products p ON p.id = l.product_id WHERE l.serial = $1`,
      [serial],
    )
    return row?.found
  },
  caseDossier: (number) => readDossier(tx, number),
  caseMessage: (id) => readMessage(tx, id),
  async agreement(id) {
    const [row] = await tx.query<{ found: Agreement }>(
      `SELECT ${agreementJson} AS found FROM agreements a WHERE a.id = $1::uuid`,
      [id],
    )
    return row?.found
  },
})

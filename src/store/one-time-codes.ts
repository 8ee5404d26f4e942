import type { AccountPorts, ContactOnFile, InvitationOnFile } from '../domain/account-store.ts'
import { identityKey } from '../domain/identity.ts'
import { contactJson, organizationJson } from './domain-json.ts'
import type { PrismaTransaction } from './transaction.ts'

type Ports = Pick<AccountPorts, 'invitation' | 'markInvitationUsed' | 'saveLinkCode' | 'takeLinkCode'>

const onFile = `${contactJson} AS contact, ${organizationJson} AS organization, c.claimed_at IS NOT NULL AS claimed`

/** Invitation and link codes, known by their keyed hashes only, in one transaction. */
export const createOneTimeCodePorts = (tx: PrismaTransaction): Ports => ({
  async invitation(codeHashes) {
    const [row] = await tx.query<InvitationOnFile>(
      `SELECT i.id, i.expires_at AS "expiresAt", i.used_at IS NOT NULL AS used, ${onFile}
       FROM invitations i JOIN contacts c ON c.id = i.contact_id JOIN organizations o ON o.id = c.organization_id
       WHERE i.code_hash = ANY ($1::text[]) AND c.removed_at IS NULL LIMIT 1 FOR UPDATE OF i, c`,
      [[...codeHashes]],
    )
    return row
  },
  async markInvitationUsed(id, who, at) {
    await tx.prisma.invitation.update({ where: { id }, data: { usedAt: at, usedBy: identityKey(who) } })
  },
  async saveLinkCode(contactId, codeHash, expiresAt) {
    const facts = { codeHash, expiresAt }
    await tx.prisma.linkCode.upsert({ where: { contactId }, create: { contactId, ...facts }, update: facts })
  },
  async takeLinkCode(codeHashes) {
    const [row] = await tx.query<ContactOnFile & { expiresAt: Date }>(
      `DELETE FROM link_codes k USING contacts c, organizations o
       WHERE k.code_hash = ANY ($1::text[]) AND c.id = k.contact_id AND o.id = c.organization_id AND c.removed_at IS NULL
       RETURNING k.expires_at AS "expiresAt", ${onFile}`,
      [[...codeHashes]],
    )
    return row
  },
})

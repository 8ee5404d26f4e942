import { randomUUID } from 'node:crypto'
import type { AccountPorts, ContactAtAddress, Standing } from '../domain/account-store.ts'
import type { Contact, Language, Staff } from '../domain/contact.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import { identityKey } from '../domain/identity.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { Organization, OrganizationId } from '../domain/organization.ts'
import { contactJson, organizationJson, staffJson } from './domain-json.ts'
import { lockName } from './tallies.ts'
import type { PrismaTransaction } from './transaction.ts'

type Ports = Omit<AccountPorts, 'emit' | 'tally' | Elsewhere>
type Elsewhere =
  | ('askTiedOrganization' | 'isNewcomer' | 'moveNewcomer')
  | ('invitation' | 'markInvitationUsed' | 'saveLinkCode' | 'takeLinkCode')

/** People, their organizations and their chat accounts, in one transaction. */
export const createAccountPorts = (tx: PrismaTransaction): Ports => ({
  async standing(who) {
    await lockName(tx, `identity ${identityKey(who)}`)
    const [row] = await tx.query<{ contact: Contact | null; organization: Organization | null; staff: Staff | null }>(
      `SELECT CASE WHEN c.id IS NOT NULL THEN ${contactJson} END AS contact,
         CASE WHEN c.id IS NOT NULL THEN ${organizationJson} END AS organization,
         CASE WHEN s.email IS NOT NULL THEN ${staffJson} END AS staff
       FROM chat_identities i
       LEFT JOIN contacts c ON c.id = i.contact_id AND c.removed_at IS NULL
       LEFT JOIN organizations o ON o.id = c.organization_id
       LEFT JOIN staff s ON s.email = i.email
       WHERE i.platform = $1 AND i.workspace = $2 AND i.user_id = $3`,
      [who.platform, who.workspace, who.user],
    )
    return standingOf(row)
  },

  async pendingSignUp(who) {
    const row = await tx.prisma.signUp.findUnique({ where: { platform_workspace_user: who } })
    if (!row) return undefined
    const { name, email, codeHash, tries, expiresAt } = row
    return {
      ...{ name, email, codeHash, tries, expiresAt },
      ...(row.phone === null ? {} : { phone: row.phone }),
      ...(row.language === null ? {} : { language: row.language as Language }),
      ...(row.company === null ? {} : { company: row.company }),
    }
  },

  async savePendingSignUp(who, { name, email, codeHash, tries, expiresAt, phone, language, company }) {
    const optional = { phone: phone ?? null, language: language ?? null, company: company ?? null }
    const facts = { name, email, codeHash, tries, expiresAt, ...optional }
    const { platform, workspace, user } = who
    await tx.prisma.signUp.upsert({
      where: { platform_workspace_user: { platform, workspace, user } },
      create: { platform, workspace, user, ...facts },
      update: facts,
    })
  },

  async removePendingSignUp({ platform, workspace, user }) {
    await tx.prisma.signUp.deleteMany({ where: { platform, workspace, user } })
  },

  async staffWithEmail(email) {
    const [row] = await tx.query<{ staff: Staff }>(`SELECT ${staffJson} AS staff FROM staff s WHERE s.email = $1`, [
      email,
    ])
    return row?.staff
  },

  async contactsWithEmail(email) {
    await lockName(tx, `email ${email}`)
    return tx.query<ContactAtAddress>(
      `SELECT ${contactJson} AS contact, ${organizationJson} AS organization, c.claimed_at IS NOT NULL AS claimed,
         c.imported IS NOT NULL AS "isImported",
         EXISTS (SELECT 1 FROM invitations v WHERE v.contact_id = c.id AND v.used_at IS NOT NULL AND v.by_hand) AS "isByHand"
       FROM contacts c JOIN organizations o ON o.id = c.organization_id
       WHERE c.email = $1 AND c.removed_at IS NULL ORDER BY c.created_at, c.id`,
      [email],
    )
  },

  async createOrganization(facts, primary, at) {
    const organization: Organization = { ...facts, id: `org-${randomUUID()}` as OrganizationId }
    const { createdOn, ...columns } = organization
    await tx.prisma.organization.create({
      data: { ...columns, ...(createdOn ? { createdOn: midnightUtc(createdOn) } : {}) },
    })
    const { id } = await tx.prisma.contact.create({
      data: { ...primary, organizationId: organization.id, claimedAt: at },
      select: { id: true },
    })
    return { organization, contact: { ...primary, id: id as Contact['id'], organizationId: organization.id } }
  },

  async claimContact(id, { phone, language, at }) {
    const [row] = await tx.query<{ contact: Contact }>(
      `UPDATE contacts c SET claimed_at = $2, phone = COALESCE(c.phone, $3), language = COALESCE($4, c.language)
       WHERE c.id = $1::uuid RETURNING ${contactJson} AS contact`,
      [id, at, phone ?? null, language ?? null],
    )
    if (!row) throw new Error(`contact ${id} is gone`)
    return row.contact
  },

  linkContact: (who, contactId, linkedAt) => saveIdentity(tx, who, { contactId, linkedAt }),
  linkStaff: (who, email, linkedAt) => saveIdentity(tx, who, { email, linkedAt }),

  async saveLanguage(who, language) {
    const { platform, workspace, user } = who
    const { count } = await tx.prisma.contact.updateMany({
      where: { identities: { some: { platform, workspace, user } }, removedAt: null },
      data: { language },
    })
    if (count === 0) await saveIdentity(tx, who, { language })
  },
})

function standingOf(
  row: { contact: Contact | null; organization: Organization | null; staff: Staff | null } | undefined,
): Standing {
  if (row?.contact && row.organization) return { kind: 'contact', contact: row.contact, organization: row.organization }
  return row?.staff ? { kind: 'staff', staff: row.staff } : { kind: 'stranger' }
}

async function saveIdentity(
  tx: PrismaTransaction,
  { platform, workspace, user }: ChatIdentity,
  facts: { contactId?: string; email?: string; language?: string; linkedAt?: Date },
): Promise<void> {
  await tx.prisma.chatIdentity.upsert({
    where: { platform_workspace_user: { platform, workspace, user } },
    create: { platform, workspace, user, ...facts },
    update: facts,
  })
}

/** Prisma writes a DATE column from the UTC day of an instant. */
const midnightUtc = (day: LocalDate) => new Date(`${day}T00:00:00Z`)

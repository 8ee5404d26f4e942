import type { LicenseOnFile, RegistrationPorts } from '../domain/registration.ts'
import { agreementJson, licenseJson } from './domain-json.ts'
import { insertJoinRequest } from './join-requests.ts'
import { lockName } from './tallies.ts'
import type { PrismaTransaction } from './transaction.ts'

/** Licenses and agreements under their lock, in one transaction. */
export const createRegistrationPorts = (tx: PrismaTransaction): Omit<RegistrationPorts, 'emit' | 'tally'> => ({
  async licenseOnFile(serial) {
    const [row] = await tx.query<LicenseOnFile>(
      `SELECT json_strip_nulls(json_build_object(${licenseJson})) AS license, l.registration_hash AS fingerprint,
         l.on_account AS "onAccount"
       FROM licenses l JOIN products p ON p.id = l.product_id WHERE l.serial = $1 FOR UPDATE OF l`,
      [serial],
    )
    return row
  },
  async agreementOnFile(serial, fingerprints) {
    const [row] = await tx.query<NonNullable<Awaited<ReturnType<RegistrationPorts['agreementOnFile']>>>>(
      `SELECT ${agreementJson} AS agreement, a.registered_at IS NOT NULL AS registered
       FROM agreements a WHERE a.serial = $1 AND a.contract_hash = ANY ($2::text[]) LIMIT 1 FOR UPDATE`,
      [serial, [...fingerprints]],
    )
    return row
  },
  async assignLicense(serial, { organizationId, contactId, at }) {
    // Locked: the newcomer is not moved into another organization meanwhile.
    const there = await tx.query(
      'SELECT 1 FROM contacts WHERE id = $1::uuid AND organization_id = $2 AND removed_at IS NULL FOR SHARE',
      [contactId, organizationId],
    )
    if (there.length === 0) return false
    await tx.prisma.license.update({
      where: { serial },
      data: { organizationId, registeredAt: at, registeredBy: contactId },
    })
    return true
  },
  async askToJoin(serial, { who, contactId, right, at }) {
    await lockName(tx, `joining ${contactId}`)
    await insertJoinRequest(tx, {
      ...{ who, contactId, at, serial, ground: 'license' },
      organization: right ? { serial } : undefined,
    })
  },
  async markAgreementRegistered(id, { contactId, at }) {
    await tx.prisma.agreement.update({ where: { id }, data: { registeredAt: at, registeredBy: contactId } })
  },
})

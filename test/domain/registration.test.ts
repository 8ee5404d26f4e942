import type { ContactId } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import { agreementCounts } from '../../src/domain/registration.ts'
import type { SerialNumber } from '../../src/domain/serial.ts'
import { agreement, dossier } from './support/licenses.ts'
import { MemoryStore } from './support/memory-store.ts'
import { givenLicenses, registrationContract } from './support/registration-contract.ts'

registrationContract(async () => {
  const store = new MemoryStore()
  const ids = ['org-1', 'org-2'] as OrganizationId[]
  for (const { serial, number, owner, contracts } of givenLicenses) {
    const { agreements: _, versions: __, ...license } = dossier([], { serial: serial as SerialNumber })
    const organizationId = owner === undefined ? undefined : ids[owner]
    store.rows.licenses.set(serial, {
      license: { ...license, ...(organizationId ? { organizationId } : {}) },
      fingerprint: `hash of ${number}`,
      onAccount: owner !== undefined,
    })
    for (const contract of contracts) {
      store.rows.agreements.push({
        agreement: { ...agreement('2026-01-01 2026-12-31', contract), serial: serial as SerialNumber },
        fingerprint: `hash of ${contract}`,
        registered: false,
      })
    }
  }
  return {
    transactions: store,
    licenseFingerprints: (number) => ['hash under a newer key', `hash of ${number}`],
    contractFingerprints: (number) => ['hash under a newer key', `hash of ${number}`],
    contacts: ids.map((organizationId, index) => ({ id: `contact-${index}` as ContactId, organizationId })),
    events: async () => store.rows.events,
    dossiers: async () =>
      [...store.rows.licenses.values()]
        .filter(({ license }) => license.organizationId === ids[0])
        .map((onFile) => ({
          serial: onFile.license.serial,
          agreements: store.rows.agreements
            .filter((row) => row.agreement.serial === onFile.license.serial && agreementCounts(onFile, row))
            .map((row) => row.agreement),
        })),
  }
})

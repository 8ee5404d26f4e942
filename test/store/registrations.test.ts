import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ContactId } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import { createCoverageStore } from '../../src/store/coverage.ts'
import { createSecrets } from '../../src/store/secrets.ts'
import { givenLicenses, registrationContract } from '../domain/support/registration-contract.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { recordingTransactions } from './event-recorder.ts'
import { addContact, addLicense, addOrganization, addProduct } from './vendor-rows.ts'

const former = createSecrets('the key of the year before')
const secrets = createSecrets('the master key of this year', ['the key of the year before'])

onEachDatabase('the store', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => empty(db))
  afterAll(() => db.close())

  registrationContract(async () => {
    const ids = ['org-1', 'org-2'] as OrganizationId[]
    const contacts: { id: ContactId; organizationId: OrganizationId }[] = []
    await addProduct(db)
    for (const organizationId of ids) {
      await addOrganization(db, organizationId)
      const id = await addContact(db, { organizationId, email: `someone@${organizationId}.example` })
      contacts.push({ id: id as ContactId, organizationId })
    }
    for (const { serial, number, owner, contracts } of givenLicenses) {
      await addLicense(db, {
        serial,
        registrationHash: former.hash('registration-number', number),
        ...(owner === undefined ? {} : { organizationId: ids[owner]! }),
        agreements: contracts.map((contract) => ({ contractHash: secrets.hash('contract-number', contract) })),
      })
    }
    return {
      ...recordingTransactions(db),
      licenseFingerprints: (number) => secrets.hashes('registration-number', number),
      contractFingerprints: (number) => secrets.hashes('contract-number', number),
      contacts,
      dossiers: () => createCoverageStore(db.pool).dossiers(ids[0]!),
    }
  })

  test('a registration, its message and its audit entry stand or fall together', async () => {
    await addProduct(db)
    await addOrganization(db, 'org-1')
    await addLicense(db, { serial: 'WAITING1', registrationHash: 'h', agreements: [] })
    const id = (await addContact(db, { organizationId: 'org-1', email: 'a@b.example' })) as ContactId
    const { transactions, events } = recordingTransactions(db)
    const who = { platform: 'slack', workspace: 'T1', user: 'U1' } as const
    const register = (fails: boolean) =>
      transactions.run(async (ports) => {
        const organizationId = 'org-1' as OrganizationId
        await ports.assignLicense('WAITING1' as never, { organizationId, contactId: id, at: new Date() })
        await ports.emit({
          kind: 'license-registered',
          who,
          contactId: id,
          organizationId,
          serial: 'WAITING1' as never,
        })
        if (fails) throw new Error('too late')
      })
    const traces = async () => [
      (await db.prisma.license.findUnique({ where: { serial: 'WAITING1' } }))?.organizationId ?? null,
      (await events()).length,
      await db.prisma.auditEntry.count({ where: { action: 'license-registered', subject: 'WAITING1' } }),
    ]
    await expect(register(true)).rejects.toThrow('too late')
    expect(await traces()).toEqual([null, 0, 0])
    await register(false)
    expect(await traces()).toEqual(['org-1', 1, 1])
  })
})

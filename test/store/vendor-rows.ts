/** Rows of the vendor's data, as an import would leave them; only what a test is about is named. */
import type { Database } from '../../src/store/database.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

export async function addOrganization({ prisma }: Database, id: string, name = id): Promise<void> {
  await prisma.organization.create({ data: { id, name, timeZone: 'Asia/Taipei', createdOn: day('2009-01-01') } })
}

export async function addContact(
  { prisma }: Database,
  contact: { organizationId: string; email: string; name?: string; locale?: string; removedAt?: Date },
): Promise<string> {
  const { name = contact.email } = contact
  const { id } = await prisma.contact.create({
    data: { ...contact, name, role: 'primary', purposes: ['renewal'], imported: {} },
  })
  return id
}

export async function addProduct({ prisma }: Database, id = 'db2'): Promise<void> {
  const versions = [
    { version: 'V8.2', endOfServiceOn: day('2009-04-30'), successor: 'V9.7' },
    { version: 'V9.7', generallyAvailableOn: day('2009-06-26') },
  ]
  await prisma.product.create({
    data: { id, family: 'Information Management', name: 'DB2 UDB', versions: { create: versions } },
  })
}

export interface GivenRow {
  serial: string
  registrationHash: string
  organizationId?: string
  onAccount?: boolean
  agreements: { contractHash: string; registered?: boolean; startsOn?: string }[]
}

export async function addLicense({ prisma }: Database, given: GivenRow, productId = 'db2'): Promise<void> {
  const { serial, registrationHash, organizationId = null, onAccount = organizationId !== null } = given
  await prisma.license.create({
    data: {
      ...{ serial, registrationHash, organizationId, onAccount, productId },
      displaySerial: `${serial.slice(0, 3)}-${serial.slice(3)}`,
      version: 'V8.2',
      purchasedOn: day('2008-02-29'),
      agreements: {
        create: given.agreements.map(({ contractHash, registered, startsOn = '2026-01-01' }) => ({
          contractHash,
          startsOn: day(startsOn),
          endsOn: day('2026-12-31'),
          ...(registered ? { registeredAt: day('2026-01-01') } : {}),
        })),
      },
    },
  })
}

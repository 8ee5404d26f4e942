import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Contact, ContactId, Staff } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import { createSales, type SalesAsker } from '../../src/domain/sales.ts'
import type { SerialNumber } from '../../src/domain/serial.ts'
import { empty, onEachDatabase, type TestDatabase } from '../support/database.ts'
import { recordingTransactions } from './event-recorder.ts'
import { addContact, addLicense, addOrganization, addProduct } from './vendor-rows.ts'

const who = { platform: 'slack', workspace: 'T1', user: 'U1' } as const
const now = new Date('2026-11-22T09:00:00Z')
const serial = 'DB2970133' as SerialNumber

onEachDatabase('requests to sales', ({ open }) => {
  let db: TestDatabase
  let asker: SalesAsker
  let stranger: SalesAsker
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    await addProduct(db)
    const askers = []
    for (const organization of ['org-1', 'org-2']) {
      await addOrganization(db, organization)
      const id = (await addContact(db, {
        organizationId: organization,
        email: `a@${organization}.example`,
      })) as ContactId
      const organizationId = organization as OrganizationId
      const contact: Contact = { id, organizationId, name: 'A', email: 'a', role: 'primary', purposes: [] }
      askers.push({ who, contact })
    }
    ;[asker, stranger] = askers as [SalesAsker, SalesAsker]
    await addLicense(db, { serial, registrationHash: 'h', organizationId: 'org-1', agreements: [] })
  })
  afterAll(() => db.close())

  test('a license of another organization is as unknown as none', async () => {
    const { transactions, events } = recordingTransactions(db)
    const { ask } = createSales(transactions)
    expect(await ask(stranger, { kind: 'renewal', serial }, now)).toEqual({ status: 'unknown' })
    expect(await ask(stranger, { kind: 'renewal', serial: 'NONE123' as SerialNumber }, now)).toEqual({
      status: 'unknown',
    })
    expect(await events()).toEqual([])
  })

  test('what goes along, such as an estimate, comes back as it was given', async () => {
    const { ask, open: openOf } = createSales(recordingTransactions(db).transactions)
    const detail = { months: 3, lines: [{ serial, amount: '19300.10', currency: 'TWD' }] }
    const asked = await ask(asker, { kind: 'renewal', serial, words: 'Until when?', detail }, now)
    expect(asked).toMatchObject({ status: 'asked', request: { detail, displaySerial: 'DB2-970133', createdAt: now } })
    expect(await openOf(asker.contact.organizationId, { kind: 'renewal', serial })).toMatchObject({ detail })
    expect(await openOf(stranger.contact.organizationId, { kind: 'renewal', serial })).toBeUndefined()
  })

  test('of many at once one asks, and one takes', async () => {
    const { transactions, events } = recordingTransactions(db)
    const { ask, take } = createSales(transactions)
    const asked = await Promise.all(Array.from({ length: 6 }, () => ask(asker, { kind: 'renewal', serial }, now)))
    expect(asked.map(({ status }) => status).sort()).toEqual([...Array(5).fill('already'), 'asked'])
    const [first] = asked
    const id = first && 'request' in first ? first.request.id : ''
    const staff = (i: number): Staff => ({ email: `s${i}@vendor.example`, name: `S${i}`, role: 'engineer' })
    const taken = await Promise.all(Array.from({ length: 6 }, (_, i) => take({ who, staff: staff(i) }, id, now)))
    expect(taken.map(({ status }) => status).sort()).toEqual([...Array(5).fill('others'), 'taken'])
    expect((await events()).map(({ kind }) => kind)).toEqual(['sales-asked', 'sales-taken'])
  })

  test('an id that is none is unknown, whatever it looks like', async () => {
    const { withdraw } = createSales(recordingTransactions(db).transactions)
    for (const id of ['', 'x', "'; DROP TABLE sales_requests; --", '00000000-0000-4000-8000-000000000000'])
      expect(await withdraw(asker, id, now)).toEqual({ status: 'unknown' })
  })
})

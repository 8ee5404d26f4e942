import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSecrets } from '../../src/store/secrets.ts'
import { accountContract, givenAccounts } from '../domain/support/account-contract.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { recordingTransactions } from './event-recorder.ts'
import { addContact, addOrganization } from './vendor-rows.ts'

const secrets = createSecrets('the master key of the tests')

onEachDatabase('the store', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => empty(db))
  afterAll(() => db.close())

  accountContract(async () => {
    const { contacts, staff, invitations } = givenAccounts
    for (const name of new Set(contacts.map(({ organization }) => organization))) await addOrganization(db, name)
    const ids: string[] = []
    for (const { email, organization: organizationId, name } of contacts) {
      ids.push(await addContact(db, { organizationId, email, name, locale: 'ja' }))
    }
    await db.prisma.staff.create({ data: staff })
    for (const { code, expiresAt, used } of invitations) {
      const codeHash = secrets.hash('one-time-code', code)
      await db.prisma.invitation.create({
        data: { contactId: ids[0]!, codeHash, expiresAt, usedAt: used ? new Date() : null },
      })
    }
    let issued = 100_000
    const { transactions, events } = recordingTransactions(db)
    return {
      transactions,
      events,
      randomCode: () => `${++issued}`,
      randomLinkCode: () => `LINK${++issued}`,
      codeHashes: (code) => secrets.hashes('one-time-code', code),
      vendorZone: 'Asia/Taipei',
      standing: (who) => transactions.run((ports) => ports.standing(who)),
    }
  })

  test('an address is one person’s until the transaction ends: the next one sees what was claimed', async () => {
    await addOrganization(db, 'A')
    await addContact(db, { organizationId: 'A', email: 'lin@a.example' })
    const { transactions } = recordingTransactions(db)
    let looked = () => {}
    const firstLooked = new Promise<void>((done) => {
      looked = done
    })
    const first = transactions.run(async (ports) => {
      const [found] = await ports.contactsWithEmail('lin@a.example')
      looked()
      // Long enough for the second to look too, if it could.
      await new Promise((later) => setTimeout(later, 300))
      await ports.claimContact(found!.contact.id, { at: new Date() })
    })
    await firstLooked
    const second = transactions.run((ports) => ports.contactsWithEmail('lin@a.example'))
    expect((await second)[0]?.claimed).toBe(true)
    await first
  })
})

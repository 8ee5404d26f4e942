import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChatIdentity } from '../../src/domain/identity.ts'
import { createIdentities } from '../../src/store/identities.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { countingStatements } from './counting-statements.ts'
import { addContact, addOrganization } from './vendor-rows.ts'

const user = (name: string, workspace = 'T1'): ChatIdentity => ({ platform: 'slack', workspace, user: name })

onEachDatabase('who a chat account is', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    await addOrganization(db, 'A', 'Acme')
  })
  afterAll(() => db.close())

  const link = (who: ChatIdentity, facts: object) => db.prisma.chatIdentity.create({ data: { ...who, ...facts } })

  test('a contact comes with the organization, the same user id of another workspace is a stranger', async () => {
    const contactId = await addContact(db, { organizationId: 'A', email: 'lin@acme.example', name: 'Lin' })
    await link(user('U1'), { contactId })
    const identities = createIdentities(db.pool)
    expect(await identities.findAsker(user('U1'))).toEqual({
      who: user('U1'),
      contact: {
        ...{ id: contactId, organizationId: 'A', name: 'Lin', email: 'lin@acme.example' },
        role: 'primary',
        purposes: ['renewal'],
      },
      organization: {
        ...{ id: 'A', name: 'Acme', timeZone: 'Asia/Taipei', renewalPolicy: 'renew-only', createdOn: '2009-01-01' },
      },
    })
    expect(await identities.findAsker(user('U1', 'T2'))).toEqual({ who: user('U1', 'T2') })
  })

  test('a removed contact is a stranger, whose chosen language stays', async () => {
    const contactId = await addContact(db, { organizationId: 'A', email: 'x@acme.example', removedAt: new Date() })
    await link(user('U1'), { contactId, language: 'ja' })
    expect(await createIdentities(db.pool).findAsker(user('U1'))).toEqual({ who: user('U1'), language: 'ja' })
  })

  test('the vendor’s people are known by their verified address, for as long as the list names them', async () => {
    await db.prisma.staff.create({ data: { email: 'e@vendor.example', name: 'E', role: 'engineer', locale: 'ja' } })
    await link(user('U1'), { email: 'e@vendor.example' })
    const identities = createIdentities(db.pool)
    expect((await identities.findAsker(user('U1'))).staff).toEqual({
      ...{ email: 'e@vendor.example', name: 'E', role: 'engineer', language: 'ja' },
    })
    await db.prisma.staff.deleteMany()
    expect(await identities.findAsker(user('U1'))).toEqual({ who: user('U1') })
  })

  test('many who ask at once each get themselves, in few statements', async () => {
    for (let n = 0; n < 10; n++) {
      const contactId = await addContact(db, { organizationId: 'A', email: `u${n}@acme.example` })
      await link(user(`U${n}`), { contactId })
    }
    const { pool, count } = countingStatements(db.pool)
    const identities = createIdentities(pool)
    const asked = Array.from({ length: 90 }, (_, n) => user(`U${n % 15}`))
    const askers = await Promise.all(asked.map((who) => identities.findAsker(who)))
    for (const [n, asker] of askers.entries()) {
      expect(asker.who).toEqual(asked[n])
      expect(asker.contact?.email).toBe(n % 15 < 10 ? `u${n % 15}@acme.example` : undefined)
    }
    expect(count()).toBeLessThanOrEqual(4)
  })

  test('what the platform tells is kept, and written again only when it changed', async () => {
    const { pool, count } = countingStatements(db.pool)
    const identities = createIdentities(pool)
    await identities.remember({ who: user('U1'), locale: 'ja-JP', zone: 'Asia/Tokyo', displayName: '林' })
    await identities.remember({ who: user('U1'), locale: 'ja-JP', zone: 'Asia/Tokyo', displayName: '林' })
    expect(count()).toBe(1)
    await identities.remember({ who: user('U1'), zone: 'Asia/Taipei' })
    await identities.remember({ who: user('U2') })
    expect(await db.prisma.chatIdentity.findMany()).toMatchObject([
      { user: 'U1', platformLocale: 'ja-JP', zone: 'Asia/Taipei', displayName: '林' },
    ])
  })
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Contact, ContactRole, Staff } from '../../src/domain/contact.ts'
import { createContacts } from '../../src/domain/contacts.ts'
import { createJoining } from '../../src/domain/joining.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import { createTies } from '../../src/domain/ties.ts'
import { openRequests } from '../../src/store/join-requests.ts'
import { createMemberQuestions } from '../../src/store/members.ts'
import { createTieQuestions } from '../../src/store/ties.ts'
import { sqlOf } from '../../src/store/transaction.ts'
import { empty, onEachDatabase, type TestDatabase } from '../support/database.ts'
import { recordingTransactions } from './event-recorder.ts'
import { addOrganization } from './vendor-rows.ts'

const now = new Date('2026-11-22T09:00:00Z')
const who = (user: string) => ({ platform: 'slack' as const, workspace: 'T1', user })

onEachDatabase('people who act at once', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    await addOrganization(db, 'A')
  })
  afterAll(() => db.close())

  const services = () => {
    const { transactions, events } = recordingTransactions(db)
    return {
      events,
      contacts: createContacts({
        transactions,
        questions: createMemberQuestions(db.pool),
        randomBelow: (limit) => Math.floor(Math.random() * limit),
        codeHash: (code) => `hash of ${code}`,
      }),
      joining: createJoining({ transactions, open: (id, at) => openRequests(sqlOf(db.pool), id, at) }),
      ties: createTies({ transactions, questions: createTieQuestions(db.pool), isOwn: async () => false }),
      transactions,
    }
  }

  async function member(role: ContactRole, name: string, organizationId = 'A') {
    const { id } = await db.prisma.contact.create({
      data: { organizationId, name, email: `${name}@a.example`, role, purposes: [], claimedAt: now },
    })
    await db.prisma.chatIdentity.create({ data: { ...who(name), contactId: id, linkedAt: now } })
    const contact = { id, organizationId, name, email: `${name}@a.example`, role, purposes: [] } as unknown as Contact
    return { who: who(name), contact }
  }
  const primaries = () => db.prisma.contact.count({ where: { organizationId: 'A', role: 'primary', removedAt: null } })

  test('two primaries who remove each other leave one', async () => {
    const { contacts, events } = services()
    const [a, b] = [await member('primary', 'a'), await member('primary', 'b')]
    const done = await Promise.all([contacts.remove(a, b.contact.id, now), contacts.remove(b, a.contact.id, now)])
    expect(done.map(({ status }) => status).sort()).toEqual(['done', 'unknown'])
    expect(await primaries()).toBe(1)
    expect(await events()).toHaveLength(1)
  })

  test('two primaries who leave leave one', async () => {
    const { contacts } = services()
    const [a, b] = [await member('primary', 'a'), await member('primary', 'b')]
    const done = await Promise.all([contacts.leave(a, now), contacts.leave(b, now)])
    expect(done.map(({ status }) => status).sort()).toEqual(['last-primary', 'left'])
    expect(await primaries()).toBe(1)
  })

  test('one who leaves and is demoted by the other at once leaves a primary', async () => {
    const { contacts } = services()
    const [a, b] = [await member('primary', 'a'), await member('primary', 'b')]
    await Promise.all([contacts.appoint(a, b.contact.id, 'viewer', now), contacts.leave(a, now)])
    expect(await primaries()).toBe(1)
  })

  test('a primary who hands over to two at once hands over to one', async () => {
    const { contacts } = services()
    const [a, b, c] = [await member('primary', 'a'), await member('viewer', 'b'), await member('viewer', 'c')]
    const done = await Promise.all([b, c].map(({ contact }) => contacts.appoint(a, contact.id, 'primary', now)))
    expect(done.map(({ status }) => status).sort()).toEqual(['done', 'not-allowed'])
    expect(await primaries()).toBe(1)
  })

  test('a secondary who is demoted meanwhile acts as what they are then', async () => {
    const { contacts } = services()
    const [a, b, c] = [await member('primary', 'a'), await member('secondary', 'b'), await member('viewer', 'c')]
    await contacts.appoint(a, b.contact.id, 'viewer', now)
    expect((await contacts.remove(b, c.contact.id, now)).status).toBe('not-allowed')
    await contacts.remove(a, b.contact.id, now)
    expect((await contacts.leave(b, now)).status).toBe('unknown')
  })

  test('two who invite one address at once make one contact, and the later code is the good one', async () => {
    const { contacts } = services()
    const a = await member('primary', 'a')
    const person = { name: 'Mei', email: 'mei@a.example', role: 'viewer' as const, purposes: [] }
    const done = await Promise.all([1, 2, 3].map(() => contacts.invite(a, person, 'hand', now)))
    expect(done.map(({ status }) => status)).toEqual(['invited', 'invited', 'invited'])
    expect(await db.prisma.contact.count({ where: { email: 'mei@a.example' } })).toBe(1)
    expect(await db.prisma.invitation.count()).toBe(1)
  })

  async function newcomer(name: string) {
    await db.prisma.organization.create({
      data: { id: `org-${name}`, name, timeZone: 'UTC', createdOn: new Date('2026-11-20') },
    })
    const { contact } = await member('primary', name, `org-${name}`)
    const { id } = await db.prisma.joinRequest.create({
      data: {
        ...{ organizationId: 'A', platform: 'slack', workspace: 'T1', user: name, contactId: contact.id },
        ...{ name, email: contact.email, ground: 'license', serial: 'S1', createdAt: now },
        expiresAt: new Date('2026-12-06T09:00:00Z'),
      },
    })
    return { contact, who: who(name), request: id }
  }

  test('of all who answer a request at once the first counts', async () => {
    const { joining, events } = services()
    const site = [await member('primary', 'a'), await member('secondary', 'b'), await member('secondary', 'c')]
    const { request } = await newcomer('nao')
    const answers = ['technical', 'decline', 'viewer'] as const
    const done = await Promise.all(site.map((actor, n) => joining.decide(actor, request, answers[n]!, now)))
    expect(done.map(({ status }) => status).sort()).toEqual(['before', 'before', 'decided'])
    expect((await events()).filter(({ kind }) => kind === 'join-decided')).toHaveLength(1)
  })

  test('a newcomer whom two organizations accept at once joins one', async () => {
    const { joining } = services()
    await addOrganization(db, 'B')
    const [a, b] = [await member('primary', 'a'), await member('primary', 'b', 'B')]
    const { request, contact } = await newcomer('nao')
    const { id: _, ...row } = await db.prisma.joinRequest.findUniqueOrThrow({ where: { id: request } })
    const other = await db.prisma.joinRequest.create({ data: { ...row, organizationId: 'B' } })
    const done = await Promise.all([
      joining.decide(a, request, 'viewer', now),
      joining.decide(b, other.id, 'viewer', now),
    ])
    const joined = done.filter((each) => each.status === 'decided' && each.outcome === 'joined')
    expect(joined).toHaveLength(1)
    const { organizationId } = await db.prisma.contact.findUniqueOrThrow({ where: { id: contact.id } })
    expect(['A', 'B']).toContain(organizationId)
  })

  test('a newcomer who is accepted and registers a license at once has it where they are, or is not moved', async () => {
    const { joining, transactions } = services()
    const a = await member('primary', 'a')
    await db.prisma.product.create({ data: { id: 'p', family: 'f', name: 'P' } })
    await db.prisma.license.create({
      data: {
        serial: 'S2',
        displaySerial: 'S2',
        registrationHash: 'h',
        productId: 'p',
        version: '1',
        purchasedOn: now,
      },
    })
    const { request, contact } = await newcomer('nao')
    const to = { organizationId: contact.organizationId, contactId: contact.id, at: now }
    const [decided, assigned] = await Promise.all([
      joining.decide(a, request, 'viewer', now),
      transactions.run((ports) => ports.assignLicense('S2' as never, to)),
    ])
    expect(assigned).toBe(decided.status === 'decided' && decided.outcome === 'void')
    const there = await db.prisma.contact.findUniqueOrThrow({ where: { id: contact.id } })
    const { organizationId } = await db.prisma.license.findUniqueOrThrow({ where: { serial: 'S2' } })
    expect(organizationId === null || organizationId === there.organizationId).toBe(true)
  })

  test('new requests are announced once, in however many processes', async () => {
    const { joining, events } = services()
    await Promise.all(['n1', 'n2', 'n3'].map(newcomer))
    await Promise.all([1, 2, 3, 4].map(() => joining.announce(now)))
    expect((await events()).map(({ kind }) => kind)).toEqual(['join-requested', 'join-requested', 'join-requested'])
    await joining.announce(now)
    expect(await events()).toHaveLength(3)
  })

  test('what two transactions of ours make each other wait for is tried again', async () => {
    const { transactions } = services()
    const inOrder = (...names: string[]) =>
      transactions.run(async (ports) => {
        for (const name of names) {
          await ports.lockPeople(name as OrganizationId)
          await new Promise((done) => setTimeout(done, 100))
        }
        return 'done'
      })
    expect(await Promise.all([inOrder('A', 'B'), inOrder('B', 'A')])).toEqual(['done', 'done'])
  })

  test('a place that two tie at once is one organization’s', async () => {
    const { ties } = services()
    await addOrganization(db, 'B')
    const staff: Staff = { email: 'ada@vendor.example', name: 'Ada', role: 'administrator' }
    const actor = { who: who('ada'), staff }
    const channel = { platform: 'slack', workspace: 'T1', conversation: 'C1' } as const
    const done = await Promise.all([
      ties.tie(actor, 'A' as OrganizationId, channel, now),
      ties.tie(actor, 'B' as OrganizationId, { ...channel, workspace: 'T2' }, now),
    ])
    expect(done.map(({ status }) => status).sort()).toEqual(['taken', 'tied'])
    expect(await db.prisma.organizationTie.count()).toBe(1)
  })
})

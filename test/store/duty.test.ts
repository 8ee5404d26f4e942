import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Platform } from '../../src/bot/platform.ts'
import { createDuty } from '../../src/duty.ts'
import { createIdentities } from '../../src/store/identities.ts'
import { empty, onEachDatabase, type TestDatabase } from '../support/database.ts'

const slack = { platform: 'slack', workspace: 'T1', user: 'U0ERIN' } as const
const teams = { platform: 'teams', workspace: 'tenant', user: 'erin' } as const
const room = { platform: 'slack', workspace: 'T1', conversation: 'C0TRIAGE' } as const

onEachDatabase('who may act for the vendor', ({ open }) => {
  let db: TestDatabase
  let members: string[]
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    members = ['U0ERIN']
    await db.prisma.staff.create({
      data: { email: 'erin@vendor.example', name: 'Erin', role: 'engineer', products: [] },
    })
    for (const who of [slack, teams])
      await db.prisma.chatIdentity.create({
        data: { platform: who.platform, workspace: who.workspace, user: who.user, email: 'erin@vendor.example' },
      })
  })
  afterAll(() => db.close())

  const dutyOf = (rooms: (typeof room)[], tells = true) =>
    createDuty({
      rooms: async () => rooms,
      accountsOf: createIdentities(db.pool).staffAccounts,
      platforms: () =>
        [
          { name: 'slack', ...(tells ? { isMember: async (_: object, user: string) => members.includes(user) } : {}) },
          { name: 'teams' },
        ] as unknown as Platform[],
    })

  test('whoever sits in the channel, with any of their accounts, and nobody else', async () => {
    const { admits } = dutyOf([room])
    expect([await admits(slack), await admits(teams)]).toEqual([true, true])
    members = []
    expect([await admits(slack), await admits(teams)]).toEqual([false, false])
    // Somebody whose only account is where there is no channel sits in none.
    members = ['U0ERIN']
    await db.prisma.chatIdentity.deleteMany({ where: { platform: 'slack' } })
    expect(await admits(teams)).toBe(false)
  })

  test('where there is no channel, or none of which anybody tells who is in it, the list alone decides', async () => {
    expect(await dutyOf([]).admits(teams)).toBe(true)
    expect(await dutyOf([room], false).admits(slack)).toBe(true)
    expect(await dutyOf([room], false).admits(teams)).toBe(true)
  })
})

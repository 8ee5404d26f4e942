import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConversationReference } from '../../src/bot/bot.ts'
import { createConversationReferences } from '../../src/store/conversation-references.ts'
import { createInstallations } from '../../src/store/installations.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { createSecrets } from '../../src/store/secrets.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'

onEachDatabase('what the platforms need', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => empty(db))
  afterAll(() => db.close())

  const store = () => createInstallations(db.pool, createSecrets('the master key of the tests'), createOutbox(db.pool))
  const installation = (workspace: string, enterprise?: string) => ({
    ...{ platform: 'slack' as const, workspace, token: `xoxb-of-${workspace}`, scopes: ['chat:write', 'commands'] },
    ...(enterprise ? { enterprise } : {}),
  })

  test('an installation comes back whole, and no token stands in the database', async () => {
    const installations = store()
    const whole = { ...installation('T1', 'E1'), botUser: 'B1' }
    await installations.save(whole)
    expect(await installations.find({ workspace: 'T1' })).toEqual(whole)
    expect(JSON.stringify((await db.pool.query('SELECT * FROM slack_installations')).rows)).not.toContain('xoxb')
    await installations.save({ ...whole, token: 'xoxb-newer' })
    expect((await installations.find({ workspace: 'T1' }))?.token).toBe('xoxb-newer')
  })

  test('a workspace without its own uses the organization’s, and never a stranger’s', async () => {
    const installations = store()
    await installations.save(installation('T1', 'E1'))
    await installations.save(installation('T2'))
    expect((await installations.find({ workspace: 'T9', enterprise: 'E1' }))?.workspace).toBe('T1')
    expect((await installations.find({ workspace: 'T2', enterprise: 'E1' }))?.workspace).toBe('T2')
    expect(await installations.find({ workspace: 'T9', enterprise: 'E9' })).toBeUndefined()
    expect(await installations.find({ workspace: 'T9' })).toBeUndefined()
    expect(await installations.find({})).toBeUndefined()
  })

  test('removing deletes the token at once', async () => {
    const installations = store()
    await installations.save(installation('T1', 'E1'))
    await installations.save(installation('T2', 'E1'))
    await installations.remove({ workspace: 'T1', enterprise: 'E1' })
    expect(await db.prisma.slackInstallation.count()).toBe(1)
    await installations.remove({})
    expect(await db.prisma.slackInstallation.count()).toBe(1)
    await installations.remove({ enterprise: 'E1' })
    expect(await db.prisma.slackInstallation.count()).toBe(0)
  })

  test('a token copied to another workspace’s row does not open', async () => {
    const installations = store()
    await installations.save(installation('T1'))
    await installations.save(installation('T2'))
    await db.pool.query(
      "UPDATE slack_installations SET token = (SELECT token FROM slack_installations WHERE workspace = 'T1')",
    )
    await expect(installations.find({ workspace: 'T2' })).rejects.toThrow()
  })

  test('a new installation lets the workspace’s messages go on', async () => {
    await db.pool.query(
      "INSERT INTO outbox_pauses (workspace, reason) VALUES ('slack:T1', 'token_revoked'), ('slack:T2', 'x')",
    )
    await store().save(installation('T1'))
    expect((await createOutbox(db.pool).stats()).paused).toEqual(['slack:T2'])
  })

  test('a conversation reference comes back as it was saved last', async () => {
    const references = createConversationReferences(db.pool)
    const reference: ConversationReference = {
      key: 'person:tenant:u1',
      tenant: 'tenant',
      serviceUrl: 'https://smba.example/',
      conversation: 'a:1',
      kind: 'personal',
      bot: { id: '28:bot', name: 'Anshin' },
      user: { id: '29:u', aadObjectId: 'u1', name: '林' },
    }
    expect(await references.find(reference.key)).toBeUndefined()
    await references.save(reference)
    await references.save(reference)
    expect(await references.find(reference.key)).toEqual(reference)
    const { user: _, ...moved } = { ...reference, serviceUrl: 'https://elsewhere.example/' }
    await references.save(moved)
    expect(await references.find(reference.key)).toEqual(moved)
    await references.remove(reference.key)
    expect(await references.find(reference.key)).toBeUndefined()
  })
})

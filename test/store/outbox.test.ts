import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutboxQueue } from '../../src/jobs/outbox-queue.ts'
import type { Outbox } from '../../src/store/outbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { transact, transactWithPrisma } from '../../src/store/transaction.ts'
import { message } from '../jobs/messages.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'

onEachDatabase('the outbox', ({ open }) => {
  let db: TestDatabase
  let outbox: Outbox & OutboxQueue

  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    outbox = createOutbox(db.pool)
  })
  afterAll(() => db.close())

  const keys = async () =>
    (await db.pool.query('SELECT dedupe_key AS key FROM outbox_messages ORDER BY position')).rows.map(({ key }) => key)
  const claim = (worker: string, leaseMs = 60_000) =>
    outbox.claim({ worker, lanes: 10, leaseMs, quarantineMs: { slack: 0, teams: 0, email: 0 } })

  test('the same key is never taken twice, in one batch or later, also after it was sent', async () => {
    await outbox.send([message('1'), message('1'), message('2')])
    await outbox.send([message('2'), message('3')])
    expect(await keys()).toEqual(['C1/1', 'C1/2', 'C1/3'])
    const { messages } = await claim('me')
    await outbox.settle('me', [
      { id: messages[0]!.id, lane: messages[0]!.lane, status: 'sent', restMs: 0, scrub: true },
    ])
    await outbox.send([message('1')])
    expect(await keys()).toEqual(['C1/1', 'C1/2', 'C1/3'])
  })

  test.each([
    ['ours', transact, () => db.pool],
    ["Prisma's", transactWithPrisma, () => db.prisma],
  ] as const)('a message belongs to the transaction that causes it (%s)', async (_, run, on) => {
    let told = 0
    outbox.onEnqueued(() => told++)
    const inside = (fail: boolean) =>
      (run as typeof transact)(on() as never, async (tx) => {
        await tx.query("INSERT INTO settings (name, value) VALUES ('change', '1')")
        await outbox.enqueue(tx, [message('1')])
        if (fail) throw new Error('no')
      })
    await expect(inside(true)).rejects.toThrow('no')
    expect(await keys()).toEqual([])
    expect(told).toBe(0)
    await inside(false)
    expect(await keys()).toEqual(['C1/1'])
    expect(told).toBe(1)
    expect(await db.prisma.setting.count()).toBe(1)
  })

  test('only the holder of a lane is heard', async () => {
    await outbox.send([message('1')])
    const { messages } = await claim('slow', 0)
    const [first] = messages
    expect(first).toMatchObject({ task: 'send', attempts: 1 })
    // The lease is over: the next one finds it in sending, then gives it out for a look.
    expect((await claim('other')).messages).toEqual([])
    expect((await claim('other')).messages).toMatchObject([{ id: first!.id, task: 'look', attempts: 1, failures: 1 }])
    const settlement = { id: first!.id, lane: first!.lane, status: 'sent', restMs: 0 } as const
    expect(await outbox.settle('slow', [settlement])).toEqual([])
    expect(await outbox.settle('other', [settlement])).toEqual([first!.id])
  })

  test('a held lane gives nothing to another worker, and a renewed lease holds longer', async () => {
    await outbox.send([message('1'), message('2')])
    const { messages } = await claim('me', 1)
    await outbox.renew('me', [messages[0]!.lane], 60_000)
    expect(await claim('other')).toMatchObject({ messages: [] })
    expect((await claim('other')).nextInMs).toBeGreaterThan(30_000)
  })

  test('after a start that nobody can share, held lanes are free at once', async () => {
    await outbox.send([message('1')])
    await claim('the process before')
    await outbox.takeOver()
    expect((await claim('me')).messages).toEqual([])
    expect((await claim('me')).messages).toMatchObject([{ task: 'look' }])
  })

  test('a person, a conversation with its threads, and an address each have one lane', async () => {
    const who = { platform: 'teams', workspace: 'tenant', user: 'u' } as const
    await outbox.send([
      message('1', 'a', { to: { kind: 'person', who } }),
      message('2', 'b', {
        to: { kind: 'conversation', platform: 'slack', workspace: 'T', conversation: 'C', thread: '1.2' },
      }),
      message('3', 'c', {
        to: { kind: 'conversation', platform: 'slack', workspace: 'T', conversation: 'C', onlyFor: 'U' },
      }),
      message('4', 'd', { to: { kind: 'email', address: 'A@Example.com' } }),
    ])
    const { rows } = await db.pool.query('SELECT lane FROM outbox_messages ORDER BY position')
    expect(rows.map(({ lane }) => lane)).toEqual(['teams:tenant:@u', 'slack:T:C', 'slack:T:C', 'email:a@example.com'])
  })

  test('transactions that add to the same lanes in opposite order both come through', async () => {
    const both = [
      [message('a1', 'A'), message('b1', 'B')],
      [message('b2', 'B'), message('a2', 'A')],
    ]
    await Promise.all(
      both.map((messages) =>
        transact(db.pool, async (tx) => {
          for (const one of messages) {
            await outbox.enqueue(tx, [one])
            await tx.query('SELECT pg_sleep(0.05)::text')
          }
        }),
      ),
    )
    expect((await keys()).sort()).toEqual(['A/a1', 'A/a2', 'B/b1', 'B/b2'])
  })

  test('figures count what waits and since when', async () => {
    await outbox.send([message('1'), message('2'), message('3', 'C2')])
    await db.pool.query("UPDATE outbox_messages SET created_at = now() - interval '1 hour' WHERE dedupe_key = 'C1/2'")
    await claim('me')
    const stats = await outbox.stats()
    expect(stats).toMatchObject({ pending: 1, sending: 2, unknown: 0, dead: 0, paused: [] })
    expect(Math.round(stats.oldestSeconds / 60)).toBe(60)
  })
})

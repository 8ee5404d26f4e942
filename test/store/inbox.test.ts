import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Inbound } from '../../src/bot/inbound.ts'
import { createInbox, type Inbox } from '../../src/store/inbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { message } from '../jobs/messages.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'

const happening = (key: string): Inbound => ({
  key,
  who: { platform: 'slack', workspace: 'T1', user: 'U1' },
  place: { workspace: 'T1', conversation: 'D1', kind: 'direct', private: true },
  request: { kind: 'said', text: `words of ${key}` },
})

onEachDatabase('the inbox', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => empty(db))
  afterAll(() => db.close())

  const inbox = () => createInbox(db.pool, createOutbox(db.pool))
  const record = (keys: string[], how: 'pending' | 'settled', at = inbox()) =>
    Promise.all(keys.map((key) => at.record(key, happening(key), how)))

  test.each(['pending', 'settled'] as const)(
    'knows a %s key again, told at once, later and by another process',
    async (how) => {
      const one = inbox()
      expect(await record(['a', 'b', 'a', 'a'], how, one)).toEqual([true, true, false, false])
      expect(await record(['b', 'c'], how, one)).toEqual([false, true])
      expect(await record(['a', 'c', 'd'], how)).toEqual([false, false, true])
    },
  )

  test('takes a key once, however it is told', async () => {
    const one = inbox()
    const fresh = await Promise.all([
      one.record('a', happening('a'), 'settled'),
      one.record('a', happening('a'), 'pending'),
    ])
    expect(fresh.filter(Boolean)).toHaveLength(1)
  })

  test('keeps a person’s words only of what is still to be done', async () => {
    await record(['a'], 'settled')
    await record(['b'], 'pending')
    const { rows } = await db.pool.query('SELECT key, status, payload FROM inbox ORDER BY key')
    expect(rows).toEqual([
      { key: 'a', status: 'handled', payload: null },
      { key: 'b', status: 'pending', payload: happening('b') },
    ])
  })

  test('hurries for one statement only: every other waits for the disk as before', async () => {
    const { rows: before } = await db.pool.query('SHOW synchronous_commit')
    const keys = Array.from({ length: 200 }, (_, n) => `k${n}`)
    await record(keys, 'settled')
    const clients = await Promise.all(Array.from({ length: db.pool.totalCount }, () => db.pool.connect()))
    try {
      for (const client of clients) {
        const { rows } = await client.query('SHOW synchronous_commit')
        expect(rows).toEqual(before)
      }
    } finally {
      for (const client of clients) client.release()
    }
  })

  describe('what people write in one thread', () => {
    const lane = 'slack:T1:C1:1.1'
    const wrote = (key: string): Inbound => ({
      ...happening(key),
      place: { workspace: 'T1', conversation: 'C1', thread: '1.1', kind: 'channel', private: false },
      request: { kind: 'wrote', written: { id: key, prose: [], files: [] } },
    })
    const tell = (at: Inbox, ...keys: string[]) => Promise.all(keys.map((key) => at.record(key, wrote(key))))
    const next = async (at: Inbox, leaseMs = 60_000) => (await at.takeNext(lane, leaseMs))?.key
    const said = async () =>
      (await db.pool.query('SELECT dedupe_key AS key FROM outbox_messages ORDER BY position')).rows.map(
        ({ key }) => key,
      )

    test('is taken one by one in the order in which it was recorded, whoever recorded it', async () => {
      const [one, other] = [inbox(), inbox()]
      await tell(one, 'c', 'a', 'b')
      await tell(other, 'e', 'c', 'd')
      await tell(one, 'f')
      for (const key of ['c', 'a', 'b', 'e', 'd', 'f']) {
        expect(await next(one)).toBe(key)
        expect(await next(other)).toBeUndefined()
        expect(await one.finish(key, [])).toBe(true)
      }
      expect(await next(one)).toBeUndefined()
      await tell(one, 'g')
      expect(await next(other)).toBe('g')
    })

    test('has a turn of its own in each thread, and keeps nothing else waiting', async () => {
      const one = inbox()
      await tell(one, 'a')
      await one.record('elsewhere', { ...wrote('elsewhere'), place: { ...wrote('').place, thread: '2.2' } })
      await one.record(
        'no thread',
        {
          ...wrote(''),
          key: 'no thread',
          place: { ...wrote('').place, kind: 'channel' },
          request: { kind: 'invoked', command: 'help', values: {} },
        },
        'pending',
      )
      expect(await next(one)).toBe('a')
      expect((await inbox().takeNext('slack:T1:C1:2.2', 1000))?.key).toBe('elsewhere')
      await one.takeOver()
      expect((await one.pending(10, 1000)).map(({ key }) => key)).toEqual(['no thread'])
    })

    test('is taken again when the lease ran out, and who held it then is not heard any more', async () => {
      const [slow, other] = [inbox(), inbox()]
      await tell(slow, 'a', 'b')
      expect(await next(slow, 0)).toBe('a')
      expect(await other.takeNext(lane, 60_000)).toMatchObject({ key: 'a', attempts: 2 })
      expect(await slow.finish('a', [message('slow')])).toBe(false)
      expect(await slow.finish('a', [])).toBe(false)
      expect(await slow.giveUp('a', 'late', [message('sorry')])).toBe(false)
      expect(await other.finish('a', [message('other')])).toBe(true)
      expect(await said()).toEqual(['C1/other'])
      expect(await next(other)).toBe('b')
    })

    test('is held for as long as the lease is renewed', async () => {
      const one = inbox()
      await tell(one, 'a')
      await next(one, 1)
      await one.renew([lane], 60_000)
      expect(await next(inbox())).toBeUndefined()
      expect((await one.dueLanes(10)).lanes).toEqual([])
      expect((await one.dueLanes(10)).nextInMs).toBeGreaterThan(30_000)
    })

    test('waits behind what is to be tried again, and goes on once that is given up', async () => {
      const one = inbox()
      await tell(one, 'poison', 'after')
      await next(one)
      await one.postpone('poison', 'no', 60_000)
      expect(await next(one)).toBeUndefined()
      expect(await next(inbox())).toBeUndefined()
      expect((await one.dueLanes(10)).lanes).toEqual([])
      await db.pool.query('UPDATE inbox SET due_at = now(); UPDATE inbox_lanes SET next_at = now()')
      expect((await one.dueLanes(10)).lanes).toEqual([lane])
      expect(await next(one)).toBe('poison')
      expect(await one.giveUp('poison', 'broken', [message('sorry')])).toBe(true)
      expect(await next(one)).toBe('after')
    })

    test('is free at once after a start that nobody can share', async () => {
      await tell(inbox(), 'a')
      await next(inbox())
      const started = inbox()
      await started.takeOver()
      expect(await next(started)).toBe('a')
    })

    test('leaves no trace of its turns a day later', async () => {
      const one = inbox()
      await tell(one, 'a')
      await next(one)
      await one.finish('a', [])
      await next(one)
      await tell(one, 'b')
      await one.record('x', { ...wrote('x'), place: { ...wrote('').place, thread: '2.2' } })
      await one.takeNext('slack:T1:C1:2.2', 1)
      await one.finish('x', [])
      await one.takeNext('slack:T1:C1:2.2', 1)
      await db.pool.query("UPDATE inbox_lanes SET next_at = now() - interval '2 days'")
      await one.sweep(new Date())
      expect((await db.pool.query('SELECT key FROM inbox_lanes')).rows).toEqual([{ key: lane }])
    })
  })
})

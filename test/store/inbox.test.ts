import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/bot/inbound.ts'
import { createInbox } from '../../src/store/inbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
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
})

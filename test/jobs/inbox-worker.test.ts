import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/bot/inbound.ts'
import type { InboxWorker, InboxWorkerOptions } from '../../src/jobs/inbox-worker.ts'
import { startInboxWorker } from '../../src/jobs/inbox-worker.ts'
import type { Inbox } from '../../src/store/inbox.ts'
import { createInbox } from '../../src/store/inbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { transact } from '../../src/store/transaction.ts'
import { countingStatements } from '../store/counting-statements.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { memoryLog, message } from './messages.ts'

const happened = (key: string): Inbound => ({
  key,
  who: { platform: 'slack', workspace: 'T1', user: 'U1' },
  place: { workspace: 'T1', conversation: 'C1', kind: 'channel', private: false },
  request: { kind: 'said', text: `coverage "${key}" {},\\ 保守` },
})

onEachDatabase('the inbox', ({ open }) => {
  let db: TestDatabase
  let inbox: Inbox
  let worker: InboxWorker | undefined
  let log: ReturnType<typeof memoryLog>

  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    inbox = createInbox(db.pool, createOutbox(db.pool))
    log = memoryLog()
  })
  afterEach(async () => {
    await worker?.stop()
    worker = undefined
  })
  afterAll(() => db.close())

  const record = (key: string, how?: 'pending' | 'settled') => inbox.record(key, happened(key), how)
  const said = async () =>
    (await db.pool.query('SELECT dedupe_key FROM outbox_messages ORDER BY 1')).rows.map((r) => r.dedupe_key)
  const status = async (key: string) =>
    (await db.pool.query('SELECT status FROM inbox WHERE key = $1', [key])).rows[0]?.status
  const rerun = (more: Partial<InboxWorkerOptions>) => {
    worker = startInboxWorker({
      inbox,
      log,
      handle: async ({ key }) => [message(key)],
      apologize: async ({ key }) => [message(`sorry ${key}`)],
      runLane: async () => {},
      pollMs: 10,
      againInMs: () => 0,
      ...more,
    })
  }

  test('of the same happening, four times over and shuffled, one is new', async () => {
    const keys = Array.from({ length: 200 }, (_, n) => `e${n % 50}`).sort((a, b) => (a.at(-1)! < b.at(-1)! ? -1 : 1))
    const results = await Promise.all(keys.map((key) => record(key)))
    expect(results.filter(Boolean)).toHaveLength(50)
    expect(await record('e7')).toBe(false)
    expect(await record('e51')).toBe(true)
  })

  test('many at once go out in few statements', async () => {
    const { pool, count } = countingStatements(db.pool)
    const counted = createInbox(pool, createOutbox(db.pool))
    await Promise.all(Array.from({ length: 300 }, (_, n) => counted.record(`k${n}`, happened(`k${n}`))))
    expect(count()).toBeLessThanOrEqual(4)
    expect((await db.pool.query('SELECT count(*)::int AS n FROM inbox')).rows).toEqual([{ n: 300 }])
  })

  test('a fault of the database reaches every caller, and the next call works', async () => {
    await db.pool.query('ALTER TABLE inbox RENAME TO inbox_away')
    const both = await Promise.allSettled([record('a'), record('b')])
    await db.pool.query('ALTER TABLE inbox_away RENAME TO inbox')
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await record('a')).toBe(true)
  })

  test('characters that PostgreSQL cannot keep are replaced, not refused', async () => {
    const hostile = 'nul \u0000, half \ud83d of a pair, "\\u0000" in letters'
    await inbox.record('hostile', { ...happened('hostile'), request: { kind: 'said', text: hostile } })
    await inbox.takeOver()
    expect((await inbox.pending(1, 0))[0]?.inbound.request).toEqual({
      kind: 'said',
      text: 'nul \ufffd, half \ufffd of a pair, "\\u0000" in letters',
    })
  })

  test('handling and its answer are one: nothing is said twice', async () => {
    await record('a')
    expect(await Promise.all([inbox.finish('a', [message('1')]), inbox.finish('a', [message('2')])])).toContain(false)
    expect(await said()).toHaveLength(1)
    expect(await inbox.finish('a', [])).toBe(false)
    expect(await inbox.finish('unknown', [])).toBe(false)
    await record('b')
    await expect(
      transact(db.pool, async (tx) => {
        await inbox.finish('b', [message('3')], tx)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await status('b')).toBe('pending')
    expect(await inbox.finish('b', [])).toBe(true)
    expect(await said()).toHaveLength(1)
  })

  test('what is being handled is left alone, what a crash interrupted is run again with the same words', async () => {
    await record('a')
    await record('answered at once', 'settled')
    expect(await inbox.pending(10, 1000)).toEqual([])
    await inbox.takeOver()
    const again = await inbox.pending(10, 60_000)
    expect(again).toEqual([{ key: 'a', inbound: happened('a'), attempts: 1 }])
    expect(await inbox.pending(10, 60_000)).toEqual([])
    expect(await record('answered at once')).toBe(false)
  })

  test('the worker runs again what was interrupted and says its answer once', async () => {
    await Promise.all(['a', 'b', 'c'].map((key) => record(key)))
    await inbox.takeOver()
    let fail = true
    rerun({
      handle: async ({ key }) => {
        if (key === 'b' && fail) {
          fail = false
          throw new Error('for now')
        }
        return [message(key)]
      },
    })
    await expect.poll(said).toEqual(['C1/a', 'C1/b', 'C1/c'])
    await expect.poll(() => Promise.all(['a', 'b', 'c'].map(status))).toEqual(['handled', 'handled', 'handled'])
  })

  test('after so many attempts the person is told, the operator too, and it is not run again', async () => {
    await record('poison')
    await inbox.takeOver()
    let runs = 0
    rerun({
      maxAttempts: 3,
      handle: async () => {
        runs++
        throw new Error('broken')
      },
    })
    await expect.poll(() => status('poison')).toBe('dead')
    expect(runs).toBe(3)
    expect(await said()).toEqual(['C1/sorry poison'])
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { key: 'poison', reason: 'broken' } },
    ])
    await inbox.takeOver()
    expect(await inbox.pending(10, 0)).toEqual([])
    expect(await record('poison')).toBe(false)
  })

  test('what ends the process each time is given up as well', async () => {
    await record('deadly')
    await inbox.takeOver()
    for (let crash = 0; crash < 3; crash++) expect(await inbox.pending(1, 0)).toHaveLength(1)
    let runs = 0
    rerun({
      maxDeaths: 3,
      handle: async () => {
        runs++
        return []
      },
    })
    await expect.poll(() => status('deadly')).toBe('dead')
    expect(runs).toBe(0)
  })

  test('what was there each time the process ended runs alone and last: nothing else shares its blame', async () => {
    const beside = ['a', 'b', 'c']
    await Promise.all([...beside, 'deadly'].map((key) => record(key)))
    // Three ends of the process, for which each of them may be to blame.
    for (let end = 0; end < 3; end++) {
      await inbox.takeOver()
      expect(await inbox.pending(10, 60_000)).toHaveLength(4)
    }
    await record('new')
    const ends: string[][] = []
    for (let end = 0; end < 20; end++) {
      await inbox.takeOver()
      // As one process: it takes what is due again and again, until it comes upon what kills it.
      const lived: string[] = []
      for (;;) {
        const taken = await inbox.pending(10, 60_000)
        if (taken.length === 0) break
        lived.push(...taken.map(({ key }) => key))
        if (lived.includes('deadly')) break
        for (const { key } of taken) await inbox.finish(key, [])
      }
      ends.push(lived)
    }
    expect(ends[0]?.[0]).toBe('new')
    expect(ends.slice(-1)).toEqual([['deadly']])
    expect(await Promise.all([...beside, 'new'].map(status))).toEqual(['handled', 'handled', 'handled', 'handled'])
    const { rows } = await db.pool.query(`SELECT key, attempts FROM inbox WHERE key <> 'deadly' ORDER BY key`)
    expect(Math.max(...rows.map(({ attempts }) => attempts))).toBeLessThanOrEqual(4)
  })

  test('two workers share what is due', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => record(`k${n}`)))
    await inbox.takeOver()
    const taken = await Promise.all([1, 2, 3, 4].map(() => inbox.pending(15, 60_000)))
    const keys = taken.flat().map(({ key }) => key)
    expect(keys).toHaveLength(40)
    expect(new Set(keys).size).toBe(40)
  })

  test('the sweep forgets what was handled, but nothing of the last day and nothing unfinished', async () => {
    await Promise.all(['old', 'recent', 'open'].map((key) => record(key)))
    await Promise.all(['old', 'recent'].map((key) => inbox.finish(key, [])))
    await db.pool.query("UPDATE inbox SET received_at = now() - interval '25 hours' WHERE key <> 'recent'")
    await inbox.sweep(new Date(Date.now() + 3600_000))
    expect(await Promise.all(['old', 'recent', 'open'].map(status))).toEqual([undefined, 'handled', 'pending'])
    expect((await db.pool.query("SELECT payload FROM inbox WHERE key = 'recent'")).rows).toEqual([{ payload: null }])
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutboxWorker, OutboxWorkerOptions } from '../../src/jobs/outbox-worker.ts'
import { startOutboxWorker } from '../../src/jobs/outbox-worker.ts'
import type { Outbox } from '../../src/store/outbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { localize, memoryLog, message } from './messages.ts'
import type { SimulatedPlatform } from './simulated-platform.ts'
import { simulatePlatform } from './simulated-platform.ts'

onEachDatabase('the outbox worker', ({ open }) => {
  let db: TestDatabase
  let outbox: Outbox
  let workers: OutboxWorker[] = []
  let log: ReturnType<typeof memoryLog>

  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    outbox = createOutbox(db.pool)
    log = memoryLog()
  })
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()))
    workers = []
  })
  afterAll(() => db.close())

  function work(platforms: SimulatedPlatform[], more: Partial<OutboxWorkerOptions> = {}): OutboxWorker {
    const worker = startOutboxWorker({ outbox, platforms, localize, log, ...more })
    workers.push(worker)
    return worker
  }
  const texts = (slack: SimulatedPlatform) => slack.posted.map(({ text }) => text)
  const row = async (text: string) =>
    (await db.pool.query(`SELECT * FROM outbox_messages WHERE dedupe_key LIKE '%/' || $1`, [text])).rows[0]

  test('delivers each conversation in order, one at a time, and conversations side by side', async () => {
    const slack = simulatePlatform({ tookMs: 5 })
    const names = ['A', 'B', 'C', 'D', 'E']
    for (let n = 0; n < 8; n++) await outbox.send(names.map((name) => message(`${name}${n}`, name)))
    await work([slack]).drained()
    for (const name of names) {
      expect(slack.posted.filter(({ conversation }) => conversation === name).map(({ text }) => text)).toEqual(
        Array.from({ length: 8 }, (_, n) => `${name}${n}`),
      )
    }
    expect(slack.mostAtOnce).toBe(1)
    expect(await outbox.stats()).toMatchObject({ pending: 0, sending: 0, unknown: 0, dead: 0, oldestSeconds: 0 })
  })

  test('is woken by what is added in this process, without waiting for its next look', async () => {
    const slack = simulatePlatform()
    const worker = work([slack], { pollMs: 3600_000 })
    await worker.drained()
    await outbox.send([message('one')])
    await expect.poll(() => texts(slack)).toEqual(['one'])
  })

  test('finds what another process added', async () => {
    const slack = simulatePlatform()
    const worker = work([slack], { pollMs: 20 })
    await worker.drained()
    await createOutbox(db.pool).send([message('from elsewhere')])
    await expect.poll(() => texts(slack)).toEqual(['from elsewhere'])
  })

  test('keeps the gap of the platform within a conversation', async () => {
    const slack = simulatePlatform({ gapMs: 80 })
    await outbox.send([message('1'), message('2'), message('3'), message('4')])
    await work([slack]).drained()
    const at = slack.posted.map((posted) => posted.at)
    expect(at).toHaveLength(4)
    // The database counts the gap from the recorded end: two clocks, whole milliseconds.
    for (let n = 1; n < at.length; n++) expect(at[n]! - at[n - 1]!).toBeGreaterThanOrEqual(78)
  })

  test('holds a whole conversation for Retry-After, however often, and loses nothing of the order', async () => {
    const slack = simulatePlatform()
    const held = { kind: 'fault', fault: { kind: 'rate-limited', retryAfterSeconds: 0.1 } } as const
    slack.mishaps = [held, held, held, held]
    await outbox.send([message('1'), message('2')])
    await work([slack], { maxFailures: 2 }).drained()
    expect(texts(slack)).toEqual(['1', '2'])
    expect((await row('1')).attempts).toBe(5)
    expect((await row('1')).failures).toBe(0)
  })

  test('goes on after a fault that certainly executed nothing, without looking', async () => {
    const slack = simulatePlatform()
    slack.mishaps = [{ kind: 'fault', fault: { kind: 'not-executed', detail: 'connection refused' } }]
    await outbox.send([message('1'), message('2')])
    await work([slack]).drained()
    expect(texts(slack)).toEqual(['1', '2'])
    expect(slack.looks).toEqual([])
  })

  test('gives a message up after so many failures, says so, and the conversation goes on', async () => {
    const slack = simulatePlatform()
    const refused = { kind: 'fault', fault: { kind: 'not-executed', detail: 'refused' } } as const
    slack.mishaps = [refused, refused]
    await outbox.send([message('poison'), message('after')])
    const outcomes: string[] = []
    const worker = work([slack], { maxFailures: 2, onOutcome: ({ verdict }) => outcomes.push(verdict.status) })
    await worker.drained()
    expect(texts(slack)).toEqual(['after'])
    expect(outcomes).toEqual(['pending', 'dead', 'sent'])
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    const [dead] = await outbox.deadLetters()
    expect(dead).toMatchObject({ lane: 'slack:T1:C1', error: 'refused', attempts: 2, canResend: true })
    expect(await outbox.resend(dead!.id)).toBe(true)
    worker.nudge()
    await worker.drained()
    expect(texts(slack)).toEqual(['after', 'poison'])
    expect(await outbox.resend(dead!.id)).toBe(false)
  })

  test('does not try a permanent fault again', async () => {
    const slack = simulatePlatform()
    slack.mishaps = [{ kind: 'fault', fault: { kind: 'permanent', detail: 'channel_not_found' } }]
    await outbox.send([message('lost')])
    await work([slack]).drained()
    expect(slack.deliveries).toHaveLength(1)
    expect(await outbox.deadLetters()).toMatchObject([{ error: 'channel_not_found' }])
  })

  test('pauses the whole workspace when it is gone, and goes on in order when it is back', async () => {
    const slack = simulatePlatform()
    slack.mishaps = [{ kind: 'fault', fault: { kind: 'workspace-gone', detail: 'token_revoked' } }]
    const elsewhere = { kind: 'conversation', platform: 'slack', workspace: 'T2', conversation: 'C9' } as const
    await outbox.send([message('1'), message('2'), message('other', 'C2')])
    const worker = work([slack], { concurrency: 1 })
    await worker.drained()
    expect(slack.deliveries).toHaveLength(1)
    expect((await outbox.stats()).paused).toEqual(['slack:T1'])
    await outbox.send([message('second workspace', 'C9', { to: elsewhere })])
    await worker.drained()
    expect(texts(slack)).toEqual(['second workspace'])
    await outbox.resume('slack:T1')
    await worker.drained()
    expect(texts(slack).filter((text) => text !== 'other')).toEqual(['second workspace', '1', '2'])
    expect(texts(slack)).toContain('other')
  })

  test.each([
    { mishap: { kind: 'executed-then-lost' }, posts: 1, found: true },
    { mishap: { kind: 'executed-late', afterMs: 80 }, posts: 1, found: true },
    { mishap: { kind: 'fault', fault: { kind: 'uncertain', detail: '502' } }, posts: 1, found: false },
  ] as const)(
    'after $mishap.kind the conversation is searched once the platform has fallen silent: one post',
    async (c) => {
      const slack = simulatePlatform({ lateExecutionMs: 250 })
      slack.mishaps = [c.mishap]
      await outbox.send([message('1'), message('2')])
      await work([slack]).drained()
      expect(texts(slack)).toEqual(['1', '2'])
      expect(slack.looks).toHaveLength(1)
      expect(slack.deliveries).toHaveLength(c.found ? 2 : 3)
      expect(slack.looks[0]!.notBefore.getTime()).toBeLessThan(slack.posted[0]!.at)
      expect((await row('1')).status).toBe('sent')
      expect((await row('1')).reference).toMatch(/^ref-/)
    },
  )

  test('the quarantine runs from the latest try: a late second try is not doubled', async () => {
    const slack = simulatePlatform({ lateExecutionMs: 250 })
    slack.mishaps = [
      { kind: 'fault', fault: { kind: 'uncertain', detail: '502' } },
      { kind: 'executed-late', afterMs: 150 },
    ]
    await outbox.send([message('1'), message('2')])
    await work([slack]).drained()
    expect(texts(slack)).toEqual(['1', '2'])
    expect(slack.looks).toHaveLength(2)
  })

  test.each([
    { whenUncertain: 'repeat', posts: ['1', '1', '2'], status: 'sent' },
    { whenUncertain: 'once', posts: ['1', '2'], status: 'dropped' },
  ] as const)('where nothing can be looked up, $whenUncertain decides', async ({ whenUncertain, posts, status }) => {
    const slack = simulatePlatform({ canLook: false })
    slack.mishaps = [{ kind: 'executed-then-lost' }]
    await outbox.send([message('1', 'C1', { whenUncertain }), message('2')])
    await work([slack]).drained()
    expect(texts(slack)).toEqual(posts)
    expect((await row('1')).status).toBe(status)
  })

  test('looks again when looking was held off or failed, and never sends on a guess', async () => {
    const slack = simulatePlatform()
    slack.mishaps = [{ kind: 'executed-then-lost' }]
    slack.lookFaults = [
      { kind: 'rate-limited', retryAfterSeconds: 0.05 },
      { kind: 'not-executed', detail: 'refused' },
    ]
    await outbox.send([message('1')])
    await work([slack]).drained()
    expect(slack.looks).toHaveLength(3)
    expect(texts(slack)).toEqual(['1'])
  })

  test('a delivery that never answers is given up and reconciled', async () => {
    const slack = simulatePlatform()
    slack.mishaps = [{ kind: 'hangs' }]
    await outbox.send([message('1')])
    await work([slack], { tryMs: 50 }).drained()
    expect(slack.looks).toHaveLength(1)
    expect(texts(slack)).toEqual(['1'])
  })

  test('what a crashed worker left in sending is looked up before it is sent again', async () => {
    const slack = simulatePlatform()
    await outbox.send([message('1'), message('2')])
    const crashed = { worker: 'crashed', lanes: 5, leaseMs: 30, quarantineMs: { slack: 100 } }
    const { messages } = await outbox.claim(crashed)
    expect(messages.map(({ task }) => task)).toEqual(['send'])
    slack.posted.push({ id: messages[0]!.id, conversation: 'C1', text: '1', at: Date.now(), reference: 'ref-1' })
    await work([slack], { leaseMs: 1000 }).drained()
    expect(texts(slack)).toEqual(['1', '2'])
    expect(slack.looks).toHaveLength(1)
    expect((await row('1')).attempts).toBe(1)
  })

  test('two workers share the lanes and double nothing', async () => {
    const slack = simulatePlatform({ tookMs: 3 })
    const lanes = Array.from({ length: 12 }, (_, n) => `C${n}`)
    for (let n = 0; n < 5; n++) await outbox.send(lanes.map((lane) => message(`${lane}:${n}`, lane)))
    const both = [work([slack], { concurrency: 4 }), work([slack], { concurrency: 4 })]
    await Promise.all(both.map((worker) => worker.drained()))
    await expect.poll(() => slack.posted.length).toBe(60)
    expect(new Set(texts(slack)).size).toBe(60)
    expect(slack.mostAtOnce).toBe(1)
    for (const lane of lanes) {
      expect(texts(slack).filter((text) => text.startsWith(`${lane}:`))).toEqual(
        [0, 1, 2, 3, 4].map((n) => `${lane}:${n}`),
      )
    }
  })

  test('stopping finishes what is under way and takes nothing more', async () => {
    const slack = simulatePlatform({ tookMs: 60 })
    await outbox.send([message('1'), message('2')])
    const worker = work([slack])
    await expect.poll(() => slack.deliveries.length).toBe(1)
    await worker.stop()
    expect(texts(slack)).toEqual(['1'])
    expect(await outbox.stats()).toMatchObject({ pending: 1, sending: 0 })
  })

  test('messages of a platform that is not connected here wait', async () => {
    const mail = simulatePlatform({ name: 'email' })
    await outbox.send([message('chat'), message('mail', 'x', { to: { kind: 'email', address: 'A@example.com' } })])
    await work([mail]).drained()
    expect(texts(mail)).toEqual(['mail'])
    expect(await outbox.stats()).toMatchObject({ pending: 1 })
  })

  test('no text is kept of what was delivered, nor of a mail that was given up', async () => {
    const mail = simulatePlatform({ name: 'email' })
    mail.mishaps = [{ kind: 'fault', fault: { kind: 'permanent', detail: 'no such mailbox' } }]
    const to = (address: string) => ({ to: { kind: 'email', address } as const })
    const worker = work([mail])
    await outbox.send([message('code 123', 'x', to('gone@example.com'))])
    await worker.drained()
    await outbox.send([message('code 456', 'y', to('b@example.com'))])
    await worker.drained()
    expect((await db.pool.query('SELECT status, payload FROM outbox_messages ORDER BY position')).rows).toEqual([
      { status: 'dead', payload: null },
      { status: 'sent', payload: null },
    ])
    const [dead] = await outbox.deadLetters()
    expect(dead!.canResend).toBe(false)
    expect(await outbox.resend(dead!.id)).toBe(false)
  })

  test('a message that cannot be put into words is given up, not repeated for ever', async () => {
    const slack = simulatePlatform()
    await outbox.send([message('1'), message('2')])
    const failing: typeof localize = (content) => {
      const words = localize(content)
      if (words.kind === 'view' && words.view.title === '1') throw new Error('no such key')
      return words
    }
    await work([slack], { localize: failing }).drained()
    expect(texts(slack)).toEqual(['2'])
    expect(await outbox.deadLetters()).toMatchObject([{ error: 'no such key' }])
  })
})

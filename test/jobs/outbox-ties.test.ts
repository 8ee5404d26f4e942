import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Outgoing, Recipient } from '../../src/bot/platform.ts'
import type { OutboxWorker, OutboxWorkerOptions } from '../../src/jobs/outbox-worker.ts'
import { startOutboxWorker } from '../../src/jobs/outbox-worker.ts'
import type { Outbox } from '../../src/store/outbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { transact } from '../../src/store/transaction.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { localize, memoryLog, message } from './messages.ts'
import type { Mishap, SimulatedPlatform } from './simulated-platform.ts'
import { simulatePlatform } from './simulated-platform.ts'

onEachDatabase('messages that belong to others', ({ open }) => {
  let db: TestDatabase
  let outbox: Outbox
  let workers: OutboxWorker[] = []
  let log: ReturnType<typeof memoryLog>
  let slack: SimulatedPlatform

  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    outbox = createOutbox(db.pool)
    log = memoryLog()
    slack = simulatePlatform()
  })
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()))
    workers = []
  })
  afterAll(() => db.close())

  function work(more: Partial<OutboxWorkerOptions> = {}): OutboxWorker {
    const worker = startOutboxWorker({ outbox, platforms: [slack], localize, log, ...more })
    workers.push(worker)
    return worker
  }
  const to = (more: Partial<Recipient> = {}, conversation = 'C1') =>
    ({ kind: 'conversation', platform: 'slack', workspace: 'T1', conversation, ...more }) as Recipient
  const below = (root: string, text: string, conversation = 'C1') =>
    message(text, conversation, { to: to({ threadOf: root }, conversation) })
  const change = (of: string, text: string, more: Partial<Outgoing> = {}) =>
    message(text, 'C1', { replaces: of, ...more })
  const removal = (of: string, key: string) => message(key, 'C1', { replaces: of, content: { kind: 'removal' } })
  const texts = () => slack.posted.map(({ text }) => text)
  const row = async (key: string) =>
    (await db.pool.query('SELECT * FROM outbox_messages WHERE dedupe_key = $1', [key])).rows[0]
  const permanent: Mishap = { kind: 'fault', fault: { kind: 'permanent', detail: 'is_archived' } }
  const refused: Mishap = { kind: 'fault', fault: { kind: 'not-executed', detail: 'refused' } }

  test('a reply goes into the thread of its root, whose place is known by then', async () => {
    await outbox.send([message('card'), below('C1/card', 'first'), message('other'), below('C1/card', 'second')])
    await work().drained()
    const card = slack.posted[0]!
    expect(slack.posted.map(({ text, thread }) => [text, thread])).toEqual([
      ['card', undefined],
      ['first', card.reference],
      ['other', undefined],
      ['second', card.reference],
    ])
    expect(slack.deliveries.every((delivery) => !('threadOf' in delivery.to))).toBe(true)
  })

  test('to a person, the thread in their own conversation', async () => {
    const person = { kind: 'person', who: { platform: 'slack', workspace: 'T1', user: 'U1' } } as const
    await outbox.send([
      message('opened', 'p', { to: person }),
      message('more', 'p', { to: { ...person, threadOf: 'p/opened' } }),
    ])
    await work().drained()
    expect(slack.deliveries[1]).toMatchObject({ threadIn: slack.posted[0]!.reference, to: person })
    expect(slack.deliveries[1]!.to).not.toHaveProperty('threadOf')
  })

  test('a reply waits for a root in another conversation, and counts no failure for it', async () => {
    slack = simulatePlatform({ lateExecutionMs: 300 })
    slack.mishaps = [{ kind: 'executed-then-lost' }]
    await outbox.send([message('root', 'A'), below('A/root', 'reply', 'B')])
    const worker = work()
    await expect.poll(async () => (await row('A/root')).status).toBe('unknown')
    expect(texts()).toEqual(['root'])
    await worker.drained()
    expect(texts()).toEqual(['root', 'reply'])
    expect(await row('B/reply')).toMatchObject({ attempts: 1, failures: 0 })
  })

  test('a reply dies with its root, says so, and both come back in their order when the root is sent again', async () => {
    slack.mishaps = [permanent]
    const outcomes: unknown[] = []
    await outbox.send([
      message('root'),
      below('C1/root', 'r1'),
      message('else'),
      below('C1/root', 'r2'),
      below('C1/r1', 'below r1', 'C2'),
    ])
    const worker = work({ onOutcome: ({ dedupeKey, verdict }) => outcomes.push([dedupeKey, verdict.status]) })
    await worker.drained()
    expect(texts()).toEqual(['else'])
    expect(outcomes).toContainEqual(['C1/r1', 'dead'])
    expect((await row('C1/r1')).error).toContain('C1/root')
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(4)
    expect(await outbox.resend((await row('C1/root')).id)).toBe(true)
    await worker.drained()
    expect(texts().filter((text) => text !== 'below r1')).toEqual(['else', 'root', 'r1', 'r2'])
    await expect.poll(texts).toContain('below r1')
    expect(slack.posted.find(({ text }) => text === 'r2')!.thread).toBe(
      slack.posted.find(({ text }) => text === 'root')!.reference,
    )
  })

  test('what died of its own stays dead when its root is sent again', async () => {
    slack.mishaps = [permanent]
    await outbox.send([message('root'), below('C1/root', 'reply')])
    const worker = work()
    await worker.drained()
    await db.pool.query("UPDATE outbox_messages SET error = 'is_archived' WHERE dedupe_key = 'C1/reply'")
    await outbox.resend((await row('C1/root')).id)
    await worker.drained()
    expect(texts()).toEqual(['root'])
  })

  test.each(['no such message', 'C1/later'])('a message that names %s is given up at once', async (root) => {
    await outbox.send([below(root, 'reply'), message('later')])
    await work().drained()
    expect(texts()).toEqual(['later'])
    expect((await outbox.deadLetters()).map(({ error }) => error)).toEqual([expect.stringContaining(root)])
  })

  test('a change of what was never written is let go, and is no dead letter; of what is written later, it is', async () => {
    const inThread = (of: string, text: string) => ({ ...below('C1/root', text), replaces: of })
    await outbox.send([message('root'), inThread('never', 'changed'), change('C1/later', 'early'), message('later')])
    await work().drained()
    expect(texts()).toEqual(['root', 'later'])
    expect(await row('C1/changed')).toMatchObject({ status: 'dropped', payload: null, attempts: 0 })
    expect((await outbox.deadLetters()).map(({ error }) => error)).toEqual([expect.stringContaining('C1/later')])
  })

  test('a change changes the message, again and again, and has no place of its own', async () => {
    await outbox.send([message('card'), message('after')])
    const worker = work()
    await worker.drained()
    for (const text of ['claimed', 'solved']) {
      await outbox.send([change('C1/card', text)])
      await worker.drained()
    }
    expect(texts()).toEqual(['solved', 'after'])
    expect((await row('C1/solved')).reference).toBe((await row('C1/card')).reference)
    expect(slack.deliveries[2]!.target).toEqual({
      reference: slack.posted[0]!.reference,
      conversation: 'opened-C1',
    })
  })

  test('of several changes that wait, the newest goes out', async () => {
    await outbox.send([message('card')])
    const worker = work()
    await worker.drained()
    await outbox.send([
      change('C1/card', 'one'),
      below('C1/card', 'in its thread'),
      change('C1/card', 'two'),
      message('x', 'C1', { content: { kind: 'mark', message: '9.9', mark: 'taken' } }),
      change('C1/card', 'three'),
    ])
    await worker.drained()
    expect(texts()).toEqual(['three', 'in its thread'])
    expect(slack.deliveries.map(({ content }) => content.kind === 'view' && content.view.title)).not.toContain('one')
    expect(await row('C1/one')).toMatchObject({ status: 'dropped', error: 'superseded', payload: null })
    expect((await outbox.deliveries(['C1/one', 'C1/three'])).get('C1/one')).toMatchObject({ status: 'dropped' })
  })

  test('not over the head of a message that stands beside the changed one', async () => {
    await outbox.send([message('root'), below('C1/root', 'typo')])
    const worker = work()
    await worker.drained()
    await worker.stop()
    const inThread = { to: to({ threadOf: 'C1/root' }) }
    await outbox.send([
      change('C1/typo', 'mended', inThread),
      below('C1/root', 'see above'),
      change('C1/typo', 'mended again', inThread),
    ])
    const seen: string[][] = []
    work({ onOutcome: () => seen.push(texts()) })
    await expect.poll(() => seen.length).toBe(3)
    expect(seen).toEqual([
      ['root', 'mended'],
      ['root', 'mended', 'see above'],
      ['root', 'mended again', 'see above'],
    ])
  })

  test('what names a superseded change means the message that it would have changed', async () => {
    await outbox.send([message('card')])
    const worker = work()
    await worker.drained()
    await outbox.send([change('C1/card', 'one'), below('C1/one', 'reply'), change('C1/card', 'two')])
    await worker.drained()
    expect(slack.posted.map(({ text, thread }) => [text, thread])).toEqual([
      ['two', undefined],
      ['reply', slack.posted[0]!.reference],
    ])
  })

  test.each([false, true])(
    'a change of what is gone is posted anew, and later changes find it there (adapter posts itself: %s)',
    async (postsAnew) => {
      slack.postsAnew = postsAnew
      await outbox.send([message('card')])
      const worker = work()
      await worker.drained()
      slack.posted = []
      await outbox.send([change('C1/card', 'claimed')])
      await worker.drained()
      await outbox.send([change('C1/card', 'solved'), below('C1/card', 'reply')])
      await worker.drained()
      expect(slack.posted.map(({ text, thread }) => [text, thread])).toEqual([
        ['solved', undefined],
        ['reply', slack.posted[0]!.reference],
      ])
      const { reference } = slack.posted[0]!
      const at = { platform: 'slack', workspace: 'T1', conversation: 'opened-C1', reference } as const
      expect(await outbox.find(at)).toBe('C1/card')
    },
  )

  test('posted anew with an uncertain result, it is looked for and not doubled', async () => {
    await outbox.send([message('card')])
    const worker = work()
    await worker.drained()
    slack.posted = []
    slack.mishaps = [{ kind: 'fault', fault: { kind: 'target-gone', detail: 'gone' } }, { kind: 'executed-then-lost' }]
    await outbox.send([change('C1/card', 'claimed')])
    await worker.drained()
    expect(texts()).toEqual(['claimed'])
    expect(slack.looks).toHaveLength(1)
  })

  test('a mark on what was taken back is let go, and is no dead letter', async () => {
    slack.mishaps = [{ kind: 'fault', fault: { kind: 'target-gone', detail: 'gone' } }]
    await outbox.send([
      message('m', 'C1', { content: { kind: 'mark', message: '9.9', mark: 'internal' } }),
      message('next'),
    ])
    await work().drained()
    expect(await row('C1/m')).toMatchObject({ status: 'dropped', payload: null })
    expect(texts()).toContain('next')
    expect(await outbox.deadLetters()).toEqual([])
  })

  test('a change of what was never delivered is posted, takes its place, and wakes what waited in vain', async () => {
    slack.mishaps = [permanent]
    await outbox.send([message('card'), below('C1/card', 'reply')])
    const worker = work()
    await worker.drained()
    const { id } = await row('C1/card')
    await outbox.send([change('C1/card', 'claimed')])
    await worker.drained()
    expect(slack.posted.map(({ text, thread }) => [text, thread])).toEqual([
      ['claimed', undefined],
      ['reply', slack.posted[0]!.reference],
    ])
    expect(await outbox.resend(id)).toBe(false)
    await outbox.send([change('C1/card', 'solved')])
    await worker.drained()
    expect(texts()).toEqual(['solved', 'reply'])
  })

  test('what is taken back is gone; what never was there needs no call and never comes', async () => {
    slack.mishaps = [refused, permanent]
    await outbox.send([message('never'), message('said')])
    const worker = work({ maxFailures: 1 })
    slack.mishaps = [permanent]
    await worker.drained()
    const calls = slack.deliveries.length
    const { id } = await row('C1/never')
    await outbox.send([removal('C1/never', 'r1')])
    await worker.drained()
    expect(slack.deliveries).toHaveLength(calls)
    expect(await row('C1/r1')).toMatchObject({ status: 'sent' })
    expect(await outbox.resend(id)).toBe(false)
    await outbox.send([removal('C1/said', 'r2')])
    await worker.drained()
    expect(texts()).toEqual([])
    await outbox.send([removal('C1/said', 'r3')])
    await worker.drained()
    expect(await row('C1/r3')).toMatchObject({ status: 'sent', attempts: 1 })
  })

  test('words that died with the root of their thread and were taken back do not come back with it', async () => {
    slack.mishaps = [permanent]
    await outbox.send([message('root'), below('C1/root', 'words'), below('C1/root', 'others')])
    const worker = work()
    await worker.drained()
    await outbox.send([{ ...below('C1/root', 'taken back'), replaces: 'C1/words', content: { kind: 'removal' } }])
    await worker.drained()
    expect(await row('C1/taken back')).toMatchObject({ status: 'sent', attempts: 0 })
    expect(await row('C1/words')).toMatchObject({ status: 'dropped', payload: null })
    await outbox.resend((await row('C1/root')).id)
    await worker.drained()
    expect(texts()).toEqual(['root', 'others'])
  })

  test('a change that was given up does not come back over a later one', async () => {
    await outbox.send([message('words')])
    const worker = work()
    await worker.drained()
    slack.mishaps = [permanent]
    await outbox.send([change('C1/words', 'lost')])
    await worker.drained()
    await outbox.send([removal('C1/words', 'gone')])
    await worker.drained()
    await outbox.resend((await row('C1/lost')).id)
    await worker.drained()
    expect(texts()).toEqual([])
    expect(await row('C1/lost')).toMatchObject({ status: 'dropped', error: 'superseded' })
  })

  test.each([{ kind: 'executed-then-lost' }, { kind: 'executed-late', afterMs: 60 }] as const)(
    'after $kind a change, a removal and a mark are repeated when the platform fell silent, and not looked for',
    async (mishap) => {
      await outbox.send([message('card'), message('doomed')])
      const worker = work()
      await worker.drained()
      slack.mishaps = [mishap, { kind: 'executed-then-lost' }, mishap]
      await outbox.send([
        change('C1/card', 'claimed'),
        removal('C1/doomed', 'r'),
        message('m', 'C1', { content: { kind: 'mark', message: '9.9', mark: 'internal' } }),
      ])
      await worker.drained()
      expect(texts()).toEqual(['claimed'])
      expect(slack.looks).toEqual([])
      expect(new Set(slack.marks)).toEqual(new Set(['internal 9.9']))
      expect((await row('C1/m')).reference).toBeNull()
    },
  )

  test('what was left in sending by a crash is repeated after the quarantine, but not for ever', async () => {
    await outbox.send([message('card')])
    const worker = work()
    await worker.drained()
    await worker.stop()
    await outbox.send([change('C1/card', 'claimed')])
    const claim = () => outbox.claim({ worker: 'crashed', lanes: 5, leaseMs: 0, quarantineMs: { slack: 0 } })
    for (let crash = 0; crash < 3; crash++) {
      expect((await claim()).messages).toMatchObject([{ task: 'send', repeatable: true }])
      expect((await claim()).messages).toEqual([])
    }
    await work({ maxFailures: 3 }).drained()
    expect(await row('C1/claimed')).toMatchObject({ status: 'dead', failures: 4 })
    expect(slack.deliveries).toHaveLength(1)
  })

  test('tells how it goes with each message, and which one stands where', async () => {
    slack.mishaps = [{ kind: 'executed-then-lost' }]
    slack.lookFaults = [{ kind: 'not-executed', detail: 'busy' }]
    const person = { kind: 'person', who: { platform: 'slack', workspace: 'T2', user: 'U1' } } as const
    await outbox.send([message('sent', 'A'), message('letter', 'p', { to: person })])
    const worker = work()
    await worker.drained()
    await worker.stop()
    slack.mishaps = [permanent]
    await outbox.send([message('dead', 'B')])
    await work().drained()
    await workers.at(-1)!.stop()
    await outbox.send([message('waits', 'B')])
    const states = await outbox.deliveries(['A/sent', 'B/dead', 'B/waits', 'never'])
    expect([...states.keys()].sort()).toEqual(['A/sent', 'B/dead', 'B/waits'])
    expect(states.get('A/sent')).toMatchObject({ status: 'sent', reference: expect.any(String), at: expect.any(Date) })
    expect(states.get('A/sent')).not.toHaveProperty('error')
    expect(states.get('B/dead')).toMatchObject({ status: 'failed', error: 'is_archived', conversation: 'B' })
    expect(states.get('B/waits')).toMatchObject({ status: 'retrying' })
    const reference = (await row('p/letter')).reference
    const at = { platform: 'slack', workspace: 'T1', conversation: 'opened-U1', reference } as const
    expect(await outbox.find(at)).toBe('p/letter')
    expect(await outbox.find({ ...at, conversation: 'elsewhere' })).toBeUndefined()
    expect(await outbox.find({ ...at, platform: 'teams' })).toBeUndefined()
    expect(await outbox.find({ ...at, reference: '1.1' })).toBeUndefined()
  })

  test('each death is told once: not by two at a time, again when telling failed, anew after another life', async () => {
    slack.mishaps = [permanent, permanent, permanent]
    const named = (dedupeKey: string) => message(dedupeKey, dedupeKey, { dedupeKey })
    await outbox.send([named('case:1:card'), named('case:2:card'), named('letter')])
    await work().drained()
    const take = (fail = false) =>
      transact(db.pool, async (tx) => {
        const deaths = await outbox.takeDeaths(tx, 'case:')
        if (fail) throw new Error('crash')
        return deaths.map(({ dedupeKey }) => dedupeKey)
      })
    await expect(take(true)).rejects.toThrow('crash')
    expect((await Promise.all([take(), take()])).flat().sort()).toEqual(['case:1:card', 'case:2:card'])
    expect(await take()).toEqual([])
    slack.mishaps = [permanent]
    await outbox.resend((await row('case:1:card')).id)
    await workers[0]!.drained()
    expect(await take()).toEqual(['case:1:card'])
  })

  test('`internal` reaches the platform, and a file’s view is put into words', async () => {
    const view = message('view').content as { kind: 'view'; view: never }
    await outbox.send([
      message('note', 'C1', { internal: true }),
      message('file', 'C1', { content: { kind: 'file', file: { id: 'f', name: 'a.log' }, view: view.view } }),
    ])
    const open = async () => ({ stream: undefined as never, size: 3 })
    const files = { keep: async () => ({ size: 3, open }), keepWaiting: async () => {} }
    await work({ files }).drained()
    expect(slack.deliveries[0]!.internal).toBe(true)
    expect(slack.deliveries[1]!.content).toMatchObject({
      kind: 'file',
      file: { id: 'f', size: 3 },
      view: { title: 'view' },
    })
    expect(slack.deliveries[1]!.open).toBe(open)
  })
})

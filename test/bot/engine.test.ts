import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEngine, type Engine } from '../../src/bot/engine.ts'
import type { Inbound } from '../../src/bot/inbound.ts'
import { DeliveryError } from '../../src/bot/platform.ts'
import type { Heard } from '../../src/bot/router.ts'
import { createRouter } from '../../src/bot/router.ts'
import type { Reply, Text, View } from '../../src/bot/view.ts'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { slipsBetween } from '../../src/domain/slips.ts'
import { createInbox, type Inbox } from '../../src/store/inbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { localize } from '../jobs/messages.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'

const titled = (title: string): View => ({ tone: 'plain', title: { key: title } as unknown as Text, body: [] })

onEachDatabase('words in a thread', ({ open }) => {
  let db: TestDatabase
  let inbox: Inbox
  let engine: Engine
  let heard: string[]
  let hear: (heard: Heard) => Promise<Reply | undefined>
  /** What becomes of words that are no command. */
  let take: (words: string) => Promise<Reply>

  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    heard = []
    inbox = createInbox(db.pool, createOutbox(db.pool))
    hear = async (words) => {
      heard.push(words.kind === 'erased' ? words.message : words.written.id)
      return undefined
    }
    take = async (words) => ({ kind: 'view', view: titled(words) })
    engine = createEngine({
      router: createRouter<object, object>({
        commands: [],
        vocabulary: createVocabulary([], slipsBetween),
        services: {},
        now: () => new Date(),
        identify: async () => ({ asker: {}, language: 'en' }),
        refuse: () => undefined,
        canMean: () => true,
        isInternal: () => false,
        hear: (words) => hear(words),
        localize,
        lost: (words) => take(words),
        welcome: async () => titled('welcome'),
        broken: () => titled('broken'),
      }),
      inbox,
      phrase: () => '',
      languageOf: async () => 'en',
      follows: async () => true,
      onFault: () => {},
      onGivenUp: () => {},
    })
  })
  afterAll(() => db.close())

  const wrote = (id: string): Inbound => ({
    key: `event ${id}`,
    who: { platform: 'slack', workspace: 'T1', user: 'U1' },
    place: { workspace: 'T1', conversation: 'C1', thread: '1.1', kind: 'channel', private: false },
    request: { kind: 'wrote', written: { id, prose: [], files: [] } },
  })
  const said = async () =>
    (await db.pool.query(`SELECT payload -> 'content' -> 'view' -> 'title' ->> 'key' AS title FROM outbox_messages`))
      .rows

  test('are heard in the order in which they were told, each when the one before is done', async () => {
    let atOnce = 0
    const { hear: note } = { hear }
    hear = async (words) => {
      expect(++atOnce).toBe(1)
      await new Promise((done) => setTimeout(done, Math.random() * 10))
      atOnce--
      return note(words)
    }
    const ids = Array.from({ length: 12 }, (_, n) => `${n}`)
    const told = ids.map((id) => engine.accept(wrote(id)))
    expect(await Promise.all(told)).toEqual(ids.map(() => 'accepted'))
    expect(await engine.accept(wrote('3'))).toBe('seen')
    await engine.settled()
    expect(heard).toEqual(ids)
    expect(await said()).toEqual([])
  })

  test('are not lost to a fault, nor answered with it: they are heard again, and what follows waits', async () => {
    const { hear: note } = { hear }
    let faults = 1
    hear = async (words) => {
      if (faults-- > 0) throw new Error('for now')
      return note(words)
    }
    await engine.accept(wrote('1'))
    await engine.accept(wrote('2'))
    await engine.settled()
    expect(heard).toEqual([])
    expect(await said()).toEqual([])
    await again()
    expect(heard).toEqual(['1', '2'])
  })

  const told = (text: string): Inbound => ({
    ...wrote(text),
    place: { workspace: 'T1', conversation: 'a:1', kind: 'direct', private: true },
    request: { kind: 'said', text },
  })
  const again = async () => {
    await db.pool.query('UPDATE inbox SET due_at = now(); UPDATE inbox_lanes SET next_at = now()')
    const { lanes } = await inbox.dueLanes(10)
    await Promise.all(lanes.map((lane) => engine.runLane(lane)))
  }

  test('said to the bot alone are handled in their order, too, and a change of them after them', async () => {
    const { take: tell } = { take }
    take = async (words) => {
      await new Promise((done) => setTimeout(done, Math.random() * 10))
      heard.push(words)
      return tell(words)
    }
    const ids = Array.from({ length: 12 }, (_, n) => `word ${n}`)
    await Promise.all(ids.map((id) => engine.accept(told(id))))
    await engine.accept({ ...told('change'), request: { kind: 'erased', message: 'change' } })
    await engine.settled()
    expect(heard).toEqual([...ids, 'change'])
    expect((await said()).map(({ title }) => title)).toEqual(ids)
  })

  test('for which a platform had to be asked in vain are handled again, and what follows waits', async () => {
    const { take: tell } = { take }
    let faults = 1
    take = async (words) => {
      if (faults-- > 0) throw new DeliveryError({ kind: 'uncertain', detail: 'HTTP 500' })
      return tell(words)
    }
    await engine.accept(told('1'))
    await engine.accept(told('2'))
    await engine.settled()
    expect(await said()).toEqual([])
    await again()
    expect((await said()).map(({ title }) => title)).toEqual(['1', '2'])
  })

  test('that break something are answered with it at once', async () => {
    take = async () => {
      throw new Error('a bug')
    }
    await engine.accept(told('1'))
    await engine.settled()
    expect((await said()).map(({ title }) => title)).toEqual(['broken'])
  })

  test('are never answered in the same breath', async () => {
    await expect(engine.answer(wrote('1'))).rejects.toThrow('accepted, not answered')
    expect((await db.pool.query('SELECT 1 FROM inbox')).rows).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { plainProse } from '../../src/bot/prose.ts'
import { type OutboxRow, onEachChat, type Person } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const sato = 'ken.sato@kitano-seiki.example'
const triage = { conversation: 'C0TRIAGE', kind: 'channel' } as const

let words = 0
const written = (text: string, id = `w${++words}`) => ({ id, prose: plainProse(text), files: [] })

onEachChat('engineers and a case', (chat) => {
  const erin = () => chat().staff('erin@vendor.example')
  const makoto = () => chat().staff('makoto@vendor.example')
  const stored = (number: number) => chat().db.prisma.case.findUniqueOrThrow({ where: { number } })
  const messages = () => chat().db.prisma.caseMessage.findMany({ orderBy: { position: 'asc' } })
  const sent = async (since = 0) => (await chat().outbox()).slice(since)

  async function open(person: Person, serial = 'WAS70014821', title = 'Login fails'): Promise<number> {
    const values = { topic: 'defect', severity: '2', title, description: 'Since noon.', serial }
    await person.invokes({ command: 'case.describe', values })
    return (await chat().db.prisma.case.findFirstOrThrow({ orderBy: { number: 'desc' } })).number
  }
  /** A person in the case's thread in the triage channel, below its card. */
  async function below(person: Person, number: number): Promise<Person> {
    const thread = (await chat().delivered())[`case:${number}:card`]!
    return person.in({ ...triage, thread })
  }
  const ofCustomer = (rows: OutboxRow[]) =>
    rows.filter(({ to }) => to.kind === 'person' && to.who.user.includes('WANG'))

  test('what is for customers sends the vendor’s people to the queue, not to a sign-up', async () => {
    const said = await (await erin()).says('coverage')
    expect([said.keys[0], said.offers]).toEqual(['errors.for-customers.title', ['queue', 'help']])
  })

  test('words of a customer that begin like a command of engineers are words to support', async () => {
    const customer = await chat().signedUp(wang, { platform: 'teams', workspace: 'tenant' })
    await open(customer)
    for (const words of [
      'Note that it fails on weekends',
      '質問があります',
      'メモリ使用率が高い',
      'Release 9.1 fails',
    ]) {
      const said = await customer.says(words, written(words))
      expect(said.keys[0], words).toBe('case.wrote.title')
      expect((await messages()).at(-1)?.text).toBe(words)
    }
    expect((await chat().person('STRANGER').says('claim 1')).keys[0]).toBe('errors.not-allowed.title')
  })

  test('what only begins like an answer is none: the engineer is asked who should read it', async () => {
    const number = await open(await chat().signedUp(wang))
    const there = await below(await erin(), number)
    for (const words of ['お客様に回答済みです', '内部メモリが足りない', '回覆客戶之前先確認']) {
      expect((await there.says(words, written(words))).keys[0], words).toBe('thread.for-whom.title')
    }
    expect((await messages()).length).toBe(1)
    expect((await there.says('お客様に回答 済みです', written('お客様に回答 済みです'))).keys[0]).toBe(
      'triage.answered',
    )
  })

  describe('whose it is', () => {
    test('one claims it; the next reads who has it, the first that it is theirs', async () => {
      const number = await open(await chat().signedUp(wang))
      const [first, second] = [await erin(), await makoto()]
      expect((await first.says(`claim ${number}`)).keys[0]).toBe('triage.claimed')
      const taken = await second.says(`claim #${number}`)
      expect(taken.values('triage.taken.title')).toMatchObject({ name: 'Erin Engineer' })
      expect(taken.offers).toContain(`case.take-over {"number":"${number}"}`)
      expect((await first.says(`claim ${number}`)).keys[0]).toBe('triage.yours')
      expect(await stored(number)).toMatchObject({ ownerEmail: 'erin@vendor.example', status: 'claimed' })
      expect((await first.says('claim 999')).keys[0]).toBe('triage.no-case')
      expect((await first.says('claim')).keys[0]).toBe('triage.which-case.title')
      expect((await (await below(second, number)).says('claim')).keys[0]).toBe('triage.taken.title')
    })

    test('released with a word it is claimed by another; only its owner or a manager may', async () => {
      const number = await open(await chat().signedUp(wang))
      const [first, second] = [await erin(), await makoto()]
      await first.says(`claim ${number}`)
      expect((await second.says(`release ${number} not mine`)).keys[0]).toBe('triage.not-yours')
      expect((await first.says(`release ${number} gone for today`)).keys[0]).toBe('triage.released')
      expect(await stored(number)).toMatchObject({ ownerEmail: null, status: 'new' })
      expect(JSON.stringify(ofCustomer(await sent()))).not.toContain('gone for today')
      expect((await second.says(`claim ${number}`)).keys[0]).toBe('triage.claimed')
      const manager = await chat().staff('shufen@vendor.example')
      expect((await manager.says(`release ${number}`)).keys).not.toContain('triage.not-yours')
    })

    test('handed over by name or address; nobody of that name is said at the field', async () => {
      const number = await open(await chat().signedUp(wang))
      const first = await erin()
      await first.says(`claim ${number}`)
      expect((await first.says(`transfer ${number} nobody@vendor.example`)).keys).toContain('triage.no-such-engineer')
      expect((await first.says(`transfer ${number} 森 誠`)).values('triage.transferred')).toMatchObject({
        name: '森 誠',
      })
      expect(await stored(number)).toMatchObject({ ownerEmail: 'makoto@vendor.example' })
      expect((await first.says(`transfer ${number} erin@vendor.example`)).keys).toContain('triage.not-yours')
    })

    test('taken over with a reason that its owner reads and the customer does not', async () => {
      const number = await open(await chat().signedUp(wang))
      const [first, second] = [await erin(), await makoto()]
      await first.says(`claim ${number}`)
      const asked = await second.says(`take over ${number}`)
      expect(asked.reply).toMatchObject({ form: { command: 'case.take-over' } })
      const before = (await sent()).length
      expect((await second.submits(asked, { reason: 'Erin is ill' })).keys[0]).toBe('triage.taken-over')
      const told = await sent(before)
      expect(JSON.stringify(ofCustomer(told))).not.toContain('Erin is ill')
      const toOwner = told.filter(({ to }) => to.kind === 'person' && to.who.user === first.who.user)
      expect(JSON.stringify(toOwner)).toContain('Erin is ill')
    })
  })

  describe('what is said', () => {
    test('an answer goes to the customer, with its number anywhere and without in the thread; it claims', async () => {
      const number = await open(await chat().signedUp(wang))
      const engineer = await erin()
      expect((await engineer.says(`answer ${number} We look into it`)).keys[0]).toBe('triage.answered')
      expect(await stored(number)).toMatchObject({ ownerEmail: 'erin@vendor.example', status: 'in-progress' })
      const there = await below(engineer, number)
      expect((await there.says('answer 2 things', written('answer 2 things'))).keys[0]).toBe('triage.answered')
      expect((await messages()).map(({ text, audience }) => [text, audience]).slice(1)).toEqual([
        ['We look into it', 'customer'],
        ['2 things', 'customer'],
      ])
      expect(JSON.stringify(ofCustomer(await sent()))).toContain('2 things')
    })

    test('an answer that is changed stays an answer without the command in front', async () => {
      const number = await open(await chat().signedUp(wang))
      const there = await below(await erin(), number)
      await there.says('answer It is the cache', written('answer It is the cache', 'm1'))
      const text = 'answer It is the disk'
      await there.hears({ kind: 'rewrote', written: written(text, 'm1'), text })
      expect((await messages()).at(-1)).toMatchObject({ text: 'It is the disk', audience: 'customer' })
    })

    test('an answer does not become a note by an edit, nor a note an answer: who tries it is told', async () => {
      const number = await open(await chat().signedUp(wang))
      const there = await below(await erin(), number)
      const edit = async (id: string, text: string) =>
        (await there.hears({ kind: 'rewrote', written: written(text, id), text }))?.content
      await there.says('answer It is the cache', written('answer It is the cache', 'm1'))
      const stays = JSON.stringify(await edit('m1', 'note They broke it themselves'))
      expect(stays).toContain('thread.stays-answer.title')
      expect(stays).toContain('case.unsay')
      expect((await messages()).at(-1)).toMatchObject({ text: 'It is the cache', audience: 'customer' })
      await there.hears({ kind: 'wrote', written: written('It is their disk', 'm2') })
      expect(JSON.stringify(await edit('m2', 'answer It is the disk'))).toContain('thread.stays-note.title')
      expect((await messages()).at(-1)).toMatchObject({ text: 'It is their disk', audience: 'internal' })
      expect(JSON.stringify(ofCustomer(await sent()))).not.toMatch(/themselves|disk/)
      expect(await edit('m2', 'note It is not their disk')).toBeUndefined()
      expect((await messages()).at(-1)).toMatchObject({ text: 'It is not their disk', audience: 'internal' })
    })

    test('a question lets the case wait, a reply brings it back; thanks does not reopen', async () => {
      const customer = await chat().signedUp(wang)
      const number = await open(customer)
      const engineer = await erin()
      expect((await engineer.says(`ask ${number} Which version?`)).keys[0]).toBe('triage.asked')
      expect(await stored(number)).toMatchObject({ status: 'waiting' })
      await customer.says(`case reply ${number} V7.0`)
      expect(await stored(number)).toMatchObject({ status: 'in-progress' })
      expect((await engineer.says(`resolve ${number} Restart it`)).keys[0]).toBe('triage.resolved')
      await customer.says(`case reply ${number} Thank you!`)
      expect(await stored(number)).toMatchObject({ status: 'resolved' })
      await customer.says(`case reply ${number} It fails again`)
      expect(await stored(number)).toMatchObject({ status: 'in-progress' })
    })

    test('in the engineers’ thread words are notes; a stranger’s are not taken, and they are told', async () => {
      const customer = await chat().signedUp(wang)
      const number = await open(customer)
      const there = await below(await erin(), number)
      const before = (await sent()).length
      expect(await there.hears({ kind: 'wrote', written: written('I suspect the cache') })).toBeUndefined()
      expect((await messages()).at(-1)).toMatchObject({ text: 'I suspect the cache', audience: 'internal' })
      expect(JSON.stringify(ofCustomer(await sent(before)))).not.toContain('cache')
      const stranger = await below(chat().person('USTRANGER'), number)
      const told = await stranger.hears({ kind: 'wrote', written: written('Hello?') })
      expect(JSON.stringify(told?.content)).toContain('thread.stranger.engineers')
      expect((await messages()).at(-1)).toMatchObject({ text: 'I suspect the cache' })
    })

    test('what is written below a card of which it is not known yet where it stands waits for that, in its order', async () => {
      const number = await open(await chat().signedUp(wang))
      const engineer = await erin()
      const { pool } = chat().db
      await pool.query(`UPDATE outbox_messages SET status = 'unknown' WHERE dedupe_key = 'case:${number}:card'`)
      const there = engineer.in({ ...triage, thread: '77.1' })
      expect(await there.hears({ kind: 'wrote', written: written('first') })).toBeUndefined()
      expect((await messages()).map(({ text }) => text)).toEqual(['Since noon.'])
      await pool.query(
        `UPDATE outbox_messages SET status = 'sent', reference = '77.1' WHERE dedupe_key = 'case:${number}:card'`,
      )
      await pool.query('UPDATE inbox SET due_at = now(); UPDATE inbox_lanes SET next_at = now()')
      expect(await there.hears({ kind: 'wrote', written: written('second') })).toBeUndefined()
      expect((await messages()).map(({ text }) => text)).toEqual(['Since noon.', 'first', 'second'])
      // Below what is nobody's card nothing is kept.
      const elsewhere = engineer.in({ ...triage, thread: '78.1' })
      expect(await elsewhere.hears({ kind: 'wrote', written: written('lunch?') })).toBeUndefined()
      expect((await messages()).length).toBe(3)
    })

    test('a closed case takes no words, and offers the way on', async () => {
      const customer = await chat().signedUp(wang)
      const number = await open(customer)
      await customer.says(`case close ${number}`)
      const engineer = await erin()
      expect((await engineer.says(`answer ${number} Too late`)).keys[0]).toBe('triage.not-now')
      const { [`case:${number}:opened:slack:T1:${customer.who.user}`]: thread } = await chat().delivered()
      const told = await customer.in({ thread: thread! }).hears({ kind: 'wrote', written: written('One more thing') })
      expect(JSON.stringify(told?.content)).toContain('thread.closed.title')
      expect((await messages()).map(({ text }) => text)).toEqual(['Since noon.'])
    })
  })

  test('severity as the coverage buys it; a duplicate is merged, never into another organization’s', async () => {
    const number = await open(await chat().signedUp(wang))
    const other = await open(await chat().signedUp(sato), 'WPS61018127')
    const again = await open(await chat().signedUp('grace.liu@formosa-bank.example'))
    const engineer = await erin()
    expect((await engineer.says(`case severity ${number} 3`)).keys).toBeDefined()
    await engineer.invokes({ command: 'case.severity', values: { number: String(number), severity: '3' } })
    expect(await stored(number)).toMatchObject({ severity: 3 })
    expect((await engineer.says(`merge ${number} ${other}`)).keys).toContain('triage.other-organization')
    expect((await engineer.says(`merge ${number} ${number}`)).keys).toContain('triage.same-case')
    expect((await engineer.says(`merge ${again} ${number}`)).keys[0]).toBe('triage.merged')
    expect(await stored(again)).toMatchObject({ status: 'closed', mergedInto: number })
  })

  test('the queue: mine, nobody’s, due, by words', async () => {
    const customer = await chat().signedUp(wang)
    const [mine, free] = [await open(customer), await open(customer, 'MQ70011190', 'Queue is full')]
    const engineer = await erin()
    await engineer.says(`claim ${mine}`)
    const shows = async (asked: string) =>
      (await engineer.says(asked)).offers
        .filter((offer) => offer.startsWith('case.show '))
        .map((offer) => Number(/\d+/.exec(offer)))
    expect((await shows('queue')).sort()).toEqual([mine, free].sort())
    expect(await shows('queue mine')).toEqual([mine])
    expect(await shows('queue unclaimed')).toEqual([free])
    expect(await shows('queue is full')).toEqual([free])
    expect(await shows('queue breaching')).toEqual([])
    chat().at('2026-11-23T02:55:00Z')
    await chat().tick()
    expect((await shows('queue breaching')).sort()).toEqual([mine, free].sort())
    expect((await engineer.invokes({ command: 'case.watch', values: { number: String(free) } })).keys[0]).toBe(
      'triage.watched',
    )
  })

  test('what is due happens by itself: alarm, lapse, reminders, closing', async () => {
    const customer = await chat().signedUp(wang)
    const number = await open(customer)
    const engineer = await erin()
    await engineer.says(`claim ${number}`)
    chat().at('2026-11-23T03:30:00Z')
    await chat().tick()
    expect(JSON.stringify(await sent())).toContain('triage.told.breached')
    await engineer.says(`ask ${number} Which version?`)
    const before = (await sent()).length
    chat().advance({ days: 4 })
    await chat().tick()
    await chat().tick()
    expect(JSON.stringify(ofCustomer(await sent(before))).split('"thread.reminded"')).toHaveLength(2)
    chat().advance({ days: 11 })
    await chat().tick()
    expect(await stored(number)).toMatchObject({ status: 'closed', closing: 'no-answer' })
  })

  test('what could not be delivered goes out once more', async () => {
    const number = await open(await chat().signedUp(wang))
    const engineer = await erin()
    await engineer.says(`answer ${number} We look into it`)
    await chat().db.pool.query(`UPDATE outbox_messages SET status = 'dead', error = 'gone', settled_at = now()
      WHERE dedupe_key LIKE 'case:%:message:%' AND payload::text LIKE '%We look into it%' AND payload::text NOT LIKE '%C0TRIAGE%'`)
    await chat().tick()
    const told = (await sent()).find(({ content }) => JSON.stringify(content).includes('delivery-failed'))
    const [, delivery] = /"delivery":"([0-9a-f-]+)"/.exec(JSON.stringify(told))!
    const values = { number: String(number), delivery: delivery! }
    expect((await engineer.invokes({ command: 'case.retry', values })).keys[0]).toBe('triage.retried')
    expect((await engineer.invokes({ command: 'case.retry', values })).keys[0]).toBe('triage.retry-gone')
  })

  test('in public, where no triage channel is, an engineer is told nothing of a case; a customer never', async () => {
    const customer = await chat().signedUp(wang)
    const number = await open(customer)
    const engineer = await erin()
    for (const said of [`case show ${number}`, `claim ${number}`, 'queue'])
      expect((await engineer.saysInPublic(said)).keys[0]).toBe('triage.not-here.title')
    for (const said of [`claim ${number}`, `answer ${number} hi`, 'queue', `merge ${number} 1`])
      expect((await customer.says(said)).keys.join(' '), said).not.toContain('triage.')
    expect(await stored(number)).toMatchObject({ ownerEmail: null, status: 'new' })
  })
})

onEachChat(
  'an engineer who left the triage channel',
  (chat) => {
    test('does nothing any more, neither by words nor by an old card', async () => {
      const customer = await chat().signedUp(wang)
      const values = { topic: 'defect', severity: '2', title: 'x', description: 'y', serial: 'WAS70014821' }
      await customer.invokes({ command: 'case.describe', values })
      const { number } = await chat().db.prisma.case.findFirstOrThrow()
      const engineer = await chat().staff('erin@vendor.example')
      for (const said of [`claim ${number}`, `case show ${number}`, `note ${number} hi`])
        expect((await engineer.says(said)).keys[0]).toBe('triage.not-on-duty.title')
      const pressed = await engineer.invokes({ command: 'case.claim', values: { number: String(number) } })
      expect(pressed.keys[0]).toBe('triage.not-on-duty.title')
      const thread = (await chat().delivered())[`case:${number}:card`]!
      const there = engineer.in({ ...triage, thread })
      const told = await there.hears({ kind: 'wrote', written: written('Still here') })
      expect(JSON.stringify(told?.content)).toContain('thread.stranger.engineers')
      expect(await chat().db.prisma.caseMessage.count()).toBe(1)
    })
  },
  // The platform as the bot asks it who is in a channel: nobody.
  { platforms: () => [{ name: 'slack', isMember: async () => false } as never] },
)

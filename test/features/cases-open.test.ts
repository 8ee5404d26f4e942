import { expect, test } from 'vitest'
import type { Heard } from '../../src/bot/platform.ts'
import { plainProse } from '../../src/bot/prose.ts'
import { type OutboxRow, onEachChat, type Person, type Turn } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const grace = 'grace.liu@formosa-bank.example'
const sato = 'ken.sato@kitano-seiki.example'
const viewer = 'misaki.takahashi@kitano-seiki.example'

/** What platforms let the bot read, by conversation and thread. */
const history = new Map<string, Heard[] | Error>()
const read = async ({ conversation, thread, message }: { conversation: string; thread?: string; message?: string }) => {
  const found = history.get(`${conversation}/${thread ?? message}`)
  if (found instanceof Error) throw found
  return found
}
const heard = (user: string, id: string, text: string, files: string[] = []): Heard => ({
  who: { platform: 'slack', workspace: 'T1', user },
  name: `Name of ${user}`,
  at: new Date('2026-11-22T01:00:00Z'),
  written: {
    id,
    prose: [{ kind: 'text', runs: [{ text, bold: true }] }],
    files: files.map((name) => ({ platform: 'slack', workspace: 'T1', id: name, name, size: 10, type: 'text/plain' })),
  },
})

onEachChat(
  'opening a case',
  (chat) => {
    const bank = (options = {}) => chat().signedUp(wang, options)
    const cases = () => chat().db.prisma.case.findMany({ orderBy: { number: 'asc' } })
    const messages = () => chat().db.prisma.caseMessage.findMany({ orderBy: { position: 'asc' } })
    const choices = ({ reply }: Turn, name: string) =>
      reply.kind === 'form'
        ? reply.form.fields.find((field) => field.name === name)?.choices?.map(({ value }) => value)
        : undefined
    const first = async (person: Person, license = 'WAS70014821', topic = 'defect') =>
      person.submits(await person.says('case open'), { license, topic })
    const described = { severity: '2', title: 'Login fails', description: 'It fails since noon.' }

    test('two steps: what it is about, then what happens; the answer has its number and both times', async () => {
      const person = await bank({ zone: 'Asia/Tokyo' })
      const step1 = await person.says('case open')
      expect(choices(step1, 'license')).toEqual(['DB282010912', 'DB297013307', 'MQ70011190', 'WAS70014821', 'account'])
      const step2 = await person.submits(step1, { license: 'WAS70014821', topic: 'defect' })
      expect(step2.reply).toMatchObject({ form: { command: 'case.describe' } })
      expect(choices(step2, 'severity')).toEqual(['1', '2', '3', '4'])
      expect(step2.values('case.target.around-the-clock-hours')).toMatchObject({ count: 2 })
      expect(choices(step2, 'version')).toContain('V7.0')
      const done = await person.submits(step2, described)
      const [opened] = await cases()
      expect(opened).toMatchObject({
        organizationId: 'FORMOSA-BANK',
        topic: 'defect',
        severity: 2,
        status: 'new',
        version: 'V7.0',
      })
      expect(done.values('case.opened.title')).toEqual({ number: String(opened!.number), title: 'Login fails' })
      // A Sunday: two business hours after nine on Monday, in Taipei and in the reader's Tokyo.
      const at = '2026-11-23T03:00:00.000Z'
      expect(opened!.responseDueAt?.toISOString()).toBe(at)
      expect(done.values('case.due.both')).toEqual({
        here: { instant: at },
        there: { instant: at, zone: 'Asia/Taipei' },
      })
      expect(done.offers).toEqual(
        ['case.show', 'case.reply', 'case.close'].map((name) => `${name} {"number":"${opened!.number}"}`),
      )
      expect(await messages()).toMatchObject([{ text: 'It fails since noon.', audience: 'customer' }])
    })

    test('in the centre’s own zone the time is said once', async () => {
      const person = await bank({ zone: 'Asia/Taipei' })
      const done = await person.submits(await first(person), described)
      expect(done.keys).not.toContain('case.due.both')
      expect(done.keys).toContain('case.due.first-response')
    })

    test('sent twice, also at once, one form opens one case', async () => {
      const person = await bank()
      const form = await first(person)
      const done = await Promise.all([person.submits(form, described), person.submits(form, described)])
      expect(done.map(({ keys }) => keys[0]).sort()).toEqual(['case.already.opened', 'case.opened.title'])
      expect((await person.submits(form, described)).keys[0]).toBe('case.already.opened')
      expect(await cases()).toHaveLength(1)
      // Another form with the same words is another case.
      await person.submits(await first(person), described)
      expect(await cases()).toHaveLength(2)
    })

    test('a severity that the coverage does not buy is refused, also from a forged form', async () => {
      const person = await bank()
      const form = await first(person, 'DB282010912')
      expect(choices(form, 'severity')).toEqual(['2', '3', '4'])
      const refused = await person.submits(form, { ...described, severity: '1' })
      expect(refused.refused).toBe(true)
      expect(refused.error('severity')).toBe('case.severity-not-offered')
      const forged = await person.invokes({
        command: 'case.describe',
        values: { ...described, severity: '1', topic: 'defect', serial: 'DB282010912' },
      })
      expect(forged.keys).toContain('case.severity-not-offered')
      expect(await cases()).toEqual([])
    })

    test('what a colleague wrote there before is theirs to take back; a stranger’s of another organization is nobody’s', async () => {
      const [person, colleague, other] = [await bank(), await chat().signedUp(grace), await chat().signedUp(sato)]
      history.set('C0BANK/1.0', [
        heard(colleague.who.user, '1.0', 'my password is hunter2'),
        heard(other.who.user, '1.2', 'we see it too'),
        heard(person.who.user, '1.5', 'It fails'),
      ])
      await fromMessage(person, { text: 'It fails', conversation: 'C0BANK', message: '1.5', thread: '1.0' })
      const there = { conversation: 'C0BANK', kind: 'channel', thread: '1.0' } as const
      for (const each of [colleague, other])
        await each.in(there).hears({ kind: 'erased', message: each === other ? '1.2' : '1.0' })
      expect((await messages()).map(({ text }) => text).sort()).toEqual(['', 'It fails', 'we see it too'])
    })

    test('in a channel that is tied to the organization, words of outsiders do not come along', async () => {
      const [person, colleague, other] = [await bank(), await chat().signedUp(grace), await chat().signedUp(sato)]
      const place = { platform: 'slack', workspace: 'T1', conversation: 'C0BANK' }
      await chat().db.prisma.organizationTie.create({
        data: { ...place, organizationId: 'FORMOSA-BANK', createdBy: 'ada@vendor.example', createdAt: chat().now() },
      })
      history.set('C0BANK/1.0', [
        heard(colleague.who.user, '1.0', 'It is slow'),
        heard(other.who.user, '1.2', 'we see it too'),
        heard('USTRANGER', '1.3', 'and we'),
        heard(person.who.user, '1.5', 'It fails'),
      ])
      await fromMessage(person, { text: 'It fails', conversation: 'C0BANK', message: '1.5', thread: '1.0' })
      expect((await messages()).map(({ text }) => text).sort()).toEqual(['It fails', 'It is slow'])
    })

    test.each([
      ['another organization’s', 'OMF20240101'],
      ['nobody’s', 'NOSUCH0001'],
      ['a lapsed', 'TSM50017745'],
    ])('%s license opens nothing, however it is asked for', async (_, serial) => {
      const person = await bank()
      const forged = await person.invokes({
        command: 'case.describe',
        values: { ...described, topic: 'defect', serial },
      })
      expect(forged.keys[0]).toMatch(/^case\.uncovered\./)
      const typed = await person.invokes({ command: 'case.open', values: { license: serial, topic: 'defect' } })
      expect(typed.keys[0]).not.toBe('case.describe.title')
      expect(JSON.stringify(typed.reply)).not.toContain('OMFLOW')
      expect(await cases()).toEqual([])
    })

    test('a question about a license needs no coverage', async () => {
      const person = await bank()
      const card = await person.says('coverage TSM-5001-7745')
      const form = await person.presses(card, 'case.describe')
      expect(form.reply).toMatchObject({ form: { hidden: { topic: 'license', serial: 'TSM50017745' } } })
      const done = await person.submits(form, { title: 'How do we renew?', description: 'Please tell.' })
      expect(done.keys[0]).toBe('case.opened.title')
      expect(await cases()).toMatchObject([{ topic: 'license', severity: 4, serial: 'TSM50017745' }])
    })

    test('an account question is about no license; anything else must name one', async () => {
      const person = await bank()
      const refused = await first(person, 'account', 'defect')
      expect(refused.error('license')).toBe('case.open.license-needed')
      const form = await first(person, 'account', 'license')
      expect(choices(form, 'version')).toBeUndefined()
      await person.submits(form, { title: 'New colleague', description: 'Please add her.' })
      expect(await cases()).toMatchObject([{ topic: 'license', serial: null, productId: null }])
    })

    test.each([
      ['network', 'guide.center', 'IBM Taiwan Technical Support Center'],
      ['on-site', 'guide.partner', 'Jade Mountain Systems'],
      ['custom-work', 'guide.partner', 'Jade Mountain Systems'],
    ])('out of scope (%s): the right place is named, and who is unsure goes on', async (topic, key, name) => {
      const person = await bank()
      const elsewhere = await first(person, 'WAS70014821', topic)
      expect(elsewhere.keys[0]).toBe('case.outside.title')
      expect(elsewhere.values(key)).toMatchObject({ name })
      const form = await person.presses(elsewhere, 'case.describe')
      expect((await person.submits(form, described)).keys[0]).toBe('case.opened.title')
      expect(await cases()).toMatchObject([{ topic: 'how-to', serial: 'WAS70014821' }])
    })

    test('partners for a family that none nearby knows are those elsewhere', async () => {
      const person = await chat().signedUp(sato)
      const elsewhere = await first(person, 'WPS61018127', 'on-site')
      expect(elsewhere.values('guide.partner')).toMatchObject({ name: 'Jade Mountain Systems' })
      expect(elsewhere.texts.join(' ')).not.toContain('Kumo Works')
    })

    test('a viewer reads who may open one; nothing opens by any way', async () => {
      const person = await chat().signedUp(viewer)
      for (const said of [
        await person.says('case open'),
        await person.invokes({ command: 'case.describe', values: { ...described, topic: 'license' } }),
        await person.invokes({ command: 'case.from-message', values: { text: 'help' } }),
      ]) {
        expect(said.keys[0]).toBe('case.viewer.title')
        expect(said.texts.join(' ')).toContain('佐藤健')
        expect(said.texts.join(' ')).not.toContain('高橋')
      }
      expect(await cases()).toEqual([])
    })

    test('without any coverage there are ways on, and none is a dead end', async () => {
      const person = await chat().signedUp('mei.lin@brightport.example', { company: 'Brightport' })
      const said = await person.says('open a case')
      expect(said.keys[0]).toBe('case.uncovered.title')
      expect(said.offers).toEqual(['case.describe {"severity":"4","topic":"license"}', 'agreement', 'coverage'])
      const form = await person.presses(said, 'case.describe')
      await person.submits(form, { title: 'Where is my license?', description: 'I bought it in May.' })
      expect(await cases()).toMatchObject([{ topic: 'license' }])
    })

    test('10,000 letters and hostile ones arrive as they were written, and a title is one line', async () => {
      const person = await bank()
      const description = `${'<!channel> *x* {{count}} $t(a) \u202e'.repeat(300)}`.slice(0, 9_999)
      const done = await person.submits(await first(person), {
        severity: '3',
        title: 'one\ntwo   <@U1>',
        description: `${description}.`,
      })
      expect(done.keys[0]).toBe('case.opened.title')
      expect((await messages())[0]!.text).toBe(`${description}.`)
      expect((await cases())[0]!.title).toBe('one two <@U1>')
      const refused = await person.submits(await first(person), { ...described, description: 'x'.repeat(20_001) })
      expect(refused.error('description')).toBe('errors.too-long')
    })

    test('typed words are taken into the form, with a serial among them', async () => {
      const person = await bank()
      const step1 = await person.says('case open WAS-7001-4821 The server is down')
      expect(step1.reply).toMatchObject({
        form: { fields: [{ name: 'license', value: 'WAS70014821' }, { name: 'topic' }] },
      })
      const step2 = await person.submits(step1, { topic: 'defect' })
      expect(step2.reply).toMatchObject({
        form: {
          fields: expect.arrayContaining([
            expect.objectContaining({ name: 'title', value: 'The server is down' }),
            expect.objectContaining({ name: 'description', value: 'The server is down' }),
          ]),
        },
      })
    })

    test('the card of a covered license leads to a case about it', async () => {
      const person = await bank()
      const form = await person.presses(await person.says('coverage WAS-7001-4821'), 'case.open')
      expect(form.reply).toMatchObject({
        form: { command: 'case.open', fields: [{ name: 'license', value: 'WAS70014821' }, {}] },
      })
    })

    const channel = { conversation: 'C0BANK', kind: 'channel' } as const
    const dialog = { ...channel, kind: 'dialog' } as const

    async function fromMessage(person: Person, values: Record<string, string>, changed: Record<string, string> = {}) {
      const there = person.in(channel)
      const step1 = await there.invokes({ command: 'case.from-message', values })
      if (step1.reply.kind !== 'form') return step1
      const step2 = await person.in(dialog).submits(step1, { license: 'WAS70014821', topic: 'log' })
      return person.in(dialog).submits(step2, { severity: '3', ...changed })
    }

    test('a message becomes the description with its formatting and files, its thread comes along, and its thread is the case’s', async () => {
      const person = await bank()
      const { user } = person.who
      history.set('C0BANK/1.0', [
        heard('UX', '1.0', 'Did anyone see this?'),
        heard(user, '1.5', 'Log says OOM', ['gc.log']),
        heard(user, '1.7', 'and again'),
      ])
      const done = await fromMessage(person, {
        text: 'Log says OOM',
        conversation: 'C0BANK',
        message: '1.5',
        thread: '1.0',
      })
      expect(done.keys).toContain('case.opened.here')
      expect(done.values('case.opened.brought')).toEqual({ count: 2 })
      expect(done.keys).not.toContain('case.opened.not-brought')
      const kept = await messages()
      expect(kept.map(({ text }) => text).sort()).toEqual(['Did anyone see this?', 'Log says OOM', 'and again'])
      expect(kept.find(({ text }) => text === 'Log says OOM')).toMatchObject({
        message: '1.5',
        words: [{ kind: 'text', runs: [{ text: 'Log says OOM', bold: true }] }],
      })
      expect(kept.find(({ message }) => message === '1.0')).toMatchObject({ authorName: 'Name of UX' })
      expect(await chat().db.prisma.caseFile.findMany()).toMatchObject([{ name: 'gc.log' }])
      expect(await chat().db.prisma.caseThread.findMany({ where: { side: 'customer' } })).toMatchObject([
        { conversation: 'C0BANK', thread: '1.0' },
      ])
      // The thread has a case now: it is shown instead of another being opened.
      const again = await person.in(channel).invokes({
        command: 'case.from-message',
        values: { conversation: 'C0BANK', message: '1.7', thread: '1.0' },
      })
      expect(again.keys[0]).toBe('case.already.here')
      const other = await chat().signedUp(sato)
      const foreign = await other.in(channel).invokes({
        command: 'case.from-message',
        values: { conversation: 'C0BANK', message: '1.7', thread: '1.0' },
      })
      expect(JSON.stringify(foreign.reply)).not.toContain('Log says')
    })

    test.each([
      ['cannot be read', undefined],
      ['fails to be read', new Error('not_in_channel')],
    ])('a thread that %s opens the case in any case, and says so', async (_, found) => {
      if (found) history.set('C0BANK/2.0', found)
      const person = await bank()
      const done = await fromMessage(person, { text: 'Broken', conversation: 'C0BANK', message: '2.0' })
      expect(done.keys[0]).toBe('case.opened.title')
      expect(done.keys).toContain('case.opened.not-brought')
      expect(await messages()).toMatchObject([{ text: 'Broken', message: null }])
    })

    test('a description that was changed is the person’s; the message itself comes along', async () => {
      const person = await bank()
      history.set('C0BANK/3.0', [heard(person.who.user, '3.0', 'short')])
      const values = { text: 'short', conversation: 'C0BANK', message: '3.0' }
      await fromMessage(person, values, { description: 'Much longer now' })
      expect((await messages()).map(({ text, message }) => [text, message])).toEqual([
        ['short', '3.0'],
        ['Much longer now', null],
      ])
    })

    test(':ticket: gives a message alone; its words are read', async () => {
      const person = await bank()
      history.set('C0BANK/4.0', [heard('UX', '4.0', 'Portal is slow\nsince today')])
      const there = person.in({ ...channel, thread: '4.0' })
      const step1 = await there.invokes({
        command: 'case.from-message',
        values: { conversation: 'C0BANK', message: '4.0' },
      })
      expect(step1.reply).toMatchObject({ form: { hidden: { text: 'Portal is slow\nsince today', message: '4.0' } } })
      const step2 = await person.in(dialog).submits(step1, { license: 'WAS70014821', topic: 'log' })
      expect(step2.reply).toMatchObject({
        form: { fields: expect.arrayContaining([expect.objectContaining({ value: 'Portal is slow' })]) },
      })
    })

    test('a tampered button brings along nothing from a conversation in which it was not pressed', async () => {
      const person = await bank()
      history.set('C0SECRET/9.0', [heard('UX', '9.0', 'the other company’s secret')])
      const step1 = await person.in(channel).invokes({
        command: 'case.from-message',
        values: { conversation: 'C0SECRET', message: '9.0', thread: '9.0' },
      })
      expect(JSON.stringify(step1.reply)).not.toContain('secret')
      const forged = await person.in(dialog).invokes({
        command: 'case.describe',
        values: {
          ...described,
          topic: 'defect',
          serial: 'WAS70014821',
          conversation: 'C0SECRET',
          message: '9.0',
          thread: '9.0',
        },
      })
      expect(forged.keys[0]).toBe('case.opened.title')
      expect((await messages()).map(({ text }) => text)).toEqual([described.description])
      expect(
        await chat().db.prisma.caseThread.findMany({
          where: { OR: [{ conversation: 'C0SECRET' }, { thread: '9.0' }] },
        }),
      ).toEqual([])
    })

    test('a mention with words that are no command offers to open a case from them', async () => {
      const person = (await bank()).in({ conversation: 'C0BANK', kind: 'channel' })
      const said = await person.says('the portal shows an error since this morning', {
        id: '7.0',
        prose: plainProse('the portal shows an error since this morning'),
        files: [],
      })
      expect(said.keys[0]).toBe('case.from-message.offer.title')
      const form = await person.presses(said, 'case.from-message')
      expect(form.reply).toMatchObject({ form: { command: 'case.open', hidden: { message: '7.0', thread: '7.0' } } })
    })

    test('the vendor’s channel gets the card of a case, the customer’s organization hears nothing of another’s', async () => {
      const person = await bank()
      await chat().signedUp(sato)
      const before = (await chat().outbox()).length
      await person.submits(await first(person), described)
      const said: OutboxRow[] = (await chat().outbox()).slice(before)
      expect(said.filter(({ to }) => to.kind === 'person' && to.who.user.includes('SATO'))).toEqual([])
    })

    test('in a Teams chat one card tells of it, and nobody reads their own words again', async () => {
      const person = await chat().signedUp(wang, { platform: 'teams', workspace: 'tenant' })
      const before = (await chat().outbox()).length
      const values = { topic: 'defect', serial: 'WAS70014821', ...described }
      const done = await person.invokes({ command: 'case.describe', values })
      expect(done.keys).toEqual(['case.opened.title', 'case.opened.next'])
      const said = (await chat().outbox()).slice(before).filter(({ to }) => to.kind === 'person')
      expect(said.length).toBe(1)
      const told = JSON.stringify(said)
      for (const key of ['thread.begins.chat', 'case.fact.engineer', 'case.close']) expect(told).toContain(key)
      expect(told).not.toContain(described.description)
    })

    test('a colleague sees it, follows it, and is offered it no more afterwards', async () => {
      const person = await bank()
      const done = await person.submits(await first(person), described)
      const [{ number }] = (await cases()) as unknown as [{ number: number }]
      expect(done.keys[0]).toBe('case.opened.title')
      const colleague = await chat().signedUp(grace)
      const sheet = await colleague.says(`case show ${number}`)
      expect(sheet.values('case.titled')).toEqual({ number: String(number), title: 'Login fails' })
      await colleague.presses(sheet, 'case.follow')
      expect((await colleague.says(`case show ${number}`)).offers).toContain(`case.unfollow {"number":"${number}"}`)
    })
  },
  { history: { read } },
)

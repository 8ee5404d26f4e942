import { expect, test } from 'vitest'
import { plainProse } from '../../src/bot/prose.ts'
import { commands } from '../../src/features/index.ts'
import { onEachChat, type Person } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const grace = 'grace.liu@formosa-bank.example'
const sato = 'ken.sato@kitano-seiki.example'
const viewer = 'misaki.takahashi@kitano-seiki.example'
const liu = 'yang.liu@pudong-logistics.example'

onEachChat('the life of a case', (chat) => {
  async function opens(person: Person, serial: string, title = 'Login fails'): Promise<string> {
    const step2 = await person.submits(await person.says('case open'), { license: serial, topic: 'defect' })
    const done = await person.submits(step2, { severity: '2', title, description: `${title} since noon` })
    return String(done.values('case.opened.title')?.number)
  }
  const bankCase = async (title?: string, options = {}) => {
    const person = await chat().signedUp(wang, options)
    return { person, number: await opens(person, 'WAS70014821', title) }
  }
  const caseOf = (number: string) => chat().db.prisma.case.findUniqueOrThrow({ where: { number: Number(number) } })
  const messages = () => chat().db.prisma.caseMessage.findMany({ orderBy: { position: 'asc' } })
  const resolve = (number: string) =>
    chat().db.prisma.case.update({
      where: { number: Number(number) },
      data: { status: 'resolved', resolvedAt: chat().now() },
    })

  test('a case is shown with its facts, its words and what can be done', async () => {
    const { person, number } = await bankCase()
    const sheet = await person.says(`case show ${number}`)
    expect(sheet.keys[0]).toBe('case.titled')
    expect(sheet.keys).toEqual(
      expect.arrayContaining(['case.status.new', 'case.severity-value.2', 'case.event.opened']),
    )
    expect(sheet.offers).toEqual([
      `case.reply {"number":"${number}"}`,
      `case.severity {"number":"${number}"}`,
      `case.close {"number":"${number}"}`,
      'case.list',
    ])
    for (const words of [
      `#${number}`,
      `Case ${number}`,
      `${number}`.replace(/\d/g, (d) => '０１２３４５６７８９'[Number(d)]!),
    ])
      expect((await person.says(`show case ${words}`)).keys[0]).toBe('case.titled')
    expect((await person.says(`查看案件${number}`)).keys[0]).toBe('case.titled')
  })

  // Whatever is added to the registry is in the matrix at once.
  const about = commands.filter(
    ({ name, fields, audience }) => name.startsWith('case.') && audience === 'contacts' && 'number' in fields,
  )
  test.each(about.map(({ name }) => name))(
    '%s: another organization’s case, nobody’s and no number are one and the same answer, and change nothing',
    async (command) => {
      const { number } = await bankCase()
      const other = await chat().signedUp(sato)
      const before = await chat().stored()
      const values = { severity: '1', stars: '5', text: 'hello', reason: 'x' }
      const answers = []
      for (const asked of [number, '999999', '999999999', 'not-a-number', '0', `${number} OR 1=1`]) {
        const { reply, texts } = await other.invokes({ command, values: { ...values, number: asked } })
        answers.push(JSON.stringify(reply))
        expect(texts.join(' ')).not.toContain('Login')
      }
      expect(new Set(answers).size).toBe(1)
      expect(answers[0]).toContain('case.unknown.title')
      expect(await chat().stored()).toEqual(before)
    },
  )

  test('the list finds by words, state, product and whose; another organization’s never', async () => {
    const { person, number } = await bankCase('Portal shows 記憶體不足')
    const second = await opens(person, 'MQ70011190', 'Queue is full')
    const colleague = await chat().signedUp(grace)
    const third = await opens(colleague, 'WAS70014821', 'Session ends')
    await person.says(`case close ${second}`)
    await opens(await chat().signedUp(sato), 'WPS61018127', 'Queue of the others')
    const shown = async (words: string, who = person) =>
      (await who.says(words)).offers
        .filter((offer) => offer.startsWith('case.show'))
        .map((offer) => /\d+/.exec(offer)![0])
    expect((await shown('case list')).sort()).toEqual([number, third].sort())
    expect(await shown('my cases mine')).toEqual([number])
    expect(await shown('我的案件 已結案')).toEqual([second])
    expect(await shown('case list queue')).toEqual([second])
    expect(await shown('ケース一覧 記憶體')).toEqual([number])
    expect(await shown('case list product:websphere-mq all')).toEqual([second])
    expect(await shown('case list nothing-like-it')).toEqual([])
    expect((await shown('case list all', colleague)).length).toBe(3)
    const form = await person.presses(await person.says('case list'), 'case.list', { state: 'open', _form: '1' })
    expect((await person.submits(form, { text: 'session', whose: 'organization' })).texts.join()).toContain(
      'Session ends',
    )
  })

  test('where others read, no title and no word of a case is shown', async () => {
    const { person, number } = await bankCase('Secret merger fails', { platform: 'teams' })
    for (const words of ['case list', `case show ${number}`, 'case close']) {
      const { texts, offers } = await person.saysInPublic(words)
      expect(texts.join(' ')).not.toContain('merger')
      expect(JSON.stringify(offers)).not.toContain('merger')
    }
  })

  test('words reach the case by a form, typed with its number, and with their formatting', async () => {
    const { person, number } = await bankCase()
    const form = await person.says(`case reply ${number}`)
    expect(form.reply).toMatchObject({ form: { command: 'case.reply', hidden: { number } } })
    expect((await person.submits(form, { text: 'one\ntwo' })).values('case.wrote.title')).toEqual({ number })
    await person.says(`case reply ${number} three`, {
      id: '5.0',
      prose: [
        { kind: 'text', runs: [{ text: `case reply ${number} ` }, { text: 'three', bold: true }] },
        { kind: 'code', text: 'a\nb' },
      ],
      files: [],
    })
    const [, one, two] = await messages()
    expect(one).toMatchObject({ text: 'one\ntwo', authorName: '王建國' })
    expect(two).toMatchObject({
      message: '5.0',
      words: [
        { kind: 'text', runs: [{ text: 'three', bold: true }] },
        { kind: 'code', text: 'a\nb' },
      ],
    })
  })

  test('closing, opening again within 14 days, and going on from it after that', async () => {
    const { person, number } = await bankCase()
    const closed = await person.says(`case close ${number}`)
    expect(closed.keys[0]).toBe('case.closed.title')
    expect(await caseOf(number)).toMatchObject({ status: 'closed', closing: 'withdrawn' })
    expect(closed.offers.filter((offer) => offer.startsWith('case.rate'))).toHaveLength(5)
    expect((await person.says(`case reply ${number} hello`)).keys[0]).toBe('case.is-closed.title')
    chat().advance({ days: 14 })
    const again = await person.says(`case reopen ${number} it is back`)
    expect(again.keys[0]).toBe('case.reopened.title')
    expect((await messages()).at(-1)).toMatchObject({ text: 'it is back' })
    await person.says(`case close ${number}`)
    chat().advance({ days: 14, seconds: 1 })
    const late = await person.says(`case reopen ${number}`)
    expect(late.keys[0]).toBe('case.too-late.title')
    const form = await person.presses(late, 'case.follow-up')
    expect(form.reply).toMatchObject({ form: { hidden: { follows: number, serial: 'WAS70014821' } } })
    const done = await person.submits(form, { severity: '3', description: 'Again' })
    expect(await caseOf(String(done.values('case.opened.title')?.number))).toMatchObject({
      followUpOf: Number(number),
      title: 'Login fails',
    })
  })

  test('stars are one press, and a comment may follow', async () => {
    const { person, number } = await bankCase()
    await resolve(number)
    const closed = await person.says(`case close ${number}`)
    expect(await caseOf(number)).toMatchObject({ closing: 'solved' })
    const rated = await person.presses(closed, 'case.rate', { number, stars: '4' })
    expect(rated.keys[0]).toBe('case.rated.title')
    const form = await person.presses(rated, 'case.rate')
    await person.submits(form, { stars: '5', comment: 'Quick' })
    expect(await caseOf(number)).toMatchObject({ stars: 5, ratingComment: 'Quick' })
    expect((await person.says(`case rate ${number} 3 so so`)).keys[0]).toBe('case.rated.title')
    expect(await caseOf(number)).toMatchObject({ stars: 3, ratingComment: 'so so' })
  })

  test('severity changes to what the coverage buys, and to nothing else', async () => {
    const person = await chat().signedUp(wang)
    const number = await opens(person, 'DB282010912')
    expect((await person.says(`case severity ${number} 3`)).keys[0]).toBe('case.severity-changed.title')
    expect(await caseOf(number)).toMatchObject({ severity: 3 })
    const refused = await person.says(`case severity ${number} 1`)
    expect(refused.error('severity')).toBe('case.severity-not-offered')
    expect(await caseOf(number)).toMatchObject({ severity: 3 })
  })

  test('a viewer reads and follows, and changes nothing', async () => {
    const number = await opens(await chat().signedUp(sato), 'WPS61018127', 'Portal is slow')
    const reader = await chat().signedUp(viewer)
    const sheet = await reader.says(`case show ${number}`)
    expect(sheet.offers).toEqual([`case.follow {"number":"${number}"}`, 'case.list'])
    for (const words of [
      `reply ${number} x`,
      `close ${number}`,
      `severity ${number} 3`,
      `rate ${number} 5`,
      `reopen ${number}`,
    ])
      expect((await reader.says(`case ${words}`)).keys[0]).toBe('case.viewer.title')
    expect(await messages()).toHaveLength(1)
    expect((await reader.says(`case follow ${number}`)).keys[0]).toBe('case.followed.title')
    expect(await chat().db.prisma.caseFollower.findMany()).toHaveLength(1)
    await reader.says(`case unfollow ${number}`)
    expect(await chat().db.prisma.caseFollower.findMany()).toEqual([])
  })

  test('a command without a number asks which, and the choice goes on', async () => {
    const { person, number } = await bankCase()
    for (const command of ['show', 'reply', 'close', 'severity']) {
      const which = await person.says(`case ${command}`)
      expect(which.keys[0]).toBe('case.which.title')
      expect(which.offers[0]).toBe(`case.${command} {"number":"${number}"}`)
    }
    expect((await person.says('case reopen')).keys[0]).toBe('case.which.none')
  })

  test('the start page shows the three newest open cases beside the coverage', async () => {
    const { person } = await bankCase('first')
    for (const title of ['second', 'third', 'fourth']) {
      chat().advance({ minutes: 1 })
      await opens(person, 'WAS70014821', title)
    }
    const home = await person.opensHome()
    expect(home.keys[0]).toBe('coverage.overview.title')
    expect(home.values('case.home.more')).toEqual({ count: 4 })
    const texts = home.texts.join(' ')
    expect(['second', 'third', 'fourth'].every((title) => texts.includes(title))).toBe(true)
    expect(texts).not.toContain('first')
  })

  const written = (id: string, text: string, quotes?: string) => ({
    id,
    prose: plainProse(text),
    files: [],
    ...(quotes ? { quotes } : {}),
  })

  test('in Teams, words go to the one open case, and can be taken back', async () => {
    const person = await chat().signedUp(liu, { platform: 'teams' })
    const number = await opens(person, 'OMF20240101')
    const words = 'the error code is 500 by the way'
    const said = await person.says(words, written('m1', words))
    expect(said.values('case.wrote.title')).toEqual({ number })
    expect((await messages()).at(-1)).toMatchObject({ text: words, message: 'm1' })
    const undone = await person.presses(said, 'case.take-back')
    expect(undone.keys[0]).toBe('case.taken-back.title')
    expect((await messages()).at(-1)).toMatchObject({ text: '' })
    expect((await person.presses(said, 'case.take-back')).keys[0]).toBe('case.taken-back.nothing')
  })

  test('in Teams, a long log goes to the case whole', async () => {
    const person = await chat().signedUp(liu, { platform: 'teams' })
    const number = await opens(person, 'OMF20240101')
    const log = 'java.lang.OutOfMemoryError\n'.repeat(300)
    expect((await person.says(log, written('m1', log))).values('case.wrote.title')).toEqual({ number })
    expect((await messages()).at(-1)?.text).toBe(log.trim())
  })

  test('in Teams, a slip of a command is no message to an engineer', async () => {
    const person = await chat().signedUp(liu, { platform: 'teams' })
    await opens(person, 'OMF20240101')
    expect((await person.says('coverge OMF', written('m1', 'coverge OMF'))).keys[0]).toBe(
      'errors.unknown-command.title',
    )
    expect(await messages()).toHaveLength(1)
  })

  test('in Teams with several open cases it is asked which; a quoted message says it', async () => {
    const person = await chat().signedUp(liu, { platform: 'teams' })
    const one = await opens(person, 'OMF20240101', 'One')
    await person.says(`case reply ${one} first words`, written('m1', `case reply ${one} first words`))
    const two = await opens(person, 'OMF20240102', 'Two')
    const asked = await person.says('it happens again and again', written('m2', 'it happens again and again'))
    expect(asked.keys[0]).toBe('case.loose.which')
    expect(asked.offers.filter((offer) => offer.startsWith('case.reply'))).toHaveLength(2)
    const text = 'it happens again and again'
    const said = await person.presses(asked, 'case.reply', { number: two, text, message: 'm2' })
    expect(said.values('case.wrote.title')).toEqual({ number: two })
    const quoting = await person.says('this is what I meant', written('m3', 'this is what I meant', 'm1'))
    expect(quoting.values('case.wrote.title')).toEqual({ number: one })
    const long = 'a long story '.repeat(100)
    expect((await person.says(long, written('m4', long))).offers.some((offer) => offer.startsWith('case.reply'))).toBe(
      false,
    )
  })

  test('in Slack, words beside the threads are offered to a case, and go to none by themselves', async () => {
    const { person, number } = await bankCase()
    const words = 'the server is down again since noon'
    const asked = await person.says(words, written('1.0', words))
    expect(asked.keys[0]).toBe('case.loose.which')
    expect(await messages()).toHaveLength(1)
    await person.presses(asked, 'case.reply', { number, text: words, message: '1.0' })
    expect((await messages()).at(-1)).toMatchObject({ text: words, message: '1.0' })
  })

  test('somebody without any open case is offered to open one', async () => {
    const person = await chat().signedUp(wang)
    const words = 'the server is down again since noon'
    const offered = await person.says(words, written('1.0', words))
    expect(offered.keys[0]).toBe('case.from-message.offer.title')
    expect((await person.presses(offered, 'case.from-message')).reply).toMatchObject({ form: { command: 'case.open' } })
  })
})

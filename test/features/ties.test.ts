import { expect, test } from 'vitest'
import { plainProse } from '../../src/bot/prose.ts'
import { onEachChat, type Person, type Turn } from '../support/conversation.ts'
import { keysOf } from '../support/spoken.ts'

const sato = 'ken.sato@kitano-seiki.example'
const channel = { conversation: 'C0KITANO', kind: 'channel', private: false } as const
const tenant = '01234567-89ab-cdef-0123-456789abcdef'
const values = { topic: 'license', severity: '3', title: 'Numbers', description: 'They are refused.' }

let count = 0
const written = (text: string) => ({ id: `t${++count}`, prose: plainProse(text), files: [] })

onEachChat('a place that is tied to an organization', (chat) => {
  const ada = async () => {
    const { who } = chat().person('UADAVENDOREXAMPLE')
    const known = await chat().db.prisma.chatIdentity.count({ where: who })
    return known > 0 ? chat().person(who.user) : chat().staff('ada@vendor.example')
  }
  const ties = () => chat().db.prisma.organizationTie.findMany({ orderBy: { conversation: 'asc' } })
  const tie = async (words: string) => (await ada()).says(`tie ${words}`)
  const cases = () => chat().db.prisma.case.findMany()
  const inChannel = (person: Person) => person.in(channel)
  /** A case of theirs, followed in a thread of the channel. */
  async function caseIn(person: Person, thread: string): Promise<Person> {
    await inChannel(person).invokes({ command: 'case.describe', values })
    const { number } = await chat().db.prisma.case.findFirstOrThrow({ orderBy: { number: 'desc' } })
    const { conversation } = channel
    const at = { platform: 'slack', workspace: 'T1', conversation, thread, kind: 'conversation', side: 'customer' }
    await chat().db.prisma.caseThread.create({ data: { caseNumber: number, ...at } })
    return person.in({ ...channel, thread })
  }
  const cards = async () =>
    (await chat().outbox()).flatMap(({ dedupeKey, to, content }) =>
      /^join:/.test(dedupeKey) && to.kind === 'person'
        ? [{ user: to.who.user, key: keysOf(content as Turn['reply'])[0] }]
        : [],
    )

  test('the vendor’s managers tie the channel in which they ask, by words of the name, and untie it', async () => {
    const manager = await chat().staff('shufen@vendor.example')
    const form = await manager.in({ conversation: 'C0KITANO', kind: 'channel' }).says('tie')
    expect(form.reply).toMatchObject({
      form: { command: 'tie', fields: [{ name: 'organization', kind: 'choice' }, {}] },
    })
    const done = await manager
      .in(channel)
      .in({ ...channel, private: true })
      .says('tie kitano')
    expect(done.keys[0]).toBe('ties.tied')
    expect(await ties()).toMatchObject([
      { platform: 'slack', workspace: 'T1', conversation: 'C0KITANO', organizationId: 'KITANO-SEIKI' },
    ])
    expect((await chat().audit()).at(-1)).toMatchObject({ action: 'place-tied', subject: 'C0KITANO' })
    expect((await tie('FORMOSA-BANK C0KITANO')).keys[0]).toBe('ties.taken')
    expect((await tie('KITANO-SEIKI C0KITANO')).keys[0]).toBe('ties.already')
    expect((await manager.presses(done, 'untie.one')).keys[0]).toBe('ties.untied')
    expect(await ties()).toEqual([])
  })

  test('a workspace or tenant is tied by its id; the vendor’s own, and a triage channel, never', async () => {
    expect((await tie('kitano T0KITANO')).keys[0]).toBe('ties.tied')
    expect((await tie(`kitano ${tenant}`)).keys[0]).toBe('ties.tied')
    expect((await tie('kitano T1')).error('place')).toBe('ties.own')
    expect((await tie('kitano C0TRIAGE')).error('place')).toBe('ties.own')
    expect((await tie('kitano')).error('place')).toBe('ties.no-channel')
    expect((await tie('nobody T0KITANO')).error('organization')).toBe('ties.no-organization')
    const form = await (await ada()).says('tie')
    expect((await (await ada()).submits(form, { organization: 'KITANO-SEIKI', place: 'here' })).error('place')).toBe(
      'ties.no-place',
    )
    expect(await ties()).toHaveLength(2)
    const shown = await (await ada()).says('untie kitano')
    expect(shown.offers.filter((each) => each.startsWith('untie.one'))).toHaveLength(2)
  })

  test('an engineer and a customer tie nothing', async () => {
    const erin = await chat().staff('erin@vendor.example')
    expect((await erin.says('tie kitano T0KITANO')).keys[0]).toBe('ties.not-for-you.role')
    expect((await erin.invokes({ command: 'untie.one', values: { platform: 'slack', workspace: 'T1' } })).keys[0]).toBe(
      'ties.not-for-you.role',
    )
    const boss = await chat().signedUp(sato)
    const tampered = { command: 'tie', values: { organization: 'KITANO-SEIKI', place: 'T0KITANO' } }
    expect((await boss.invokes(tampered)).keys[0]).not.toBe('ties.tied')
    expect(await ties()).toEqual([])
  })

  test('in a tied channel the organization’s contacts and the vendor’s people are served, and nobody else', async () => {
    const own = await chat().signedUp(sato)
    const other = await chat().signedUp('jianguo.wang@formosa-bank.example')
    const shared = chat().person('UFOREIGN', { workspace: 'T9' })
    const before = await inChannel(other).says('coverage')
    const form = await inChannel(other).says('register')
    await tie('kitano C0KITANO')
    expect((await inChannel(own).says('coverage')).keys[0]).not.toBe('errors.elsewhere.title')
    expect((await inChannel(await chat().staff('erin@vendor.example')).says('help')).keys[0]).toBe('help.title')
    const answers = [
      await inChannel(other).says('coverage'),
      await inChannel(other).says('what is this'),
      await inChannel(other).says(''),
      await inChannel(other).presses(before, 'coverage'),
      await inChannel(other).submits(form, { serial: 'OMF-2026-0001', number: 'OMFLOW-REG-0001' }),
      await inChannel(other).invokes({ command: 'case.describe', values }),
      await inChannel(other).invokes({ command: 'case.from-message', values: {} }, written('It fails')),
      await inChannel(shared).says('help'),
      // A slash command is answered to the person alone, in the channel all the same.
      await other.in({ ...channel, private: true }).says('coverage'),
    ]
    for (const { keys } of answers) expect(keys).toEqual(['errors.elsewhere.title', 'errors.elsewhere.text'])
    expect(await cases()).toEqual([])
    expect((await other.says('coverage')).keys[0]).not.toBe('errors.elsewhere.title')
  })

  test('the channel is theirs from whichever workspace it is seen, and no longer once it is untied', async () => {
    await tie('kitano C0KITANO')
    const foreign = chat()
      .person('UFOREIGN', { workspace: 'T9' })
      .in({ ...channel, workspace: 'T9' })
    expect((await foreign.says('help')).keys[0]).toBe('errors.elsewhere.title')
    const boss = await chat().signedUp(sato)
    const shown = await boss.says('contacts')
    expect(shown.keys).toContain('ties.place.slack-channel')
    const places = await boss.presses(shown, 'contacts.ties')
    await boss.presses(places, 'contacts.untie')
    expect(await ties()).toEqual([])
    expect((await foreign.says('help')).keys[0]).toBe('help.title')
  })

  test('another organization’s contacts, and who is no site contact, untie nothing', async () => {
    await tie('kitano C0KITANO')
    const place = { platform: 'slack', workspace: 'T1', conversation: 'C0KITANO' }
    const untie = { command: 'contacts.untie', values: place }
    const other = await chat().signedUp('jianguo.wang@formosa-bank.example')
    const viewer = await chat().signedUp('misaki.takahashi@kitano-seiki.example')
    await other.invokes(untie)
    expect((await viewer.invokes(untie)).keys[0]).toBe('contacts.not-allowed.title')
    expect((await viewer.invokes({ command: 'contacts.ties', values: {} })).keys).not.toContain(
      'ties.place.slack-channel',
    )
    expect(await ties()).toHaveLength(1)
  })

  test('who was removed is answered no more there, and words of outsiders do not get into a case', async () => {
    const own = await chat().signedUp(sato)
    const viewer = await chat().signedUp('misaki.takahashi@kitano-seiki.example')
    await tie('kitano C0KITANO')
    const opened = await inChannel(own).says('case open')
    expect(opened.keys[0]).not.toBe('errors.elsewhere.title')
    const there = await caseIn(own, '1.1')
    const thread = { ...channel, thread: '1.1' }
    const said = () => chat().db.prisma.caseMessage.findMany({ select: { text: true } })
    await there.hears({ kind: 'wrote', written: written('Ours') })
    const before = await said()
    expect(JSON.stringify(before)).toContain('Ours')
    const outsiders = [
      await chat().signedUp('jianguo.wang@formosa-bank.example'),
      chat().person('UFOREIGN', { workspace: 'T9' }),
    ]
    const { id } = await chat().db.prisma.contact.findFirstOrThrow({ where: { name: '高橋美咲' } })
    await own.invokes({ command: 'contacts.remove', values: { contact: id } })
    for (const person of [...outsiders, viewer]) {
      const told = await person.in(thread).hears({ kind: 'wrote', written: written('Not ours') })
      expect(keysOf(told!.content as Turn['reply'])[0]).toBe('errors.elsewhere.title')
      expect((await person.in(thread).says('coverage')).keys[0]).toBe('errors.elsewhere.title')
    }
    expect(await said()).toEqual(before)
  })

  test('what somebody wrote before is still theirs to take back', async () => {
    const other = await chat().signedUp('jianguo.wang@formosa-bank.example')
    const there = await caseIn(other, '2.1')
    const mine = written('A password')
    await there.hears({ kind: 'wrote', written: mine })
    expect((await tie('kitano C0KITANO')).error('place')).toBe('ties.foreign-cases')
    await other.says(`case close ${(await cases())[0]!.number}`)
    expect((await tie('kitano C0KITANO')).keys[0]).toBe('ties.tied')
    await there.hears({ kind: 'erased', message: mine.id })
    expect(await chat().db.prisma.caseMessage.findFirst({ where: { message: mine.id } })).toMatchObject({
      erasedAt: expect.any(Date),
    })
  })

  test('who signs up from a tied workspace waits for one click; nobody is named before, and a guest gets in no other way', async () => {
    await tie('kitano T0KITANO')
    const boss = await chat().signedUp(sato)
    const guest = chat().person('UGUEST', { workspace: 'T0KITANO' })
    expect((await guest.says('')).texts.join()).not.toContain('Kitano Seiki')
    expect((await guest.says('coverage')).keys[0]).toBe('errors.sign-up-first.title')
    const code = await guest.submits(await guest.says('signup'), {
      name: 'Guest',
      email: 'guest@elsewhere.example',
      phone: '+81 3 5550 0122',
    })
    const done = await guest.submits(code, { code: await chat().codeFor('guest@elsewhere.example') })
    expect(done.keys).toContain('signup.done.asked')
    expect(done.texts.join()).not.toContain('Kitano Seiki')
    expect((await guest.says('coverage')).texts.join()).not.toContain('Kitano Seiki')
    expect(await cards()).toEqual([{ user: boss.who.user, key: 'contacts.join.title' }])
    const shown = await boss.says('contacts')
    expect(shown.keys).toContain('contacts.join.by-workspace')
    const decide = shown.offers.find((each) => each.includes('"viewer"'))!
    await boss.invokes({ command: 'contacts.decide', values: JSON.parse(decide.slice(decide.indexOf('{'))) })
    expect((await guest.says('coverage')).texts.join()).toContain('Kitano Seiki')
  })

  test('who signs up from elsewhere, or becomes an imported contact, asks nobody', async () => {
    await tie('kitano T0KITANO')
    await chat().signedUp(sato, { workspace: 'T0KITANO' })
    await chat().signedUp('nao@elsewhere.example', { workspace: 'T0OTHER' })
    expect(await chat().db.prisma.joinRequest.findMany()).toEqual([])
  })
})

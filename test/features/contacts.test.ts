import { expect, test } from 'vitest'
import { plainProse } from '../../src/bot/prose.ts'
import { type OutboxRow, onEachChat, type Person, type Turn } from '../support/conversation.ts'
import { valuesOf } from '../support/spoken.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const yijun = 'yijun.chen@formosa-bank.example'
const grace = 'grace.liu@formosa-bank.example'
const mei = { name: 'Mei Lin', email: 'mei.lin@formosa-bank.example' }

onEachChat('the people of an organization', (chat) => {
  const primary = () => chat().signedUp(wang)
  const secondary = () => chat().signedUp(yijun)
  const technical = () => chat().signedUp(grace)
  const of = async (email: string) => chat().db.prisma.contact.findFirstOrThrow({ where: { email } })
  const sheetOf = async (person: Person, email: string) =>
    person.invokes({ command: 'contacts.show', values: { contact: (await of(email)).id } })
  const removes = async (person: Person, email: string) =>
    person.invokes({ command: 'contacts.remove', values: { contact: (await of(email)).id } })
  const appoints = async (person: Person, email: string, role: string) =>
    person.invokes({ command: 'contacts.appoint', values: { contact: (await of(email)).id, role } })
  const letters = async (email: string) =>
    (await chat().outbox()).filter(
      ({ to, dedupeKey }) => to.kind === 'email' && to.address === email && /^invitation:/.test(dedupeKey),
    )
  const codeIn = (row: OutboxRow) => valuesOf(row.content, 'invitation.mail.text')!.code as string
  const refused = async (words: string, user: string) => (await chat().person(user).says(words)).error('code')
  const codeShown = (turn: Turn) => turn.values('contacts.code.text')!.code as string
  const invites = async (person: Person, values: Record<string, string> = {}) =>
    person.submits(await person.says('contacts invite'), { ...mei, role: 'technical', ...values })
  const toldTo = async ({ who }: Person, deed: () => Promise<unknown>): Promise<string[]> => {
    const before = (await chat().outbox()).length
    await deed()
    return (await chat().outbox())
      .slice(before)
      .flatMap(({ to, content }) =>
        to.kind === 'person' && to.who.user === who.user && content.kind === 'view' ? [content.view.title.key] : [],
      )
  }

  test('everybody sees who is there, and no other organization’s people', async () => {
    await technical()
    const shown = await (await primary()).says('contacts')
    expect(shown.values('contacts.count')).toEqual({ count: 3 })
    expect(shown.texts.join()).toContain('Grace Liu')
    expect(shown.texts.join()).not.toMatch(/Sato|佐藤/)
    expect(shown.keys).toContain('contacts.account.none')
    const found = await (await secondary()).says('聯絡人 grace')
    expect(found.values('contacts.count')).toEqual({ count: 1 })
  })

  test('where others can read, nobody is named', async () => {
    const boss = await primary()
    expect((await boss.saysInPublic('contacts')).keys).toEqual(['contacts.private-only'])
    const { id } = await of(grace)
    const there = boss.in({ kind: 'channel', conversation: 'C1', private: false })
    expect((await there.invokes({ command: 'contacts.show', values: { contact: id } })).keys).toEqual([
      'contacts.private-only',
    ])
  })

  test('many people come in pages, and a page that is no more shows the first', async () => {
    const person = await primary()
    await chat().db.prisma.contact.createMany({
      data: Array.from({ length: 20 }, (_, n) => ({
        organizationId: 'FORMOSA-BANK',
        name: `Person ${n}`,
        email: `p${n}@formosa-bank.example`,
        role: 'viewer',
        purposes: [],
      })),
    })
    const first = await person.says('contacts')
    expect(first.values('contacts.count')).toEqual({ count: 23 })
    expect((await person.presses(first, 'contacts', { page: '2' })).values('case.list.page')).toEqual({
      page: 2,
      pages: 3,
    })
    expect((await person.invokes({ command: 'contacts', values: { page: '9' } })).values('case.list.page')).toEqual({
      page: 1,
      pages: 3,
    })
  })

  test('an invitation goes to its address alone, works once, and makes the invited a contact', async () => {
    const invited = await invites(await primary(), { purposes: 'renewal、帳務' })
    expect(invited.keys[0]).toBe('contacts.invited.title')
    const [letter] = await letters(mei.email)
    const code = codeIn(letter!)
    expect(JSON.stringify(invited.shown)).not.toContain(code)
    expect(JSON.stringify(await chat().audit())).not.toContain(code)
    const newcomer = chat().person('UMEI')
    expect((await newcomer.says(`invitation ${code}`)).keys[0]).toBe('signup.done.title')
    expect(await of(mei.email)).toMatchObject({ role: 'technical', purposes: ['renewal', 'billing'] })
    expect((await newcomer.says('coverage')).keys).not.toContain('errors.sign-up-first.title')
    expect(await refused(`invitation ${code}`, 'UOTHER')).toBe('invitation.refused')
  })

  test('sending again voids the former code, and a letter that still waits', async () => {
    const person = await primary()
    const invited = await invites(person)
    const former = codeIn((await letters(mei.email))[0]!)
    const soon = await person.invokes({
      command: 'contacts.invite-again',
      values: { contact: (await of(mei.email)).id, by: 'mail' },
    })
    expect(soon.keys).toEqual(['contacts.too-soon'])
    chat().advance({ minutes: 2 })
    const shown = await person.presses(invited, 'contacts.invite-again')
    expect(shown.keys[0]).toBe('contacts.code.title')
    expect(await letters(mei.email)).toEqual([])
    expect(await refused(`invitation ${former}`, 'UX')).toBe('invitation.refused')
    expect(
      (
        await chat()
          .person('UMEI')
          .says(`invitation ${codeShown(shown)}`)
      ).keys[0],
    ).toBe('signup.done.title')
  })

  test('who vouches for a person gets the code and hands it over; nothing is mailed', async () => {
    const shown = await invites(await secondary(), { by: 'hand' })
    expect(await letters(mei.email)).toEqual([])
    expect(
      (
        await chat()
          .person('UMEI')
          .says(`invitation ${codeShown(shown)}`)
      ).keys[0],
    ).toBe('signup.done.title')
  })

  test('typed in one line it is understood, and a faulty purpose is told under its field', async () => {
    const person = await primary()
    const done = await person.says('邀請聯絡人 Mei Lin mei.lin@formosa-bank.example 技術 續約')
    expect(done.keys[0]).toBe('contacts.invited.title')
    expect(await of(mei.email)).toMatchObject({ name: 'Mei Lin', role: 'technical', purposes: ['renewal'] })
    const refused = await invites(person, { email: 'x@formosa-bank.example', purposes: 'renewal lunch' })
    expect(refused.error('purposes')).toBe('contacts.error.purposes')
  })

  test('a technical contact and a viewer invite nobody and change nobody but themselves', async () => {
    const person = await technical()
    expect((await person.says('contacts invite')).keys[0]).toBe('contacts.not-allowed.title')
    expect((await removes(person, yijun)).keys[0]).toBe('contacts.not-allowed.title')
    expect((await appoints(person, grace, 'primary')).keys[0]).toBe('contacts.not-allowed.title')
    const { id } = await of(grace)
    const purpose = { contact: id, purpose: 'billing', set: 'on' }
    expect((await person.invokes({ command: 'contacts.purpose', values: purpose })).keys[0]).toBe(
      'contacts.not-allowed.title',
    )
    expect((await sheetOf(person, yijun)).offers).toEqual(['contacts'])
    const form = await person.presses(await sheetOf(person, grace), 'contacts.edit')
    expect(form.reply).toMatchObject({ form: { fields: [{ name: 'name', value: 'Grace Liu' }, {}, {}] } })
    const saved = await person.submits(form, { name: 'Grace L. Liu', phone: '+886 2 5550 0199', language: 'ja' })
    expect(saved.keys).toContain('contacts.saved')
    expect(await of(grace)).toMatchObject({ name: 'Grace L. Liu', phone: '+886 2 5550 0199', language: 'ja' })
  })

  test('a secondary manages technical contacts and viewers, the primary secondaries, too', async () => {
    const [boss, deputy] = [await primary(), await secondary()]
    expect((await removes(deputy, wang)).keys[0]).toBe('contacts.not-allowed.title')
    expect((await appoints(deputy, grace, 'secondary')).keys[0]).toBe('contacts.not-allowed.title')
    expect((await invites(deputy, { role: 'secondary' })).error('role')).toBe('contacts.error.role')
    expect((await appoints(deputy, grace, 'viewer')).keys).toContain('contacts.appointed')
    expect((await appoints(boss, grace, 'secondary')).keys).toContain('contacts.appointed')
    expect((await appoints(boss, yijun, 'viewer')).keys).toContain('contacts.appointed')
    expect((await of(grace)).role).toBe('secondary')
    expect((await of(yijun)).role).toBe('viewer')
  })

  test('the primary hands over to who has an account, and is a secondary afterwards', async () => {
    const boss = await primary()
    expect((await appoints(boss, grace, 'primary')).keys[0]).toBe('contacts.no-account.title')
    const person = await technical()
    expect(await toldTo(person, () => appoints(boss, grace, 'primary'))).toEqual(['contacts.told.you-appointed'])
    expect([(await of(wang)).role, (await of(grace)).role]).toEqual(['secondary', 'primary'])
    expect((await appoints(boss, grace, 'viewer')).keys[0]).toBe('contacts.not-allowed.title')
  })

  test('site contacts set who is written to about renewals', async () => {
    const boss = await primary()
    const shown = await boss.presses(await sheetOf(boss, grace), 'contacts.purpose', {
      contact: (await of(grace)).id,
      purpose: 'renewal',
      set: 'on',
    })
    expect((await of(grace)).purposes).toEqual(['technical', 'renewal'])
    await boss.presses(shown, 'contacts.purpose', { contact: (await of(grace)).id, purpose: 'technical', set: 'off' })
    expect((await of(grace)).purposes).toEqual(['renewal'])
  })

  test('a removed person is a stranger at once; they and the other site contacts are told, and undoing brings all back', async () => {
    const [boss, deputy, person] = [await primary(), await secondary(), await technical()]
    let removed!: Turn
    const deed = async () => {
      removed = await boss.presses(await sheetOf(boss, grace), 'contacts.remove')
    }
    const before = (await chat().outbox()).length
    await deed()
    const told = (await chat().outbox()).slice(before)
    expect(told.map(({ to }) => to.kind === 'person' && to.who.user).sort()).toEqual(
      [person.who.user, deputy.who.user].sort(),
    )
    expect((await person.says('coverage')).keys[0]).toBe('errors.sign-up-first.title')
    expect((await deputy.says('contacts')).values('contacts.count')).toEqual({ count: 2 })
    expect((await removes(boss, grace)).keys[0]).toBe('contacts.removed.title')
    expect((await chat().audit()).filter(({ action }) => action === 'contact-removed')).toHaveLength(1)
    expect(await toldTo(person, () => boss.presses(removed, 'contacts.restore'))).toEqual([
      'contacts.told.you-restored',
    ])
    expect((await person.says('contacts')).values('contacts.count')).toEqual({ count: 3 })
  })

  test('who was removed and joined elsewhere meanwhile is not taken from there: they are invited anew', async () => {
    const [boss, person] = [await primary(), await technical()]
    const removed = await removes(boss, grace)
    expect((await person.says('signup')).reply.kind).toBe('form')
    chat().advance({ minutes: 2 })
    await chat().signedUp(grace, { company: 'Own' })
    const restored = await boss.presses(removed, 'contacts.restore')
    expect(restored.keys).toContain('contacts.restored.invite')
    expect((await person.says('contacts')).texts.join()).toContain('Own')
    expect(restored.offers[0]).toContain('contacts.invite-again')
  })

  test('another organization’s person looks like one who is not there', async () => {
    const boss = await primary()
    const sato = await chat().db.prisma.contact.findFirstOrThrow({ where: { email: 'ken.sato@kitano-seiki.example' } })
    const none = '00000000-0000-4000-8000-000000000000'
    for (const [command, more] of [
      ['contacts.show', {}],
      ['contacts.edit', {}],
      ['contacts.edit', { name: 'Mine' }],
      ['contacts.remove', {}],
      ['contacts.restore', {}],
      ['contacts.appoint', { role: 'viewer' }],
      ['contacts.purpose', { purpose: 'billing', set: 'on' }],
      ['contacts.invite-again', { by: 'hand' }],
    ] as const) {
      const ask = async (contact: string) =>
        JSON.stringify((await boss.invokes({ command, values: { contact, ...more } })).shown)
      const before = await chat().stored()
      expect(await ask(sato.id), command).toBe(await ask(none))
      expect(await ask('no-id')).toBe(await ask(none))
      expect(await chat().stored()).toEqual(before)
    }
  })

  test('leaving is asked once more, is refused to the only primary, and the site contacts hear of it', async () => {
    const [boss, person] = [await primary(), await technical()]
    const form = await boss.says('contacts leave')
    expect(form.reply).toMatchObject({ kind: 'form', form: { command: 'contacts.leave-now', fields: [] } })
    expect((await boss.submits(form)).keys[0]).toBe('contacts.last-primary.title')
    const asked = await person.says('退出單位')
    expect((await person.says('contacts')).values('contacts.count')).toEqual({ count: 3 })
    expect(await toldTo(boss, () => person.submits(asked))).toEqual(['contacts.told.left'])
    expect((await person.says('contacts')).keys[0]).toBe('errors.sign-up-first.title')
    await appoints(boss, yijun, 'primary')
  })

  test('what waits for a person who goes is dropped, their codes are void and their threads end; undoing opens these again', async () => {
    const [boss, person] = [await primary(), await technical()]
    const values = { topic: 'defect', severity: '2', title: 'Login fails', description: 'Since noon.' }
    await boss.invokes({ command: 'case.describe', values: { ...values, serial: 'WAS70014821' } })
    const { number } = await chat().db.prisma.case.findFirstOrThrow()
    await person.says(`case follow ${number}`)
    const thread = (await chat().delivered())[`case:${number}:card`]!
    const erin = (await chat().staff('erin@vendor.example')).in({ conversation: 'C0TRIAGE', kind: 'channel', thread })
    await erin.says('answer It is the cache', { id: 'm1', prose: plainProse('answer It is the cache'), files: [] })
    const link = (await person.says('link')).values('link.code.text')!.code as string
    const waiting = async ({ who }: Person) =>
      (await chat().db.prisma.outboxMessage.findMany({ where: { status: 'pending' } })).filter(
        ({ lane }) => lane === `slack:${who.workspace}:@${who.user}`,
      )
    expect(await waiting(person)).not.toEqual([])
    const others = await waiting(boss)
    const removed = await removes(boss, grace)
    expect((await waiting(person)).map(({ payload }) => JSON.stringify(payload))).toEqual([
      expect.stringContaining('contacts.told.you-removed'),
    ])
    expect(await waiting(boss)).toEqual(others)
    const dropped = await chat().db.prisma.outboxMessage.findMany({ where: { status: 'dropped' } })
    expect(dropped.map(({ payload }) => payload)).toEqual([null, null])
    const threads = () => chat().db.prisma.caseThread.findMany({ where: { user: person.who.user } })
    expect(await threads()).toMatchObject([{ endedAt: expect.any(Date) }])
    expect(await refused(`link ${link}`, 'UTEAMS')).toBe('link.refused')
    await boss.presses(removed, 'contacts.restore')
    expect(await threads()).toMatchObject([{ endedAt: null }])
  })

  test('an invitation to somebody who is removed before they use it is void', async () => {
    const boss = await primary()
    await invites(boss)
    const code = codeIn((await letters(mei.email))[0]!)
    const removed = await removes(boss, mei.email)
    expect(await letters(mei.email)).toEqual([])
    expect(await refused(`invitation ${code}`, 'UMEI')).toBe('invitation.refused')
    expect((await boss.presses(removed, 'contacts.restore')).keys).toContain('contacts.restored.invite')
    expect(await refused(`invitation ${code}`, 'UMEI')).toBe('invitation.refused')
  })

  test('inviting somebody who is there already, or was, says so', async () => {
    const [boss, person] = [await primary(), await technical()]
    expect((await invites(boss, { email: grace.toUpperCase() })).keys[0]).toBe('contacts.already')
    await removes(boss, grace)
    expect((await invites(boss, { email: grace, role: 'viewer' })).keys[0]).toBe('contacts.restored.title')
    expect((await of(grace)).role).toBe('viewer')
    expect((await person.says('contacts')).values('contacts.count')).toEqual({ count: 3 })
  })
})

onEachChat(
  'without a mail server',
  (chat) => {
    test('every invitation is handed over', async () => {
      const boss = chat().person('UWANG')
      await boss.says(`invitation ${(await chat().invitations())[wang]}`)
      const shown = await boss.says('contacts invite Mei Lin mei.lin@formosa-bank.example viewer')
      expect(shown.keys[0]).toBe('contacts.code.title')
      expect((await chat().outbox()).filter(({ to }) => to.kind === 'email')).toEqual([])
    })
  },
  { mail: false },
)

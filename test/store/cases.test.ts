import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cardKey } from '../../src/domain/case.ts'
import type { Cases } from '../../src/domain/cases.ts'
import { createDirectory } from '../../src/store/directory.ts'
import { transact } from '../../src/store/transaction.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { type CaseRoom, caseRoom, day, hour, later, monday, serial, words } from './case-room.ts'

onEachDatabase('cases', ({ open }) => {
  let db: TestDatabase
  let room: CaseRoom
  let cases: Cases
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    room = await caseRoom(db)
    cases = room.cases
  })
  afterAll(() => db.close())

  const kinds = async () => (await room.events()).map(({ kind }) => kind)
  const sheet = async (number: number) => (await cases.sheetForStaff(number))!
  const dossier = (number: number) => transact(db.pool, (tx) => createDirectory(tx).caseDossier(number as never))
  const request = {
    topic: 'defect',
    severity: 2,
    title: ' The  database\nstops ',
    serial,
    version: 'V9.7',
    description: words('It stops at night.', '100.1'),
  } as const

  test('a case is opened with its clock, its words and both sides’ threads, and told once', async () => {
    const opened = await cases.open(room.ann, request, 'key-1', monday)
    expect(opened).toMatchObject({
      status: 'opened',
      case: { status: 'new', title: 'The database stops', product: { id: 'db2', name: 'DB2 UDB' }, version: 'V9.7' },
    })
    const number = opened.status === 'opened' ? opened.case.number : (0 as never)
    expect(await cases.open(room.ann, request, 'key-1', monday)).toMatchObject({ status: 'already', case: { number } })
    expect(await kinds()).toEqual(['case-opened'])
    const found = (await dossier(number))!
    expect(found.threads).toMatchObject([
      { side: 'customer', kind: 'person', who: room.ann.who, rootKey: `case:${number}:opened:slack:T1:UANN` },
      { side: 'engineers', kind: 'conversation', workspace: 'TV', conversation: 'C0DB2', rootKey: cardKey(number) },
    ])
    expect(found).toMatchObject({
      openedBy: { contact: { name: 'Ann' }, identities: [room.ann.who] },
      managers: [{ staff: { name: 'Mona' } }],
    })
    expect(found.case.clocks['first-response']).toMatchObject({ target: { minutes: 120 }, spells: [{ from: monday }] })
    const { messages, timeline } = (await cases.sheetForCustomer(room.ann.contact.organizationId, number))!
    expect(messages).toMatchObject([{ text: 'It stops at night.', author: { name: 'Ann' }, at: monday, revision: 0 }])
    expect(timeline).toMatchObject([{ kind: 'case-opened', by: { name: 'Ann' }, audience: 'customer' }])
  })

  test('of two who open a case in one thread at once the second gets the first’s', async () => {
    const thread = { platform: 'slack', workspace: 'T1', conversation: 'C1', thread: '99.1' } as const
    const all = await Promise.all(
      [room.ann, room.carl].map((by) => cases.open(by, { ...request, thread }, by.who.user, monday)),
    )
    expect(all.map(({ status }) => status).sort()).toEqual(['already', 'opened'])
    expect(await cases.threadAt(thread)).toMatchObject({ side: 'customer', thread: '99.1' })
    // The other customer's case in a shared channel is none of theirs: theirs is followed in their own conversation.
    const own = await cases.open(room.eve, { ...request, serial: 'DB2OFORG2' as never, thread }, 'eve', monday)
    expect(own).toMatchObject({ status: 'opened', case: { organizationId: 'org-2' } })
  })

  test('coverage decides what may be opened, and license questions are open to everyone', async () => {
    const foreign = { ...request, serial: 'DB2OFORG2' as never }
    expect(await cases.open(room.ann, foreign, 'a', monday)).toEqual({ status: 'not-covered' })
    expect(await cases.open(room.ann, request, 'b', new Date('2027-01-01T00:00:00Z'))).toMatchObject({
      status: 'not-covered',
      offer: { coverage: { status: 'lapsed' }, severities: [] },
    })
    // The last covered day in the organization's zone.
    expect(await cases.open(room.ann, request, 'c', new Date('2026-12-31T15:59:59Z'))).toMatchObject({
      status: 'opened',
    })
    expect(await cases.open(room.ann, { ...request, version: 'V8.2', severity: 1 }, 'd', monday)).toMatchObject({
      status: 'severity-not-offered',
      offered: [2, 3, 4],
    })
    const { serial: _, version: __, ...about } = request
    const question = { ...about, topic: 'license', severity: 3 } as const
    expect(await cases.open(room.ann, question, 'e', monday)).toMatchObject({
      status: 'opened',
      case: { topic: 'license' },
    })
    expect(await cases.offers(room.ann.contact.organizationId, monday)).toMatchObject([
      { dossier: { serial }, severities: [{ severity: 2 }, { severity: 3 }, { severity: 4 }] },
    ])
  })

  test('fifty who claim at once: one gets it, the others read whose it is', async () => {
    const number = await room.open()
    const engineers = Array.from({ length: 50 }, (_, n) => ({
      kind: 'staff' as const,
      who: { platform: 'slack' as const, workspace: 'TV', user: `U${n}` },
      staff: { email: `engineer-${n}@vendor.example`, name: `Engineer ${n}`, role: 'engineer' as const },
    }))
    await db.prisma.staff.createMany({ data: engineers.map(({ staff }) => ({ ...staff, products: [] })) })
    const all = await Promise.all(engineers.map((by) => cases.claim(by, number, monday)))
    const winners = all.filter(({ status }) => status === 'claimed')
    expect(winners).toHaveLength(1)
    const owner = winners[0]?.status === 'claimed' ? winners[0].case.owner : undefined
    for (const each of all.filter(({ status }) => status !== 'claimed'))
      expect(each).toMatchObject({ status: 'taken', by: owner, at: monday })
    expect((await kinds()).filter((kind) => kind === 'case-claimed')).toHaveLength(1)
    const again = engineers.find(({ staff }) => staff.email === owner?.email)!
    expect(await cases.claim(again, number, monday)).toMatchObject({ status: 'yours' })
  })

  test('one message told under two happenings is one, also when both come at once', async () => {
    const number = await room.open()
    const said = words('It happened again.', '200.1')
    const all = await Promise.all([1, 2, 3].map(() => cases.say(room.ann, number, said, monday)))
    expect(all.map(({ status }) => status).sort()).toEqual(['already', 'already', 'written'])
    expect((await sheet(number)).messages).toHaveLength(2)
    expect((await kinds()).filter((kind) => kind === 'case-written')).toHaveLength(1)
  })

  test('an answer claims what is new, meets the clock, and asking makes the case wait', async () => {
    const number = await room.open()
    const at = later(hour)
    expect(await cases.answer(room.erin, number, words('Which version?'), { asks: true }, at)).toMatchObject({
      case: { status: 'waiting', owner: { name: 'Erin' }, clocks: { 'first-response': { metAt: at } } },
    })
    expect(await kinds()).toEqual(['case-opened', 'case-claimed', 'case-written'])
    expect(await room.events()).toMatchObject([{}, {}, { became: 'waiting' }])
    const said = await cases.say(room.ann, number, words('9.7'), later(2 * hour))
    expect(said).toMatchObject({
      case: { status: 'in-progress', clocks: { 'next-response': { spells: [{ from: later(2 * hour) }] } } },
    })
    // A second word does not start the clock anew; a colleague's answer meets it and makes them a watcher.
    await cases.say(room.ann, number, words('On Linux.'), later(3 * hour))
    const answered = await cases.answer(room.max, number, words('I see.'), {}, later(4 * hour))
    expect(answered).toMatchObject({
      case: {
        owner: { name: 'Erin' },
        clocks: { 'next-response': { spells: [{ from: later(2 * hour) }], metAt: later(4 * hour) } },
      },
    })
    expect((await sheet(number)).watchers).toEqual([room.max.staff.email])
    const { timeline } = (await cases.sheetForCustomer(room.ann.contact.organizationId, number))!
    expect(timeline.map(({ kind, detail }) => [kind, detail.became ?? detail.to])).toEqual([
      ['case-opened', undefined],
      ['case-claimed', 'Erin'],
      ['case-written', 'waiting'],
      ['case-written', 'in-progress'],
    ])
  })

  test('listeners see the case as the whole deed left it', async () => {
    const number = await room.open()
    await cases.answer(room.erin, number, words('Hello'), {}, monday)
    expect((await dossier(number))?.owner).toMatchObject({ staff: { name: 'Erin' }, identities: [room.erin.who] })
  })

  test('thanks leave a resolved case resolved, other words bring it back', async () => {
    const number = await room.open()
    await cases.resolve(room.erin, number, words('Fixed in FP3.'), monday)
    expect(await cases.say(room.ann, number, words('Thank you very much!'), later(hour))).toMatchObject({
      status: 'written',
      case: { status: 'resolved', owner: { name: 'Erin' } },
    })
    expect(await cases.say(room.ann, number, words('It stopped again.'), later(hour))).toMatchObject({
      case: { status: 'in-progress' },
    })
    expect((await sheet(number)).case).not.toHaveProperty('resolvedAt')
  })

  test('resolving twice is resolving once', async () => {
    const number = await room.open()
    await cases.claim(room.erin, number, monday)
    for (let n = 0; n < 2; n++) await cases.resolve(room.erin, number, words('Done.', '300.1'), later(n * hour))
    expect((await kinds()).filter((kind) => kind === 'case-resolved')).toHaveLength(1)
    expect((await sheet(number)).case.resolvedAt).toEqual(monday)
  })

  test('release, transfer and take-over: by whom, to whom, and why', async () => {
    const number = await room.open()
    expect(await cases.transfer(room.erin, number, 'Nobody', monday)).toMatchObject({ status: 'no-such-engineer' })
    expect(await cases.transfer(room.erin, number, ' MAX@vendor.example', monday)).toMatchObject({
      case: { status: 'claimed', owner: { name: 'Max' } },
    })
    expect(await cases.release(room.erin, number, undefined, monday)).toEqual({ status: 'not-allowed' })
    expect(await cases.takeOver(room.erin, number, 'Max is away', monday)).toMatchObject({
      case: { owner: { name: 'Erin' } },
    })
    expect(await cases.takeOver(room.erin, number, 'again', monday)).toMatchObject({ status: 'done' })
    expect(await cases.release(room.mona, number, 'see the log', monday)).toMatchObject({ case: { status: 'new' } })
    expect(await cases.release(room.mona, number, 'see the log', monday)).toMatchObject({ status: 'not-now' })
    expect((await room.events()).slice(1)).toMatchObject([
      { kind: 'case-transferred', to: { name: 'Max' } },
      { kind: 'case-taken-over', from: { name: 'Max' }, reason: 'Max is away' },
      { kind: 'case-released', from: { name: 'Erin' }, note: 'see the log' },
    ])
    const read = JSON.stringify((await cases.sheetForCustomer(room.ann.contact.organizationId, number))?.timeline)
    expect(read).not.toMatch(/away|see the log/)
    expect(read).toContain('Max')
  })

  test('a changed severity gives the running clock another target, within what the coverage buys', async () => {
    const number = await room.open({ version: 'V8.2' })
    expect(await cases.changeSeverity(room.ann, number, 1, monday)).toMatchObject({
      status: 'severity-not-offered',
      offered: [2, 3, 4],
    })
    const other = await room.open()
    for (const by of [room.ann, room.erin]) await cases.changeSeverity(by, other, 1, later(hour))
    const found = (await sheet(other)).case
    expect(found.clocks['first-response']?.target).toMatchObject({ hours: 'around-the-clock' })
    expect((await room.events()).filter(({ kind }) => kind === 'case-severity-changed')).toMatchObject([
      { from: 2, to: 1, number: other },
    ])
  })

  test.each([
    [14 * day, 'done'],
    [14 * day + 1, 'too-late'],
  ])('a case that was closed %i ms ago is opened again: %s', async (ms, status) => {
    for (const by of [room.ann, room.erin]) {
      const number = await room.open()
      await cases.answer(room.erin, number, words('Hello'), {}, monday)
      await cases.close(room.ann, number, monday)
      const reopened = await cases.reopen(by, number, words('Again.'), later(ms))
      expect(reopened).toMatchObject({ status, case: { status: status === 'done' ? 'in-progress' : 'closed' } })
    }
  })

  test('what is reopened without an engineer is new again', async () => {
    const number = await room.open()
    await cases.close(room.ann, number, monday)
    expect(await cases.say(room.ann, number, words('Wait'), later(hour))).toMatchObject({
      status: 'closed',
      canReopen: true,
    })
    expect(await cases.reopen(room.ann, number, undefined, later(hour))).toMatchObject({ case: { status: 'new' } })
    expect(await cases.claim(room.max, number, later(hour))).toMatchObject({ status: 'claimed' })
  })

  test('a merged case ends in the other, whose engineers its customer goes on to reach', async () => {
    const [number, into] = [await room.open(), await room.open()]
    await cases.answer(room.erin, into, words('Which?'), { asks: true }, monday)
    expect(await cases.merge(room.erin, number, number, monday)).toEqual({ status: 'same-case' })
    expect(await cases.merge(room.erin, number, 999_999, monday)).toEqual({ status: 'unknown' })
    for (let n = 0; n < 2; n++)
      expect(await cases.merge(room.erin, number, into, monday)).toMatchObject({
        status: 'done',
        case: { closing: 'merged' },
      })
    expect((await kinds()).filter((kind) => kind === 'case-merged')).toHaveLength(1)
    const said = await cases.say(room.ann, number, words('The night one.'), later(hour))
    expect(said).toMatchObject({
      status: 'written',
      message: { caseNumber: number },
      case: { number, mergedInto: into },
    })
    const target = await sheet(into)
    expect(target).toMatchObject({ case: { status: 'in-progress' }, merged: [number] })
    expect(target.messages.map(({ text }) => text)).not.toContain('The night one.')
    expect(await cases.reopen(room.ann, number, undefined, monday)).toMatchObject({ status: 'not-now' })
    expect(await cases.merge(room.erin, into, number, monday)).toMatchObject({ status: 'not-now' })
    // Once the other is closed, the words say which is to be opened again.
    await cases.close(room.ann, into, monday)
    expect(await cases.say(room.ann, number, words('Hm.'), later(hour))).toMatchObject({
      status: 'closed',
      case: { number: into },
    })
  })

  test('who left, or is another today, reads no more: neither the one who opened it nor who follows, here or in a merged case', async () => {
    const [number, into] = [await room.open(), await room.open()]
    await cases.follow(room.carl, number, false, monday)
    await cases.merge(room.erin, number, into, monday)
    const customers = async (of: number) => {
      const { threads, mergedThreads, formerThreads } = (await dossier(of))!
      const names = (all: typeof threads) =>
        all.flatMap((thread) => (thread.kind === 'person' ? [thread.who.user] : [])).sort()
      return [threads, mergedThreads, formerThreads].map(names)
    }
    expect(await customers(number)).toEqual([['UANN', 'UCARL'], [], []])
    expect(await customers(into)).toEqual([['UANN'], ['UANN', 'UCARL'], []])
    await room.remove(room.ann)
    expect(await customers(number)).toEqual([['UCARL'], [], ['UANN']])
    expect(await customers(into)).toEqual([[], ['UCARL'], ['UANN', 'UANN']])
    expect(await dossier(number)).toMatchObject({ openedBy: { contact: { name: 'Ann' }, identities: [] } })
    const account = (data: object) => db.prisma.chatIdentity.updateMany({ where: { user: 'UCARL' }, data })
    await account({ contactId: room.viewer.contact.id })
    expect(await customers(number)).toEqual([[], [], ['UANN', 'UCARL']])
    await account({ contactId: room.carl.contact.id })
    await cases.follow(room.carl, number, true, monday)
    expect(await customers(into)).toEqual([[], [], ['UANN', 'UANN', 'UCARL']])
    await cases.follow(room.carl, number, false, monday)
    expect(await customers(number)).toEqual([['UCARL'], [], ['UANN']])
    await db.prisma.contact.updateMany({ data: { organizationId: 'org-2', removedAt: null } })
    expect(await customers(number)).toEqual([[], [], ['UANN', 'UCARL']])
    expect((await dossier(number))!.openedBy.identities).toEqual([])
  })

  test('cases of two organizations are never merged', async () => {
    const other = await cases.open(room.eve, { ...request, serial: 'DB2OFORG2' as never }, 'eve', monday)
    const into = other.status === 'opened' ? other.case.number : 0
    expect(await cases.merge(room.erin, await room.open(), into, monday)).toEqual({ status: 'other-organization' })
  })

  test('people change and take back their own words alone, from any of their accounts', async () => {
    const number = await room.open()
    await cases.say(
      room.ann,
      number,
      { ...words('Pasword: x', '400.1'), files: [{ name: 'a.log', source: {} }] },
      monday,
    )
    const origin = { platform: 'slack', workspace: 'T1', conversation: 'C1', message: '400.1' } as const
    const changed = { words: [], text: 'Password' }
    for (const { who } of [room.carl, room.eve, room.erin])
      expect([await cases.rewrite(who, origin, changed, monday), await cases.erase(who, origin, monday)]).toEqual([
        { status: 'unchanged' },
        undefined,
      ])
    const phone = { platform: 'teams', workspace: 'tenant', user: 'ann' } as const
    await db.prisma.chatIdentity.create({ data: { ...phone, contactId: room.ann.contact.id } })
    expect(await cases.rewrite(phone, origin, changed, later(hour))).toMatchObject({
      status: 'rewritten',
      message: { text: 'Password', revision: 1, editedAt: later(hour) },
    })
    expect(await cases.rewrite(phone, origin, changed, later(hour))).toEqual({ status: 'unchanged' })
    expect(await cases.rewrite(phone, origin, { words: [], text: 'x', only: 'internal' }, monday)).toMatchObject({
      status: 'other-readers',
      message: { text: 'Password' },
    })
    const erased = await cases.erase(room.ann.who, origin, later(2 * hour))
    expect(erased).toMatchObject({
      text: '',
      words: [],
      files: [{ name: '', status: 'erased' }],
      erasedAt: later(2 * hour),
    })
    expect(await cases.erase(room.ann.who, origin, later(2 * hour))).toBeUndefined()
    expect((await kinds()).slice(2)).toEqual(['case-rewritten', 'case-erased'])
    const { rows } = await db.pool.query(`SELECT to_jsonb(m) AS m, to_jsonb(f) AS f FROM case_messages m
      JOIN case_files f ON f.message_id = m.id`)
    expect(JSON.stringify(rows)).not.toMatch(/Passw|a\.log/i)
  })

  test('a program is refused and its message kept', async () => {
    const number = await room.open()
    const files = [
      { name: 'fix.pdf.EXE', source: {} },
      { name: 'huge.zip', size: 26 * 1024 * 1024, source: {} },
      { name: 'db2diag.log', size: 10, source: {} },
    ]
    expect(await cases.say(room.ann, number, { ...words('See'), files }, monday)).toMatchObject({
      status: 'written',
      refused: [{ reason: 'kind' }, { reason: 'size' }],
      message: { files: [{ status: 'refused' }, { status: 'refused' }, { status: 'waiting', name: 'db2diag.log' }] },
    })
  })

  test('a rating is kept once the case is resolved', async () => {
    const number = await room.open()
    expect(await cases.rate(room.ann, number, 5, undefined, monday)).toMatchObject({ status: 'not-now' })
    await cases.resolve(room.erin, number, undefined, monday)
    for (let n = 0; n < 2; n++)
      expect(await cases.rate(room.ann, number, 5, ' Fast! ', monday)).toMatchObject({
        case: { rating: { stars: 5, comment: 'Fast!' } },
      })
    expect((await kinds()).filter((kind) => kind === 'case-rated')).toHaveLength(1)
  })

  test('words that no database takes do not stop a case', async () => {
    const number = await room.open({ title: 'a\0b\ud800' })
    expect(await cases.say(room.ann, number, words('\0 \ud800 x'), monday)).toMatchObject({ status: 'written' })
    expect((await cases.listForStaff({ text: 'a\0b' }, 1, monday)).total).toBe(1)
  })
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CaseMessage } from '../../src/domain/case.ts'
import type { Cases, ContactActor, StaffActor } from '../../src/domain/cases.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { type CaseRoom, caseRoom, later, monday, words } from './case-room.ts'

type Deed<By> = (cases: Cases, by: By, number: number) => Promise<{ status: string }>

/** Every deed of a contact on a case that is resolved, and whether a viewer may. */
const contactDeeds: Record<string, [Deed<ContactActor>, 'writes' | 'reads']> = {
  say: [(cases, by, number) => cases.say(by, number, words('Hm.'), monday), 'writes'],
  close: [(cases, by, number) => cases.close(by, number, monday), 'writes'],
  reopen: [(cases, by, number) => cases.reopen(by, number, words('Hm.'), monday), 'writes'],
  changeSeverity: [(cases, by, number) => cases.changeSeverity(by, number, 3, monday), 'writes'],
  rate: [(cases, by, number) => cases.rate(by, number, 4, undefined, monday), 'writes'],
  follow: [(cases, by, number) => cases.follow(by, number, false, monday), 'reads'],
  unfollow: [(cases, by, number) => cases.follow(by, number, true, monday), 'reads'],
}

/** Every deed of the vendor on another engineer's case, and who may: anyone, or the owner and managers. */
const staffDeeds: Record<string, [Deed<StaffActor>, 'anyone' | 'owner']> = {
  claim: [(cases, by, number) => cases.claim(by, number, monday), 'anyone'],
  release: [(cases, by, number) => cases.release(by, number, undefined, monday), 'owner'],
  transfer: [(cases, by, number) => cases.transfer(by, number, 'Max', monday), 'owner'],
  takeOver: [(cases, by, number) => cases.takeOver(by, number, 'away', monday), 'anyone'],
  answer: [(cases, by, number) => cases.answer(by, number, words('Hm.'), {}, monday), 'anyone'],
  note: [(cases, by, number) => cases.note(by, number, words('Hm.'), monday), 'anyone'],
  resolve: [(cases, by, number) => cases.resolve(by, number, words('Hm.'), monday), 'anyone'],
  reopen: [(cases, by, number) => cases.reopen(by, number, undefined, monday), 'anyone'],
  close: [(cases, by, number) => cases.close(by, number, monday), 'anyone'],
  changeSeverity: [(cases, by, number) => cases.changeSeverity(by, number, 3, monday), 'anyone'],
  watch: [(cases, by, number) => cases.watch(by, number, false, monday), 'anyone'],
  merge: [(cases, by, number) => cases.merge(by, number, number + 1, monday), 'anyone'],
  retry: [(cases, by, number) => cases.retry(by, number, 'none', monday), 'anyone'],
}

onEachDatabase('who may do what with cases', ({ open }) => {
  let db: TestDatabase
  let room: CaseRoom
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await empty(db)
    room = await caseRoom(db)
  })
  afterAll(() => db.close())

  test.each(Object.entries(contactDeeds))(
    '%s: own organization, viewer, another organization, removed',
    async (_, [deed, kind]) => {
      const number = await room.open()
      await room.cases.resolve(room.erin, number, words('Fixed.'), monday)
      const { ann, carl, viewer, eve, cases } = room
      const before = await room.traces()
      expect(await deed(cases, eve, number)).toEqual({ status: 'unknown' })
      expect(await deed(cases, eve, 999_999)).toEqual({ status: 'unknown' })
      for (const nonsense of [0, -1, 1.5, Number.NaN, 2 ** 31, 1e300])
        expect(await deed(cases, ann, nonsense)).toEqual({ status: 'unknown' })
      if (kind === 'writes') expect(await deed(cases, viewer, number)).toEqual({ status: 'not-allowed' })
      await room.remove(carl)
      expect(await deed(cases, carl, number)).toEqual({ status: 'unknown' })
      expect(await room.traces()).toEqual(before)
      if (kind === 'reads') expect(await deed(cases, viewer, number)).toMatchObject({ status: 'done' })
      expect(['done', 'written']).toContain((await deed(cases, ann, number)).status)
    },
  )

  test.each(Object.entries(staffDeeds))('%s: engineer, owner, manager', async (_, [deed, who]) => {
    const { cases, erin, max, mona } = room
    for (const by of [max, erin, mona]) {
      const number = await room.open()
      await room.open()
      await cases.claim(erin, number, monday)
      const { status } = await deed(cases, by, number)
      expect([by.staff.name, status === 'not-allowed']).toEqual([by.staff.name, who === 'owner' && by === max])
      expect(await deed(cases, by, 999_999)).toEqual({ status: 'unknown' })
    }
  })

  test('a viewer opens no case, nor does somebody who was removed', async () => {
    const { cases, viewer, ann } = room
    const request = { topic: 'license', severity: 3, title: 'x', description: words('x') } as const
    const before = await room.traces()
    expect(await cases.open(viewer, request, 'v', monday)).toEqual({ status: 'not-allowed' })
    await room.remove(ann)
    expect(await cases.open(ann, request, 'a', monday)).toEqual({ status: 'not-allowed' })
    expect(await room.traces()).toEqual(before)
  })

  test('another organization reads nothing: no sheet, no list, no file', async () => {
    const { cases, ann, eve, erin } = room
    const files = [{ name: 'a.log', source: {} }]
    const number = await room.open({ description: { ...words('secret'), files } })
    const fileId = (await cases.sheetForStaff(number))!.messages[0]!.files[0]!.id
    expect(await cases.sheetForCustomer(eve.contact.organizationId, number)).toBeUndefined()
    expect((await cases.listForCustomer(eve.contact.organizationId, {}, 1, monday)).total).toBe(0)
    expect(await cases.file(eve, fileId)).toBeUndefined()
    expect(await cases.file(ann, 'nonsense')).toBeUndefined()
    for (const reader of [ann, erin])
      expect(await cases.file(reader, fileId)).toMatchObject({ name: 'a.log', caseNumber: number })
    await room.remove(ann)
    expect(await cases.file(ann, fileId)).toBeUndefined()
  })

  test('no note, and no file of one, reaches a customer by sheet, list, search, count, timeline or link', async () => {
    const { cases, ann, erin } = room
    const organizationId = ann.contact.organizationId
    const number = await room.open()
    const before = await cases.listForCustomer(organizationId, {}, 1, monday)
    const note = { ...words('Zebra behind the curtain', '500.1'), files: [{ name: 'zebra.log', source: {} }] }
    const noted = await cases.note(erin, number, note, later(1000))
    await cases.claim(erin, number, monday)
    await cases.release(erin, number, 'zebra crossing', monday)
    const sheet = await cases.sheetForCustomer(organizationId, number)
    expect(JSON.stringify(sheet)).not.toMatch(/zebra/i)
    expect(sheet?.messages).toHaveLength(1)
    expect((await cases.listForCustomer(organizationId, { text: 'zebra' }, 1, monday)).total).toBe(0)
    const after = await cases.listForCustomer(organizationId, {}, 1, monday)
    expect(after.cases[0]?.lastWordAt).toEqual(before.cases[0]?.lastWordAt)
    expect((await cases.listForStaff({ text: 'ZEBRA curtain' }, 1, monday)).total).toBe(1)
    const file = noted.status === 'written' ? noted.message.files[0]!.id : ''
    expect(await cases.file(ann, file)).toBeUndefined()
    expect(await cases.file(erin, file)).toMatchObject({ name: 'zebra.log' })
  })
})

test('what is made for customers does not compile with a note', () => {
  const shown = (message: CaseMessage<'customer'>) => message.text
  const anything = { text: 'a note', audience: 'internal' } as CaseMessage
  // @ts-expect-error: it may be internal
  shown(anything)
  const note = { text: 'a note', audience: 'internal' } as CaseMessage<'internal'>
  // @ts-expect-error: it is internal
  shown(note)
})

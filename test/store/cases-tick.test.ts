import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOutbox } from '../../src/store/outbox.ts'
import { message } from '../jobs/messages.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { type CaseRoom, caseRoom, day, hour, later, monday, words } from './case-room.ts'

onEachDatabase('what happens to cases by itself', ({ open }) => {
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

  /** What two processes that tick at once bring about. */
  const ticked = async (at: Date) => {
    const before = (await room.events()).length
    await Promise.all([room.cases.tick(at), room.cases.tick(at)])
    await room.cases.tick(at)
    return (await room.events())
      .slice(before)
      .map(({ kind, number: _, organizationId: __, by: ___, ...facts }) => [kind, facts])
  }
  const minute = 60_000
  const state = async (number: number) => (await room.cases.sheetForStaff(number))!.case

  test('a warning at 75 % and a breach at 100 %, each once, on time to the millisecond', async () => {
    await room.open()
    const dueAt = later(2 * hour).toISOString()
    expect(await ticked(later(90 * minute - 1))).toEqual([])
    expect(await ticked(later(90 * minute))).toEqual([['case-warned', { target: 'first-response', dueAt }]])
    expect(await ticked(later(2 * hour - 1))).toEqual([])
    expect(await ticked(later(2 * hour))).toEqual([['case-breached', { target: 'first-response', dueAt }]])
    expect(await ticked(later(day))).toEqual([])
  })

  test('after downtime only the breach is told', async () => {
    await room.open()
    expect((await ticked(later(5 * hour))).map(([kind]) => kind)).toEqual(['case-breached'])
  })

  test('a claim without a word lapses; one with a word does not', async () => {
    const [silent, spoken] = [await room.open(), await room.open()]
    await room.cases.claim(room.erin, silent, later(hour))
    await room.cases.answer(room.erin, spoken, words('Hello'), {}, later(hour))
    expect((await ticked(later(3 * hour - 1))).map(([kind]) => kind)).toEqual(['case-breached'])
    expect(await ticked(later(3 * hour))).toMatchObject([['case-lease-ended', { from: { name: 'Erin' } }]])
    expect([(await state(silent)).status, (await state(spoken)).status]).toEqual(['new', 'in-progress'])
    expect(await room.cases.claim(room.max, silent, later(3 * hour))).toMatchObject({ status: 'claimed' })
  })

  test('a case that waits reminds after 3 and 11 days and closes after 14', async () => {
    const number = await room.open()
    await room.cases.answer(room.erin, number, words('Which?'), { asks: true }, monday)
    expect(await ticked(later(3 * day - 1))).toEqual([])
    expect(await ticked(later(3 * day))).toEqual([['case-reminded', { count: 1 }]])
    expect(await ticked(later(11 * day))).toEqual([['case-reminded', { count: 2 }]])
    expect(await ticked(later(14 * day - 1))).toEqual([])
    expect(await ticked(later(14 * day))).toEqual([['case-closed', { closing: 'no-answer' }]])
    expect(await state(number)).toMatchObject({ status: 'closed', closing: 'no-answer', closedAt: later(14 * day) })
  })

  test('asked once more, the customer has their days once more; having answered, none are counted', async () => {
    const number = await room.open()
    await room.cases.answer(room.erin, number, words('Which?'), { asks: true }, monday)
    await ticked(later(3 * day))
    await room.cases.answer(room.erin, number, words('Please?'), { asks: true }, later(4 * day))
    expect(await ticked(later(7 * day - 1))).toEqual([])
    expect(await ticked(later(7 * day))).toEqual([['case-reminded', { count: 1 }]])
    await room.cases.say(room.ann, number, words('9.7'), later(7 * day))
    await room.cases.answer(room.erin, number, words('I see.'), {}, later(7 * day))
    expect(await ticked(later(60 * day))).toEqual([])
  })

  test('a resolved case closes after 7 days', async () => {
    const number = await room.open()
    await room.cases.resolve(room.erin, number, words('Fixed.'), monday)
    expect(await ticked(later(7 * day - 1))).toEqual([])
    expect(await ticked(later(7 * day))).toEqual([['case-closed', { closing: 'solved' }]])
    expect((await state(number)).status).toBe('closed')
  })

  test('a message that died is told once to the vendor alone, and can be sent again', async () => {
    const number = await room.open()
    const outbox = createOutbox(db.pool)
    await outbox.send([
      message('{}', 'C1', { dedupeKey: `case:${number}:message:m:t` }),
      message('{"n":1}', 'C1', { dedupeKey: 'case:999999:card' }),
    ])
    await db.pool.query(`UPDATE outbox_messages SET status = 'dead', error = 'channel_not_found', settled_at = now()
      WHERE dedupe_key LIKE 'case:%'`)
    const told = await ticked(monday)
    expect(told).toMatchObject([
      ['case-delivery-failed', { reason: 'channel_not_found', dedupeKey: `case:${number}:message:m:t` }],
    ])
    const { timeline } = (await room.cases.sheetForCustomer(room.ann.contact.organizationId, number))!
    expect(timeline.map(({ kind }) => kind)).toEqual(['case-opened'])
    const { deliveryId } = told[0]![1] as { deliveryId: string }
    const other = await room.open()
    expect(await room.cases.retry(room.erin, other, deliveryId, monday)).toEqual({ status: 'gone' })
    expect(await room.cases.retry(room.erin, number, deliveryId, monday)).toMatchObject({ status: 'done' })
    expect(await room.cases.retry(room.erin, number, deliveryId, monday)).toEqual({ status: 'gone' })
  })

  test('one case that cannot be moved on does not hold up the others', async () => {
    const [broken, sound] = [await room.open(), await room.open()]
    await db.pool.query(`UPDATE cases SET clocks = '{"first-response": 1}' WHERE number = $1`, [broken])
    await expect(room.cases.tick(later(2 * hour))).rejects.toThrow()
    expect((await state(sound)).clocks['first-response']?.breachedAt).toEqual(later(2 * hour))
  })
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createCaseFileBooks } from '../../src/store/case-files.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { type CaseRoom, caseRoom, monday, words } from './case-room.ts'

onEachDatabase('the book of files', ({ open }) => {
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

  const source = { platform: 'slack', workspace: 'T1', id: 'F1', name: 'a.log' } as const
  const stored = { key: 'k1', size: 3, sha256: 'abc' }
  const share = async (name = 'a.log') => {
    const number = await room.open({ description: { ...words('See', '1.1'), files: [{ name, source }] } })
    return (await room.cases.sheetForStaff(number))!.messages[0]!.files[0]!.id
  }

  test('a file is kept once, and who comes second is told so', async () => {
    const books = createCaseFileBooks(db.pool)
    const id = await share()
    expect(await books.take(id)).toEqual({ name: 'a.log', source })
    await books.failed(id, 'gone')
    expect(await Promise.all([books.kept(id, stored), books.kept(id, { ...stored, key: 'k2' })])).toEqual(
      expect.arrayContaining([true, false]),
    )
    expect(await books.take(id)).toMatchObject({ name: 'a.log', size: 3, key: expect.stringMatching(/^k[12]$/) })
    expect(await room.cases.file(room.ann, id)).toMatchObject({ status: 'kept', size: 3 })
    expect([await books.take('nonsense'), await books.take(crypto.randomUUID())]).toEqual([undefined, undefined])
  })

  test('what was refused is never fetched', async () => {
    expect(await createCaseFileBooks(db.pool).take(await share('a.exe'))).toMatchObject({ refused: 'kind' })
  })

  test('what nobody has fetched yet is known for a day, a note’s file too, and nothing that was refused', async () => {
    const books = createCaseFileBooks(db.pool)
    const now = new Date()
    const number = await room.open({ description: { ...words('See', '1.1'), files: [{ name: 'a.exe', source }] } })
    const note = { ...words('Look at this', '1.2'), files: [{ name: 'a.log', source }] }
    await room.cases.note(room.erin, number, note, now)
    const [waiting, ...others] = await books.waiting(10)
    expect(others).toEqual([])
    expect(await books.take(waiting!)).toEqual({ name: 'a.log', source })
    await db.pool.query("UPDATE case_messages SET at = at - interval '25 hours'")
    expect(await books.waiting(10)).toEqual([])
    await db.pool.query('UPDATE case_messages SET at = now()')
    await books.kept(waiting!, stored)
    expect(await books.waiting(10)).toEqual([])
    // The vendor alone may have it.
    expect(await room.cases.file(room.erin, waiting!)).toMatchObject({ status: 'kept' })
    expect(await room.cases.file(room.ann, waiting!)).toBeUndefined()
  })

  test('what was taken back is not kept any more, and its bytes are known until they are gone', async () => {
    const books = createCaseFileBooks(db.pool)
    const id = await share()
    await books.kept(id, stored)
    const origin = { platform: 'slack', workspace: 'T1', conversation: 'C1', message: '1.1' } as const
    await room.cases.erase(room.ann.who, origin, monday)
    expect(await books.take(id)).toEqual({ name: '', refused: 'erased' })
    expect(await books.kept(id, stored)).toBe(false)
    expect(await books.erased()).toEqual([{ id, key: 'k1' }])
    await books.gone([id])
    expect(await books.erased()).toEqual([])
  })
})

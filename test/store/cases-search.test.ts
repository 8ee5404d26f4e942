import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOutbox } from '../../src/store/outbox.ts'
import { message } from '../jobs/messages.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { type CaseRoom, caseRoom, hour, later, monday, words } from './case-room.ts'

onEachDatabase('cases found', ({ open }) => {
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

  const found = async (text: string) => {
    const list = await room.cases.listForCustomer(room.ann.contact.organizationId, { text }, 1, monday)
    const staff = await room.cases.listForStaff({ text }, 1, monday)
    expect(list.total).toBe(staff.total)
    return list.cases.map(({ title }) => title)
  }

  test('by parts of titles and messages in four languages, whatever their width and letter case', async () => {
    await room.open({ title: 'Überlauf im Protokoll', description: words('Fehler ＳＱＬ１２３４Ｎ') })
    await room.open({ title: '資料庫無法啟動', description: words('昨晚備份之後，記錄檔出現錯誤代碼。') })
    await room.open({ title: '数据库无法启动', description: words('昨晚备份之后') })
    await room.open({ title: 'データベースが起動しません', description: words('ﾊﾞｯｸｱｯﾌﾟの後') })
    expect(await found('überLAUF')).toEqual(['Überlauf im Protokoll'])
    expect(await found('sql1234n')).toEqual(['Überlauf im Protokoll'])
    expect(await found('資料庫　錯誤代碼')).toEqual(['資料庫無法啟動'])
    expect(await found('备份')).toEqual(['数据库无法启动'])
    expect(await found('バックアップ 起動')).toEqual(['データベースが起動しません'])
    expect(await found('資料庫 备份')).toEqual([])
    expect(await found('   ')).toHaveLength(4)
  })

  test('wildcards and quotes are letters like others', async () => {
    await room.open({ title: '100% of disk_1 \\ used', description: words(`it's "full"; --`) })
    await room.open({ title: '1000 of diskX1 / used' })
    for (const text of ['100%', 'disk_1', '\\', `it's`, '"full";', '--'])
      expect([text, await found(text)]).toEqual([text, ['100% of disk_1 \\ used']])
    expect(await found('%')).toHaveLength(1)
    expect(await found('_')).toHaveLength(1)
  })

  test('by the name of the product; the vendor also by the customer’s, who may not look for others', async () => {
    const number = await room.open({ title: 'one' })
    const { product, organizationId } = (await room.cases.sheetForStaff(number))!.case
    expect(await found(`${product!.name.toUpperCase()} one`)).toEqual(['one'])
    expect(await found(`${product!.name} two`)).toEqual([])
    await db.prisma.organization.update({ where: { id: organizationId }, data: { name: 'Kaede Trading' } })
    expect((await room.cases.listForStaff({ text: 'kaede' }, 1, monday)).total).toBe(1)
    expect((await room.cases.listForCustomer(organizationId, { text: 'kaede' }, 1, monday)).total).toBe(0)
  })

  test('by number, with its sign and without', async () => {
    const number = await room.open({ title: 'one' })
    await room.open({ title: 'two' })
    expect(await found(`#${number}`)).toEqual(['one'])
    expect(await found(`${number} one`)).toEqual(['one'])
    expect(await found(`${number} two`)).toEqual([])
  })

  test('what was taken back is not found, what was changed is as it is now', async () => {
    const number = await room.open()
    const origin = { platform: 'slack', workspace: 'T1', conversation: 'C1', message: '1.1' } as const
    await room.cases.say(room.ann, number, words('alpha', '1.1'), monday)
    await room.cases.rewrite(room.ann.who, origin, { words: [], text: 'BETA' }, monday)
    expect([await found('alpha'), await found('beta')]).toEqual([[], ['The database stops']])
    await room.cases.erase(room.ann.who, origin, monday)
    expect(await found('beta')).toEqual([])
  })

  test('ten a page, the newest word first; beyond the end is the last page', async () => {
    const numbers = []
    for (let n = 0; n < 12; n++) numbers.push(await room.open({}, later(n * 1000)))
    await room.cases.say(room.ann, numbers[0]!, words('news'), later(hour))
    const page = (n: number) => room.cases.listForCustomer(room.ann.contact.organizationId, {}, n, monday)
    const first = await page(1)
    expect(first).toMatchObject({ total: 12, page: 1, pages: 2 })
    expect(first.cases.map(({ number }) => number)).toEqual([numbers[0], ...numbers.slice(3).reverse()])
    for (const beyond of [2, 99])
      expect((await page(beyond)).cases.map(({ number }) => number)).toEqual([numbers[2], numbers[1]])
    for (const nonsense of [0, -3, Number.NaN]) expect((await page(nonsense)).page).toBe(1)
  })

  test('the vendor’s queue: late ones first, then by due time, severity and age; filters', async () => {
    const old = await room.open({ severity: 4 }, later(-3 * hour))
    const severe = await room.open({ severity: 1 })
    const mild = await room.open({ severity: 3 })
    const waiting = await room.open({ severity: 1 })
    await room.cases.answer(room.erin, waiting, words('Which?'), { asks: true }, monday)
    const solved = await room.open({ severity: 1 })
    await room.cases.resolve(room.erin, solved, undefined, monday)
    const numbers = async (filter: Parameters<typeof room.cases.listForStaff>[0]) =>
      (await room.cases.listForStaff(filter, 1, later(hour))).cases.map(({ number }) => number)
    expect(await numbers({})).toEqual([old, severe, mild, waiting, solved])
    expect(await numbers({ breaching: true })).toEqual([old])
    expect(await numbers({ unclaimed: true })).toEqual([old, severe, mild])
    expect(await numbers({ owner: room.erin.staff.email, statuses: ['waiting'] })).toEqual([waiting])
    expect(await numbers({ productId: 'omflow' })).toEqual([])
  })

  test('a thread is found by its place, and below our own messages once they are delivered', async () => {
    const number = await room.open()
    const at = { platform: 'slack', workspace: 'TV', conversation: 'C0DB2', thread: '77.1' } as const
    expect(await room.cases.threadAt(at)).toBeUndefined()
    const outbox = createOutbox(db.pool)
    const to = { kind: 'conversation', platform: 'slack', workspace: 'TV', conversation: 'C0DB2' } as const
    await outbox.send([
      message('card', 'C0DB2', { dedupeKey: `case:${number}:card`, to }),
      message('dm', 'x', {
        dedupeKey: `case:${number}:opened:slack:T1:UANN`,
        to: { kind: 'person', who: room.ann.who },
      }),
    ])
    // Nobody can write below what was not sent; once it may have been, its thread may be any of those in the channel.
    const isToCome = async (where: object = {}) => room.cases.isThreadToCome({ ...at, ...where })
    expect(await isToCome()).toBe(false)
    for (const status of ['sending', 'unknown']) {
      await db.pool.query(`UPDATE outbox_messages SET status = $1 WHERE dedupe_key LIKE '%card'`, [status])
      expect([await isToCome(), await isToCome({ conversation: 'C0OTHER' })]).toEqual([true, false])
    }
    await db.pool.query(`UPDATE outbox_messages SET reference = '77.1', status = 'sent' WHERE dedupe_key LIKE '%card'`)
    expect(await isToCome()).toBe(false)
    await db.pool.query(
      `UPDATE outbox_messages SET reference = '88.1', conversation = 'D1' WHERE dedupe_key LIKE '%UANN'`,
    )
    expect(await room.cases.threadAt(at)).toMatchObject({ caseNumber: number, side: 'engineers' })
    expect(await room.cases.threadAt({ ...at, conversation: 'C0OTHER' })).toBeUndefined()
    expect(await room.cases.threadAt({ ...at, workspace: 'T1' })).toBeUndefined()
    const direct = { platform: 'slack', workspace: 'T1', conversation: 'D1', thread: '88.1' } as const
    expect(await room.cases.threadAt(direct)).toMatchObject({ caseNumber: number, side: 'customer', who: room.ann.who })
    expect(await room.cases.threadAt({ platform: 'slack', workspace: 'T1', conversation: 'D1' })).toBeUndefined()
    const { thread, ...place } = at
    expect(await room.cases.caseOfMessage({ ...place, message: thread })).toBe(number)
    expect(await room.cases.caseOfMessage({ ...place, message: '1.2' })).toBeUndefined()
  })

  test('open cases in a person’s own conversation, the latest word first, with those they follow', async () => {
    const [first, second, followed] = [
      await room.open(),
      await room.open({}, later(1000)),
      await room.open({}, later(2000)),
    ]
    await room.cases.say(room.ann, first, words('news'), later(hour))
    await room.cases.follow(room.carl, followed, false, monday)
    await room.cases.close(room.ann, second, monday)
    const numbers = async ({ who }: typeof room.ann) => (await room.cases.openIn(who)).map(({ number }) => number)
    expect([await numbers(room.ann), await numbers(room.carl), await numbers(room.eve)]).toEqual([
      [first, followed],
      [followed],
      [],
    ])
  })
})

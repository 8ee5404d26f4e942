import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { isOpenAt, workingTimeBetween } from '../../src/domain/business-calendar.ts'
import { createCalendars } from '../../src/store/calendars.ts'
import { at } from '../domain/support/calendars.ts'
import { importFiles } from '../import/support/importing.ts'
import { empty, onEachDatabase, type TestDatabase } from '../support/database.ts'

const hour = 3_600_000
const files = {
  'products.csv':
    'product_id,family,name,center_id\nomflow,OMFLOW,OMFLOW,taipei\ndb2,DB2,DB2,\nlotus,Lotus,Notes,tokyo\n',
  'support-centers.csv':
    'center_id,name,opens,closes,breaks,days,time_zone,holidays\n' +
    'taipei,Taipei,09:00,17:30,12:00-13:00,Mon-Fri,Asia/Taipei,TW\ntokyo,Tokyo,,,,,Asia/Tokyo,plant\n',
  'holidays.csv':
    'calendar,date,kind,name\nTW,2026-12-24,holiday,Company day\nTW,2026-12-25,working-day,\nplant,2026-08-13,holiday,お盆\n',
}

onEachDatabase('calendars of support centres', ({ open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(() => empty(database))

  test('are those of the product’s centre: hours, breaks, zone, shipped holidays and the vendor’s own', async () => {
    expect(await importFiles(database, files)).toMatchObject({ report: { holidays: { added: 3 } } })
    const calendars = createCalendars(database.pool, 'Asia/Tokyo')
    const taipei = await calendars.ofProduct('omflow')
    expect(taipei).toMatchObject({ zone: 'Asia/Taipei', dataEndsOn: '2027-12-31' })
    expect(workingTimeBetween(at('2026-12-23T00:00+08:00'), at('2026-12-27T00:00+08:00'), taipei)).toBe(15 * hour)
    expect(isOpenAt(at('2026-12-24T10:00+08:00'), taipei)).toBe(false)
    expect(isOpenAt(at('2026-12-25T10:00+08:00'), taipei)).toBe(true)
    expect(isOpenAt(at('2026-12-25T12:30+08:00'), taipei)).toBe(false)
    const tokyo = await calendars.ofProduct('lotus')
    expect(isOpenAt(at('2026-08-13T10:00+09:00'), tokyo)).toBe(false)
    expect(isOpenAt(at('2026-08-14T10:00+09:00'), tokyo)).toBe(true)
    expect(
      (await calendars.all()).map(({ center, holidays }) => [center.id, holidays?.name, holidays?.endsOn]),
    ).toEqual([
      ['taipei', 'TW', '2027-12-31'],
      ['tokyo', 'plant', '2026-08-13'],
    ])
  })

  test('are the vendor’s where no centre is: nine to six in its zone, with that country’s holidays', async () => {
    await importFiles(database, files)
    const calendars = createCalendars(database.pool, 'Asia/Taipei')
    for (const product of [undefined, 'db2', 'unknown']) {
      const calendar = await calendars.ofProduct(product)
      expect(calendar.zone).toBe('Asia/Taipei')
      expect(isOpenAt(at('2026-02-17T10:00+08:00'), calendar)).toBe(false)
      expect(isOpenAt(at('2026-11-24T17:59+08:00'), calendar)).toBe(true)
    }
    expect((await createCalendars(database.pool, 'Europe/Berlin').vendors()).holidays).toBeUndefined()
  })

  test('are kept for a minute, then read anew', async () => {
    await importFiles(database, files)
    let now = 0
    const calendars = createCalendars(database.pool, 'Asia/Taipei', () => now)
    const noon = at('2026-11-24T12:30+08:00')
    expect(isOpenAt(noon, await calendars.ofProduct('omflow'))).toBe(false)
    await importFiles(database, {
      'support-centers.csv': 'center_id,name,opens,closes,breaks\ntaipei,Taipei,09:00,17:30,\n',
    })
    now = 59_999
    expect(isOpenAt(noon, await calendars.ofProduct('omflow'))).toBe(false)
    now = 60_000
    expect(isOpenAt(noon, await calendars.ofProduct('omflow'))).toBe(true)
  })

  test('that cannot be read are asked for again at once', async () => {
    await importFiles(database, files)
    await database.pool.query('ALTER TABLE calendar_days RENAME TO aside')
    const calendars = createCalendars(database.pool, 'Asia/Taipei')
    await expect(calendars.all()).rejects.toThrow(/calendar_days/)
    await database.pool.query('ALTER TABLE aside RENAME TO calendar_days')
    expect(await calendars.all()).toHaveLength(2)
  })

  test('imported again change nothing, and a day may be decided otherwise', async () => {
    await importFiles(database, files)
    expect(await importFiles(database, files)).toMatchObject({
      report: { holidays: { added: 0, changed: 0, unchanged: 3 }, 'support-centers': { changed: 0, unchanged: 2 } },
    })
    await importFiles(database, { 'holidays.csv': 'calendar,date,kind\nTW,2026-12-24,working-day\n' })
    const { rows } = await database.pool.query("SELECT kind, name FROM calendar_days WHERE date = '2026-12-24'")
    expect(rows).toEqual([{ kind: 'working-day', name: 'Company day' }])
    expect(
      await importFiles(database, {
        'support-centers.csv': 'center_id,name,holidays\nosaka,Osaka,plant\n',
      }),
    ).toMatchObject({ status: 'imported' })
  })
})

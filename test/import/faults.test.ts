import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { faultLine } from '../../src/import/fault.ts'
import { runImport } from '../../src/import/run-import.ts'
import { createVendorDataStore } from '../../src/store/vendor-data.ts'
import { empty, type TestDatabase, testDatabases } from '../support/database.ts'
import { faultPlaces, importFiles, making, sound } from './support/importing.ts'

let database: TestDatabase
beforeAll(async () => {
  // What is wrong with a file does not depend on the engine.
  database = await testDatabases()[0]!.open()
})
afterAll(() => database.close())
afterEach(async () => {
  // Emptying every table costs more than most of these tests, which store nothing.
  const { rows } = await database.pool.query('SELECT 1 FROM organizations UNION SELECT 1 FROM products')
  if (rows.length > 0) await empty(database)
})

const refused = async (files: Record<string, string | Uint8Array>) => faultPlaces(await importFiles(database, files))
/** The fault as the terminal shows it. */
const lines = async (files: Record<string, string | Uint8Array>) => {
  const outcome = await importFiles(database, files)
  return outcome.status === 'refused' ? outcome.faults.map(faultLine) : [outcome.status]
}
const licenses = (row: string) => ({
  ...sound,
  'licenses.csv': `serial,registration_number,product_id,version,organization_id,quantity,purchased_on,initial_months,list_price,currency\n${row}\n`,
  'agreements.csv': 'contract_registration_number,serial,starts_on,ends_on\n',
})

describe('a faulty value is named with file, row, column and value', () => {
  test.each([
    ['S-1,R1,omflow,2.0,ACME,1,31/12/2026,12,,', 'purchased_on 31/12/2026'],
    ['S-1,R1,omflow,2.0,ACME,1,2026/12/31,12,,', 'purchased_on 2026/12/31'],
    ['S-1,R1,omflow,2.0,ACME,1,2026-02-29,12,,', 'purchased_on 2026-02-29'],
    ['S-1,R1,omflow,2.0,ACME,0,2026-01-01,12,,', 'quantity 0'],
    ['S-1,R1,omflow,2.0,ACME,1.5,2026-01-01,12,,', 'quantity 1.5'],
    ['S-1,R1,omflow,2.0,ACME,1e3,2026-01-01,12,,', 'quantity 1e3'],
    ['S-1,R1,omflow,2.0,ACME,1,2026-01-01,-1,,', 'initial_months -1'],
    ['S-1,R1,omflow,2.0,ACME,1,2026-01-01,12,"1,200",TWD', 'list_price 1,200'],
    ['S-1,R1,omflow,2.0,ACME,1,2026-01-01,12,1200,XXY', 'currency XXY'],
    ['S-1,R1,omflow,2.0,ACME,1,2026-01-01,12,1200,', 'currency '],
    ['*?!,R1,omflow,2.0,ACME,1,2026-01-01,12,,', 'serial *?!'],
    ['S-1,註冊,omflow,2.0,ACME,1,2026-01-01,12,,', 'registration_number 註冊'],
    [',R1,omflow,2.0,ACME,1,2026-01-01,12,,', 'serial'],
    ['S-1,R1,omflo,2.0,ACME,1,2026-01-01,12,,', 'product_id omflo'],
    ['S-1,R1,omflow,9.9,ACME,1,2026-01-01,12,,', 'version 9.9'],
    ['S-1,R1,omflow,2.0,NOBODY,1,2026-01-01,12,,', 'organization_id NOBODY'],
  ])('%s', async (row, fault) => {
    expect(await refused(licenses(row))).toEqual([`licenses.csv 2 ${fault}`])
  })

  test('and says what was expected', async () => {
    expect(await lines(licenses('S-1,R1,omflow,2.0,ACME,1,31/12/2026,12,,'))).toEqual([
      'licenses.csv, row 2, purchased_on "31/12/2026": must be a day in the form 2026-12-31 (year-month-day)',
    ])
  })

  test('in JSON the first item is row 1', async () => {
    const content = JSON.stringify({
      organizations: [
        { organization_id: 'A', name: 'A' },
        { organization_id: 'B', name: 'B', locale: 'fr' },
      ],
    })
    expect(await refused({ 'data.json': content })).toEqual(['data.json: organizations 2 locale fr'])
  })
})

describe('hours and holidays', () => {
  const center = (cells: string) => ({
    'support-centers.csv': `center_id,name,opens,closes,breaks,days,time_zone,holidays\nC,Centre,${cells}\n`,
  })
  test.each([
    ['9:00,18:00,,,,', 'opens 9:00'],
    ['09:00,24:00,,,,', 'closes 24:00'],
    ['09:00,,,,,', 'closes '],
    [',18:00,,,,', 'opens '],
    ['18:00,09:00,,,,', 'closes 09:00'],
    ['09:00,09:00,,,,', 'closes 09:00'],
    ['09:00,18:00,12:00,,,', 'breaks 12:00'],
    ['09:00,18:00,13:00-12:00,,,', 'breaks 13:00-12:00'],
    ['09:00,18:00,12:00-13:00 12:30-14:00,,,', 'breaks 12:00-13:00 12:30-14:00'],
    ['09:00,18:00,08:00-09:30,,,', 'breaks 08:00-09:30'],
    ['09:00,18:00,17:30-18:30,,,', 'breaks 17:30-18:30'],
    ['09:00,18:00,09:00-12:00 12:00-18:00,,,', 'breaks 09:00-12:00 12:00-18:00'],
    [',,12:00-13:00,,,', 'breaks 12:00-13:00'],
    ['09:00,18:00,,Weekdays,,', 'days Weekdays'],
    ['09:00,18:00,,Mon–Fri,,', 'days Mon–Fri'],
    ['09:00,18:00,,Mon-Fri,Taipei,', 'time_zone Taipei'],
    ['09:00,18:00,,Mon-Fri,Asia/Taipei,TWN', 'holidays TWN'],
  ])('%s', async (cells, fault) => {
    expect(await refused(center(cells))).toEqual([`support-centers.csv 2 ${fault}`])
  })
  test('say what was expected', async () => {
    expect(await lines(center('09:00,18:00,08:00-09:30,,,'))).toEqual([
      'support-centers.csv, row 2, breaks "08:00-09:30": must lie between opens and closes (09:00-18:00) and leave some of it open',
    ])
    expect(await lines(center('09:00,18:00,,Monday,,TWN'))).toEqual([
      'support-centers.csv, row 2, days "Monday": must be days such as Mon-Fri or Mon Wed Fri',
    ])
    expect(await lines(center('09:00,18:00,,,,TWN'))).toEqual([
      'support-centers.csv, row 2, holidays "TWN": must be TW, CN, JP or a calendar of these files or of an earlier import; did you mean TW?',
    ])
  })
  test.each([
    ['plant,2026/08/13,holiday,', 'date 2026/08/13'],
    ['plant,2026-08-13,closed,', 'kind closed'],
    ['my plant,2026-08-13,holiday,', 'calendar my plant'],
    ['plant,2026-08-13,,', 'kind'],
    ['plant,2026-08-14,holiday,\nplant,2026-08-14,working-day,', 'date 2026-08-14', 3],
  ])('of a calendar: %s', async (row, fault, at = 2) => {
    expect(await refused({ 'holidays.csv': `calendar,date,kind,name\n${row}\n` })).toEqual([
      `holidays.csv ${at} ${fault}`,
    ])
  })
})

describe('every fault is found, not only the first', () => {
  test('several in one row, in the order of the columns, and in several files', async () => {
    const files = licenses('S-1,R1,omflow,2.0,ACME,x,y,z,,')
    expect(await refused({ ...files, 'contacts.csv': 'organization_id,name,email\nACME,A,nobody\n' })).toEqual([
      'contacts.csv 2 email nobody',
      'licenses.csv 2 quantity x',
      'licenses.csv 2 purchased_on y',
      'licenses.csv 2 initial_months z',
    ])
  })

  test('a hundred are shown and all are counted', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => `S-${n},R${n},omflow,2.0,ACME,1,never,12,,`)
    const outcome = await importFiles(database, licenses(rows.join('\n')))
    expect(outcome).toMatchObject({ status: 'refused', count: 250 })
    expect(faultPlaces(outcome)).toHaveLength(100)
  })

  test('who refers to a faulty row is not at fault itself', async () => {
    expect(
      await refused({ ...sound, 'products.csv': `product_id,family,name,center_id\nomflow,OMFLOW,OMFLOW,nowhere\n` }),
    ).toEqual(['products.csv 2 center_id nowhere'])
    expect(await refused({ ...sound, 'versions.csv': sound['versions.csv'].replace('2023-06-01', 'soon') })).toEqual([
      'versions.csv 3 generally_available_on soon',
    ])
  })
})

describe('rows must agree with each other and with the database', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'an agreement of an unknown license',
      { 'agreements.csv': 'contract_registration_number,serial,starts_on,ends_on\nM,NO-1,2026-01-01,2026-12-31\n' },
      'agreements.csv 2 serial NO1',
    ],
    [
      'an agreement that ends before it starts',
      { 'agreements.csv': 'contract_registration_number,serial,starts_on,ends_on\nM,OMF-0001,2026-01-02,2026-01-01\n' },
      'agreements.csv 2 ends_on 2026-01-01',
    ],
    [
      'a version that leaves service before it came',
      {
        'versions.csv':
          'product_id,version,generally_available_on,end_of_service_on\nomflow,1.1,2020-01-01,2019-12-31\nomflow,2.0,,\n',
      },
      'versions.csv 2 end_of_service_on 2019-12-31',
    ],
    [
      'a successor that is no version',
      { 'versions.csv': 'product_id,version,successor\nomflow,1.1,3.0\nomflow,2.0,\n' },
      'versions.csv 2 successor 3.0',
    ],
    [
      'a partner that is unknown',
      { 'organizations.csv': 'organization_id,name,partner_id\nACME,Acme,P9\n' },
      'organizations.csv 2 partner_id P9',
    ],
    [
      'a member of staff for an unknown product',
      { 'staff.csv': 'email,name,role,products\na@b.example,A,engineer,omflow db2\n' },
      'staff.csv 2 products db2',
    ],
    [
      'an artifact of an unknown release',
      { 'artifacts.csv': 'release_id,file_name,location\nR1,a.zip,/a.zip\n' },
      'artifacts.csv 2 release_id R1',
    ],
    [
      'an anniversary that no year has',
      { 'organizations.csv': 'organization_id,name,anniversary\nACME,Acme,02-30\n' },
      'organizations.csv 2 anniversary 02-30',
    ],
    [
      'a serial in two spellings',
      { 'licenses.csv': `${sound['licenses.csv']}ＯＭＦ 0001,REG-9,omflow,2.0,,2026-01-01,,\n` },
      'licenses.csv 4 serial ＯＭＦ 0001',
    ],
    [
      'one address twice in an organization',
      { 'contacts.csv': `${sound['contacts.csv']}ACME,Twin,AOKI@acme.example,viewer,\n` },
      'contacts.csv 3 email AOKI@acme.example',
    ],
  ])('%s is refused', async (_, files, fault) => {
    expect(await refused({ ...sound, ...files })).toEqual([fault])
  })

  test.each([
    [
      'in one file',
      'omflow,1.1,2.0\nomflow,2.0,1.1\n',
      ['versions.csv 2 successor 2.0', 'versions.csv 3 successor 1.1'],
    ],
    ['to itself', 'omflow,1.1,1.1\nomflow,2.0,\n', ['versions.csv 2 successor 1.1']],
  ])('successors that lead in a circle are refused: %s', async (_, rows, faults) => {
    expect(await refused({ ...sound, 'versions.csv': `product_id,version,successor\n${rows}` })).toEqual(faults)
  })

  test('a circle that closes through an earlier import is refused', async () => {
    await importFiles(database, sound)
    expect(await refused({ 'versions.csv': 'product_id,version,successor\nomflow,2.0,1.1\n' })).toEqual([
      'versions.csv 2 successor 1.1',
    ])
  })

  test('what an earlier import brought may be referred to', async () => {
    await importFiles(database, sound)
    const agreement = 'contract_registration_number,serial,starts_on,ends_on\nMA-3,omf 0002,2028-02-28,2029-02-27\n'
    expect(await importFiles(database, { 'agreements.csv': agreement })).toMatchObject({
      report: { agreements: { added: 1 } },
    })
  })
})

describe('a file that is no CSV as expected', () => {
  const header = 'organization_id,name'
  test.each<[string, string | Uint8Array, string]>([
    ['semicolons', 'organization_id;name\nA;A\n', 'must be separated by commas, and this is separated by semicolons'],
    ['tabs', 'organization_id\tname\nA\tA\n', 'must be separated by commas, and this is separated by tabs'],
    ['UTF-16', Buffer.from(`\ufeff${header}\n`, 'utf16le'), 'must be UTF-8, and this is UTF-16'],
    ['Big5', Buffer.from([...Buffer.from(`${header}\nA,`), 0xa4, 0xa4, 0xa4, 0xe5, 0x0a]), 'must be UTF-8'],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004…'), 'this is a spreadsheet (XLSX)'],
    ['nothing in it', '', 'must begin with the names of the columns: organization_id, name'],
    ['no header', 'A,Acme\n', 'is no column of this file'],
    ['a misspelt column', 'organisation_id,name\nA,A\n', 'did you mean organization_id?'],
    ['a required column missing', 'organization_id,region\nA,B\n', 'name: must be one of the columns'],
    ['a column twice', 'organization_id,name,name\nA,A,A\n', 'must stand in the header once'],
    ['too many cells', `${header}\nA,Acme, Inc.\n`, 'has 3 cells and the header 2'],
    ['too few cells', `${header},region\nA,Acme\n`, 'has 2 cells and the header 3'],
    ['an open quotation mark', `${header}\nA,"Acme\nB,Beta\n`, 'quotation mark'],
    ['a quotation mark in a cell', `${header}\nA,12" screens\n`, 'quotation mark inside a cell'],
    ['NUL in a cell', `${header}\nA,Ac\0me\n`, 'must be text without NUL'],
    ['a cell of 10 MB', `${header}\nA,${'x'.repeat(10_000_000)}\n`, 'must be shorter than a million characters'],
    ['a cell of 10,000 letters', `${header}\nA,${'x'.repeat(10_000)}\n`, 'must be at most 200 characters'],
  ])('%s: is refused with its cure', async (_, content, words) => {
    const [first, ...others] = await lines({ 'organizations.csv': content })
    expect(first).toContain(words)
    expect(first).toMatch(/^organizations\.csv/)
    expect(first!.length).toBeLessThan(400)
    expect(others.length).toBeLessThan(4)
  })

  test('a value is shown without control characters and shortened', async () => {
    const [line] = await lines({ 'organizations.csv': `${header},locale\nA,A,\u001b[31m${'x'.repeat(500)}\n` })
    expect(line).toMatch(/locale "\\u001b\[31mx{50,60}… \(505 characters\)"/)
  })

  test('a byte order mark, Windows line ends, empty rows and spaces around values are no faults', async () => {
    const file = `\ufeff${header} , locale\r\n\r\n A , "Acme ,\r\nInc." ,zh-tw\r\n,,\r\n`
    const outcome = await importFiles(database, { 'organizations.csv': file.replace('" ,', '",').replace(', "', ',"') })
    expect(outcome).toMatchObject({ status: 'imported', report: { organizations: { added: 1 } } })
    expect((await database.pool.query('SELECT id, name, locale FROM organizations')).rows).toEqual([
      { id: 'A', name: 'Acme ,\r\nInc.', locale: 'zh-TW' },
    ])
  })

  test('row numbers count empty rows and cells of several lines as a spreadsheet does', async () => {
    expect(await refused({ 'organizations.csv': `${header},locale\n\nA,"two\nlines",ja\nB,B,xx\n` })).toEqual([
      'organizations.csv 4 locale xx',
    ])
  })
})

describe('a folder that is not as expected', () => {
  test('a misspelt file name is named, not passed over', async () => {
    expect(await lines({ ...sound, 'license.csv': 'x\n' })).toEqual([
      'license.csv: is no import file; did you mean licenses.csv?',
    ])
  })

  test('an empty folder and one that does not exist are refused', async () => {
    expect((await lines({}))[0]).toContain('holds nothing to import')
    const store = createVendorDataStore(database.pool)
    const outcome = await runImport({ path: '/nowhere/at/all', making, store, at: new Date() })
    expect(faultPlaces(outcome)).toEqual(['/nowhere/at/all'])
  })

  test('a table in CSV and in JSON at once is refused', async () => {
    expect(await refused({ ...sound, 'more.json': '{"products": []}' })).toEqual(['products.csv'])
  })

  test.each([
    ['{"organizations": [', 'is not valid JSON'],
    ['[]', 'must be an object with any of'],
    ['{"organisations": []}', 'did you mean organizations?'],
    ['{"organizations": {}}', 'must be a list'],
    ['{"organizations": [1]}', 'must be an object'],
    ['{"organizations": [{"organization_id": "A", "name": {}}]}', 'must be text, a number'],
    [
      '{"organizations": [{"organization_id": "A", "name": "\\ud800"}]}',
      'must be text without NUL or broken characters',
    ],
    ['{"organizations": [{"organization_id": "A", "name": "A", "__proto__x": 1}]}', 'is no column'],
  ])('JSON %s is refused', async (content, words) => {
    expect((await lines({ 'vendor.json': content }))[0]).toContain(words)
  })

  test('files that are neither CSV nor JSON are no matter of ours', async () => {
    expect(await lines({ ...sound, 'README.txt': 'hello', '.hidden.csv': 'x' })).toEqual(['imported'])
  })
})

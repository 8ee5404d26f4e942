import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedCalendars } from '../../src/domain/holidays/shipped.ts'
import { vendorTables } from '../../src/domain/vendor-data.ts'
import { faultLine } from '../../src/import/fault.ts'
import { columnsOf, requiredColumnsOf } from '../../src/import/tables.ts'
import { type TestDatabase, testDatabases } from '../support/database.ts'
import { importFiles } from './support/importing.ts'

const guide = readFileSync(join(import.meta.dirname, '../../docs/importing.md'), 'utf8')
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabases()[0]!.open()
})
afterAll(() => database.close())

test.each(vendorTables)('the guide lists the columns of %s.csv, the required ones in bold', (table) => {
  const cells = new RegExp(`^\\| ${table}\\.csv \\| (.*) \\|$`, 'm').exec(guide)?.[1]
  const listed = (cells ?? '')
    .replace(/\([^)]*\)/g, '')
    .split(',')
    .map((name) => name.trim())
  const required = requiredColumnsOf(table)
  expect(listed.sort()).toEqual(
    columnsOf(table)
      .map((name) => (required.includes(name) ? `**${name}**` : name))
      .sort(),
  )
})

test('the guide says until when shipped holidays are known', () => {
  for (const { name, endsOn } of shippedCalendars)
    expect(guide).toMatch(new RegExp(`Shipped: .*${name}[^,.]*until ${endsOn}`))
})

/** The indented files of the guide's example. */
function example(): Record<string, string> {
  const block = /## An example\n```\n([\s\S]*?)```/.exec(guide)![1]!
  const files: Record<string, string> = {}
  let name = ''
  for (const line of block.trimEnd().split('\n')) {
    const [, named, rest] = /^(\S+\.csv)?\s+(.*)$/.exec(line)!
    name = named ?? name
    files[name] = `${files[name] ?? ''}${rest}\n`
  }
  return files
}

test('the guide’s example is imported, and its mistake reads as the guide says', async () => {
  const files = example()
  expect(await importFiles(database, files)).toMatchObject({
    status: 'imported',
    report: { products: { added: 1 }, versions: { added: 2 }, licenses: { added: 1 }, agreements: { added: 1 } },
  })
  const outcome = await importFiles(database, {
    ...files,
    'versions.csv': files['versions.csv']!.replace('2024-12-31', '31/12/2024'),
  })
  expect(outcome.status === 'refused' && outcome.faults.map(faultLine).every((line) => guide.includes(line))).toBe(true)
})

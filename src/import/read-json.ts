/** One JSON file instead of many CSV files: `{ "organizations": [{ "organization_id": … }], "support-centers": [] }`. */
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type VendorTable, vendorTables } from '../domain/vendor-data.ts'
import type { Faults } from './fault.ts'
import { nearest } from './nearest.ts'
import { type Cells, type RawRow, type RawTable, unknownColumn } from './read-csv.ts'
import { columnsOf } from './tables.ts'

/** Held in memory as a whole; more than this is a matter for CSV, which is read row by row. */
const largestMegabytes = 200

/** The file's tables; what cannot be read is a fault. A row without a key means the same as an empty cell. */
export async function readJson(path: string, faults: Faults): Promise<RawTable[]> {
  const file = basename(path)
  const fail = (expected: string): RawTable[] => {
    faults.add({ file, expected })
    return []
  }
  if ((await stat(path)).size > largestMegabytes * 1024 * 1024)
    return fail(`must be smaller than ${largestMegabytes} MB: use CSV files`)
  let content: unknown
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)))
  } catch (error) {
    return fail(error instanceof SyntaxError ? `is not valid JSON: ${error.message.slice(0, 200)}` : 'must be UTF-8')
  }
  if (!isObject(content)) return fail(`must be an object with any of ${vendorTables.join(', ')}`)
  return Object.entries(content).flatMap(([name, items]): RawTable[] => {
    const table = vendorTables.find((known) => known === name)
    if (!table) {
      const meant = nearest(name, vendorTables)
      return fail(`"${name}" is no table; ${meant ? `did you mean ${meant}?` : `there are ${vendorTables.join(', ')}`}`)
    }
    if (!Array.isArray(items)) return fail(`"${name}" must be a list of objects`)
    return [tableOf(`${file}: ${table}`, table, items, faults)]
  })
}

function tableOf(file: string, table: VendorTable, items: unknown[], faults: Faults): RawTable {
  const known = columnsOf(table)
  const columns = new Set<string>()
  const rows: RawRow[] = []
  items.forEach((item, index) => {
    const row = index + 1
    if (!isObject(item)) {
      faults.add({ file, row, expected: 'must be an object' })
      return
    }
    const cells: Cells = {}
    for (const [column, value] of Object.entries(item)) {
      const text = textOf(value, column)
      if (!known.includes(column)) faults.add({ file, row, column, expected: unknownColumn(column, known) })
      else if (text === undefined)
        faults.add({ file, row, column, expected: 'must be text, a number or a list of words' })
      else if (text !== '') cells[column] = text
      columns.add(column)
    }
    rows.push({ row, cells })
  })
  return { file, table, columns: [...columns], rows }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textOf(value: unknown, column: string): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  if (Array.isArray(value) && value.every((word) => typeof word === 'string')) {
    return value.join(column === 'families' ? ';' : ' ').trim()
  }
  return undefined
}

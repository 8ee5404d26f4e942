/** A CSV file as rows of named cells. What cannot be read is a fault, never an exception. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { type CsvError, type Info, parse } from 'csv-parse'
import type { VendorTable } from '../domain/vendor-data.ts'
import type { Faults } from './fault.ts'
import { nearest } from './nearest.ts'
import { columnsOf, requiredColumnsOf } from './tables.ts'

/** Blank cells are left out. */
export type Cells = Record<string, string>

export interface RawRow {
  /** As a spreadsheet counts: the header is row 1. */
  row: number
  cells: Cells
}

export interface RawTable {
  file: string
  table: VendorTable
  /** Columns that the file has, whether filled or not. */
  columns: string[]
  /** To be read once. */
  rows: AsyncIterable<RawRow> | Iterable<RawRow>
}

/** The longest answer of a FAQ fits ten times; a forgotten quotation mark swallows more at once. */
const longestRow = 1_000_000

type Item = { record: string[]; info: Info }

/** Opens the file and reads its header; undefined (and a fault) where that is impossible. */
export async function readCsv(path: string, table: VendorTable, faults: Faults): Promise<RawTable | undefined> {
  const file = basename(path)
  const foreign = await foreignEncoding(path)
  if (foreign) {
    faults.add({ file, expected: `must be UTF-8, and this is ${foreign}: save it as "CSV UTF-8"` })
    return undefined
  }
  const items = itemsOf(path, file, faults)
  const before = faults.count
  const first = await items.next()
  if (first.done) {
    if (faults.count === before)
      faults.add({
        file,
        row: 1,
        expected: `must begin with the names of the columns: ${requiredColumnsOf(table).join(', ')}, …`,
      })
    return undefined
  }
  const columns = first.value.record.map((name) => name.trim())
  if (!headerIsGood(file, table, columns, faults)) {
    await items.return(undefined)
    return undefined
  }
  return { file, table, columns, rows: rowsOf(file, columns, items, faults) }
}

function headerIsGood(file: string, table: VendorTable, columns: string[], faults: Faults): boolean {
  const before = faults.count
  const known = columnsOf(table)
  const [only = ''] = columns
  const separator = columns.length === 1 ? [';', '\t', '|'].find((letter) => only.includes(letter)) : undefined
  if (separator) {
    const name = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' }[separator]
    faults.add({ file, row: 1, expected: `must be separated by commas, and this is separated by ${name}` })
    return false
  }
  columns.forEach((column, index) => {
    if (columns.indexOf(column) !== index)
      faults.add({ file, row: 1, column, expected: 'must stand in the header once' })
    else if (!known.includes(column))
      faults.add({ file, row: 1, column: column || `(column ${index + 1})`, expected: unknownColumn(column, known) })
  })
  for (const column of requiredColumnsOf(table)) {
    if (!columns.includes(column))
      faults.add({ file, row: 1, column, expected: 'must be one of the columns; row 1 holds their names' })
  }
  return faults.count === before
}

/** Also for the keys of JSON rows. */
export function unknownColumn(column: string, known: readonly string[]): string {
  const meant = nearest(column, known)
  return meant
    ? `is no column of this file; did you mean ${meant}?`
    : `is no column of this file; it has ${known.join(', ')}`
}

async function* rowsOf(
  file: string,
  columns: string[],
  items: AsyncGenerator<Item>,
  faults: Faults,
): AsyncGenerator<RawRow> {
  for await (const { record, info } of items) {
    const row = info.records + info.empty_lines
    const values = record.map((value) => value.trim())
    // Spreadsheets leave rows of nothing but commas behind.
    if (values.every((value) => value === '')) continue
    if (values.slice(columns.length).some((value) => value !== '') || values.length < columns.length) {
      faults.add({
        file,
        row,
        expected: `has ${values.length} cells and the header ${columns.length}: is a comma missing, or one too many outside quotation marks?`,
      })
      continue
    }
    const cells: Cells = {}
    columns.forEach((column, index) => {
      const value = values[index]
      if (value) cells[column] = value
    })
    yield { row, cells }
  }
}

async function* itemsOf(path: string, file: string, faults: Faults): AsyncGenerator<Item> {
  const bytes = createReadStream(path)
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: longestRow })
  const fed = feed(bytes, parser)
  fed.catch(() => {})
  let last = 0
  try {
    for await (const item of parser as AsyncIterable<Item>) {
      last = item.info.records + item.info.empty_lines
      yield item
    }
    await fed
  } catch (error) {
    faults.add({ file, row: last + 1, expected: reasonOf(error as CsvError | TypeError) })
  } finally {
    bytes.destroy()
    parser.destroy()
  }
}

/** Decoding by hand: the parser would turn bytes that are no UTF-8 into replacement characters and import those. */
async function feed(bytes: AsyncIterable<Uint8Array>, parser: ReturnType<typeof parse>): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes) await write(parser, decoder.decode(chunk, { stream: true }))
    await write(parser, decoder.decode())
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
    throw error
  }
}

const write = (parser: ReturnType<typeof parse>, text: string) =>
  new Promise<void>((resolve, reject) => {
    if (text === '') resolve()
    else parser.write(text, (error) => (error ? reject(error) : resolve()))
  })

function reasonOf(error: (CsvError | TypeError) & { code?: string }): string {
  switch (error.code) {
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'must be UTF-8, and somewhere below this row it is not: save the file as "CSV UTF-8"'
    case 'CSV_MAX_RECORD_SIZE':
      return 'must be shorter than a million characters: is a quotation mark not closed?'
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'has a quotation mark that is never closed'
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'has a quotation mark inside a cell: put the cell into quotation marks and write those within twice ("")'
    default:
      return `cannot be read: ${error.message}`
  }
}

async function foreignEncoding(path: string): Promise<string | undefined> {
  const handle = await open(path)
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    if ((buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff)) return 'UTF-16'
    return buffer[0] === 0x50 && buffer[1] === 0x4b && buffer[2] === 3 ? 'a spreadsheet (XLSX)' : undefined
  } finally {
    await handle.close()
  }
}

/** Rows become checked records; every faulty row becomes a fault, and the next row is read. */
import type { VendorRecord, VendorTable } from '../domain/vendor-data.ts'
import type { Faults } from './fault.ts'
import type { Cells, RawTable } from './read-csv.ts'
import { type Making, optionalFields, Refused, recordMakers } from './records.ts'
import { columnsOf, keyColumns, tableSchemas } from './tables.ts'

export interface PlannedTable<T extends VendorTable = VendorTable> {
  file: string
  records: VendorRecord<T>[]
  /** The row of each record, by its index. */
  rows: number[]
  untouched: (keyof VendorRecord<T> & string)[]
  /** What faulty rows call themselves: whoever refers to one of them is not at fault. */
  faulty: string[]
}
/** Told apart by its table, so that each list has its own kind of records. */
export type Plan = { [T in VendorTable]?: PlannedTable<T> }

/** Reads every table to its end. `onRows` hears how far it is, every thousand rows. */
export async function planTables(
  tables: readonly RawTable[],
  making: Making,
  faults: Faults,
  onRows: (file: string, rows: number) => void = () => {},
): Promise<Plan> {
  const plan: Plan = {}
  for (const raw of tables)
    Object.assign(plan, { [raw.table]: await planTable(raw, raw.table, making, faults, onRows) })
  return plan
}

async function planTable<T extends VendorTable>(
  { file, columns, rows }: RawTable,
  table: T,
  making: Making,
  faults: Faults,
  onRows: (file: string, rows: number) => void,
): Promise<PlannedTable<T>> {
  const planned: PlannedTable<T> = {
    file,
    records: [],
    rows: [],
    untouched: untouchedFields(table, columns),
    faulty: [],
  }
  const schema = tableSchemas[table]
  const make = recordMakers[table] as (row: unknown, making: Making) => VendorRecord<T> | Refused
  const order = columnsOf(table)
  const refuse = (cells: Cells) => planned.faulty.push(referenceOf(table, cells, making))
  const firstRows = new Map<string, number>()
  let read = 0
  for await (const { row, cells } of rows) {
    if (++read % 1000 === 0) onRows(file, read)
    const parsed = schema.safeParse(cells)
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({ column: String(path[0]), message }))
      issues.sort((a, b) => order.indexOf(a.column) - order.indexOf(b.column))
      for (const { column, message } of issues) {
        const value = cells[column]
        if (value === undefined) faults.add({ file, row, column, expected: 'must be filled in' })
        else faults.add({ file, row, column, value, expected: message })
      }
      refuse(cells)
      continue
    }
    const record = make(parsed.data, making)
    if (record instanceof Refused) {
      faults.add({ file, row, column: record.column, value: cells[record.column] ?? '', expected: record.expected })
      refuse(cells)
      continue
    }
    const key = keyOf(table, record)
    const first = firstRows.get(key)
    if (first !== undefined) {
      const [column, ...others] = keyColumns[table]
      const together = others.length > 0 ? ` together with this ${others.join(', ')}` : ''
      faults.add({
        file,
        row,
        column,
        value: cells[column] ?? '',
        expected: `must stand in one row only${together}; row ${first} has it already`,
      })
      continue
    }
    firstRows.set(key, row)
    planned.records.push(record)
    planned.rows.push(row)
  }
  if (read >= 1000) onRows(file, read)
  return planned
}

/** The name by which other rows refer to this one. */
function referenceOf(table: VendorTable, cells: Cells, making: Making): string {
  if (table === 'versions') return versionKey(cells.product_id ?? '', cells.version ?? '')
  if (table === 'licenses') return making.serial(cells.serial ?? '') ?? ''
  return cells[keyColumns[table].at(-1)!] ?? ''
}

/** A version's name means something within its product only. */
export const versionKey = (productId: string, version: string): string => `${productId}\0${version}`

function untouchedFields<T extends VendorTable>(table: T, columns: readonly string[]): PlannedTable<T>['untouched'] {
  return Object.entries(optionalFields[table] as Record<string, string[]>)
    .filter(([, sources]) => !sources.some((column) => columns.includes(column)))
    .map(([field]) => field as keyof VendorRecord<T> & string)
}

const keyFields: { [T in VendorTable]: readonly (keyof VendorRecord<T> & string)[] } = {
  holidays: ['calendar', 'date'],
  organizations: ['id'],
  contacts: ['organizationId', 'email'],
  staff: ['email'],
  'support-centers': ['id'],
  partners: ['id'],
  products: ['id'],
  versions: ['productId', 'version'],
  releases: ['id'],
  artifacts: ['releaseId', 'fileName'],
  licenses: ['serial'],
  agreements: ['serial', 'contractHash'],
  faq: ['id', 'locale'],
}

/** As the database compares them: normalised serials, lower-case addresses, hashed numbers. */
function keyOf<T extends VendorTable>(table: T, record: VendorRecord<T>): string {
  return (keyFields[table] as readonly (keyof VendorRecord<T>)[]).map((field) => String(record[field])).join('\0')
}

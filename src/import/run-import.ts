/** One import from beginning to end: read, check, apply; with any fault nothing is written. */
import type { VendorData, VendorDataStore, VendorReport, VendorTable } from '../domain/vendor-data.ts'
import { collectFaults, type ImportFault } from './fault.ts'
import { type Plan, planTables } from './plan.ts'
import { readFolder } from './read-folder.ts'
import type { Making } from './records.ts'
import { checkReferences } from './references.ts'

export interface ImportRequest {
  /** A folder of CSV files, or a JSON file. */
  path: string
  dryRun?: boolean
  /** The instant that the audit log will name. */
  at: Date
  making: Making
  store: VendorDataStore
  onProgress?: (progress: ImportProgress) => void
}

export type ImportProgress =
  | { step: 'read'; file: string; rows: number }
  | { step: 'write'; table: VendorTable; done: number; total: number }

export type ImportOutcome =
  | { status: 'imported' | 'dry-run'; report: VendorReport }
  /** `faults` holds the first 100 of `count`. */
  | { status: 'refused'; faults: ImportFault[]; count: number }

/** Resolves also for faulty files; rejects only where the database does. */
export async function runImport(request: ImportRequest): Promise<ImportOutcome> {
  const faults = collectFaults()
  const onProgress = request.onProgress ?? (() => {})
  const tables = await readFolder(request.path, faults)
  const allOpened = faults.count === 0
  const plan = await planTables(tables, request.making, faults, (file, rows) =>
    onProgress({ step: 'read', file, rows }),
  )
  // Of a file that could not be opened nobody knows what it holds: references to it would all look wrong.
  if (allOpened) {
    const serials = (plan.agreements?.records ?? []).map(({ serial }) => serial)
    checkReferences(plan, await request.store.known(serials), faults)
  }
  if (faults.count > 0) return { status: 'refused', faults: faults.list, count: faults.count }
  const report = await request.store.apply(dataOf(plan), {
    at: request.at,
    dryRun: request.dryRun ?? false,
    onProgress: (table, done, total) => onProgress({ step: 'write', table, done, total }),
  })
  return { status: request.dryRun ? 'dry-run' : 'imported', report }
}

const dataOf = (plan: Plan): VendorData =>
  Object.fromEntries(Object.entries(plan).map(([table, { records, untouched }]) => [table, { records, untouched }]))

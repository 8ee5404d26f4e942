/** Finds the import files: a folder of CSV files, a folder with one JSON file, or that JSON file itself. */
import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type VendorTable, vendorTables } from '../domain/vendor-data.ts'
import type { Faults } from './fault.ts'
import { nearest } from './nearest.ts'
import { type RawTable, readCsv } from './read-csv.ts'
import { readJson } from './read-json.ts'

/** Opens every file at `path`, headers read; files that are neither CSV nor JSON are no matter of ours. */
export async function readFolder(path: string, faults: Faults): Promise<RawTable[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) {
    faults.add({
      file: path,
      expected: 'must be a folder of CSV files or a JSON file, and there is nothing of that name',
    })
    return []
  }
  if (found.isFile()) return /\.json$/i.test(path) ? readJson(path, faults) : wrongPath(path, faults)
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
  const tables: RawTable[] = []
  for (const name of names) {
    if (/\.json$/i.test(name)) tables.push(...(await readJson(join(path, name), faults)))
    if (!/\.csv$/i.test(name)) continue
    const table = tableNamed(name, faults)
    const opened = table && (await readCsv(join(path, name), table, faults))
    if (opened) tables.push(opened)
  }
  refuseTwice(tables, faults)
  if (tables.length === 0 && faults.count === 0) {
    faults.add({
      file: path,
      expected: `holds nothing to import: it needs any of ${vendorTables.map((table) => `${table}.csv`).join(', ')}`,
    })
  }
  return tables
}

function wrongPath(path: string, faults: Faults): [] {
  faults.add({
    file: path,
    expected: 'must be a folder or a file that ends in .json: name the folder that holds the CSV files',
  })
  return []
}

function tableNamed(name: string, faults: Faults): VendorTable | undefined {
  const stem = name.slice(0, -extname(name).length).toLowerCase()
  const table = vendorTables.find((known) => known === stem)
  if (table) return table
  const meant = nearest(stem, vendorTables)
  // Left out in silence, a misspelt file would look imported.
  faults.add({
    file: name,
    expected: meant
      ? `is no import file; did you mean ${meant}.csv?`
      : `is no import file; there are ${vendorTables.map((known) => `${known}.csv`).join(', ')}`,
  })
  return undefined
}

function refuseTwice(tables: RawTable[], faults: Faults): void {
  for (const { table, file } of tables) {
    const first = tables.find((other) => other.table === table)
    if (first && first.file !== file)
      faults.add({ file, expected: `gives ${table} a second time; ${first.file} has them already` })
  }
}

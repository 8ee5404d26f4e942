/** The vendor's data, brought in by set-based SQL: one statement for thousands of rows, all in one transaction. */
import type pg from 'pg'
import type { SerialNumber } from '../domain/serial.ts'
import type {
  ApplyOptions,
  KnownVendorData,
  TableCounts,
  TablePlan,
  VendorData,
  VendorDataStore,
  VendorReport,
  VendorTable,
  VersionRecord,
} from '../domain/vendor-data.ts'
import { vendorTables } from '../domain/vendor-data.ts'
import { type Sql, sqlOf, type Transaction, transact } from './transaction.ts'
import { forgetFormerOwners, mergeStatement } from './vendor-tables.ts'

/** Large enough that the statement's own cost vanishes, small enough for the embedded engine's memory. */
const batchSize = 2000

/** Two imports at once would count, and overwrite, each other's rows. */
const importLock = 72707370

export function createVendorDataStore(pool: pg.Pool): VendorDataStore {
  return {
    known: (serials) => known(sqlOf(pool), serials),
    async apply(data, options) {
      try {
        return await transact(pool, async (tx) => {
          await tx.query('SELECT pg_advisory_xact_lock($1)', [importLock])
          const report = await mergeAll(tx, data, options)
          if (options.dryRun) throw new DryRun(report)
          await record(tx, report, options.at)
          return report
        })
      } catch (outcome) {
        if (outcome instanceof DryRun) return outcome.report
        throw outcome
      }
    },
  }
}

/** Undoes the transaction and brings out what it would have done. */
class DryRun extends Error {
  constructor(readonly report: VendorReport) {
    super('dry run')
  }
}

async function mergeAll(tx: Transaction, data: VendorData, options: ApplyOptions): Promise<VendorReport> {
  const report: VendorReport = {}
  for (const table of vendorTables) {
    const plan = data[table]
    if (plan) report[table] = await mergeTable(tx, table, plan as TablePlan, options)
  }
  return report
}

async function mergeTable(
  tx: Sql,
  table: VendorTable,
  plan: TablePlan,
  { onProgress }: ApplyOptions,
): Promise<TableCounts> {
  const { records, untouched } = plan
  const counts: TableCounts = { added: 0, changed: 0, unchanged: 0 }
  for (let from = 0; from < records.length; from += batchSize) {
    const batch = records.slice(from, from + batchSize)
    const json = JSON.stringify(batch)
    if (table === 'licenses') await forgetFormerOwners(tx, json, (untouched as string[]).includes('organizationId'))
    const [merged] = await tx.query<{ added: number; changed: number }>(mergeStatement(table, untouched), [json])
    counts.added += merged!.added
    counts.changed += merged!.changed
    counts.unchanged += batch.length - merged!.added - merged!.changed
    onProgress?.(table, from + batch.length, records.length)
  }
  return counts
}

/** An import that changed nothing leaves no trace. */
async function record(tx: Sql, report: VendorReport, at: Date): Promise<void> {
  const changed = Object.entries(report).filter(([, { added, changed }]) => added + changed > 0)
  if (changed.length === 0) return
  await tx.query("INSERT INTO audit_entries (at, actor, action, detail) VALUES ($1, 'vendor', 'import', $2)", [
    at,
    JSON.stringify(Object.fromEntries(changed)),
  ])
}

async function known(sql: Sql, serials: Iterable<SerialNumber>): Promise<KnownVendorData> {
  const idsOf = async (table: string) =>
    new Set((await sql.query<{ id: string }>(`SELECT id FROM ${table}`)).map(({ id }) => id))
  return {
    calendars: new Set(
      (await sql.query<{ name: string }>('SELECT DISTINCT calendar AS name FROM calendar_days')).map(
        ({ name }) => name,
      ),
    ),
    centers: await idsOf('support_centers'),
    partners: await idsOf('partners'),
    organizations: await idsOf('organizations'),
    products: await idsOf('products'),
    releases: await idsOf('releases'),
    serials: await existing(sql, [...new Set(serials)]),
    versions: await sql.query<VersionRecord>(
      'SELECT product_id AS "productId", version, successor FROM versions ORDER BY product_id, version',
    ),
  }
}

async function existing(sql: Sql, serials: SerialNumber[]): Promise<Set<SerialNumber>> {
  const found = new Set<SerialNumber>()
  for (let from = 0; from < serials.length; from += batchSize) {
    const rows = await sql.query<{ serial: SerialNumber }>('SELECT serial FROM licenses WHERE serial = ANY ($1)', [
      serials.slice(from, from + batchSize),
    ])
    for (const { serial } of rows) found.add(serial)
  }
  return found
}

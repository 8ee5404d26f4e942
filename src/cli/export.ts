/** `npm run export -- audit|cases|downloads [--since DATE] [--format csv|json]`: to standard output. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { ConfigurationError, environment, readConfig } from '../config.ts'
import { csvLine } from '../csv.ts'
import { type LocalDate, parseDay } from '../domain/local-date.ts'
import { auditTrail } from '../store/audit-trail.ts'
import { caseFigures } from '../store/case-export.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { downloadRecord } from '../store/download-export.ts'
import { FolderInUseError } from '../store/folder-lock.ts'
import { DatabaseUnreachableError } from '../store/server.ts'

const later = ['notices']
const usage = `Usage: npm run export -- audit|cases|downloads [--since DATE] [--format csv|json]

  audit         who did what, in the order in which it happened
  cases         each case with its state and times, and no words of anybody
  downloads     each file that was handed out, to whom, and each use of its link
  --since DATE  only what happened, cases opened or files handed out, from this day on (2026-11-22), as days are counted in TZ_VENDOR
  --format      csv (default) or json

  ${later.join(', ')} come with a later version.`

type Cell = string | number | null | Date | Record<string, unknown>
/** By its column's name. */
type Row = Record<string, Cell>
type Rows = (pool: Database['pool'], which: { since?: LocalDate; zone: string }) => AsyncGenerator<Row>

const exports = {
  async *audit(pool, which) {
    for await (const { id, at, actor, action, subject, organizationId, detail } of auditTrail(pool, which))
      yield { id, at, actor, action, subject, organization_id: organizationId, detail }
  },
  async *cases(pool, which) {
    for await (const row of caseFigures(pool, which))
      yield {
        number: row.number,
        organization_id: row.organizationId,
        state: row.status,
        severity: row.severity,
        topic: row.topic,
        product_id: row.productId,
        opened_at: row.openedAt,
        first_response_at: row.firstResponseAt,
        resolved_at: row.resolvedAt,
        closed_at: row.closedAt,
        rating: row.stars,
      }
  },
  async *downloads(pool, which) {
    for await (const row of downloadRecord(pool, which))
      yield {
        hand_out: row.handOut,
        handed_out_at: row.at,
        organization_id: row.organizationId,
        contact: row.contact,
        account: `${row.platform}:${row.workspace}:${row.user}`,
        kind: row.kind,
        subject: row.subject,
        ground: row.ground,
        file_name: row.fileName,
        size_bytes: row.sizeBytes,
        sha256: row.sha256,
        open_until: row.until,
        revoked_at: row.revokedAt,
        fetched_at: row.fetchedAt,
        address: row.address,
        first_byte: row.firstByte,
        sent_bytes: row.sentBytes,
        outcome: row.outcome,
        reason: row.reason,
      }
  },
} satisfies Record<string, Rows>

const columns: Record<keyof typeof exports, string[]> = {
  audit: ['id', 'at', 'actor', 'action', 'subject', 'organization_id', 'detail'],
  cases: [
    ...['number', 'organization_id', 'state', 'severity', 'topic', 'product_id'],
    ...['opened_at', 'first_response_at', 'resolved_at', 'closed_at', 'rating'],
  ],
  downloads: [
    ...['hand_out', 'handed_out_at', 'organization_id', 'contact', 'account', 'kind', 'subject', 'ground', 'file_name'],
    ...['size_bytes', 'sha256', 'open_until', 'revoked_at'],
    ...['fetched_at', 'address', 'first_byte', 'sent_bytes', 'outcome', 'reason'],
  ],
}

interface Order {
  what: keyof typeof exports
  since?: LocalDate
  format: 'csv' | 'json'
}

/** The order, or what to tell the operator instead. */
function readOrder(args: string[]): Order | string {
  let given: { since?: string; format?: string }
  let names: string[]
  try {
    const options = { since: { type: 'string' }, format: { type: 'string' } } as const
    const parsed = parseArgs({ args, allowPositionals: true, options })
    given = parsed.values
    names = parsed.positionals
  } catch {
    return usage
  }
  const [name, ...more] = names
  if (name !== undefined && more.length === 0 && later.includes(name)) {
    return `The export of ${name} comes with a later version; this one exports: ${Object.keys(exports).join(', ')}.`
  }
  const { since, format = 'csv' } = given
  if (!isExported(name) || more.length > 0 || (format !== 'csv' && format !== 'json')) return usage
  if (since === undefined) return { what: name, format }
  const day = parseDay(since)
  return day === undefined
    ? `--since ${since} is not a day: write it as 2026-11-22.`
    : { what: name, format, since: day }
}

const isExported = (name: string | undefined): name is Order['what'] =>
  name !== undefined && Object.hasOwn(exports, name)

const cellOf = (cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString()
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

async function* asCsv(names: string[], rows: AsyncIterable<Row>): AsyncGenerator<string> {
  yield csvLine(names)
  for await (const row of rows) yield csvLine(names.map((name) => cellOf(row[name])))
}

async function* asJson(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const row of rows) {
    yield `${before}${JSON.stringify(row)}`
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** Resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const order = readOrder(args)
  if (typeof order === 'string') {
    console.error(order)
    return 1
  }
  const config = readConfig(environment())
  const database = await openDatabase(config.database)
  try {
    const { what, since, format } = order
    const rows = exports[what](database.pool, { zone: config.vendorZone, ...(since ? { since } : {}) })
    const text = format === 'csv' ? asCsv(columns[what], rows) : asJson(rows)
    await pipeline(Readable.from(text), process.stdout, { end: false })
    return 0
  } catch (error) {
    // The reader had enough (`| head`).
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0
    throw error
  } finally {
    await database.close()
  }
}

/** What an operator can mend is told without a stack. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigurationError || error instanceof FolderInUseError || error instanceof DatabaseUnreachableError

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(isExpected(error) ? error.message : error)
  return 1
})

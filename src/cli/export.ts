/** `npm run export -- audit [--since DATE] [--format csv|json]`: to standard output. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { ConfigurationError, environment, readConfig } from '../config.ts'
import { type LocalDate, parseDay } from '../domain/local-date.ts'
import { type AuditRow, auditTrail } from '../store/audit-trail.ts'
import { openDatabase } from '../store/database.ts'
import { FolderInUseError } from '../store/folder-lock.ts'
import { DatabaseUnreachableError } from '../store/server.ts'
import { csvLine } from './csv.ts'

const later = ['downloads', 'cases', 'notices']
const usage = `Usage: npm run export -- audit [--since DATE] [--format csv|json]

  audit         who did what, in the order in which it happened
  --since DATE  only from this day on (2026-11-22), as days are counted in TZ_VENDOR
  --format      csv (default) or json

  ${later.join(', ')} come with a later version.`

interface Order {
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
    return `The export of ${name} comes with a later version; this one exports: audit.`
  }
  const { since, format = 'csv' } = given
  if (name !== 'audit' || more.length > 0 || (format !== 'csv' && format !== 'json')) return usage
  if (since === undefined) return { format }
  const day = parseDay(since)
  return day === undefined ? `--since ${since} is not a day: write it as 2026-11-22.` : { format, since: day }
}

async function* asCsv(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  yield csvLine(['id', 'at', 'actor', 'action', 'subject', 'organization_id', 'detail'])
  for await (const { id, at, actor, action, subject, organizationId, detail } of rows) {
    yield csvLine([id, at.toISOString(), actor, action, subject ?? '', organizationId ?? '', JSON.stringify(detail)])
  }
}

async function* asJson(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const { organizationId, ...row } of rows) {
    yield `${before}${JSON.stringify({ ...row, organization_id: organizationId })}`
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
    const rows = auditTrail(database.pool, {
      zone: config.vendorZone,
      ...(order.since ? { since: order.since } : {}),
    })
    await pipeline(Readable.from(order.format === 'csv' ? asCsv(rows) : asJson(rows)), process.stdout, { end: false })
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

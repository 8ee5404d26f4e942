/** A PostgreSQL server, from version 14 on: for production and for more than one replica. */
import pg from 'pg'
import { columnTypes } from './column-types.ts'
import type { Opened } from './embedded.ts'
import type { Log } from './log.ts'

const oldest = 140000

/**
 * UTC, because @prisma/adapter-pg drops time-zone offsets: in another session zone every instant would be wrong by it.
 * The time-outs bound what one stuck statement or abandoned transaction can hold up.
 */
const sessionOptions = '-c TimeZone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000'

export class DatabaseUnreachableError extends Error {
  constructor(where: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause)
    super(`PostgreSQL at ${where} cannot be used: ${reason}. Check DATABASE_URL and that the server runs.`, { cause })
    this.name = 'DatabaseUnreachableError'
  }
}

/** Opens a pool and tries it once; throws `DatabaseUnreachableError`, which names the server without its password. */
export async function openServer(url: string, log: Log): Promise<Opened> {
  const { href, options, where } = readUrl(url)
  const pool = new pg.Pool({
    connectionString: href,
    options,
    max: 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'anshin',
    types: columnTypes,
  })
  // An idle connection that the server ended: the pool replaces it, but an unheard 'error' would end the process.
  // The error carries the whole client with the connection's keys: only its words are for the log.
  pool.on('error', (fault) => log.warn({ reason: fault.message }, 'an idle connection to PostgreSQL was lost'))
  try {
    const { rows } = await pool.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    )
    if ((rows[0]?.version ?? 0) < oldest) throw new Error('version 14 or newer is needed')
  } catch (fault) {
    await pool.end()
    throw new DatabaseUnreachableError(where, fault)
  }
  return { pool, close: () => pool.end() }
}

/** node-postgres lets `options` in the URL win over ours: take them out and put ours first. */
function readUrl(text: string): { href: string; options: string; where: string } {
  try {
    const url = new URL(text)
    const given = url.searchParams.get('options')
    url.searchParams.delete('options')
    return {
      href: url.href,
      options: given ? `${given} ${sessionOptions}` : sessionOptions,
      where: `${url.host}${url.pathname}`,
    }
  } catch {
    throw new Error('DATABASE_URL is no address of the form postgresql://user:password@host:5432/database.')
  }
}

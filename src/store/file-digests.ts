/** What the vendor's files were measured to be: digests of large files are taken once for each state of each file. */
import type pg from 'pg'
import { sqlOf } from './transaction.ts'

export interface Measured {
  sizeBytes: number
  state: string
  sha256: string
}

export interface FileDigests {
  /** The last measurement, which may be of a former state. */
  of(location: string): Promise<Measured | undefined>
  /** Locations that the vendor's data names, those first that were looked at longest ago or never. */
  due(limit: number): Promise<string[]>
  /** Looked at: as measured, or unchanged since; without a measurement nothing was there. */
  checked(location: string, measured: Measured | undefined, at: Date): Promise<void>
}

const named = `(SELECT location FROM artifacts UNION SELECT license_file FROM licenses WHERE license_file IS NOT NULL)`

export function createFileDigests(pool: pg.Pool): FileDigests {
  const sql = sqlOf(pool)
  return {
    async of(location) {
      const [found] = await sql.query<Measured>(
        `SELECT size_bytes::float8 AS "sizeBytes", state, sha256 FROM file_digests
         WHERE location = $1 AND sha256 IS NOT NULL`,
        [location],
      )
      return found
    },
    async due(limit) {
      const rows = await sql.query<{ location: string }>(
        `SELECT named.location FROM ${named} AS named LEFT JOIN file_digests d ON d.location = named.location
         ORDER BY d.checked_at NULLS FIRST, named.location LIMIT $1`,
        [limit],
      )
      return rows.map(({ location }) => location)
    },
    async checked(location, measured, at) {
      const { sizeBytes = null, state = null, sha256 = null } = measured ?? {}
      await sql.query(
        `INSERT INTO file_digests AS old (location, size_bytes, state, sha256, measured_at, checked_at)
         VALUES ($1, $2, $3, $4, CASE WHEN $4::text IS NULL THEN NULL ELSE $5::timestamptz END, $5)
         ON CONFLICT (location) DO UPDATE SET size_bytes = $2, state = $3, sha256 = $4, checked_at = $5, measured_at =
           CASE WHEN old.sha256 = $4 AND old.state = $3 THEN old.measured_at ELSE EXCLUDED.measured_at END`,
        [location, sizeBytes, state, sha256, at],
      )
    },
  }
}

/** What the vendor's files were measured to be: digests of large files are taken once for each state of each file. */
import type pg from 'pg'
import { sqlOf } from './transaction.ts'

export interface Measured {
  sizeBytes: number
  state: string
  sha256: string
}

/** A file that the vendor's data names, with what it says of it. */
export interface NamedFile {
  /** Of an artifact; a license's file has its license instead. */
  release: string | null
  license: string | null
  fileName: string | null
  location: string
  sizeBytes: number | null
  sha256: string | null
}

export interface FileDigests {
  named(): Promise<NamedFile[]>

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
    named: () =>
      sql.query(
        `SELECT release_id AS release, NULL AS license, file_name AS "fileName", location, size_bytes::float8 AS "sizeBytes",
           lower(sha256) AS sha256 FROM artifacts
         UNION ALL SELECT NULL, display_serial, NULL, license_file, NULL, NULL FROM licenses WHERE license_file IS NOT NULL
         ORDER BY 1, 2, 3`,
      ),
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

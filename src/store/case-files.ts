/** The book of files that people shared in cases: where they are, and where we keep them. */
import type pg from 'pg'
import type { RemoteFile } from '../bot/inbound.ts'
import { isUuid } from '../domain/uuid.ts'
import { sqlOf } from './transaction.ts'

interface Booked {
  name: string
  type?: string
  source?: RemoteFile
  key?: string
  size?: number
  refused?: string
}

export interface CaseFileBooks {
  /** Undefined for an id that is none. */
  take(id: string): Promise<Booked | undefined>
  /** False when another process was faster, or the file was taken back meanwhile. */
  kept(id: string, stored: { key: string; size: number; sha256: string }): Promise<boolean>
  /** It could not be fetched; whoever asks again tries again. */
  failed(id: string, reason: string): Promise<void>
  /** Files that are still only where the person put them, of messages of the last day; the newest first. */
  waiting(limit: number): Promise<string[]>
  /** A kept file, with all that a download says of it. */
  shown(id: string): Promise<{ key: string; name: string; type?: string; size: number; sha256: string } | undefined>
  /** Files that were taken back and whose bytes are still kept. */
  erased(limit?: number): Promise<{ id: string; key: string }[]>
  /** Their bytes are gone. */
  gone(ids: readonly string[]): Promise<void>
}

interface Row {
  name: string
  type: string | null
  source: RemoteFile | null
  key: string | null
  size: number | null
  status: string
  reason: string | null
}

export function createCaseFileBooks(pool: pg.Pool): CaseFileBooks {
  const sql = sqlOf(pool)
  return {
    async take(id) {
      if (!isUuid(id)) return undefined
      const [row] = await sql.query<Row>(
        'SELECT name, type, source, key, size::float8 AS size, status, reason FROM case_files WHERE id = $1::uuid',
        [id],
      )
      if (!row) return undefined
      const isRefused = row.status === 'refused' || row.status === 'erased'
      return {
        name: row.name,
        ...(row.type === null ? {} : { type: row.type }),
        ...(row.source === null ? {} : { source: row.source }),
        ...(row.key === null || isRefused ? {} : { key: row.key }),
        ...(row.size === null ? {} : { size: row.size }),
        ...(isRefused ? { refused: row.reason ?? row.status } : {}),
      }
    },
    async kept(id, { key, size, sha256 }) {
      const rows = await sql.query(
        `UPDATE case_files SET status = 'kept', reason = NULL, key = $2, size = $3, sha256 = $4
         WHERE id = $1::uuid AND status IN ('waiting', 'failed') RETURNING id`,
        [id, key, size, sha256],
      )
      return rows.length > 0
    },
    async shown(id) {
      if (!isUuid(id)) return undefined
      const [row] = await sql.query<{ key: string; name: string; type: string | null; size: number; sha256: string }>(
        `SELECT key, name, type, size::float8 AS size, sha256 FROM case_files WHERE id = $1::uuid AND status = 'kept'`,
        [id],
      )
      if (!row) return undefined
      const { type, ...kept } = row
      return { ...kept, ...(type === null ? {} : { type }) }
    },
    async waiting(limit) {
      const rows = await sql.query<{ id: string }>(
        `SELECT f.id::text AS id FROM case_files f JOIN case_messages m ON m.id = f.message_id
         WHERE f.status = 'waiting'::text AND f.source IS NOT NULL AND m.at > now() - interval '1 day'
         ORDER BY m.at DESC, f.position LIMIT $1`,
        [limit],
      )
      return rows.map(({ id }) => id)
    },
    async failed(id, reason) {
      await sql.query(
        `UPDATE case_files SET status = 'failed', reason = $2 WHERE id = $1::uuid AND status IN ('waiting', 'failed')`,
        [id, reason],
      )
    },
    erased: (limit = 100) =>
      sql.query(
        `SELECT id::text AS id, key FROM case_files WHERE status = 'erased' AND key IS NOT NULL ORDER BY id LIMIT $1`,
        [limit],
      ),
    async gone(ids) {
      await sql.query(`UPDATE case_files SET key = NULL WHERE id = ANY ($1::uuid[]) AND status = 'erased'`, [[...ids]])
    },
  }
}

/** What a link to a file that was handed out opens, and the record of each use of it. */
import type pg from 'pg'
import type { FetchOutcome, FileSource, LinkedHandOut } from '../domain/hand-out.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import type { OrganizationId } from '../domain/organization.ts'
import { isUuid } from '../domain/uuid.ts'
import { type Nullable, withoutNulls } from './nullable.ts'
import { sqlOf } from './transaction.ts'

export type LinkedFile = LinkedHandOut & {
  at: Date
  who: ChatIdentity
  organizationId: OrganizationId
}

export interface HandOutLinks {
  find(id: string): Promise<LinkedFile | undefined>
  /** Records a use that begins; resolves to its number. */
  begin(use: { handOut: string; at: Date; address: string; firstByte: number }): Promise<string>
  /** It is still under way. */
  goesOn(use: string, sentBytes: number, at: Date): Promise<void>
  end(use: string, outcome: FetchOutcome, sentBytes: number, at: Date): Promise<void>
  /** Records a use that was over at once. */
  note(
    outcome: 'redirected' | 'refused',
    use: { handOut: string; at: Date; address: string; reason?: string },
  ): Promise<void>
  /** Uses that nobody heard of since then ended with a process that was killed. */
  endForgotten(since: Date, at: Date): Promise<void>
  /** Keys of ours that no link opens any more, with what was handed out under them. */
  over(now: Date, limit?: number): Promise<string[]>
  /** Their bytes are gone. */
  gone(keys: readonly string[]): Promise<void>
}

type Row = Nullable<Omit<LinkedFile, 'who' | 'source'>> &
  ChatIdentity & { store: FileSource['store'] | 'gone'; place: string }

/** Whoever tries an old link all day fills no table. */
const refusalsKept = 20

export function createHandOutLinks(pool: pg.Pool): HandOutLinks {
  const sql = sqlOf(pool)
  return {
    async find(id) {
      if (!isUuid(id)) return undefined
      const [row] = await sql.query<Row>(
        `SELECT id::text AS id, at, until, revoked_at IS NOT NULL AS "isRevoked", platform, workspace, user_id AS "user",
           organization_id AS "organizationId", file_name AS "fileName", type, size_bytes::float8 AS "sizeBytes", sha256,
           store, place, state
         FROM hand_outs WHERE id = $1::uuid`,
        [id],
      )
      return row && linkedFile(row)
    },
    async begin({ handOut, at, address, firstByte }) {
      const [row] = await sql.query<{ id: string }>(
        `INSERT INTO file_fetches (hand_out_id, at, address, first_byte, outcome) VALUES ($1::uuid, $2, $3, $4, 'running')
         RETURNING id::text AS id`,
        [handOut, at, address, firstByte],
      )
      return row!.id
    },
    async goesOn(use, sentBytes, at) {
      await sql.query(
        `UPDATE file_fetches SET sent_bytes = $2, ended_at = $3 WHERE id = $1::bigint AND outcome = 'running'`,
        [use, sentBytes, at],
      )
    },
    async end(use, outcome, sentBytes, at) {
      await sql.query('UPDATE file_fetches SET outcome = $2, sent_bytes = $3, ended_at = $4 WHERE id = $1::bigint', [
        use,
        outcome,
        sentBytes,
        at,
      ])
    },
    async note(outcome, { handOut, at, address, reason = null }) {
      await sql.query(
        `INSERT INTO file_fetches (hand_out_id, at, address, outcome, reason, ended_at)
         SELECT $1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $2::timestamptz
         WHERE $4::text <> 'refused' OR ${refusalsKept} >
           (SELECT count(*) FROM file_fetches WHERE hand_out_id = $1::uuid AND outcome = 'refused')`,
        [handOut, at, address, outcome, reason],
      )
    },
    async endForgotten(since, at) {
      await sql.query(
        `UPDATE file_fetches SET outcome = 'partial', ended_at = $2
         WHERE outcome = 'running'::text AND at < $1 AND COALESCE(ended_at, at) < $1`,
        [since, at],
      )
    },
    async over(now, limit = 100) {
      // Several links may open the same bytes: they go with the last one.
      const rows = await sql.query<{ place: string }>(
        `SELECT DISTINCT place FROM hand_outs over WHERE store = 'kept'::text AND until < $1 AND NOT EXISTS (
           SELECT 1 FROM hand_outs other WHERE other.store = 'kept'::text AND other.until >= $1 AND other.place = over.place)
         ORDER BY place LIMIT $2`,
        [now, limit],
      )
      return rows.map(({ place }) => place)
    },
    async gone(keys) {
      await sql.query(
        `UPDATE hand_outs SET store = 'gone', place = '' WHERE store = 'kept'::text AND place = ANY ($1::text[])`,
        [[...keys]],
      )
    },
  }
}

function linkedFile({ platform, workspace, user, store, place, ...row }: Row): LinkedFile {
  return {
    ...withoutNulls<Omit<LinkedFile, 'who' | 'source'>>(row),
    who: { platform, workspace, user },
    ...(store === 'gone' ? {} : { source: { store, place } }),
  }
}

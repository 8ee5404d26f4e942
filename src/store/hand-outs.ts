/** The record of files that were handed out, and of what was fetched with their links. */
import type pg from 'pg'
import { isSiteContact } from '../domain/contact.ts'
import type { FetchEntry, HandOutEntry, HandOuts } from '../domain/hand-out.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import { isUuid } from '../domain/uuid.ts'
import { storable } from './json-text.ts'
import { type Nullable, withoutNulls } from './nullable.ts'
import { pageWithin } from './page-within.ts'
import { sqlOf } from './transaction.ts'

const aPage = 8
const papersAnHour = 30
const hourMs = 3_600_000
/** Whoever fetches a file piece by piece all day makes no record that cannot be shown. */
const fetchesShown = 20

export interface HandOutOptions {
  /** How long a link opens its file. */
  lastsMinutes: number
}

type Fetched = Pick<HandOutEntry, 'fetches' | 'fetchCount'>

type Row = Nullable<Omit<HandOutEntry, 'who' | keyof Fetched>> & ChatIdentity & { id: string }

const columns = `id::text AS id, at, organization_id AS "organizationId", contact_name AS "contactName", platform, workspace,
  user_id AS "user", kind, subject, ground, file_name AS "fileName", type, size_bytes::float8 AS "sizeBytes", sha256, until,
  revoked_at AS "revokedAt"`

export function createHandOuts(pool: pg.Pool, { lastsMinutes }: HandOutOptions): HandOuts {
  const sql = sqlOf(pool)

  async function fetchesOf(ids: readonly string[]): Promise<Map<string, Fetched>> {
    const rows = await sql.query<Nullable<FetchEntry> & { handOut: string; total: number }>(
      `SELECT hand_out_id::text AS "handOut", at, address, first_byte::float8 AS "firstByte",
         sent_bytes::float8 AS "sentBytes", outcome, reason, total
       FROM (SELECT *, (count(*) OVER of_one)::int AS total, row_number() OVER (of_one ORDER BY id DESC) AS nth
         FROM file_fetches WHERE hand_out_id = ANY ($1::uuid[]) WINDOW of_one AS (PARTITION BY hand_out_id)) f
       WHERE nth <= $2 ORDER BY id`,
      [[...ids], fetchesShown],
    )
    const found = new Map<string, Fetched>(ids.map((id) => [id, { fetches: [], fetchCount: 0 }]))
    for (const { handOut, total, ...fetched } of rows) {
      const of = found.get(handOut)!
      of.fetches.push(withoutNulls<FetchEntry>(fetched))
      of.fetchCount = total
    }
    return found
  }

  return {
    async give({ who, contact }, { kind, subject, ground }, { source, state, ...file }, now) {
      const until = new Date(now.getTime() + lastsMinutes * 60_000)
      const fileName = storable(file.fileName)
      const [row] = await sql.query<{ id: string }>(
        `INSERT INTO hand_outs (at, organization_id, contact_id, contact_name, platform, workspace, user_id, kind, subject,
           ground, file_name, type, size_bytes, sha256, store, place, state, until)
         VALUES ($1, $2, $3::uuid, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING id::text AS id`,
        [
          ...[now, contact.organizationId, contact.id, contact.name, who.platform, who.workspace, who.user],
          ...[kind, subject, ground, fileName, file.type ?? null, file.sizeBytes, file.sha256 ?? null],
          ...[source.store, source.place, state ?? null, until],
        ],
      )
      return { ...file, kind, subject, ground, fileName, id: row!.id, at: now, until } as HandOutEntry
    },

    async paperAgainAt(organizationId, now) {
      const [oldest] = await sql.query<{ at: Date }>(
        `SELECT at FROM hand_outs WHERE organization_id = $1 AND kind = 'paper' AND at > $2 ORDER BY at DESC
         OFFSET ${papersAnHour - 1} LIMIT 1`,
        [organizationId, new Date(now.getTime() - hourMs)],
      )
      return oldest && new Date(oldest.at.getTime() + hourMs)
    },

    async revoke({ contact }, id, now) {
      if (!isUuid(id)) return false
      const rows = await sql.query(
        `UPDATE hand_outs SET revoked_at = $4
         WHERE id = $1::uuid AND organization_id = $2 AND (contact_id = $3::uuid OR $5) AND revoked_at IS NULL AND until > $4
         RETURNING id`,
        [id, contact.organizationId, contact.id, now, isSiteContact(contact)],
      )
      return rows.length > 0
    },

    async record(organizationId, page) {
      const [counted] = await sql.query<{ total: number }>(
        'SELECT count(*)::int AS total FROM hand_outs WHERE organization_id = $1',
        [organizationId],
      )
      const shown = pageWithin(counted!.total, aPage, page)
      const rows = await sql.query<Row>(
        `SELECT ${columns} FROM hand_outs WHERE organization_id = $1 ORDER BY at DESC, hand_outs.id LIMIT ${aPage} OFFSET $2`,
        [organizationId, shown.from],
      )
      const fetches = await fetchesOf(rows.map(({ id }) => id))
      return {
        entries: rows.map((row) => entryOf(row, fetches.get(row.id)!)),
        page: shown.page,
        pages: shown.pages,
      }
    },
  }
}

function entryOf({ platform, workspace, user, ...row }: Row, fetched: Fetched): HandOutEntry {
  return { ...withoutNulls(row), who: { platform, workspace, user }, ...fetched } as HandOutEntry
}

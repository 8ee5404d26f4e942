/** Who got which file and when, from the record's beginning to its end (R5.3): one row for each hand-out and each use of its link. */
import type pg from 'pg'

export interface DownloadRow {
  handOut: string
  at: Date
  organizationId: string
  contact: string
  platform: string
  workspace: string
  user: string
  kind: string
  subject: string
  ground: string
  fileName: string
  sizeBytes: number
  sha256: string | null
  until: Date
  revokedAt: Date | null
  /** Null in all that follows: its link was not used. */
  fetchedAt: Date | null
  address: string | null
  firstByte: number | null
  sentBytes: number | null
  outcome: string | null
  reason: string | null
}

const pageLength = 500

/** In the order of handing out, in pages of hand-outs; `since` is the first day of `zone` on which one may have happened. */
export async function* downloadRecord(
  pool: pg.Pool,
  { since, zone }: { since?: string; zone: string },
): AsyncGenerator<DownloadRow> {
  let last: [at: string | null, id: string | null] = [null, null]
  for (;;) {
    const { rows } = await pool.query<DownloadRow & { exactly: string }>(
      `WITH page AS (
         SELECT * FROM hand_outs
         WHERE ($1::timestamptz IS NULL OR (at, id) > ($1::timestamptz, $2::uuid))
           AND ($3::date IS NULL OR at >= $3::date::timestamp AT TIME ZONE $4)
         ORDER BY at, id LIMIT ${pageLength}
       )
       SELECT page.id::text AS "handOut", page.at, page.at::text AS exactly, organization_id AS "organizationId",
         contact_name AS contact, platform, workspace, user_id AS "user", kind, subject, ground, file_name AS "fileName",
         size_bytes::float8 AS "sizeBytes", sha256, until, revoked_at AS "revokedAt", f.at AS "fetchedAt", f.address,
         f.first_byte::float8 AS "firstByte", f.sent_bytes::float8 AS "sentBytes", f.outcome, f.reason
       FROM page LEFT JOIN file_fetches f ON f.hand_out_id = page.id
       ORDER BY page.at, page.id, f.id`,
      [...last, since ?? null, zone],
    )
    const end = rows.at(-1)
    if (!end) return
    for (const { exactly: _, ...row } of rows) yield row
    last = [end.exactly, end.handOut]
  }
}

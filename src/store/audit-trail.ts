/** The audit log, read from its beginning to its end (R9.3). */
import type pg from 'pg'

export interface AuditRow {
  /** A whole number as text: it counts further than JavaScript does. */
  id: string
  at: Date
  actor: string
  action: string
  subject: string | null
  organizationId: string | null
  detail: Record<string, unknown>
}

const pageLength = 1_000

/** Every entry in the order of writing, in pages, so that a log of any length needs little memory; `since` is a day of `zone`. */
export async function* auditTrail(
  pool: pg.Pool,
  { since, zone }: { since?: string; zone: string },
): AsyncGenerator<AuditRow> {
  let last = '0'
  for (;;) {
    const { rows } = await pool.query<AuditRow>(
      `SELECT id::text AS id, at, actor, action, subject, organization_id AS "organizationId", detail
       FROM audit_entries
       WHERE id > $1::bigint AND ($2::date IS NULL OR at >= $2::date::timestamp AT TIME ZONE $3)
       ORDER BY audit_entries.id LIMIT ${pageLength}`,
      [last, since ?? null, zone],
    )
    yield* rows
    if (rows.length < pageLength) return
    last = rows.at(-1)!.id
  }
}

/** Cases as figures, for the vendor's own reports: when what happened to them, and never a word that anybody wrote. */
import type pg from 'pg'

export interface CaseRow {
  number: number
  organizationId: string
  status: string
  severity: number
  topic: string
  productId: string | null
  openedAt: Date
  /** When the vendor's first words reached the customer; null while they have not. */
  firstResponseAt: Date | null
  resolvedAt: Date | null
  closedAt: Date | null
  stars: number | null
}

const pageLength = 1_000

/** Every case by its number, in pages; `since` is the first day of `zone` on which it may have been opened. */
export async function* caseFigures(
  pool: pg.Pool,
  { since, zone }: { since?: string; zone: string },
): AsyncGenerator<CaseRow> {
  let last = 0
  for (;;) {
    const { rows } = await pool.query<CaseRow>(
      `SELECT number, organization_id AS "organizationId", status, severity, topic, product_id AS "productId",
         opened_at AS "openedAt", (clocks #>> '{first-response,metAt}')::timestamptz AS "firstResponseAt",
         resolved_at AS "resolvedAt", closed_at AS "closedAt", stars
       FROM cases
       WHERE number > $1 AND ($2::date IS NULL OR opened_at >= $2::date::timestamp AT TIME ZONE $3)
       ORDER BY number LIMIT ${pageLength}`,
      [last, since ?? null, zone],
    )
    yield* rows
    if (rows.length < pageLength) return
    last = rows.at(-1)!.number
  }
}

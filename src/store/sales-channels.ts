import type pg from 'pg'
import type { TriagePlace } from '../domain/cases.ts'

/** Every channel that the vendor's data names for its sales people. */
export async function salesChannels(
  pool: pg.Pool,
  placeOf: (channel: string) => TriagePlace | undefined,
): Promise<TriagePlace[]> {
  const { rows } = await pool.query<{ channel: string }>(
    'SELECT DISTINCT sales_channel AS channel FROM organizations WHERE sales_channel IS NOT NULL',
  )
  return rows.flatMap(({ channel }) => placeOf(channel) ?? [])
}

import type pg from 'pg'
import type { TriagePlace } from '../domain/cases.ts'

/** Every channel in which the vendor's people see cases: the default one, and those that the vendor's list names. */
export async function triageChannels(
  pool: pg.Pool,
  { default: standard, placeOf }: { default?: TriagePlace; placeOf(channel: string): TriagePlace | undefined },
): Promise<TriagePlace[]> {
  const { rows } = await pool.query<{ channel: string }>(
    'SELECT DISTINCT triage_channel AS channel FROM staff WHERE triage_channel IS NOT NULL',
  )
  return [...(standard ? [standard] : []), ...rows.flatMap(({ channel }) => placeOf(channel) ?? [])]
}

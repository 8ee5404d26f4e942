import type pg from 'pg'

/** Elects the process that runs a slot: whoever writes its row first. When the database cannot be asked, nobody runs. */
export const createRunCoordinator = (pool: pg.Pool, process: string) => ({
  async shouldRun(slot: string): Promise<boolean> {
    const { rowCount } = await pool.query(
      'INSERT INTO cron_runs (slot, ran_by) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [slot, process],
    )
    return rowCount === 1
  },
})

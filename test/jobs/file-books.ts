/** A book of files in a table of its own: what the keeper needs of a store, and no more. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { BookedFile, FileBooks } from '../../src/jobs/files.ts'

export function createBooks(pool: pg.Pool) {
  return {
    createTable: () =>
      pool.query(`CREATE TABLE IF NOT EXISTS test_files (id uuid PRIMARY KEY, name text, source jsonb, key text, size int,
        sha256 text, status text DEFAULT 'waiting', reason text, refused text)`),
    async add({ name, source, refused }: BookedFile): Promise<string> {
      const id = randomUUID()
      await pool.query('INSERT INTO test_files (id, name, source, refused) VALUES ($1, $2, $3, $4)', [
        id,
        name,
        JSON.stringify(source),
        refused,
      ])
      return id
    },
    async status(id: string): Promise<{ status: string; reason: string | null } | undefined> {
      return (await pool.query('SELECT status, reason FROM test_files WHERE id = $1', [id])).rows[0]
    },
    async take(id) {
      const { rows } = await pool.query('SELECT name, source, key, size, refused FROM test_files WHERE id = $1', [id])
      return rows[0] && (Object.fromEntries(Object.entries(rows[0]).filter(([, each]) => each !== null)) as never)
    },
    async kept(id, { key, size, sha256 }) {
      const { rowCount } = await pool.query(
        "UPDATE test_files SET key = $2, size = $3, sha256 = $4, status = 'kept' WHERE id = $1 AND key IS NULL",
        [id, key, size, sha256],
      )
      return rowCount === 1
    },
    async failed(id, reason) {
      await pool.query("UPDATE test_files SET status = 'failed', reason = $2 WHERE id = $1", [id, reason])
    },
    async waiting(limit) {
      const { rows } = await pool.query("SELECT id FROM test_files WHERE status = 'waiting' LIMIT $1", [limit])
      return rows.map((row) => row.id)
    },
  } satisfies FileBooks & Record<string, unknown>
}

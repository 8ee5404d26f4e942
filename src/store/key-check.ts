/** Data and key belong together: with another key every stored registration number would silently be a wrong one. */
import type pg from 'pg'
import type { Secrets } from './secrets.ts'

const setting = 'key-check'

export class OtherKeyError extends Error {
  /** `file`: where the key was read from, when it was not given. */
  constructor(file: string | undefined) {
    super(
      file === undefined
        ? 'TOKEN_ENCRYPTION_KEY is not the key with which the data in this database was written: no registration number ' +
            'and no token could be recognised. Set the former TOKEN_ENCRYPTION_KEY again.'
        : `The key in ${file} is not the one with which the data in this database was written: no registration number and ` +
            'no token could be recognised. Restore that file from the folder or replica that wrote the data, or set ' +
            'TOKEN_ENCRYPTION_KEY to its content, the same for every replica.',
    )
    this.name = 'OtherKeyError'
  }
}

/** Whether the data was written with this key; undefined while nothing was. Changes nothing. */
export async function keyFits(pool: pg.Pool, secrets: Secrets): Promise<boolean | undefined> {
  const { rows } = await pool.query<{ mark: string }>(`SELECT value #>> '{}' AS mark FROM settings WHERE name = $1`, [
    setting,
  ])
  const [row] = rows
  return row && secrets.hashes('key-check', 'anshin').includes(row.mark)
}

/** Writes the key's mark into a new database; throws `OtherKeyError` for one that holds another key's. */
export async function checkKey(pool: pg.Pool, secrets: Secrets, file: string | undefined): Promise<void> {
  const marks = secrets.hashes('key-check', 'anshin')
  await pool.query('INSERT INTO settings (name, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT (name) DO NOTHING', [
    setting,
    marks[0],
  ])
  const { rows } = await pool.query<{ mark: string }>(`SELECT value #>> '{}' AS mark FROM settings WHERE name = $1`, [
    setting,
  ])
  if (!marks.includes(rows[0]?.mark ?? '')) throw new OtherKeyError(file)
}

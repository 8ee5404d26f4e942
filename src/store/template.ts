/**
 * A pre-migrated embedded database, made once by the build and copied at a first start, which then takes less than a
 * second instead of four to ten. It lies in `.cache`, is named by what it was made from, and is only an acceleration.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { litePool } from './lite-pool.ts'
import { migrate } from './migrate.ts'
import { migrationsFolder, projectFolder, readMigrations } from './migrations-folder.ts'

/** Segments of 1 MB: the template and each small installation take 25 MB less. */
export const initParams = ['--wal-segsize=1']

/** Where the template of these migrations and this PGlite lies, whether it exists or not. */
export function templateFolder(): string {
  const hash = createHash('sha256').update(pgliteVersion()).update(initParams.join())
  for (const { name, sql } of readMigrations(migrationsFolder)) hash.update(`\0${name}\0${sql}`)
  return path.join(projectFolder, '.cache', `database-${hash.digest('hex').slice(0, 16)}`)
}

/** Copies the template to `folder`, which must not exist; false where the build has made none. */
export function copyTemplate(folder: string): boolean {
  const template = templateFolder()
  if (!fs.existsSync(template)) return false
  fs.cpSync(template, folder, { recursive: true })
  return true
}

/** Makes the template unless it is there, drops older ones, and tells where it lies. Several processes may do this at once. */
export async function makeTemplate(): Promise<string> {
  const folder = templateFolder()
  if (fs.existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}`
  fs.mkdirSync(unfinished, { recursive: true })
  const database = await PGlite.create(unfinished, { initDbStartParams: initParams })
  const pool = litePool(database)
  await migrate(pool, migrationsFolder)
  await pool.query('VACUUM (ANALYZE)')
  await pool.query('CHECKPOINT')
  await pool.end()
  await database.close()
  try {
    fs.renameSync(unfinished, folder)
  } catch (fault) {
    fs.rmSync(unfinished, { recursive: true, force: true })
    if (!fs.existsSync(folder)) throw fault // Else another process was faster.
  }
  dropOlder(folder)
  return folder
}

function dropOlder(folder: string): void {
  const around = path.dirname(folder)
  for (const name of fs.readdirSync(around)) {
    if (/^database-[0-9a-f]{16}$/.test(name) && name !== path.basename(folder)) {
      fs.rmSync(path.join(around, name), { recursive: true, force: true })
    }
  }
}

function pgliteVersion(): string {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest = fs.readFileSync(path.join(path.dirname(main), '..', 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

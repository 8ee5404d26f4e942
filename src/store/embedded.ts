/** PostgreSQL inside this process (PGlite), on disk: for one process, small installations, pilots and tests. */
import fs from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type pg from 'pg'
import { makeDataFolder } from './data-folder.ts'
import { lockFolder } from './folder-lock.ts'
import { litePool } from './lite-pool.ts'
import type { Log } from './log.ts'
import { copyTemplate, initParams } from './template.ts'

export interface Opened {
  pool: pg.Pool
  close(): Promise<void>
}

/** Without these limits the write-ahead log grew to 1.2 GB under 720,000 updates: PGlite has no background checkpoints. */
const settings = ['max_wal_size=48MB', 'min_wal_size=32MB', 'shared_buffers=32MB', 'timezone=UTC']

const tidyEveryMs = 10 * 60_000

/**
 * Opens (or makes) the database in `dataDir`/postgres. Throws `FolderInUseError` while another process has it.
 * What was acknowledged survives a killed process, but not a power cut: PGlite never calls fsync.
 */
export async function openEmbedded(dataDir: string, log: Log): Promise<Opened> {
  makeDataFolder(dataDir)
  const unlock = await lockFolder(dataDir)
  try {
    const folder = path.join(dataDir, 'postgres')
    const database = await openFolder(folder, log)
    const pool = litePool(database)
    const stopTidying = tidyRegularly(pool, log)
    return {
      pool,
      async close() {
        stopTidying()
        await pool.end()
        await database.close()
        unlock()
      },
    }
  } catch (fault) {
    unlock()
    throw fault
  }
}

/** An empty embedded database that lives in memory. */
export async function openInMemory(): Promise<Opened> {
  const database = await PGlite.create({ startParams: startParams() })
  const pool = litePool(database)
  return {
    pool,
    async close() {
      await pool.end()
      await database.close()
    },
  }
}

/**
 * A folder is made beside its place and renamed when whole, so that a process killed while making it leaves
 * nothing that looks like a database.
 */
async function openFolder(folder: string, log: Log): Promise<PGlite> {
  if (!fs.existsSync(folder)) {
    const unfinished = `${folder}.unfinished`
    fs.rmSync(unfinished, { recursive: true, force: true })
    if (!copyTemplate(unfinished)) {
      log.info({ folder }, 'making the embedded database; this takes some seconds, once')
      fs.mkdirSync(unfinished, { recursive: true })
      const database = await PGlite.create(unfinished, { initDbStartParams: initParams })
      await database.close()
    }
    fs.renameSync(unfinished, folder)
  }
  refuseOtherMajor(folder)
  return PGlite.create(folder, { startParams: startParams() })
}

const startParams = () => [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])]

/** The files of one PostgreSQL major version mean nothing to the next; PGlite would only say "aborted". */
function refuseOtherMajor(folder: string): void {
  const file = path.join(folder, 'PG_VERSION')
  const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : 'none'
  if (found !== '18') {
    throw new Error(
      `The embedded database in ${folder} is of PostgreSQL ${found}; this program needs 18. ` +
        'Move the folder away to begin anew, or bring its data into a PostgreSQL server and set DATABASE_URL.',
    )
  }
}

/** PGlite has no autovacuum and no background checkpoints. */
function tidyRegularly(pool: pg.Pool, log: Log): () => void {
  const timer = setInterval(() => {
    tidy(pool).catch((fault) => log.warn({ err: fault }, 'the embedded database could not be tidied'))
  }, tidyEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

export async function tidy(pool: pg.Pool): Promise<void> {
  await pool.query('VACUUM (ANALYZE)')
  await pool.query('CHECKPOINT')
}

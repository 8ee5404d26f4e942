/** The database as it lies there: nothing is migrated, made or changed by looking at it. */
import fs from 'node:fs'
import path from 'node:path'
import type { Config } from '../../config.ts'
import { dayIn } from '../../domain/local-date.ts'
import { createCalendars } from '../../store/calendars.ts'
import { openEmbedded } from '../../store/embedded.ts'
import { keyFits } from '../../store/key-check.ts'
import { silent } from '../../store/log.ts'
import { masterKeyFile } from '../../store/master-key.ts'
import { missingMigrations } from '../../store/migrate.ts'
import { migrationsFolder } from '../../store/migrations-folder.ts'
import { createOutbox, type OutboxStats } from '../../store/outbox.ts'
import { createSecrets } from '../../store/secrets.ts'
import { openServer } from '../../store/server.ts'
import { examineCalendars } from './calendars.ts'
import { clockFinding } from './clock.ts'
import { examineNamedFiles } from './files.ts'
import { type Finding, fault, look, ok, unused } from './finding.ts'

type Opened = Awaited<ReturnType<typeof openServer>>

export async function examineDatabase({ database, encryptionKey, vendorZone, files }: Config): Promise<Finding[]> {
  const { url, dataDir } = database
  const subject = 'database'
  if (!url && !fs.existsSync(path.join(dataDir, 'postgres'))) {
    return [unused(subject, `embedded, not made yet in ${dataDir}: npm start makes it`)]
  }
  return look(subject, async () => {
    const opened = url ? await openServer(url, silent) : await openEmbedded(dataDir, silent)
    try {
      const missing = await missingMigrations(opened.pool, migrationsFolder)
      if (missing.length > 0) {
        return [fault(subject, `lacks the migrations ${missing.join(', ')}: npm start applies them`)]
      }
      const engine = url ? 'PostgreSQL' : `embedded in ${dataDir}`
      return [
        ok(subject, `${engine}, every migration applied`),
        ...(await look('key', () => examineKey(opened, encryptionKey, dataDir))),
        ...(await look('outbox', () => examineOutbox(opened))),
        ...(await look('calendars', () =>
          examineCalendars(createCalendars(opened.pool, vendorZone), dayIn(new Date(), vendorZone)),
        )),
        ...(await look('downloads', () => examineNamedFiles(opened.pool, files.place))),
        ...(url ? await look('clock', () => databaseClock(opened)) : []),
      ]
    } finally {
      await opened.close()
    }
  })
}

async function examineKey({ pool }: Opened, given: string | undefined, dataDir: string): Promise<Finding[]> {
  const file = masterKeyFile(dataDir)
  if (!given && !fs.existsSync(file)) {
    return [
      fault(
        'key',
        `${file} is missing: restore it, or set TOKEN_ENCRYPTION_KEY to the key with which the data was written`,
      ),
    ]
  }
  const key = given ?? fs.readFileSync(file, 'utf8').trim()
  const fits = await keyFits(pool, createSecrets(key))
  if (fits === undefined) return [unused('key', 'nothing was written with a key yet')]
  if (fits) return [ok('key', 'the data was written with this key')]
  const where = given ? 'TOKEN_ENCRYPTION_KEY' : file
  return [fault('key', `${where} is not the key with which the data was written: restore the former one`)]
}

/** Messages that wait longer say that delivery is stuck: what /readyz judges by. */
const lateSeconds = 15 * 60
const weekMs = 7 * 24 * 3_600_000

async function examineOutbox({ pool }: Opened): Promise<Finding[]> {
  const outbox = createOutbox(pool)
  const stats = await outbox.stats()
  const { rows } = await pool.query<{ recent: Date }>(
    "SELECT max(settled_at) AS recent FROM outbox_messages WHERE status = 'dead'::text",
  )
  const recent = rows[0]?.recent
  const deadlyRecent = recent !== null && recent !== undefined && Date.now() - recent.getTime() < weekMs
  return outboxFindings(stats, deadlyRecent)
}

export function outboxFindings(stats: OutboxStats, deadlyRecent: boolean): Finding[] {
  const { pending, sending, unknown, dead, oldestSeconds, paused } = stats
  const findings: Finding[] = []
  if (paused.length > 0) {
    findings.push(
      fault(
        'outbox',
        `messages to ${paused.join(', ')} wait because the token was refused: install the app there again`,
      ),
    )
  }
  if (oldestSeconds > lateSeconds) {
    const minutes = Math.round(oldestSeconds / 60)
    findings.push(
      fault(
        'outbox',
        `the oldest message waits for ${minutes} minutes: is a process with WORKER=true running? Its log says why it fails`,
      ),
    )
  }
  if (dead > 0 && deadlyRecent) {
    findings.push(
      fault(
        'outbox',
        `${dead} given up, the latest within a week: the reasons stand in outbox_messages where status = 'dead'`,
      ),
    )
  }
  if (findings.length > 0) return findings
  const older = dead > 0 ? `, ${dead} given up more than a week ago` : ''
  return [ok('outbox', `${pending + sending + unknown} waiting${older}`)]
}

async function databaseClock({ pool }: Opened): Promise<Finding[]> {
  const before = Date.now()
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  return [clockFinding('PostgreSQL’s', rows[0]!.now.getTime(), before, Date.now())]
}

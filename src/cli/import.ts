/** `npm run import -- PATH [--dry-run] [--invite]` */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ConfigurationError, environment, readConfig } from '../config.ts'
import { type IssuedInvitation, inviteUnclaimed } from '../domain/invitation.ts'
import { invitationLetter } from '../features/invitation/letter.ts'
import { making } from '../import/making.ts'
import { type ImportProgress, runImport } from '../import/run-import.ts'
import { DataFolderError } from '../store/data-folder.ts'
import { openDatabase } from '../store/database.ts'
import { FolderInUseError } from '../store/folder-lock.ts'
import { createInvitationStore } from '../store/invitations.ts'
import { checkKey, OtherKeyError } from '../store/key-check.ts'
import { masterKey, masterKeyFile } from '../store/master-key.ts'
import { createOutbox } from '../store/outbox.ts'
import { createSecrets } from '../store/secrets.ts'
import { DatabaseUnreachableError } from '../store/server.ts'
import { createVendorDataStore } from '../store/vendor-data.ts'
import { invitationWords, outcomeWords, usage } from './import-words.ts'

interface Order {
  path: string
  dryRun: boolean
  invite: boolean
}

function readOrder(args: string[]): Order | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean' }, invite: { type: 'boolean' } },
    })
    const [path, ...others] = positionals
    if (path === undefined || others.length > 0) return undefined
    return { path, dryRun: values['dry-run'] ?? false, invite: values.invite ?? false }
  } catch {
    return undefined
  }
}

/** Resolves to the exit code: 0 when everything was imported, 1 when nothing was. */
async function main(args: string[]): Promise<number> {
  const order = readOrder(args)
  if (!order) {
    console.error(usage)
    return 1
  }
  const config = readConfig(environment())
  const secrets = createSecrets(masterKey(config.encryptionKey, config.database.dataDir))
  const database = await openDatabase({ url: config.database.url, dataDir: config.database.dataDir })
  try {
    await checkKey(database.pool, secrets, config.encryptionKey ? undefined : masterKeyFile(config.database.dataDir))
    const now = new Date()
    const outcome = await runImport({
      path: order.path,
      dryRun: order.dryRun,
      at: now,
      making: making(config.vendorZone, secrets),
      store: createVendorDataStore(database.pool),
      onProgress: progressOn(process.stderr),
    })
    console.log(outcomeWords(outcome))
    if (outcome.status === 'refused') return 1
    if (order.invite && !order.dryRun) {
      const outbox = createOutbox(database.pool)
      const letters = config.mail && {
        outbox,
        write: (issued: IssuedInvitation) => invitationLetter(issued, config.language),
      }
      const codeHash = (code: string) => secrets.hash('one-time-code', code)
      const parts = { now, randomBelow: (limit: number) => randomInt(limit), codeHash }
      console.log(invitationWords(await inviteUnclaimed(createInvitationStore(database.pool, letters), parts)))
    }
    return 0
  } finally {
    await database.close()
  }
}

/** Silent for a small import; for a long one a line now and then. */
function progressOn(out: NodeJS.WriteStream): (progress: ImportProgress) => void {
  const everyMs = 2000
  let last = performance.now()
  return (progress) => {
    if (performance.now() - last < everyMs) return
    last = performance.now()
    if (progress.step === 'read') out.write(`  ${progress.file}: ${progress.rows} rows read\n`)
    else out.write(`  ${progress.table}: ${progress.done} of ${progress.total} written\n`)
  }
}

/** What an operator can mend is told without a stack. */
const isExpected = (error: unknown): error is Error =>
  [ConfigurationError, DataFolderError, FolderInUseError, DatabaseUnreachableError, OtherKeyError].some(
    (kind) => error instanceof kind,
  )

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(isExpected(error) ? error.message : error)
  return 1
})

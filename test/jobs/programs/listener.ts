/** Handles what is written in threads, telling a file when each item begins and ends; is killed at any point and started again. */
import fs from 'node:fs'
import { createAttempt } from '../../../src/bot/attempt.ts'
import { createTurns } from '../../../src/bot/turns.ts'
import { startInboxWorker } from '../../../src/jobs/inbox-worker.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { createInbox } from '../../../src/store/inbox.ts'
import { createOutbox } from '../../../src/store/outbox.ts'
import { memoryLog, message } from '../messages.ts'

const [at, file, total] = process.argv.slice(2) as [string, string, string]
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
const tell = (what: string, key: string) => fs.appendFileSync(file, `${what} ${key}\n`)

const database = await openDatabase(JSON.parse(at))
const inbox = createInbox(database.pool, createOutbox(database.pool))
if (database.engine === 'embedded') await inbox.takeOver()

const options = {
  inbox,
  maxDeaths: 1000,
  apologize: async () => [],
  async handle({ key, place }: { key: string; place: { conversation: string } }) {
    tell('begin', key)
    await wait(Math.random() * 10)
    tell('end', key)
    // Now and then it fails: what comes after must wait for it all the same.
    if (Math.random() < 0.1) throw new Error('for now')
    return [message(key, place.conversation)]
  },
  maxAttempts: 1000,
  againInMs: () => 5,
}
const fault = (error: unknown) => console.log(`fault ${(error as Error).message}`)
const attempt = createAttempt({ ...options, onFault: () => {}, onGivenUp: () => {} })
const turns = createTurns({ inbox, attempt, onFault: fault, leaseMs: 300 })
const worker = startInboxWorker({ ...options, runLane: turns.run, log: memoryLog(), pollMs: 20 })
console.log('started')
for (;;) {
  const { rows } = await database.pool.query("SELECT count(*)::int AS n FROM inbox WHERE status = 'handled'")
  if (rows[0]?.n === Number(total)) break
  await wait(20)
}
console.log('done')
await worker.stop()
await database.close()

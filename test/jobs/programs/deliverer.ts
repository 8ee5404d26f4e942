/** Delivers the outbox into a file, each line one executed message; is killed at any point and started again. */
import fs from 'node:fs'
import type { Delivery, Platform } from '../../../src/bot/platform.ts'
import { startOutboxWorker } from '../../../src/jobs/outbox-worker.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { createOutbox } from '../../../src/store/outbox.ts'
import { localize, memoryLog } from '../messages.ts'

const [at, file] = process.argv.slice(2) as [string, string]
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
const line = ({ id, content }: Delivery) => `${id} ${content.kind === 'view' ? content.view.title : ''}\n`
const executed = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')

const platform: Platform = {
  name: 'slack',
  gapMs: 1,
  lateExecutionMs: 40,
  async deliver(message) {
    await wait(Math.random() * 8)
    fs.appendFileSync(file, line(message))
    await wait(Math.random() * 8)
    // One in ten answers is lost although the message was posted.
    if (Math.random() < 0.1) throw new Error('socket hang up')
    return { reference: message.id }
  },
  async find(message) {
    return executed().includes(line(message)) ? { reference: message.id } : undefined
  },
}

const database = await openDatabase(JSON.parse(at))
const outbox = createOutbox(database.pool)
if (database.engine === 'embedded') await outbox.takeOver()
const worker = startOutboxWorker({
  outbox,
  platforms: [platform],
  localize,
  log: memoryLog(),
  leaseMs: 150,
  maxFailures: 1000,
})
console.log('started')
await worker.drained()
console.log('drained')
await worker.stop()
await database.close()

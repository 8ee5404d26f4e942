/**
 * Delivers messages and changes of them into a file, one line for each call; with `hangs`, the platform has done what it
 * was asked to change and never answers.
 */
import fs from 'node:fs'
import type { Platform } from '../../../src/bot/platform.ts'
import { startOutboxWorker } from '../../../src/jobs/outbox-worker.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { createOutbox } from '../../../src/store/outbox.ts'
import { localize, memoryLog } from '../messages.ts'

const [at, file, how] = process.argv.slice(2) as [string, string, string | undefined]

const platform: Platform = {
  name: 'slack',
  gapMs: 0,
  lateExecutionMs: 40,
  async deliver({ content, target }) {
    const text = content.kind === 'view' ? content.view.title : content.kind
    fs.appendFileSync(file, target ? `${target.reference} becomes ${text}\n` : `posted ${text}\n`)
    if (target && how === 'hangs') {
      console.log('called')
      await new Promise(() => {})
    }
    return { reference: target?.reference ?? text }
  },
  async find() {
    fs.appendFileSync(file, 'looked\n')
    return 'unknowable'
  },
}

const database = await openDatabase(JSON.parse(at))
const outbox = createOutbox(database.pool)
if (database.engine === 'embedded') await outbox.takeOver()
const worker = startOutboxWorker({ outbox, platforms: [platform], localize, log: memoryLog(), leaseMs: 2000 })
await worker.drained()
console.log('drained')
await worker.stop()
await database.close()

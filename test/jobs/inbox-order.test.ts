import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Inbound } from '../../src/bot/inbound.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createInbox } from '../../src/store/inbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { onEachDatabase } from '../support/database.ts'
import { startProcess } from '../support/own-process.ts'

const threads = ['A', 'B', 'C', 'D']
const each = 20

const wrote = (thread: string, n: number): Inbound => ({
  key: `${thread}:${n}`,
  who: { platform: 'slack', workspace: 'T1', user: 'U1' },
  place: { workspace: 'T1', conversation: thread, thread: '1.1', kind: 'channel', private: false },
  request: { kind: 'wrote', written: { id: `${n}`, prose: [], files: [] } },
})

onEachDatabase('kill -9 while people write', ({ name, place }) => {
  test('what was written in a thread is handled in its order, one at a time, and answered once', {
    timeout: 240_000,
  }, async () => {
    const { at, remove } = await place()
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-words-'))
    const file = path.join(folder, 'words')
    const db = await openDatabase(at)
    const inbox = createInbox(db.pool, createOutbox(db.pool))
    for (let n = 0; n < each; n++)
      await Promise.all(threads.map((thread) => inbox.record(`${thread}:${n}`, wrote(thread, n))))
    await db.close()

    // A server is shared by two processes at once; the embedded engine has one after the other.
    const atOnce = name === 'postgresql' ? 2 : 1
    const start = () =>
      startProcess('test/jobs/programs/listener.ts', [JSON.stringify(at), file, `${threads.length * each}`])
    let running = await Promise.all(Array.from({ length: atOnce }, start))
    for (let kills = 0; kills < 2; kills++) {
      await Promise.all(running.map((one) => one.line('started')))
      await new Promise((later) => setTimeout(later, Math.random() * 150))
      const [victim, ...others] = running
      victim!.process.kill('SIGKILL')
      await victim!.ended
      running = [...others, await start()]
    }
    await Promise.all(running.map((one) => one.line('done')))
    expect(await Promise.all(running.map(({ ended }) => ended))).toEqual(running.map(() => 0))

    const told = fs.readFileSync(file, 'utf8').trim().split('\n')
    const after = await openDatabase(at)
    for (const thread of threads) {
      const { rows } = await after.pool.query(
        'SELECT dedupe_key AS key FROM outbox_messages WHERE lane = $1 ORDER BY position',
        [`slack:T1:${thread}`],
      )
      expect(rows.map(({ key }) => key)).toEqual(Array.from({ length: each }, (_, n) => `${thread}/${thread}:${n}`))
      // Between the beginning of one and its end there is nothing of another; a killed one has no end and begins again.
      let open: string | undefined
      let last = -1
      for (const line of told) {
        const [what, key] = line.split(' ') as [string, string]
        if (!key.startsWith(`${thread}:`)) continue
        const n = Number(key.slice(2))
        if (what === 'begin') {
          expect([last, last + 1]).toContain(n)
          if (open !== undefined) expect(key).toBe(open)
          open = key
          last = n
        } else {
          expect(key).toBe(open)
          open = undefined
        }
      }
    }
    await after.close()
    fs.rmSync(folder, { recursive: true })
    await remove()
  })
})

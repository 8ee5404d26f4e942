import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { onEachDatabase } from '../support/database.ts'
import { startProcess } from '../support/own-process.ts'
import { message } from './messages.ts'

const lanes = ['A', 'B', 'C', 'D', 'E']
const each = 40

const later = (ms: number) => new Promise<undefined>((done) => setTimeout(done, ms, undefined))

/** What was not delivered, and how often it was tried. */
async function left(at: { url?: string; dataDir?: string }): Promise<unknown[]> {
  const { pool, close } = await openDatabase(at)
  const { rows } = await pool.query(
    `SELECT dedupe_key, status, attempts, failures, error FROM outbox_messages WHERE status <> 'sent' ORDER BY position`,
  )
  await close()
  return rows
}

onEachDatabase('kill -9 while delivering', ({ place }) => {
  test('every message arrives exactly once and in the order of its conversation', { timeout: 300_000 }, async () => {
    const { at, remove } = await place()
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-posts-'))
    const file = path.join(folder, 'posts')
    const db = await openDatabase(at)
    for (let n = 0; n < each; n++) await createOutbox(db.pool).send(lanes.map((lane) => message(`${lane}:${n}`, lane)))
    await db.close()

    const start = () => startProcess('test/jobs/programs/deliverer.ts', [JSON.stringify(at), file])
    for (let kills = 0; kills < 6; kills++) {
      const deliverer = await start()
      await deliverer.line('started')
      await later(Math.random() * 150)
      deliverer.process.kill('SIGKILL')
      await deliverer.ended
    }
    const last = await start()
    const drained = await Promise.race([last.line('drained'), later(200_000)])
    if (!drained) last.process.kill('SIGKILL')
    const ended = await last.ended
    expect(await left(at), last.lines.join('\n')).toEqual([])
    expect(ended).toBe(0)

    const posts = fs
      .readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1]!)
    for (const lane of lanes) {
      expect(posts.filter((post) => post.startsWith(lane))).toEqual(
        Array.from({ length: each }, (_, n) => `${lane}:${n}`),
      )
    }
    fs.rmSync(folder, { recursive: true })
    await remove()
  })
})

onEachDatabase('kill -9 between a change and its record', ({ place }) => {
  test('the change is made again, and what comes after it in its turn', async () => {
    const { at, remove } = await place()
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-changes-'))
    const file = path.join(folder, 'calls')
    const db = await openDatabase(at)
    await createOutbox(db.pool).send([
      message('card'),
      message('claimed', 'C1', { replaces: 'C1/card' }),
      message('beside'),
      message('taken back', 'C1', { replaces: 'C1/beside', content: { kind: 'removal' } }),
    ])
    await db.close()

    const start = (...how: string[]) =>
      startProcess('test/jobs/programs/changer.ts', [JSON.stringify(at), file, ...how])
    const killed = await start('hangs')
    await killed.line('called')
    killed.process.kill('SIGKILL')
    await killed.ended
    const last = await start()
    await last.line('drained')
    expect(await last.ended).toBe(0)

    const calls = fs.readFileSync(file, 'utf8').trim().split('\n')
    expect(calls.filter((call) => call === 'card becomes claimed').length).toBeGreaterThan(1)
    // Made twice, it has the effect of once; and nothing was looked for.
    expect([...new Set(calls)]).toEqual([
      'posted card',
      'card becomes claimed',
      'posted beside',
      'beside becomes removal',
    ])
    fs.rmSync(folder, { recursive: true })
    await remove()
  })
})

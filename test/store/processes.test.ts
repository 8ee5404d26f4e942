import { expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { FolderInUseError } from '../../src/store/folder-lock.ts'
import { onEachDatabase, testDatabases } from '../support/database.ts'
import { startProcess } from '../support/own-process.ts'

const embedded = testDatabases()[0]!

test('a second process on the same folder is refused with the cure, and takes over once the first is killed', async () => {
  const { at, remove } = await embedded.place()
  const holder = await startProcess('test/store/programs/opener.ts', [JSON.stringify(at)])
  await holder.line('open')

  const second = await startProcess('test/store/programs/opener.ts', [JSON.stringify(at)])
  expect(await second.ended).toBe(1)
  const refusal = await second.line('refused')
  expect(refusal).toContain('FolderInUseError')
  expect(refusal).toContain(at.dataDir)
  expect(refusal).toContain(`process ${holder.process.pid}`)
  expect(refusal).toContain('DATABASE_URL')

  holder.process.kill('SIGKILL')
  await holder.ended
  const third = await startProcess('test/store/programs/opener.ts', [JSON.stringify(at)])
  await third.line('open')
  third.process.kill('SIGKILL')
  await third.ended
  await remove()
})

test('the same process cannot open a folder twice either, and can again after closing it', async () => {
  const { at, remove } = await embedded.place()
  const db = await openDatabase(at)
  await expect(openDatabase(at)).rejects.toThrow(FolderInUseError)
  await db.pool.query('SELECT 1')
  await db.close()
  await (await openDatabase(at)).close()
  await remove()
})

test('of several that start at once on the lock of a killed one, exactly one gets it', async () => {
  const { at, remove } = await embedded.place()
  for (let round = 0; round < 2; round++) {
    const starters = await Promise.all(
      [1, 2, 3, 4].map(() => startProcess('test/store/programs/opener.ts', [JSON.stringify(at)])),
    )
    const results = await Promise.all(starters.map((s) => Promise.race([s.line('open'), s.line('refused')])))
    expect(results.filter((line) => line === 'open')).toHaveLength(1)
    for (const { process } of starters) process.kill('SIGKILL')
    await Promise.all(starters.map(({ ended }) => ended))
  }
  await remove()
})

onEachDatabase('kill -9 while writing', ({ place }) => {
  test('loses no acknowledged row and leaves no half pair', async () => {
    const { at, remove } = await place()
    let acknowledged = -1
    for (let kills = 0; kills < 5; kills++) {
      const writer = await startProcess('test/store/programs/writer.ts', [JSON.stringify(at), String(acknowledged + 2)])
      await writer.line('open')
      await writer.line(`wrote ${acknowledged + 2 + 7 * (kills + 1)}`)
      writer.process.kill('SIGKILL')
      await writer.ended
      const last = writer.lines.findLast((line) => line.startsWith('wrote'))
      const before = acknowledged
      acknowledged = Number(last!.slice('wrote '.length))

      const db = await openDatabase(at)
      // The pair after the last acknowledged one may have been committed too: its number is never used again.
      const { rows } = await db.pool.query(
        `SELECT count(*) FILTER (WHERE n BETWEEN $1 AND $2)::int AS acknowledged, count(*) FILTER (WHERE halves <> 2)::int AS half
         FROM (SELECT n, count(*) AS halves FROM pairs GROUP BY n) AS pair`,
        [before + 2, acknowledged],
      )
      expect(rows).toEqual([{ acknowledged: acknowledged - before - 1, half: 0 }])
      await db.close()
    }
    await remove()
  })
})

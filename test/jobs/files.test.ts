import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import v8 from 'node:v8'
import vm from 'node:vm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RemoteFile } from '../../src/bot/inbound.ts'
import type { DeliveryFault } from '../../src/bot/platform.ts'
import { DeliveryError } from '../../src/bot/platform.ts'
import type { FileKeeper } from '../../src/jobs/files.ts'
import { createFileKeeper } from '../../src/jobs/files.ts'
import type { OutboxWorker } from '../../src/jobs/outbox-worker.ts'
import { startOutboxWorker } from '../../src/jobs/outbox-worker.ts'
import { createFileStore, type FileStore } from '../../src/store/file-store.ts'
import { createOutbox, type Outbox } from '../../src/store/outbox.ts'
import type { TestDatabase } from '../support/database.ts'
import { empty, onEachDatabase } from '../support/database.ts'
import { startProcess } from '../support/own-process.ts'
import { createBooks } from './file-books.ts'
import { localize, memoryLog, message } from './messages.ts'
import type { SimulatedPlatform } from './simulated-platform.ts'
import { simulatePlatform } from './simulated-platform.ts'

const mega = 1024 * 1024

let folder: string
let store: FileStore
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-kept-'))
  store = createFileStore(folder)
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const filesIn = (at: string): string[] =>
  fs.readdirSync(at, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? [each.name] : []))
const read = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString()

onEachDatabase('files on their way', ({ open }) => {
  let db: TestDatabase
  let outbox: Outbox
  let books: ReturnType<typeof createBooks>
  let worker: OutboxWorker | undefined
  /** Where the file is, and where it goes. */
  let teams: SimulatedPlatform
  let slack: SimulatedPlatform
  let fetches: number
  let fetchFaults: (DeliveryFault | Error)[]
  let bytes: () => Readable
  let delivered: string[]

  beforeAll(async () => {
    db = await open()
    await createBooks(db.pool).createTable()
  })
  beforeEach(async () => {
    await empty(db)
    outbox = createOutbox(db.pool)
    books = createBooks(db.pool)
    fetches = 0
    fetchFaults = []
    delivered = []
    bytes = () => Readable.from([Buffer.from('what '), Buffer.from('was shared')])
    teams = {
      ...simulatePlatform({ name: 'teams' }),
      async fetch() {
        fetches++
        const fault = fetchFaults.shift()
        if (fault) throw fault instanceof Error ? fault : new DeliveryError(fault)
        return { stream: bytes() }
      },
    }
    slack = simulatePlatform()
    const { deliver } = slack
    slack.deliver = async (delivery) => {
      if (delivery.open) delivered.push(await read((await delivery.open()).stream))
      return deliver(delivery)
    }
  })
  afterEach(async () => {
    await worker?.stop()
    worker = undefined
  })
  afterAll(() => db.close())

  const source: RemoteFile = { platform: 'teams', workspace: 'tenant', name: 'a.log' }
  const keeper = (limitBytes = mega): FileKeeper =>
    createFileKeeper({ books, store, platforms: [slack, teams], limitBytes })
  const handOn = (id: string, conversation = 'C1') => {
    const { view } = message('your file').content as unknown as { view: never }
    return message(id, conversation, { content: { kind: 'file', file: { id, name: 'a.log' }, view } })
  }
  function work(files = keeper(), maxFailures = 30): OutboxWorker {
    worker = startOutboxWorker({ outbox, platforms: [slack, teams], localize, log: memoryLog(), files, maxFailures })
    return worker
  }

  test('is fetched once, kept, and handed on as often as it is wanted', async () => {
    const id = await books.add({ name: 'a.log', source })
    await outbox.send([handOn(id), handOn(id, 'C2')])
    await work().drained()
    expect(delivered).toEqual(['what was shared', 'what was shared'])
    expect(fetches).toBe(1)
    expect(filesIn(folder)).toHaveLength(1)
    expect(slack.deliveries[0]!.content).toMatchObject({ file: { size: 15 } })
    await outbox.send([handOn(id, 'C3')])
    await worker!.drained()
    expect(fetches).toBe(1)
  })

  test('what cannot be fetched now is fetched later: nothing was sent, and the conversation waits in order', async () => {
    fetchFaults = [
      { kind: 'not-executed', detail: 'refused' },
      { kind: 'rate-limited', retryAfterSeconds: 0.05 },
      new Error('socket hang up'),
      { kind: 'workspace-gone', detail: 'token_revoked' },
    ]
    const id = await books.add({ name: 'a.log', source })
    await outbox.send([handOn(id), message('after')])
    await work(keeper()).drained()
    expect(fetches).toBe(5)
    expect(slack.posted.map(({ text }) => text)).toEqual(['your file', 'after'])
    expect(slack.looks).toEqual([])
    expect((await outbox.stats()).paused).toEqual([])
  })

  test('what is carried nowhere is kept all the same, and what cannot be had now keeps nothing else waiting', async () => {
    fetchFaults = [{ kind: 'not-executed', detail: 'refused' }]
    const [late, note] = [await books.add({ name: 'a.log', source }), await books.add({ name: 'b.log', source })]
    const files = keeper()
    await files.keepWaiting()
    expect((await Promise.all([late, note].map(books.status))).map((each) => each?.status).sort()).toEqual([
      'kept',
      'waiting',
    ])
    await files.keepWaiting()
    await files.keepWaiting()
    expect([await books.status(late), await books.status(note)]).toMatchObject([{ status: 'kept' }, { status: 'kept' }])
    expect(fetches).toBe(3)
    expect(slack.deliveries).toEqual([])
  })

  test('what is gone is given up with the reason, in the outbox and in the book', async () => {
    fetchFaults = [{ kind: 'permanent', detail: 'file_deleted' }]
    const id = await books.add({ name: 'a.log', source })
    await outbox.send([handOn(id), message('after')])
    await work().drained()
    expect(slack.posted.map(({ text }) => text)).toEqual(['after'])
    expect(await outbox.deadLetters()).toMatchObject([{ error: 'file_deleted' }])
    expect(await books.status(id)).toEqual({ status: 'failed', reason: 'file_deleted' })
  })

  test.each(['tells its size', 'hides its size', 'is refused'])(
    'a file that is too large and %s is not handed on',
    async (how) => {
      bytes = () => Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(65_536)))
      const id = await books.add({
        name: 'a.log',
        source: how === 'tells its size' ? { ...source, size: 3 * mega } : source,
        ...(how === 'is refused' ? { refused: 'this kind of file is not passed on' } : {}),
      })
      await outbox.send([handOn(id)])
      await work().drained()
      expect(slack.posted).toEqual([])
      expect((await outbox.deadLetters())[0]!.error).toContain(
        how === 'is refused' ? 'not passed on' : 'larger than 1 MB',
      )
      expect(fetches).toBe(how === 'hides its size' ? 1 : 0)
      expect(fs.existsSync(folder) ? filesIn(folder) : []).toEqual([])
    },
  )

  test('of two processes that fetch it at once, the bytes of one are kept', async () => {
    const id = await books.add({ name: 'a.log', source })
    const kept = await Promise.all([keeper().keep(id), keeper().keep(id)])
    expect(fetches).toBe(2)
    expect(filesIn(folder)).toHaveLength(1)
    for (const file of kept) expect(await read((await file.open()).stream)).toBe('what was shared')
  })

  test('20 MB on their way take no more memory than a few of their pieces', async () => {
    v8.setFlagsFromString('--expose-gc')
    const collect = vm.runInNewContext('gc') as () => void
    const held = () => {
      collect()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      return heapUsed + arrayBuffers
    }
    let most = 0
    let passed = 0
    const before = held()
    const measure = (piece: Buffer) => {
      passed += piece.length
      if (passed % mega < piece.length) most = Math.max(most, held() - before)
    }
    bytes = () =>
      Readable.from(
        (function* () {
          for (let n = 0; n < 320; n++) {
            const piece = Buffer.alloc(65_536, n)
            measure(piece)
            yield piece
          }
        })(),
      )
    slack.deliver = async ({ id, open: opens }) => {
      const { stream, size } = await opens!()
      expect(size).toBe(20 * mega)
      for await (const piece of stream) measure(piece as Buffer)
      return { reference: id }
    }
    const id = await books.add({ name: 'big.bin', source })
    await outbox.send([handOn(id)])
    await work(keeper(25 * mega)).drained()
    expect((await outbox.deliveries([`C1/${id}`])).get(`C1/${id}`)).toMatchObject({ status: 'sent' })
    expect(passed).toBe(40 * mega)
    expect(most).toBeLessThan(6 * mega)
  })
})

test('a file is kept whole, under a key that has nothing of its name, and comes back whole or in part', async () => {
  const stored = await store.put(Readable.from([Buffer.from('0123'), Buffer.from('456789')]), { limitBytes: 10 })
  expect(stored).toMatchObject({
    size: 10,
    sha256: '84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882',
  })
  expect(await read((await store.open(stored.key))!.stream)).toBe('0123456789')
  const part = (await store.open(stored.key, { start: 2, end: 4 }))!
  expect([part.size, await read(part.stream)]).toEqual([10, '234'])
  await store.remove(stored.key)
  await store.remove(stored.key)
  expect(await store.open(stored.key)).toBeUndefined()
})

test('what breaks off or is too large leaves nothing', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half of')
      throw new Error('socket hang up')
    })(),
  )
  await expect(store.put(broken, { limitBytes: 100 })).rejects.toThrow('socket hang up')
  await expect(store.put(Readable.from([Buffer.alloc(11)]), { limitBytes: 10 })).rejects.toThrow('larger than')
  const silent = new Readable({ read() {} })
  await expect(store.put(silent, { limitBytes: 10, signal: AbortSignal.timeout(20) })).rejects.toThrow()
  expect(silent.destroyed).toBe(true)
  expect(filesIn(folder)).toEqual([])
})

test.each([
  '../../etc/passwd',
  '',
  'a',
  '%2e%2e',
  `${randomUUID()}/../x`,
  `${randomUUID()}.part`,
  `..${path.sep}x`,
  '\0',
])('the key %j is none', async (key) => {
  await expect(store.open(key)).rejects.toThrow('no key')
  expect(() => store.remove(key)).toThrow('no key')
})

test('no link leads out of the folder', async () => {
  const { key } = await store.put(Readable.from([Buffer.from('ours')]), { limitBytes: 10 })
  const at = path.join(folder, key.slice(0, 2), key)
  const outside = path.join(folder, 'outside')
  fs.writeFileSync(outside, 'theirs')
  fs.rmSync(at)
  fs.symlinkSync(outside, at)
  expect(await store.open(key)).toBeUndefined()
})

test('a killed process leaves no half file under a key, and what it began is removed later', async () => {
  const writer = await startProcess('test/jobs/programs/file-writer.ts', [folder])
  await writer.line('half')
  writer.process.kill('SIGKILL')
  await writer.ended
  const left = filesIn(folder)
  expect(left).toHaveLength(1)
  expect(left[0]).toMatch(/\.part$/)
  expect(await store.open(left[0]!.slice(0, -'.part'.length))).toBeUndefined()
  await store.removeUnfinished(new Date(Date.now() - 3600_000))
  expect(filesIn(folder)).toHaveLength(1)
  const { key } = await store.put(Readable.from([Buffer.from('whole')]), { limitBytes: 10 })
  await store.removeUnfinished(new Date(Date.now() + 1000))
  expect(filesIn(folder)).toEqual([key])
})

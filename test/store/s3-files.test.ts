import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileTooLargeError } from '../../src/store/file-store.ts'
import { openFileStores } from '../../src/store/file-stores.ts'
import { onEachDatabase, type TestDatabase } from '../support/database.ts'
import { type S3Server, startS3 } from '../support/s3-server.ts'
import { type DownloadHouse, openDownloads } from '../web/download-house.ts'

const megabyte = 1024 * 1024
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const large = Buffer.concat(Array.from({ length: 12 }, (_, n) => Buffer.alloc(megabyte, n + 1)))
const inPieces = (bytes: Buffer) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / megabyte) }, (_, n) =>
      bytes.subarray(n * megabyte, (n + 1) * megabyte),
    ),
  )

let s3: S3Server
let bucket: S3Client
beforeAll(async () => {
  s3 = await startS3()
  const { region, endpoint, accessKeyId, secretAccessKey } = s3.place
  bucket = new S3Client({
    region,
    endpoint: endpoint!,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  })
})
afterAll(async () => {
  bucket.destroy()
  await s3.close()
})

const vendorPuts = (location: string, bytes: Uint8Array | string) =>
  bucket.send(new PutObjectCommand({ Bucket: s3.place.bucket, Key: s3.place.prefix + location, Body: bytes }))

describe('a bucket keeps files', () => {
  const open = () => openFileStores(s3.place)

  test.each([
    ['small', Buffer.from('a paper')],
    ['large, sent in parts', large],
    ['empty', Buffer.alloc(0)],
  ])('%s ones, whole or a part, until they are removed', async (_, bytes) => {
    const { kept, close } = await open()
    const stored = await kept.put(inPieces(bytes), { limitBytes: bytes.length })
    expect(stored).toMatchObject({ size: bytes.length, sha256: sha256(bytes) })
    expect(await kept.sizeOf(stored.key)).toBe(bytes.length)
    const opened = await kept.open(stored.key)
    expect(opened!.size).toBe(bytes.length)
    expect(sha256(await buffer(opened!.stream))).toBe(stored.sha256)
    if (bytes.length > 0) {
      const part = await kept.open(stored.key, { start: 2, end: 4 })
      expect(part!.size).toBe(bytes.length)
      expect(await buffer(part!.stream)).toEqual(bytes.subarray(2, 5))
    }
    await kept.remove(stored.key)
    await kept.remove(stored.key)
    expect([await kept.open(stored.key), await kept.sizeOf(stored.key)]).toEqual([undefined, undefined])
    close()
  })

  test.each([
    ['too large', () => (kept) => kept.put(inPieces(large), { limitBytes: large.length - 1 }), FileTooLargeError],
    [
      'broken off by its sender',
      () => (kept) => {
        const stream = inPieces(large)
        let pieces = 0
        stream.on('data', () => {
          if (++pieces === 8) stream.destroy(new Error('the sender is gone'))
        })
        return kept.put(stream, { limitBytes: large.length })
      },
      /the sender is gone/,
    ],
    [
      'given up',
      () => (kept) =>
        kept.put(inPieces(large), { limitBytes: large.length, signal: AbortSignal.abort(new Error('too slow')) }),
      /too slow/,
    ],
  ] as [
    string,
    () => (kept: Awaited<ReturnType<typeof open>>['kept']) => Promise<unknown>,
    RegExp | typeof FileTooLargeError,
  ][])('and none that is %s', async (_, make, error) => {
    const { kept, close } = await open()
    await expect(make()(kept)).rejects.toThrow(error as RegExp)
    expect(s3.unfinished()).toEqual([])
    close()
  })

  test('and forgets uploads that a killed process began, but none of the vendor’s', async () => {
    const { kept, close } = await open()
    const key = '7d0c6a1e-0000-4000-8000-000000000001'
    const ours = `${s3.place.prefix}7d/${key}`
    const theirs = `${s3.place.prefix}omflow/fix.zip`
    for (const Key of [ours, theirs])
      await bucket.send(new CreateMultipartUploadCommand({ Bucket: s3.place.bucket, Key }))
    await kept.removeUnfinished(new Date('2026-11-24T00:00:00Z'))
    expect(s3.unfinished().sort()).toEqual([ours, theirs].sort())
    await kept.removeUnfinished(new Date('2026-11-24T00:00:01Z'))
    expect(s3.unfinished()).toEqual([theirs])
    close()
  })

  test('under keys of ours alone', async () => {
    const { kept, close } = await open()
    await expect(kept.open('../omflow/fix.zip')).rejects.toThrow('no key')
    await expect(kept.sizeOf('omflow/fix.zip')).rejects.toThrow('no key')
    close()
  })
})

onEachDatabase('a download from a bucket', (engine) => {
  let db: TestDatabase
  let house: DownloadHouse
  beforeAll(async () => {
    db = await engine.open()
  })
  beforeEach(async () => {
    await vendorPuts('omflow/fix.zip', large)
    house = await openDownloads(db, { place: s3.place })
  })
  afterEach(() => house.close())
  afterAll(() => db.close())

  test('of the vendor’s is sent by the bucket itself, under its name, for ten minutes, and can be resumed', async () => {
    const handOut = await house.give('omflow/fix.zip', { fileName: '修補.zip', type: 'application/zip' })
    const answer = await fetch(house.link(handOut), { redirect: 'manual' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const address = new URL(answer.headers.get('location')!)
    expect(address.origin).toBe(s3.place.endpoint)
    expect(address.searchParams.get('X-Amz-Expires')).toBe('600')
    expect(address.searchParams.get('response-content-disposition')).toContain(encodeURIComponent('修補.zip'))
    expect(address.searchParams.get('response-content-type')).toBe('application/zip')
    const first = await fetch(house.link(handOut), { headers: { range: 'bytes=0-999' } })
    expect([first.status, first.headers.get('content-range')]).toEqual([206, `bytes 0-999/${large.length}`])
    const rest = await fetch(house.link(handOut), { headers: { range: 'bytes=1000-' } })
    const both = Buffer.concat([Buffer.from(await first.arrayBuffer()), Buffer.from(await rest.arrayBuffer())])
    expect(sha256(both)).toBe(sha256(large))
    expect((await house.fetches()).map(({ outcome }) => outcome)).toEqual(Array(3).fill('redirected'))
  })

  test('lives no longer than its link, and tells its size without being asked for', async () => {
    const handOut = await house.give('omflow/fix.zip')
    house.clock.now = new Date(handOut.until.getTime() - 90_500)
    const answer = await fetch(house.link(handOut), { redirect: 'manual' })
    expect(new URL(answer.headers.get('location')!).searchParams.get('X-Amz-Expires')).toBe('90')
    const head = await fetch(house.link(handOut), { method: 'HEAD', redirect: 'manual' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, `${large.length}`])
  })

  test('is refused once the vendor put something else there, and where nothing is', async () => {
    const handOut = await house.give('omflow/fix.zip')
    await vendorPuts('omflow/fix.zip', Buffer.alloc(large.length, 9))
    expect((await fetch(house.link(handOut), { redirect: 'manual' })).status).toBe(404)
    const missing = await house.give('omflow/none.zip')
    expect((await fetch(house.link(missing), { redirect: 'manual' })).status).toBe(404)
    expect((await house.fetches()).map(({ reason }) => reason)).toEqual(['not as it was handed out', 'missing'])
    for (const location of ['../x', '/x', '7d/7d0c6a1e-0000-4000-8000-000000000001', 'x.part', 'omflow'])
      expect(await house.filing.shelf.find(location)).toBeUndefined()
  })

  test('of what was made for somebody goes through the bot', async () => {
    const { source, sizeBytes, sha256: digest } = await house.filing.shelf.keep(large)
    const handOut = await house.give('paper.pdf', { source, sizeBytes, sha256: digest })
    const response = await fetch(house.link(handOut), { redirect: 'manual', headers: { range: 'bytes=5-' } })
    expect(response.status).toBe(206)
    expect(Buffer.from(await response.arrayBuffer()).equals(large.subarray(5))).toBe(true)
    await vi.waitFor(async () =>
      expect(await house.fetches()).toMatchObject([{ outcome: 'complete', first: 5, sent: large.length - 5 }]),
    )
  })
})

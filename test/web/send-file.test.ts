import { request } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createSender, openedStream, type SenderOptions, type SentFile, type Source } from '../../src/web/send-file.ts'
import { startWebServer } from '../../src/web/server.ts'

const size = 64 * 1024 * 1024
const file: SentFile = { name: 'f', size, etag: '"e"' }

/** A server that sends one file, whose end is told. */
async function sending(source: Pick<Source, 'open'>, options: SenderOptions = {}) {
  let tell: (end: { bytes: number; isWhole: boolean }) => void
  const ended = new Promise<{ bytes: number; isWhole: boolean }>((done) => {
    tell = done
  })
  const faults: unknown[] = []
  const server = await startWebServer({
    ...{ host: '127.0.0.1', port: 0, raw: {} },
    mount(app) {
      const sender = createSender(app, options)
      app.get('/', async (asked, reply) => {
        const begin = async () => ({
          sent() {},
          ended: async (bytes: number, isWhole: boolean) => tell({ bytes, isWhole }),
        })
        await sender.send(asked, reply, file, { ...source, begin }).catch((fault) => faults.push(fault))
        return reply
      })
    },
  })
  return { server, ended, faults }
}

const many = function* (count: number) {
  for (let n = 0; n < count; n++) yield Buffer.alloc(1024 * 1024)
}

test('a client that takes nothing is cut off, and its file is closed', async () => {
  const stream = Readable.from(many(64))
  const { server, ended } = await sending({ open: async () => openedStream({ stream, size }) }, { stallMs: 100 })
  const client = request(server.address, (response) => void response.pause()).on('error', () => {})
  client.end()
  expect(await ended).toMatchObject({ isWhole: false })
  expect(stream.destroyed).toBe(true)
  client.destroy()
  await server.close()
})

test('a source that falls silent is let go when the client leaves', async () => {
  const stream = new PassThrough()
  stream.write(Buffer.alloc(10))
  const { server, ended } = await sending({ open: async () => openedStream({ stream, size }) })
  const client = request(server.address, (response) => response.once('data', () => client.destroy())).on(
    'error',
    () => {},
  )
  client.end()
  expect(await ended).toEqual({ bytes: 10, isWhole: false })
  expect(stream.destroyed).toBe(true)
  await server.close()
})

test.each([
  ['ends early', () => Readable.from(many(1))],
  [
    'breaks',
    () =>
      Readable.from(
        (function* () {
          yield Buffer.alloc(1024 * 1024)
          throw new Error('the disk is gone')
        })(),
      ),
  ],
])('a source that %s breaks the connection: nobody takes the part for the whole', async (_, stream) => {
  const { server, ended } = await sending({ open: async () => openedStream({ stream: stream(), size }) })
  await expect(fetch(server.address).then((response) => response.arrayBuffer())).rejects.toThrow()
  expect(await ended).toEqual({ bytes: 1024 * 1024, isWhole: false })
  await server.close()
})

test('the connection serves the next request', async () => {
  const small = Readable.from([Buffer.alloc(size / 2), Buffer.alloc(size / 2)])
  const { server, ended, faults } = await sending({ open: async () => openedStream({ stream: small, size }) })
  const response = await fetch(server.address)
  expect((await response.arrayBuffer()).byteLength).toBe(size)
  expect(await ended).toEqual({ bytes: size, isWhole: true })
  expect((await fetch(`${server.address}/healthz`)).status).toBe(404)
  expect(faults).toEqual([])
  await server.close()
})

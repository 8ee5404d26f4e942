import fs from 'node:fs'
import { request } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileStore, type FileStore } from '../../src/store/file-store.ts'
import { fileRoutes, type ShownFile } from '../../src/web/files.ts'
import { pictureRoutes } from '../../src/web/pictures.ts'
import { createSender } from '../../src/web/send-file.ts'
import { startWebServer, type WebServer } from '../../src/web/server.ts'
import { createSignedLinks, type SignedLinks } from '../../src/web/signed-links.ts'
import { memoryLog } from '../jobs/messages.ts'

const secret = 'a secret of the tests, long enough to be one'
const words = 'what the log says, 保守\n'.repeat(50)
const id = '7d0c6a1e-0000-4000-8000-000000000001'

let server: WebServer
let folder: string
let store: FileStore
let file: ShownFile
let links: SignedLinks
let log: ReturnType<typeof memoryLog>
let now: Date
let mayRead: (reader: string) => boolean

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-files-'))
  store = createFileStore(folder)
  now = new Date('2026-11-24T09:00:00Z')
  mayRead = (reader) => reader === 'slack:T1:U1'
  log = memoryLog()
  const stored = await store.put(Readable.from([Buffer.from(words)]), { limitBytes: 1_000_000 })
  file = { ...stored, name: 'journal "été" 保守\u202e../\\\r\n.log', type: 'text/plain' }
  links = createSignedLinks({ secrets: [secret], base: () => server.address, now: () => now })
  server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    raw: {},
    mount(app) {
      fileRoutes(app, {
        links,
        sender: createSender(app),
        find: async (asked, reader) => (asked === id && mayRead(reader) ? file : undefined),
        open: store.open,
        log,
      })
      pictureRoutes(app, {
        links,
        draw: async (subject) => (subject === 'case:7' ? Buffer.from('png of case 7') : undefined),
        log,
      })
    },
  })
})
afterEach(async () => {
  await server.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

const link = () => links.file(id, 'slack:T1:U1')!
const get = (url: string, headers: Record<string, string> = {}, method = 'GET') => fetch(url, { method, headers })

test('a link brings the whole file, to be saved and not shown, kept by nobody between', async () => {
  const response = await get(link())
  expect(response.status).toBe(200)
  expect(await response.text()).toBe(words)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-length': `${Buffer.byteLength(words)}`,
    'content-type': 'text/plain',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
  })
})

test('the name is told as RFC 6266 has it, without what could mislead', async () => {
  const told = (await get(link(), {}, 'HEAD')).headers.get('content-disposition')
  expect(told).toContain(`; filename*=UTF-8''${encodeURIComponent('journal "été" 保守_..____.log')}`)
  expect(told).toMatch(/^attachment; filename="journal [\x20-\x7e]+[.]log"; filename/)
  expect(/filename="([^"]*)"/.exec(told!)![1]).not.toMatch(/[\\/%]/)
})

test('asked for its head alone, nothing of the file is sent', async () => {
  const response = await get(link(), { range: 'bytes=0-3' }, 'HEAD')
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
    200,
    `${Buffer.byteLength(words)}`,
    '',
  ])
})

const size = Buffer.byteLength(words)
test.each([
  ['bytes=0-4', 206, [0, 5]],
  ['bytes=5-', 206, [5, size]],
  ['bytes=-7', 206, [size - 7, size]],
  [`bytes=3-${size + 100}`, 206, [3, size]],
  [`bytes=${size}-`, 416, [0, 0]],
  ['bytes=-0', 416, [0, 0]],
  ['bytes=9-3', 200, [0, size]],
  ['bytes=0-1,4-5', 200, [0, size]],
  ['lines=1-2', 200, [0, size]],
] as const)('%s gets %i', async (range, status, [start, end]) => {
  const response = await get(link(), { range })
  expect(response.status).toBe(status)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(words).subarray(start, end))
  if (status === 206) expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${size}`)
  if (status === 416) expect(response.headers.get('content-range')).toBe(`bytes */${size}`)
})

test('a download goes on only with the very same file', async () => {
  const range = 'bytes=5-9'
  expect((await get(link(), { range, 'if-range': `"${file.sha256}"` })).status).toBe(206)
  expect((await get(link(), { range, 'if-range': '"another"' })).status).toBe(200)
  expect((await get(link(), { range, 'if-range': 'Tue, 24 Nov 2026 09:00:00 GMT' })).status).toBe(200)
})

test('what is expired, altered, of another secret, purpose or reader looks like what never was', async () => {
  const good = link()
  const token = good.slice(good.lastIndexOf('/') + 1)
  const [kid, content, mac] = token.split('.') as [string, string, string]
  const otherContent = Buffer.from(JSON.stringify([id, 'slack:T1:U1', 9_999_999_999])).toString('base64url')
  const others = createSignedLinks({
    secrets: ['another secret, which is long enough too'],
    base: () => server.address,
  })
  const picture = links.picture('case:7')!
  const bad = [
    `${server.address}/files/${kid}.${otherContent}.${mac}`,
    `${server.address}/files/${kid}.${content}.${mac.slice(0, -1)}${mac.endsWith('A') ? 'B' : 'A'}`,
    `${server.address}/files/00000000.${content}.${mac}`,
    `${server.address}/files/${token}.more`,
    `${server.address}/files/..%2f..%2fetc%2fpasswd`,
    others.file(id, 'slack:T1:U1')!,
    picture.replace('/pictures/', '/files/').replace('.png', ''),
    links.file('7d0c6a1e-0000-4000-8000-000000000002', 'slack:T1:U1')!,
    links.file(id, 'slack:T1:U2')!,
  ]
  const never = await get(`${server.address}/nothing/here`)
  for (const url of bad) {
    const response = await get(url)
    expect([url, response.status]).toEqual([url, never.status])
    expect(Object.keys(await response.json()).sort()).toEqual(['error', 'message', 'statusCode'])
    expect(response.headers.get('etag')).toBeNull()
  }
  now = new Date(now.getTime() + 3600_000 - 1)
  expect((await get(good)).status).toBe(200)
  now = new Date(now.getTime() + 2000)
  expect((await get(good)).status).toBe(404)
  expect(log.lines.map(({ fields }) => fields.reason)).toContain('expired')
  expect(JSON.stringify(log.lines)).not.toContain(mac)
  expect(JSON.stringify(log.lines)).not.toContain(content)
})

test('whether the reader may read is asked each time', async () => {
  const good = link()
  expect((await get(good)).status).toBe(200)
  mayRead = () => false
  expect((await get(good)).status).toBe(404)
})

test('a file that is no longer as it was kept is not sent', async () => {
  const at = path.join(folder, file.key.slice(0, 2), file.key)
  fs.appendFileSync(at, 'more')
  expect((await get(link())).status).toBe(404)
  fs.rmSync(at)
  expect((await get(link())).status).toBe(404)
})

test('after a change of the secret the links of the former one still open, and new ones are of the new', async () => {
  const former = createSignedLinks({ secrets: [secret], base: () => 'https://bot.example/', now: () => now })
  const both = createSignedLinks({
    secrets: ['the new secret, long enough to be one', secret],
    base: () => 'https://bot.example',
    now: () => now,
  })
  const tokenOf = (url: string | undefined) => url!.slice('https://bot.example/files/'.length)
  expect(both.openFile(tokenOf(former.file(id, 'r')))).toEqual({ id, reader: 'r' })
  expect(former.openFile(tokenOf(both.file(id, 'r')))).toBe('altered')
})

test('without an address there are no links', () => {
  const nowhere = createSignedLinks({ secrets: [secret], base: () => undefined })
  expect([nowhere.file(id, 'r'), nowhere.picture('case:7')]).toEqual([undefined, undefined])
})

test('a picture is drawn for its link, and may be kept for a minute', async () => {
  const response = await get(links.picture('case:7')!)
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    200,
    'image/png',
    'public, max-age=60',
  ])
  expect(await response.text()).toBe('png of case 7')
  const refused = [
    links.picture('case:8')!,
    link().replace('/files/', '/pictures/'),
    `${link().replace('/files/', '/pictures/')}.png`,
  ]
  for (const url of refused) expect((await get(url)).status).toBe(404)
})

test('a download that is broken off leaves no file open', async () => {
  const big = await store.put(Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(65_536))), {
    limitBytes: 2 ** 30,
  })
  file = { ...file, ...big }
  const openFiles = () =>
    fs.readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder)
      } catch {
        return false
      }
    })
  await new Promise<void>((done, failed) => {
    request(link(), (response) => {
      response.once('data', () => {
        response.destroy()
        done()
      })
      response.on('error', () => {})
    })
      .on('error', failed)
      .end()
  })
  if (process.platform === 'linux') await expect.poll(openFiles).toEqual([])
})

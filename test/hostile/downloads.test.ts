/** Thousands of links, headers and locations that nobody handed out: each gets the same 404, and nothing outside is opened. */
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isVendorLocation } from '../../src/store/vendor-location.ts'
import { createSignedLinks } from '../../src/web/signed-links.ts'
import { onEachDatabase, type TestDatabase } from '../support/database.ts'
import { type DownloadHouse, openDownloads, secret } from '../web/download-house.ts'

const words = 'CANARY of the vendor’s file'
const outside = 'CANARY from outside the store'

onEachDatabase('nobody gets', ({ open }) => {
  let db: TestDatabase
  let house: DownloadHouse
  let token: string
  let never: Seen
  beforeAll(async () => {
    db = await open()
    house = await openDownloads(db)
    house.put('omflow/fix.zip', words)
    token = house.link(await house.give('omflow/fix.zip')).split('/downloads/')[1]!
    never = await seen('/downloads/nothing')
    expect(never.status).toBe(404)
  })
  afterAll(async () => {
    await house.close()
    await db.close()
  })

  interface Seen {
    status: number
    headers: Record<string, string>
    body: string
  }
  async function seen(target: string, headers: Record<string, string> = {}): Promise<Seen> {
    const response = await fetch(house.server.address + target, { headers, redirect: 'manual' })
    const { date: _, 'content-length': __, ...told } = Object.fromEntries(response.headers)
    // The body names the address that was asked for, as for any address.
    const body = (await response.text()).replace(/Route GET:.* not found/, 'Route not found')
    return { status: response.status, headers: told, body }
  }

  /** What a client makes of an address is its own affair: paths that are other paths to it are not asked. */
  const isToken = (text: string) =>
    text.trim() !== '' && !/[/?#\\]|^\.{1,2}$/.test(text) && text !== token && isDecodable(text)

  test('a file by a link that was altered, cut, made longer or put together (600 links)', async () => {
    const [kid, content, mac] = token.split('.') as [string, string, string]
    const letter = fc.constantFrom(...'ABCxyz019-_.=%'.split(''))
    const at = fc.nat({ max: token.length - 1 })
    const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const altered = fc.oneof(
      fc.tuple(at, letter).map(([n, other]) => token.slice(0, n) + other + token.slice(n + 1)),
      at.map((n) => token.slice(0, n)),
      at.map((n) => token.slice(n + 1)),
      fc.tuple(at, letter).map(([n, more]) => token.slice(0, n) + more + token.slice(n)),
      fc.string({ minLength: 1, maxLength: 40 }).map(encodeURIComponent),
      fc.jsonValue().map((value) => `${kid}.${json(value)}.${mac}`),
      fc.tuple(fc.uuid(), fc.nat()).map(([id, until]) => `${kid}.${json([id, until + 1e9])}.${mac}`),
      fc.base64String({ minLength: 1 }).map((other) => `${kid}.${content}.${other.replace(/[+/=]/g, 'A')}`),
    )
    await fc.assert(
      fc.asyncProperty(altered.filter(isToken), async (bad) => {
        // The last letter of a digest has bits that mean nothing; it is compared as text all the same.
        expect(await seen(`/downloads/${bad}`)).toEqual(never)
      }),
      { numRuns: 600 },
    )
    expect(await house.fetches()).toEqual([])
  })

  test('a file by a link of another secret or purpose, or one that was signed for anything else', async () => {
    const at = { base: () => house.server.address, now: () => house.clock.now }
    const handOut = await house.give('omflow/fix.zip')
    const foreign = createSignedLinks({ secrets: ['another secret, which is long enough too'], ...at })
    const bad = [
      foreign.download(handOut)!,
      house.links.file(handOut.id, 'r')!,
      house.links.file('omflow/fix.zip', 'r')!,
      house.links.picture(handOut.id)!,
      house.links.picture(JSON.stringify([handOut.id, 9_999_999_999]))!.replace(/\.png$/, ''),
      `x/${token.split('.')[0]}.${token.split('.')[1]}.${createHmac('sha256', secret).update(token).digest('base64url')}`,
    ].map((url) => url.replace(/^.*\//, '/downloads/'))
    for (const target of bad) expect(await seen(target)).toEqual(never)
    const good = house.link(handOut).replace(/^.*\/downloads\//, '')
    for (const target of [`/files/${good}`, `/pictures/${good}`, `/pictures/${good}.png`, `/downloads/${good}/x`]) {
      expect((await seen(target)).status).toBe(404)
    }
  })

  test('more than the file by junk in its headers (300 requests)', async () => {
    const { log } = house
    const part = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.bigInt({ min: -1n, max: 2n ** 70n }).map(String),
      fc.constant(''),
    )
    const junk = fc.oneof(
      fc.tuple(part, part).map(([from, to]) => `bytes=${from}-${to}`),
      fc
        .array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 30 })
        .map((all) => `bytes=${all.map((two) => two.join('-')).join(',')}`),
      fc.string({ maxLength: 60 }),
    )
    const header = junk.map((text) => text.replace(/[^\x20-\x7e]/g, ''))
    const names = fc.constantFrom('range', 'if-range', 'if-none-match', 'if-modified-since')
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, header), async (headers) => {
        const response = await fetch(`${house.server.address}/downloads/${token}`, { headers })
        const text = await response.text()
        expect([200, 206, 304, 416]).toContain(response.status)
        expect(words).toContain(text)
        if (response.status === 200) expect(text).toBe(words)
        if (response.status === 206) {
          const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range')!)!
          expect(
            Buffer.from(words)
              .subarray(Number(start), Number(end) + 1)
              .equals(Buffer.from(text)),
          ).toBe(true)
          expect(Number(size)).toBe(Buffer.byteLength(words))
        }
      }),
      { numRuns: 300 },
    )
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
    await db.pool.query('DELETE FROM file_fetches')
  })

  test('what lies elsewhere, by whatever a location says (500 locations)', async () => {
    const { folder } = house
    const neighbour = `${folder}-neighbour`
    fs.mkdirSync(neighbour, { recursive: true })
    fs.writeFileSync(path.join(neighbour, 'secret.txt'), outside)
    const { source } = await house.filing.shelf.keep(Buffer.from(outside))
    const key = source.place
    house.put('half.zip.part', outside)
    house.put('folder/file.zip', words)
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    fs.symlinkSync(path.join(neighbour, 'secret.txt'), path.join(folder, 'link-out'))
    fs.symlinkSync(neighbour, path.join(folder, 'folder-out'))
    fs.symlinkSync(path.join(key.slice(0, 2), key), path.join(folder, 'link-to-kept'))
    fs.symlinkSync(key.slice(0, 2), path.join(folder, 'drawer'))
    fs.symlinkSync('circle', path.join(folder, 'circle'))
    fs.symlinkSync('half.zip.part', path.join(folder, 'link-to-half'))
    fs.symlinkSync('/dev/zero', path.join(folder, 'zero'))
    fs.symlinkSync('folder/file.zip', path.join(folder, 'link-inside'))
    const name = path.basename(neighbour)
    const sure = [
      ...['', '.', '..', '/', '//', '/etc/passwd', 'etc/../../../../etc/passwd', 'C:/Windows/win.ini', 'c:boot.ini'],
      ...[
        'pipe',
        'link-out',
        'folder-out/secret.txt',
        'link-to-kept',
        `drawer/${key}`,
        'circle',
        'link-to-half',
        'zero',
      ],
      ...[
        'folder',
        'folder/',
        'folder//file.zip',
        'folder/./file.zip',
        './folder/file.zip',
        'folder/../folder/file.zip',
      ],
      ...[`${key.slice(0, 2)}/${key}`, `${key.slice(0, 2).toUpperCase()}/${key}`, `${key.slice(0, 2)}/${key}.part`],
      ...[
        'half.zip.part',
        'HALF.ZIP.PART',
        'folder/file.zip\0',
        'folder/file.zip\0.txt',
        'folder\\file.zip',
        '..\\secret.txt',
      ],
      ...[
        `../${name}/secret.txt`,
        `..%2f${name}%2fsecret.txt`,
        `%2e%2e/${name}/secret.txt`,
        `..%5c${name}%5csecret.txt`,
      ],
      ...[`..%c0%af${name}%c0%afsecret.txt`, `folder/..;/../../${name}/secret.txt`, `\u2025/${name}/secret.txt`],
      ...['file:///etc/passwd', 'folder/file.zip/', 'folder/file.zip/..', 'folder/ /file.zip', 'x'.repeat(5000)],
      ...[path.join(neighbour, 'secret.txt'), path.join(folder, 'folder/file.zip'), '/proc/self/environ'],
    ]
    const step = fc.constantFrom(
      ...['..', '.', '', '/', '%2e%2e', '..%2f', '\\', '..\\', '\0', '....', '. .', 'folder-out', 'link-out', 'drawer'],
      ...[
        'folder',
        'file.zip',
        name,
        'secret.txt',
        'etc',
        'passwd',
        '~',
        'C:',
        key,
        key.slice(0, 2),
        '\u2215',
        '\uff0e\uff0e',
      ],
    )
    const path_ = fc.array(step, { minLength: 1, maxLength: 7 }).map((steps) => steps.join('/'))
    const tried = new Set<string>()
    async function tryOne(location: string) {
      tried.add(location)
      const found = await house.filing.shelf.find(location)
      if (found) {
        // Links that stay inside are the vendor's own affair.
        const real = fs.realpathSync(path.join(folder, location))
        expect([location, isVendorLocation(path.relative(folder, real))]).toEqual([location, true])
        return
      }
      if (location.includes('\0')) return
      const sizeBytes = Buffer.byteLength(outside)
      const handOut = await house.give(location, {
        sizeBytes,
        fileName: 'f',
        source: { store: 'vendor', place: location },
      })
      const answer = await seen(house.link(handOut).slice(house.server.address.length))
      expect([location, answer]).toEqual([location, never])
    }
    for (const location of sure) await tryOne(location)
    for (const location of sure)
      expect([location, await house.filing.shelf.find(location)]).toEqual([location, undefined])
    await fc.assert(fc.asyncProperty(path_, tryOne), { numRuns: 500 })
    expect(tried.size).toBeGreaterThan(400)
    expect((await house.filing.shelf.find('link-inside'))?.sizeBytes).toBe(Buffer.byteLength(words))
    const sent = (await house.fetches()).filter(({ outcome }) => outcome !== 'refused')
    expect(sent).toEqual([])
    fs.rmSync(neighbour, { recursive: true })
  })

  test('what is kept for somebody by a key that is none (50 keys)', async () => {
    const bad = fc.oneof(
      fc.string(),
      fc.constantFrom('../omflow/fix.zip', '/etc/passwd', '..', '', '%2e%2e/x'),
      fc.uuid().map((uuid) => uuid.toUpperCase()),
      fc.uuid().map((uuid) => `${uuid}/../x`),
    )
    await fc.assert(
      fc.asyncProperty(bad, async (place) => {
        if (place.includes('\0')) return
        const handOut = await house.give('f', { source: { store: 'kept', place } })
        expect([404, 503]).toContain((await seen(house.link(handOut).slice(house.server.address.length))).status)
      }),
      { numRuns: 50 },
    )
  })
})

/** Half of an encoded letter is refused before any route is looked for. */
function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}

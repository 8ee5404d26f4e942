import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { measureFiles } from '../../src/jobs/measure-files.ts'
import { createFileDigests } from '../../src/store/file-digests.ts'
import { createVendorFiles } from '../../src/store/vendor-files.ts'
import { createSignedLinks } from '../../src/web/signed-links.ts'
import { memoryLog } from '../jobs/messages.ts'
import { addContact } from '../store/vendor-rows.ts'
import { onEachDatabase, type TestDatabase } from '../support/database.ts'
import { type DownloadHouse, holder, openDownloads, secret } from './download-house.ts'

const words = 'a fix for what happens on weekends, 保守\n'.repeat(40)
const size = Buffer.byteLength(words)
const location = 'omflow/2.2/fix 修補.zip'

onEachDatabase('a download', ({ open }) => {
  let db: TestDatabase
  let house: DownloadHouse
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    house = await openDownloads(db)
    house.put(location, words)
  })
  afterEach(() => house.close())
  afterAll(() => db.close())

  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(url, { method, headers, redirect: 'manual' })
  const whole = async (url: string, headers = {}) => {
    const response = await get(url, headers)
    return { response, text: await response.text() }
  }
  /** A fetch is on record when its last byte was sent, which the client may know first. */
  const recorded = (expected: object[]) => vi.waitFor(async () => expect(await house.fetches()).toMatchObject(expected))

  test('brings the whole file, saved under its name, kept by nobody between, and is on record', async () => {
    const { response, text } = await whole(house.link(await house.give(location, { type: 'application/zip' })))
    expect(response.status).toBe(200)
    expect(text).toBe(words)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': `${size}`,
      'content-type': 'application/zip',
      'content-disposition': expect.stringContaining(`filename*=UTF-8''${encodeURIComponent('fix 修補.zip')}`),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'accept-ranges': 'bytes',
      'last-modified': fs.statSync(path.join(house.folder, location)).mtime.toUTCString(),
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    })
    await recorded([{ outcome: 'complete', address: '127.0.0.1', first: 0, sent: size, reason: null }])
  })

  test('its tag is the digest where that is known', async () => {
    const sha256 = createHash('sha256').update(words).digest('hex')
    const { response } = await whole(house.link(await house.give(location, { sha256 })))
    expect(response.headers.get('etag')).toBe(`"${sha256}"`)
  })

  test('asked for its head alone nothing is sent and nothing is on record', async () => {
    const response = await get(house.link(await house.give(location)), { range: 'bytes=0-3' }, 'HEAD')
    expect([response.status, response.headers.get('content-length')]).toEqual([200, `${size}`])
    expect(await house.fetches()).toEqual([])
  })

  test.each([
    ['bytes=0-4', 206, [0, 5], 'partial'],
    ['bytes=5-', 206, [5, size], 'complete'],
    ['bytes=-7', 206, [size - 7, size], 'complete'],
    [`bytes=3-${size + 100}`, 206, [3, size], 'complete'],
    ['bytes=9-3', 200, [0, size], 'complete'],
    ['bytes=0-1,4-5', 200, [0, size], 'complete'],
    ['lines=1-2', 200, [0, size], 'complete'],
  ] as const)('%s gets %i', async (range, status, [start, end], outcome) => {
    const response = await get(house.link(await house.give(location)), { range })
    expect(response.status).toBe(status)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(words).subarray(start, end))
    if (status === 206) expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${size}`)
    await recorded([{ outcome, first: start, sent: end - start }])
  })

  test('what lies beyond the end is told its size, and what the client has already is not sent again', async () => {
    const url = house.link(await house.give(location))
    const beyond = await get(url, { range: `bytes=${size}-` })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`])
    const etag = beyond.headers.get('etag')!
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { response, text } = await whole(url, { 'if-none-match': header })
      expect([header, response.status, text]).toEqual([header, 304, ''])
    }
    expect((await get(url, { 'if-none-match': '"other"' })).status).toBe(200)
    await recorded([{ outcome: 'complete' }])
  })

  test('goes on only with the very same file: by tag, or by its day and second once that is over', async () => {
    fs.utimesSync(path.join(house.folder, location), 1_700_000_000, 1_700_000_000)
    const url = house.link(await house.give(location))
    const { headers } = await get(url, {}, 'HEAD')
    const range = 'bytes=5-9'
    const statusOf = async (ifRange: string) => (await get(url, { range, 'if-range': ifRange })).status
    expect(await statusOf(headers.get('etag')!)).toBe(206)
    expect(await statusOf(headers.get('last-modified')!)).toBe(206)
    expect(await statusOf(`W/${headers.get('etag')}`)).toBe(200)
    expect(await statusOf('"another"')).toBe(200)
    expect(await statusOf('Tue, 14 Nov 2023 22:13:21 GMT')).toBe(200)
    expect(await statusOf('yesterday')).toBe(200)
  })

  test('an empty file is a whole file', async () => {
    house.put('empty.txt', '')
    const { response, text } = await whole(house.link(await house.give('empty.txt')))
    expect([response.status, text]).toEqual([200, ''])
    await recorded([{ outcome: 'complete', sent: 0 }])
  })

  /** Status, body and headers but for the time: what a client can see of it. */
  async function seen(url: string, headers = {}) {
    const { response, text } = await whole(url, headers)
    const { date: _, ...told } = Object.fromEntries(response.headers)
    return { status: response.status, told, body: JSON.parse(text) }
  }

  describe('is refused, and looks like what never was:', () => {
    const never = async () => {
      const url = `${house.server.address}/downloads/nothing`
      const { body, ...rest } = await seen(url)
      expect(rest.status).toBe(404)
      return { rest, keys: Object.keys(body).sort() }
    }
    async function refused(url: string, reason: string, isOnRecord = true) {
      const { rest, keys } = await never()
      const { body, ...now } = await seen(url)
      expect(now).toEqual({ ...rest, told: { ...rest.told, 'content-length': now.told['content-length'] } })
      expect(Object.keys(body).sort()).toEqual(keys)
      expect(JSON.stringify(body)).not.toContain(location)
      expect(house.log.lines.at(-1)).toMatchObject({ level: 'info', fields: { reason } })
      expect(await house.fetches()).toMatchObject(isOnRecord ? [{ outcome: 'refused', reason, sent: 0 }] : [])
      const head = await get(url, {}, 'HEAD')
      expect([head.status, head.headers.get('etag')]).toEqual([404, null])
    }

    test('when its time is over', async () => {
      const handOut = await house.give(location)
      house.clock.now = new Date(handOut.until.getTime())
      expect((await get(house.link(handOut))).status).toBe(200)
      await recorded([{ outcome: 'complete' }])
      await db.pool.query('DELETE FROM file_fetches')
      house.clock.now = new Date(handOut.until.getTime() + 1001)
      await refused(house.link(handOut), 'expired')
    })

    test('when the record says that its time is over, whatever the link says', async () => {
      const handOut = await house.give(location)
      const link = house.link({ ...handOut, until: new Date(handOut.until.getTime() + 3600_000) })
      house.clock.now = new Date(handOut.until.getTime() + 1001)
      await refused(link, 'expired')
    })

    test('when the link says that its time is over, whatever the record says', async () => {
      const handOut = await house.give(location)
      await refused(house.link({ ...handOut, until: new Date(house.clock.now.getTime() - 1001) }), 'expired')
    })

    test('when it was revoked', async () => {
      const handOut = await house.give(location)
      expect(await house.handOuts.revoke({ who: holder, contact: house.contact }, handOut.id, house.clock.now)).toBe(
        true,
      )
      await refused(house.link(handOut), 'revoked')
    })

    test('at once when the contact was removed', async () => {
      const handOut = await house.give(location)
      await db.pool.query('UPDATE contacts SET removed_at = now()')
      await refused(house.link(handOut), 'not a contact any more')
    })

    test('when the account belongs to a contact of another organization now', async () => {
      const handOut = await house.give(location)
      const contactId = await addContact(db, { organizationId: 'B', email: 'lin@bcme.example' })
      await db.prisma.chatIdentity.update({
        where: { platform_workspace_user: holder },
        data: { contactId },
      })
      await refused(house.link(handOut), 'not a contact any more')
    })

    test('when the file grew, was changed in place, or is gone', async () => {
      const file = path.join(house.folder, location)
      const handOut = await house.give(location)
      fs.appendFileSync(file, 'more')
      await refused(house.link(handOut), 'not as it was handed out')
      await db.pool.query('DELETE FROM file_fetches')
      fs.writeFileSync(file, words.toUpperCase())
      fs.utimesSync(file, 1_700_000_000, 1_700_000_000)
      await refused(house.link(handOut), 'not as it was handed out')
      await db.pool.query('DELETE FROM file_fetches')
      fs.rmSync(file)
      await refused(house.link(handOut), 'missing')
    })

    test('when what was kept for somebody is gone', async () => {
      const { source, sizeBytes, sha256 } = await house.filing.shelf.keep(Buffer.from(words))
      const handOut = await house.give('paper.txt', { source, sizeBytes, sha256 })
      expect((await whole(house.link(handOut))).text).toBe(words)
      await recorded([{ outcome: 'complete' }])
      await db.pool.query('DELETE FROM file_fetches')
      await house.filing.store.remove(source.place)
      await refused(house.link(handOut), 'missing')
    })

    test('when nobody handed it out', async () => {
      const handOut = await house.give(location)
      await db.pool.query('DELETE FROM hand_outs')
      await refused(house.link(handOut), 'unknown', false)
    })
  })

  test('the very same bytes put there anew go on once they were measured', async () => {
    const sha256 = createHash('sha256').update(words).digest('hex')
    const file = path.join(house.folder, location)
    const handOut = await house.give(location, { sha256 })
    fs.utimesSync(file, 1_700_000_000, 1_700_000_000)
    expect((await get(house.link(handOut))).status).toBe(404)
    await db.pool.query(`INSERT INTO products (id, family, name) VALUES ('p', 'f', 'n')`)
    await db.pool.query(
      `INSERT INTO releases (id, product_id, version, kind, title, published_on) VALUES ('r', 'p', '1', 'update', 't', now())`,
    )
    await db.pool.query(`INSERT INTO artifacts (release_id, file_name, location) VALUES ('r', 'f', $1)`, [location])
    const options = { now: () => house.clock.now, log: memoryLog(), isStopped: () => false }
    await measureFiles(createVendorFiles(house.folder), createFileDigests(db.pool), options)
    expect((await whole(house.link(handOut))).text).toBe(words)
  })

  test('an old link that is tried all day fills no table', async () => {
    const handOut = await house.give(location)
    await house.handOuts.revoke({ who: holder, contact: house.contact }, handOut.id, house.clock.now)
    for (let n = 0; n < 30; n++) await (await get(house.link(handOut))).text()
    expect(await house.fetches()).toHaveLength(20)
  })

  test('what a client broke off is on record with the bytes that left, and its file is let go', async () => {
    const large = Buffer.alloc(64 * 1024 * 1024, 7)
    house.put('large.bin', large)
    const url = house.link(await house.give('large.bin'))
    await new Promise<void>((done) => {
      const asked = request(url, { headers: { range: 'bytes=100-' } }, (response) => {
        response.once('data', () => {
          response.destroy()
          done()
        })
      })
      asked.end()
    })
    await recorded([{ outcome: 'partial', first: 100 }])
    expect((await house.fetches())[0]?.sent).toBeLessThan(large.length - 100)
    await vi.waitFor(() => expect(openIn(house.folder)).toEqual([]))
  })

  test('stopping the server cuts what cannot be finished in time, on record, and lets go of everything', async () => {
    house.put('large.bin', Buffer.alloc(64 * 1024 * 1024, 7))
    const url = house.link(await house.give('large.bin'))
    const client = request(url, (response) => void response.pause()).on('error', () => {})
    client.end()
    await recorded([{ outcome: 'running' }])
    await house.server.close()
    expect(await house.fetches()).toMatchObject([{ outcome: 'partial' }])
    expect(openIn(house.folder)).toEqual([])
    client.destroy()
  })

  test('a use that a killed process left is ended after an hour, and one that is under way is not', async () => {
    const handOut = await house.give(location)
    const at = (minutes: number) => new Date(house.clock.now.getTime() + minutes * 60_000)
    await db.pool.query(
      `INSERT INTO file_fetches (hand_out_id, at, sent_bytes, outcome, ended_at)
       VALUES ($1::uuid, $2, 0, 'running', NULL), ($1::uuid, $2, 5, 'running', $3), ($1::uuid, $4, 0, 'running', NULL)`,
      [handOut.id, at(0), at(30), at(20)],
    )
    house.clock.now = at(61)
    const outcomes = async () => (await house.fetches()).map(({ outcome }) => outcome)
    await house.filing.jobs.find(({ name }) => name === 'files')!.run()
    expect(await outcomes()).toEqual(['partial', 'running', 'running'])
    house.clock.now = at(91)
    await house.filing.jobs.find(({ name }) => name === 'files')!.run()
    expect(await outcomes()).toEqual(['partial', 'partial', 'partial'])
  })

  test('what was kept for somebody goes with the last link to it, and the record stays', async () => {
    const { source, sizeBytes, sha256 } = await house.filing.shelf.keep(Buffer.from(words))
    await house.give('paper.txt', { source, sizeBytes, sha256 })
    house.clock.now = new Date(house.clock.now.getTime() + 30 * 60_000)
    const second = await house.give('paper.txt', { source, sizeBytes, sha256 })
    const forget = () => house.filing.jobs.find(({ name }) => name === 'files')!.run()
    house.clock.now = new Date(second.until.getTime() - 1)
    await forget()
    expect((await whole(house.link(second))).text).toBe(words)
    house.clock.now = new Date(second.until.getTime() + 1)
    await forget()
    expect(await house.filing.store.sizeOf(source.place)).toBeUndefined()
    const { entries } = await house.handOuts.record(house.contact.organizationId, 1)
    expect(entries).toHaveLength(2)
    const { rows } = await db.pool.query('SELECT DISTINCT store, place FROM hand_outs')
    expect(rows).toEqual([{ store: 'gone', place: '' }])
  })

  test('after a change of the secret links of the former one still open', async () => {
    const handOut = await house.give(location)
    const next = 'the new secret, long enough to be one'
    const at = { base: () => house.server.address, now: () => house.clock.now }
    const byNext = createSignedLinks({ secrets: [next, secret], ...at })
    const tokenOf = (url: string | undefined) => url!.split('/downloads/')[1]!
    expect(byNext.openDownload(tokenOf(house.link(handOut)))).toMatchObject({ id: handOut.id, isOver: false })
    expect(house.links.openDownload(tokenOf(byNext.download(handOut)))).toBe('altered')
    expect((await get(byNext.download(handOut)!)).status).toBe(404)
  })
})

onEachDatabase('where a download came from', ({ open }) => {
  test.each([
    [[], '203.0.113.9', '127.0.0.1'],
    [['127.0.0.1'], '203.0.113.9', '203.0.113.9'],
    [['127.0.0.0/8'], '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '203.0.113.9', '127.0.0.1'],
    [['127.0.0.1'], "'; DROP TABLE file_fetches; --", '127.0.0.1'],
  ])('with %j trusted, %s counts as %s', async (trustedProxies, header, address) => {
    const db = await open()
    const house = await openDownloads(db, { trustedProxies })
    try {
      house.put(location, words)
      const response = await fetch(house.link(await house.give(location)), { headers: { 'x-forwarded-for': header } })
      await response.text()
      await vi.waitFor(async () => expect(await house.fetches()).toMatchObject([{ outcome: 'complete', address }]))
    } finally {
      await house.close()
      await db.close()
    }
  })
})

/** Files below a folder that this process holds open. */
function openIn(folder: string): string[] {
  if (process.platform !== 'linux') return []
  return fs.readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = fs.readlinkSync(`/proc/self/fd/${fd}`)
      return file.startsWith(folder) ? [file] : []
    } catch {
      return []
    }
  })
}

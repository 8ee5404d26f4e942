import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { examineFiles, examineNamedFiles } from '../../src/cli/doctor/files.ts'
import { measureFiles } from '../../src/jobs/measure-files.ts'
import { createFileDigests } from '../../src/store/file-digests.ts'
import { createVendorFiles } from '../../src/store/vendor-files.ts'
import { memoryLog } from '../jobs/messages.ts'
import { onEachDatabase, type TestDatabase } from '../support/database.ts'
import { startS3 } from '../support/s3-server.ts'
import { type DownloadHouse, openDownloads } from '../web/download-house.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

onEachDatabase('the vendor’s files', ({ open }) => {
  let db: TestDatabase
  let house: DownloadHouse
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    house = await openDownloads(db)
    await db.pool.query(`INSERT INTO products (id, family, name) VALUES ('p', 'f', 'n')`)
    await db.pool.query(
      `INSERT INTO releases (id, product_id, version, kind, title, published_on) VALUES ('R1', 'p', '1', 'update', 't', now())`,
    )
  })
  afterEach(() => house.close())
  afterAll(() => db.close())

  const declare = (location: string, { size, digest }: { size?: number; digest?: string } = {}) =>
    db.pool.query(
      `INSERT INTO artifacts (release_id, file_name, location, size_bytes, sha256) VALUES ('R1', $2, $1, $3, $4)`,
      [location, location.replaceAll('/', '-'), size ?? null, digest ?? null],
    )
  const digests = () => createFileDigests(db.pool)
  async function measure() {
    const opened: string[] = []
    const files = createVendorFiles(house.folder)
    const log = memoryLog()
    const watched = {
      ...files,
      open(location: string) {
        opened.push(location)
        return files.open(location)
      },
    }
    await measureFiles(watched, digests(), { now: () => house.clock.now, log, isStopped: () => false })
    expect(log.lines).toEqual([])
    return opened
  }

  test('are measured once for each state, and only where the vendor’s data names them', async () => {
    for (const name of ['a', 'b', 'license', 'unnamed']) house.put(`files/${name}`, name)
    await declare('files/a')
    await declare('files/b')
    await declare('files/missing')
    await declare('../outside')
    await db.pool.query(
      `INSERT INTO licenses (serial, display_serial, registration_hash, product_id, version, purchased_on, license_file)
       VALUES ('S1', 'S-1', 'h', 'p', '1', now(), 'files/license')`,
    )
    expect((await measure()).sort()).toEqual(['files/a', 'files/b', 'files/license'])
    expect(await measure()).toEqual([])
    expect(await house.filing.shelf.find('files/a')).toMatchObject({ sizeBytes: 1, sha256: sha256('a') })
    expect((await house.filing.shelf.find('files/unnamed'))?.sha256).toBeUndefined()
    fs.utimesSync(path.join(house.folder, 'files/a'), 1, 1)
    expect((await house.filing.shelf.find('files/a'))?.sha256).toBeUndefined()
    expect(await measure()).toEqual(['files/a'])
    house.put('files/missing', 'here now')
    expect(await measure()).toEqual(['files/missing'])
    expect((await house.filing.shelf.find('files/missing'))?.sha256).toBe(sha256('here now'))
    fs.rmSync(path.join(house.folder, 'files/missing'))
    expect(await measure()).toEqual([])
    expect(await digests().of('files/missing')).toBeUndefined()
  })

  test('a file that is written to while it is measured is measured by the next run', async () => {
    house.put('growing', 'some')
    await declare('growing')
    const files = createVendorFiles(house.folder)
    const growing = {
      ...files,
      async open(location: string) {
        const opened = await files.open(location)
        house.put('growing', 'some more')
        return opened
      },
    }
    const options = { now: () => house.clock.now, log: memoryLog(), isStopped: () => false }
    await measureFiles(growing, digests(), options)
    expect(await digests().of('growing')).toBeUndefined()
    await measureFiles(files, digests(), options)
    expect((await digests().of('growing'))?.sha256).toBe(sha256('some more'))
  })

  test('are found as declared; of another size or digest they are not, and the operator is told once', async () => {
    const { shelf } = house.filing
    house.put('a', 'content')
    await declare('a')
    expect(await shelf.find('a', { sizeBytes: 7, sha256: sha256('content').toUpperCase() })).toMatchObject({
      sha256: sha256('content'),
    })
    // Nobody measured it: what is declared is believed.
    expect((await shelf.find('a', { sha256: sha256('other') }))?.sha256).toBe(sha256('other'))
    await measure()
    for (const _ of [1, 2]) {
      expect(await shelf.find('a', { sizeBytes: 8 })).toBeUndefined()
      expect(await shelf.find('a', { sha256: sha256('other') })).toBeUndefined()
    }
    expect(await shelf.find('a', { sizeBytes: 7, sha256: sha256('content') })).toBeDefined()
    expect(house.log.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['error', { location: 'a', declared: 8, found: 7 }],
      ['error', { location: 'a', declared: sha256('other'), found: sha256('content') }],
    ])
  })

  test('the doctor names release, file and both values of what differs, and what is missing', async () => {
    const examine = () => examineNamedFiles(db.pool, { kind: 'folder', folder: house.folder })
    expect(await examine()).toMatchObject([{ state: 'unused' }])
    for (const name of ['right', 'size', 'digest']) house.put(name, name)
    await declare('right', { size: 5, digest: sha256('right') })
    await measure()
    expect(await examine()).toMatchObject([{ state: 'ok', said: expect.stringContaining('1 files') }])
    await declare('size', { size: 99 })
    await declare('digest', { size: 6, digest: sha256('other') })
    await declare('missing')
    await measure()
    const found = await examine()
    expect(found.map(({ state }) => state)).toEqual(['fault', 'fault', 'fault'])
    const said = found.map((each) => each.said).join('\n')
    for (const words of [
      'size of release R1',
      '4 bytes',
      '99',
      sha256('digest'),
      sha256('other'),
      'no file at missing',
    ])
      expect(said).toContain(words)
  })
})

test('the doctor tries whether files can be kept', async () => {
  const s3 = await startS3()
  expect(await examineFiles(s3.place)).toMatchObject([{ state: 'ok' }])
  expect(await examineFiles({ ...s3.place, bucket: 'nowhere' })).toMatchObject([
    { state: 'fault', said: expect.stringContaining('FILES_URL') },
  ])
  await s3.close()
  const folder = fs.mkdtempSync('/tmp/anshin-doctor-')
  expect(await examineFiles({ kind: 'folder', folder })).toMatchObject([{ state: 'ok' }])
  expect(await examineFiles({ kind: 'folder', folder: path.join(folder, 'a/b') })).toMatchObject([
    { state: 'ok', said: expect.stringContaining('not made yet') },
  ])
  expect(fs.existsSync(path.join(folder, 'a'))).toBe(false)
  fs.writeFileSync(path.join(folder, 'file'), '')
  expect(await examineFiles({ kind: 'folder', folder: path.join(folder, 'file/x') })).toMatchObject([
    { state: 'fault' },
  ])
  fs.rmSync(folder, { recursive: true })
})

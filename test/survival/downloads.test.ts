/** A large download that is broken off again and again, also by a killed bot, goes on where it stopped; curl is the client. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createHandOuts } from '../../src/store/hand-outs.ts'
import { createIdentities } from '../../src/store/identities.ts'
import { createVendorFiles } from '../../src/store/vendor-files.ts'
import { createSignedLinks } from '../../src/web/signed-links.ts'
import { addContact, addOrganization } from '../store/vendor-rows.ts'
import { onServer } from '../support/database.ts'
import { type Bot, type Environment, startBot } from './bot-process.ts'

const gigabyte = 1024 ** 3
const sizeBytes = 2 * gigabyte
const mostRss = 250 * 1000 * 1000
const secret = 'signs-links-in-this-test-and-nowhere-else'
const holder = { platform: 'slack', workspace: 'T1', user: 'U1' } as const
const hasCurl = spawnSync('curl', ['--version']).status === 0

onServer('a download of 2 GB', ({ place }) => {
  let bot: Bot
  let env: Environment
  let remove: () => Promise<void>
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-large-'))
  const file = path.join(folder, 'files', 'large.bin')
  let url: (address: string) => string

  beforeAll(async () => {
    const made = await place()
    remove = made.remove
    fs.mkdirSync(path.dirname(file), { recursive: true })
    makeSparse(file)
    const database = await openDatabase(made.at)
    await addOrganization(database, 'A')
    const contactId = await addContact(database, { organizationId: 'A', email: 'lin@acme.example' })
    await database.prisma.chatIdentity.create({ data: { ...holder, contactId } })
    const { state } = (await createVendorFiles(path.dirname(file)).find('large.bin'))!
    const handOuts = createHandOuts(database.pool, { lastsMinutes: 60 })
    const contact = (await createIdentities(database.pool).findAsker(holder)).contact!
    const handOut = await handOuts.give(
      { who: holder, contact },
      { kind: 'artifact', subject: 'R1', ground: 'covered' },
      { fileName: 'large.bin', sizeBytes, source: { store: 'vendor', place: 'large.bin' }, state },
      new Date(),
    )
    await database.close()
    url = (address) => createSignedLinks({ secrets: [secret], base: () => address }).download(handOut)!
    env = {
      ...{ DATABASE_URL: made.at.url!, DATA_DIR: folder, LINK_SECRET: secret, FILES_URL: `file:${path.dirname(file)}` },
      ...{ PLAYGROUND: 'false', TEAMS_ANONYMOUS: 'true' },
    }
    bot = await startBot(env)
  })
  afterAll(async () => {
    await bot?.kill()
    await remove()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  test.skipIf(!hasCurl)(
    'broken off six times arrives whole, in little memory, and each part is on record',
    async () => {
      const to = path.join(folder, 'arrived.bin')
      for (let part = 1; part <= 6; part++) {
        const before = sizeOf(to)
        const curl = resume(url(bot.address), to)
        await until(() => sizeOf(to) > before + 150_000_000)
        if (part === 3) {
          expect(peakRss(bot)).toBeLessThan(mostRss)
          await bot.kill()
          await curl.ended
          bot = await startBot(env)
        } else {
          curl.process.kill('SIGKILL')
          await curl.ended
        }
      }
      expect(sizeOf(to)).toBeLessThan(sizeBytes)
      expect(await resume(url(bot.address), to).ended).toBe(0)
      expect(sizeOf(to)).toBe(sizeBytes)
      expect(await digestOf(to)).toBe(await digestOf(file))
      expect(peakRss(bot)).toBeLessThan(mostRss)
      const database = await openDatabase({ url: env.DATABASE_URL! })
      const { rows } = await database.pool.query<{ outcome: string; first: number; sent: number }>(
        'SELECT outcome, first_byte::float8 AS first, sent_bytes::float8 AS sent FROM file_fetches ORDER BY id',
      )
      await database.close()
      // The killed bot could not write down how its part ended.
      expect(rows.map(({ outcome }) => outcome)).toEqual([
        ...['partial', 'partial', 'running', 'partial', 'partial', 'partial', 'complete'],
      ])
      const last = rows.at(-1)!
      expect(last.first + last.sent).toBe(sizeBytes)
    },
  )
})

/** Mostly holes, with something of its own every 64 MB, so that a part in the wrong place shows. */
function makeSparse(file: string): void {
  const handle = fs.openSync(file, 'w')
  fs.ftruncateSync(handle, sizeBytes)
  for (let at = 0; at < sizeBytes; at += 64 * 1024 * 1024)
    fs.writeSync(handle, `here are the bytes from ${at}`, at + 12_345)
  fs.closeSync(handle)
}

const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0

function resume(url: string, to: string): { process: ChildProcess; ended: Promise<number | null> } {
  const child = spawn('curl', ['-s', '-S', '-f', '--limit-rate', '300M', '-C', '-', '-o', to, url], { stdio: 'ignore' })
  return { process: child, ended: new Promise((done) => child.once('close', done)) }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5)
}

/** The most that it ever held, as the kernel counted. */
function peakRss({ process: { pid } }: Bot): number {
  if (process.platform !== 'linux') return 0
  return Number(/VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of fs.createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(piece as Buffer)
  return hash.digest('hex')
}

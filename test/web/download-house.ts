/** The real routes for downloads over HTTP, on a real database, with files of the vendor's and one person who may have them. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Contact } from '../../src/domain/contact.ts'
import type { HandedFile, HandOut, HandOuts } from '../../src/domain/hand-out.ts'
import type { ChatIdentity } from '../../src/domain/identity.ts'
import { type FileWiring, wireFiles } from '../../src/file-wiring.ts'
import type { FilesPlace } from '../../src/store/file-stores.ts'
import { createHandOuts } from '../../src/store/hand-outs.ts'
import { createIdentities } from '../../src/store/identities.ts'
import { startWebServer, type WebServer } from '../../src/web/server.ts'
import { createSignedLinks, type SignedLinks } from '../../src/web/signed-links.ts'
import { memoryLog } from '../jobs/messages.ts'
import { addContact, addOrganization } from '../store/vendor-rows.ts'
import { empty, type TestDatabase } from '../support/database.ts'

export const secret = 'a secret of the tests, long enough to be one'
export const holder: ChatIdentity = { platform: 'slack', workspace: 'T1', user: 'U1' }

export interface FetchRow {
  outcome: string
  address: string | null
  first: number
  sent: number
  reason: string | null
}

export interface DownloadHouse {
  db: TestDatabase
  /** Where the vendor's files lie. */
  folder: string
  filing: FileWiring
  links: SignedLinks
  handOuts: HandOuts
  contact: Contact
  log: ReturnType<typeof memoryLog>
  server: WebServer
  clock: { now: Date }
  put(location: string, bytes: string | Uint8Array): void
  /** What the shelf finds at a location, handed out. */
  give(location: string, more?: Partial<HandedFile>): Promise<HandOut>
  link(handOut: HandOut): string
  fetches(): Promise<FetchRow[]>
  close(): Promise<void>
}

/** With `place` the files are there instead of in `folder`. */
export async function openDownloads(
  db: TestDatabase,
  { place, trustedProxies = [] }: { place?: FilesPlace; trustedProxies?: string[] } = {},
): Promise<DownloadHouse> {
  await empty(db)
  await addOrganization(db, 'A', 'Acme')
  await addOrganization(db, 'B', 'Bcme')
  const contactId = await addContact(db, { organizationId: 'A', email: 'lin@acme.example', name: 'Lin' })
  await db.prisma.chatIdentity.create({ data: { ...holder, contactId } })
  const identities = createIdentities(db.pool)
  const contact = (await identities.findAsker(holder)).contact!
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-downloads-')))
  const clock = { now: new Date('2026-11-24T09:00:00Z') }
  const log = memoryLog()
  const filing = await wireFiles({
    place: place ?? { kind: 'folder', folder },
    pool: db.pool,
    now: () => clock.now,
    log: log as never,
  })
  const links = createSignedLinks({ secrets: [secret], base: () => server.address, now: () => clock.now })
  const server: WebServer = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    trustedProxies,
    raw: {},
    mount: (app) =>
      filing.mount(app, {
        links,
        cases: { file: async () => undefined } as never,
        duty: {} as never,
        findAsker: identities.findAsker,
      }),
  })
  const handOuts = createHandOuts(db.pool, { lastsMinutes: 60 })
  return {
    ...{ db, folder, filing, links, handOuts, contact, log, server, clock },
    put(location, bytes) {
      const file = path.join(folder, location)
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, bytes)
    },
    async give(location, more = {}) {
      const found = await filing.shelf.find(location)
      const file: HandedFile = {
        ...{ fileName: location.split('/').at(-1)!, source: { store: 'vendor', place: location } },
        ...(found ?? { sizeBytes: 4 }),
        ...more,
      }
      const what = { kind: 'artifact', subject: 'R1', ground: 'covered' } as const
      return handOuts.give({ who: holder, contact }, what, file, clock.now)
    },
    link: (handOut) => links.download(handOut)!,
    async fetches() {
      const { rows } = await db.pool.query<FetchRow>(
        `SELECT outcome, address, first_byte::float8 AS first, sent_bytes::float8 AS sent, reason FROM file_fetches ORDER BY id`,
      )
      return rows
    },
    async close() {
      await server.close()
      await filing.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

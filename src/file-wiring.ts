/** Puts together what files need: where they are, the shelf from which they are handed out, their routes and their jobs. */
import type { FastifyInstance } from 'fastify'
import type { ChatIdentity } from './bot/inbound.ts'
import type { Asker } from './domain/contact.ts'
import type { FileShelf, FileSource } from './domain/hand-out.ts'
import { measureFiles } from './jobs/measure-files.ts'
import type { Job } from './jobs/schedule.ts'
import type { Logger } from './log.ts'
import { type FileFinderParts, fileFinder, forgetErased } from './served-cases.ts'
import { type CaseFileBooks, createCaseFileBooks } from './store/case-files.ts'
import type { Database } from './store/database.ts'
import { createFileDigests } from './store/file-digests.ts'
import type { FileStore } from './store/file-store.ts'
import { type FilesPlace, openFileStores } from './store/file-stores.ts'
import { createHandOutLinks, type HandOutLinks, type LinkedFile } from './store/hand-out-links.ts'
import { createShelf } from './store/shelf.ts'
import type { VendorFiles } from './store/vendor-files.ts'
import { downloadRoutes, type Files } from './web/downloads.ts'
import { fileRoutes } from './web/files.ts'
import { createSender, openedStream } from './web/send-file.ts'
import type { SignedLinks } from './web/signed-links.ts'

export interface FileParts {
  place: FilesPlace
  pool: Database['pool']
  /** The clock by which links end. */
  now(): Date
  log: Logger
}

export interface FileWiring {
  /** What people share and what is made for them. */
  store: FileStore
  books: CaseFileBooks
  shelf: FileShelf
  jobs: Job[]
  mount(app: FastifyInstance, parts: Omit<FileFinderParts, 'books'> & { links: SignedLinks }): void
  /** Ends a measurement that is under way, for which the schedule would wait. */
  hurry(): Promise<void>
  close(): Promise<void>
}

const hourMs = 3_600_000

export async function wireFiles({ place, pool, now, log }: FileParts): Promise<FileWiring> {
  const { kept, vendor, close } = await openFileStores(place)
  const digests = createFileDigests(pool)
  const books = createCaseFileBooks(pool)
  const links = createHandOutLinks(pool)
  let stopped = false
  return {
    store: kept,
    books,
    shelf: createShelf({ vendor, kept, digests, log }),
    jobs: [
      {
        name: 'file digests',
        cron: '* * * * *',
        run: () => measureFiles(vendor, digests, { now: () => new Date(), log, isStopped: () => stopped }),
      },
      {
        name: 'files',
        cron: '47 * * * *',
        async run() {
          await forgetErased(books, kept)
          await forgetOver(links, kept, now())
          await links.endForgotten(new Date(now().getTime() - hourMs), now())
          await kept.removeUnfinished(new Date(Date.now() - 24 * hourMs))
        },
      },
    ],
    mount(app, { links: signed, ...finder }) {
      const sender = createSender(app)
      fileRoutes(app, { links: signed, sender, find: fileFinder({ ...finder, books }), open: kept.open, log })
      downloadRoutes<LinkedFile>(app, {
        links: signed,
        sender,
        book: links,
        files: servedFiles({ kept, vendor }, digests.of),
        mayHold: holderCheck(finder.findAsker),
        now,
        log,
      })
    },
    async hurry() {
      stopped = true
    },
    close: async () => close(),
  }
}

/** Whoever left the organization, or went to another, has its files no more. */
export const holderCheck =
  (findAsker: (who: ChatIdentity) => Promise<Asker>) =>
  async ({ who, organizationId }: Pick<LinkedFile, 'who' | 'organizationId'>): Promise<boolean> =>
    (await findAsker(who)).contact?.organizationId === organizationId

/** Bytes that were kept for somebody go when no link opens them any more; what a crash leaves is found by the next run. */
export async function forgetOver(
  links: Pick<HandOutLinks, 'over' | 'gone'>,
  kept: Pick<FileStore, 'remove'>,
  now: Date,
): Promise<void> {
  for (;;) {
    const keys = await links.over(now)
    if (keys.length === 0) return
    for (const key of keys) await kept.remove(key)
    await links.gone(keys)
  }
}

/** The bytes behind a hand-out, in whichever of the two they are. */
export function servedFiles(
  { kept, vendor }: { kept: Pick<FileStore, 'open' | 'sizeOf'>; vendor: VendorFiles },
  measuredOf: (location: string) => Promise<{ state: string; sha256: string } | undefined>,
): Files {
  const inVendors = ({ store }: FileSource) => store === 'vendor'
  return {
    async find(source) {
      if (inVendors(source)) return vendor.find(source.place)
      const sizeBytes = await kept.sizeOf(source.place)
      return sizeBytes === undefined ? undefined : { sizeBytes }
    },
    async open(source, range) {
      if (inVendors(source)) return vendor.open(source.place, range)
      const opened = await kept.open(source.place, range)
      return opened && { sizeBytes: opened.size, ...openedStream(opened) }
    },
    async digestOf({ place }, state) {
      const measured = await measuredOf(place)
      return measured?.state === state ? measured.sha256 : undefined
    },
    presigner(source) {
      const presign = inVendors(source) ? vendor.presign : undefined
      return presign && ((as) => presign(source.place, as))
    },
  }
}

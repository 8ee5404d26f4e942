/** Makes sure that the bytes of a shared file are ours: fetched once from where the person put them, however often asked. */
import type { Readable } from 'node:stream'
import type { RemoteFile } from '../bot/inbound.ts'
import type { Platform } from '../bot/platform.ts'
import { DeliveryError } from '../bot/platform.ts'
import { within } from './within.ts'

/** What is known of one file. */
export interface BookedFile {
  name: string
  type?: string
  /** Where the person put it. */
  source?: RemoteFile
  /** Where we keep it, and how large it is; absent until it was fetched. */
  key?: string
  size?: number
  /** Why it is not passed on, whatever becomes of its bytes. */
  refused?: string
}

/** The book of files that people shared. */
export interface FileBooks {
  /** Undefined for an id that is none. */
  take(id: string): Promise<BookedFile | undefined>
  /** False when another process was faster: its bytes stay, ours are removed. */
  kept(id: string, stored: { key: string; size: number; sha256: string }): Promise<boolean>
  /** It can never be fetched. */
  failed(id: string, reason: string): Promise<void>
  /** Ids of files that are still only where the person put them, the newest first. */
  waiting(limit: number): Promise<string[]>
}

/** What is needed of a store of bytes. */
export interface ByteStore {
  put(
    stream: Readable,
    options: { limitBytes: number; signal?: AbortSignal },
  ): Promise<{ key: string; size: number; sha256: string }>
  open(key: string): Promise<{ stream: Readable; size: number } | undefined>
  remove(key: string): Promise<void>
}

export interface FileKeeperOptions {
  books: FileBooks
  store: ByteStore
  platforms: readonly Platform[]
  limitBytes: number
  /** A fetch that has not ended by then is given up, to be tried again. */
  fetchMs?: number
}

export interface KeptFile {
  size: number
  open(): Promise<{ stream: Readable; size: number }>
}

export interface FileKeeper {
  /**
   * Rejects with a DeliveryError: `permanent` when the file is gone, forbidden, too large or refused, else what makes a
   * later try worth while; nothing was done then.
   */
  keep(id: string): Promise<KeptFile>
  /**
   * Fetches what was shared lately and carried nowhere, as a note's files are, or could not be fetched before: platforms
   * hand a file out for a limited time. Faults are told by the next look.
   */
  keepWaiting(): Promise<void>
}

/** So many in one look, one after the other. */
const atOnce = 20

export function createFileKeeper(options: FileKeeperOptions): FileKeeper {
  const { books, store, limitBytes, fetchMs = 120_000 } = options
  const platforms = new Map(options.platforms.map((platform) => [platform.name as string, platform]))
  const underWay = new Map<string, Promise<KeptFile>>()

  async function keep(id: string): Promise<KeptFile> {
    const file = await books.take(id)
    if (!file) throw permanent('the file is not in the books')
    if (file.refused !== undefined) throw permanent(file.refused)
    if (file.key !== undefined) return keptUnder(file.key, file.size ?? 0)
    if (!file.source) throw permanent('nothing tells where the file is')
    const stored = await fetchFrom(file.source).catch(async (fault: unknown) => {
      const told = asDeliveryError(fault)
      if (told.fault.kind === 'permanent') await books.failed(id, told.fault.detail)
      throw told
    })
    if (await books.kept(id, stored)) return keptUnder(stored.key, stored.size)
    await store.remove(stored.key)
    const faster = await books.take(id)
    if (faster?.key === undefined) throw notYet('another process keeps it')
    return keptUnder(faster.key, faster.size ?? 0)
  }

  async function fetchFrom(source: RemoteFile) {
    const platform = platforms.get(source.platform)
    if (!platform?.fetch) throw permanent(`files of ${source.platform} cannot be fetched here`)
    if ((source.size ?? 0) > limitBytes) throw tooLarge()
    const { stream, size } = await within(fetchMs, platform.fetch(source))
    if ((size ?? 0) > limitBytes) {
      stream.destroy()
      throw tooLarge()
    }
    return store.put(stream, { limitBytes, signal: AbortSignal.timeout(fetchMs) })
  }

  const tooLarge = () => permanent(`the file is larger than ${Math.floor(limitBytes / 1024 / 1024)} MB`)

  const keptUnder = (key: string, size: number): KeptFile => ({
    size,
    async open() {
      const opened = await store.open(key)
      if (!opened) throw permanent('the kept file is not there any more')
      return opened
    },
  })

  function asDeliveryError(fault: unknown): DeliveryError {
    if (fault instanceof Error && fault.name === 'FileTooLargeError') return tooLarge()
    if (!(fault instanceof DeliveryError)) return notYet(fault instanceof Error ? fault.message : String(fault))
    // Fetching twice harms nobody; and a source that is away must not hold up the workspace to which the file goes.
    const { kind } = fault.fault
    return kind === 'permanent' || kind === 'rate-limited' ? fault : notYet(fault.message)
  }

  function keepOnce(id: string): Promise<KeptFile> {
    const known = underWay.get(id)
    if (known) return known
    const work = keep(id).finally(() => underWay.delete(id))
    underWay.set(id, work)
    return work
  }

  return {
    keep: keepOnce,
    async keepWaiting() {
      for (const id of await books.waiting(atOnce)) await keepOnce(id).catch(() => undefined)
    },
  }
}

const permanent = (detail: string) => new DeliveryError({ kind: 'permanent', detail })
const notYet = (detail: string) => new DeliveryError({ kind: 'not-executed', detail })

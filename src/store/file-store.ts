/** The bytes of files, each under a key of ours: no name that a person gave ever becomes part of a path. */
import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface StoredFile {
  key: string
  size: number
  sha256: string
}

export interface FileStore {
  /** Keeps a stream whole or not at all; `limitBytes` and more reject with FileTooLargeError. */
  put(stream: Readable, options: { limitBytes: number; signal?: AbortSignal }): Promise<StoredFile>
  /** Bytes `start` to `end`, both included, else all of them; undefined when nothing is kept under the key. */
  open(key: string, range?: { start: number; end: number }): Promise<{ stream: Readable; size: number } | undefined>
  /** Undefined when nothing is kept under the key. */
  sizeOf(key: string): Promise<number | undefined>
  /** Nothing happens when it is not there. */
  remove(key: string): Promise<void>
  /** Removes what a killed process began before that instant and never finished. */
  removeUnfinished(before: Date): Promise<void>
}

export class FileTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`larger than ${Math.floor(limitBytes / 1024 / 1024)} MB`)
    this.name = 'FileTooLargeError'
  }
}

const keyForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const unfinishedEnd = '.part'

/** Two letters of the key divide the store: no directory grows without bounds. Throws for a key that is none of ours. */
export function drawerOf(key: string): string {
  if (!keyForm.test(key)) throw new Error('this is no key of a kept file')
  return key.slice(0, 2)
}

/** What flows through is measured; more than `limitBytes` is an error. */
export function measuring(limitBytes: number) {
  const hash = createHash('sha256')
  let size = 0
  const through = new Transform({
    transform(chunk: Buffer, _, pass) {
      size += chunk.length
      hash.update(chunk)
      pass(size > limitBytes ? new FileTooLargeError(limitBytes) : null, chunk)
    },
  })
  return { through, found: () => ({ size, sha256: hash.digest('hex') }) }
}

/** Keeps files in `folder`, which is made with the first one. Throws for a key that is none of ours. */
export function createFileStore(folder: string): FileStore {
  const root = path.resolve(folder)
  const placeOf = (key: string) => path.join(root, drawerOf(key), key)

  return {
    async put(stream, { limitBytes, signal }) {
      const key = randomUUID()
      const place = placeOf(key)
      const unfinished = place + unfinishedEnd
      const measured = measuring(limitBytes)
      let file: fs.WriteStream | undefined
      try {
        await fs.promises.mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
        // `wx`: never through a link that somebody laid, never over anything.
        file = fs.createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true })
        await pipeline(stream, measured.through, file, signal ? { signal } : {})
        await fs.promises.rename(unfinished, place)
      } catch (fault) {
        stream.destroy()
        // One that was still being opened would be made after it was removed.
        if (file && !file.closed) await new Promise<void>((gone) => file?.once('close', () => gone()))
        await fs.promises.rm(unfinished, { force: true })
        throw fault
      }
      return { key, ...measured.found() }
    },
    async open(key, range) {
      let file: fs.promises.FileHandle
      try {
        file = await fs.promises.open(placeOf(key), fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0))
      } catch (fault) {
        if (['ENOENT', 'ELOOP'].includes((fault as NodeJS.ErrnoException).code ?? '')) return undefined
        throw fault
      }
      try {
        const { size } = await file.stat()
        return { stream: file.createReadStream(range ?? {}), size }
      } catch (fault) {
        await file.close()
        throw fault
      }
    },
    async sizeOf(key) {
      const found = await fs.promises.lstat(placeOf(key)).catch((fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ENOENT') return undefined
        throw fault
      })
      return found?.isFile() ? found.size : undefined
    },
    remove: (key) => fs.promises.rm(placeOf(key), { force: true }),
    async removeUnfinished(before) {
      const drawers = await fs.promises.readdir(root, { withFileTypes: true }).catch(() => [])
      for (const drawer of drawers) {
        if (!drawer.isDirectory() || !/^[0-9a-f]{2}$/.test(drawer.name)) continue
        for (const name of await fs.promises.readdir(path.join(root, drawer.name))) {
          if (!name.endsWith(unfinishedEnd)) continue
          const file = path.join(root, drawer.name, name)
          const found = await fs.promises.lstat(file).catch(() => undefined)
          if (found && found.mtime < before) await fs.promises.rm(file, { force: true })
        }
      }
    },
  }
}

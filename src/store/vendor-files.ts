/** The vendor's own files, where the vendor put them; locations are relative to the store's root. Nothing is ever written here. */
import fs from 'node:fs'
import path from 'node:path'
import { piecesOf } from './file-pieces.ts'
import { isVendorLocation } from './vendor-location.ts'

export interface VendorFile {
  sizeBytes: number
  /** Another one after each change of the file. */
  state: string
  modifiedAt: Date
}

export interface OpenedVendorFile extends VendorFile {
  /** The memory of a piece is used again for the one after the next. */
  pieces: AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface VendorFiles {
  /** Undefined where no file of the vendor's lies. */
  find(location: string): Promise<VendorFile | undefined>
  /** Bytes `start` to `end`, both included, else all of them, with what the file is at this moment. */
  open(location: string, range?: { start: number; end: number }): Promise<OpenedVendorFile | undefined>
  /** An address at which the store itself sends the file, for so many seconds; absent where it has none. */
  presign?(location: string, as: { disposition: string; type: string; seconds: number }): Promise<string>
}

/** Files below `folder`. Links are followed only to files that lie below it too. */
export function createVendorFiles(folder: string): VendorFiles {
  const root = path.resolve(folder)

  async function whereIs(location: string): Promise<string | undefined> {
    if (!isVendorLocation(location)) return undefined
    const real = await fs.promises.realpath(root)
    const place = await fs.promises.realpath(path.join(real, ...location.split('/')))
    const inside = path.relative(real, place).split(path.sep).join('/')
    // A link may lead to a file that we keep for somebody: judged by where it leads.
    return isVendorLocation(inside) && !path.isAbsolute(inside) ? place : undefined
  }

  async function opened(location: string): Promise<{ file: fs.promises.FileHandle; facts: VendorFile } | undefined> {
    const place = await whereIs(location)
    if (place === undefined) return undefined
    // Opening a pipe would wait for its writer for ever.
    const file = await fs.promises.open(
      place,
      fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0),
    )
    try {
      const stat = await file.stat({ bigint: true })
      if (stat.isFile()) return { file, facts: factsOf(stat) }
    } catch (fault) {
      await file.close()
      throw fault
    }
    await file.close()
    return undefined
  }

  return {
    find: orNothing(async (location: string) => {
      const place = await whereIs(location)
      const stat = place === undefined ? undefined : await fs.promises.lstat(place, { bigint: true })
      return stat?.isFile() ? factsOf(stat) : undefined
    }),
    open: orNothing(async (location: string, range?: { start: number; end: number }) => {
      const found = await opened(location)
      if (!found) return undefined
      const { facts, file } = found
      const { start = 0, end = facts.sizeBytes - 1 } = range ?? {}
      return { ...facts, pieces: piecesOf(file, start, end), close: () => file.close() }
    }),
  }
}

const factsOf = ({ size, mtimeNs, mtime }: fs.BigIntStats): VendorFile => ({
  sizeBytes: Number(size),
  state: `${size}-${mtimeNs}`,
  modifiedAt: mtime,
})

const absent = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'ENAMETOOLONG', 'EISDIR'])

/** What is not there is no fault; what cannot be looked at is. */
const orNothing =
  <Asked extends unknown[], T>(look: (...asked: Asked) => Promise<T>) =>
  async (...asked: Asked): Promise<T | undefined> => {
    try {
      return await look(...asked)
    } catch (fault) {
      if (absent.has((fault as NodeJS.ErrnoException).code ?? '')) return undefined
      throw fault
    }
  }

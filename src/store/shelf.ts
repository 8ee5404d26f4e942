/** The files that can be handed out: the vendor's, where they are as the vendor's data says, and what we make for somebody. */
import { Readable } from 'node:stream'
import type { FileShelf } from '../domain/hand-out.ts'
import type { FileDigests } from './file-digests.ts'
import type { FileStore } from './file-store.ts'
import type { VendorFiles } from './vendor-files.ts'

export interface ShelfParts {
  vendor: Pick<VendorFiles, 'find'>
  kept: Pick<FileStore, 'put'>
  digests: Pick<FileDigests, 'of'>
  log: { error(fields: object, message: string): void }
}

const toldAtMost = 10_000

export function createShelf({ vendor, kept, digests, log }: ShelfParts): FileShelf {
  const told = new Set<string>()
  /** Once for each difference: customers may ask for the file all day. */
  function tellOnce(difference: { location: string; declared: string | number; found: string | number }) {
    const key = JSON.stringify(difference)
    if (told.has(key)) return
    if (told.size >= toldAtMost) told.clear()
    told.add(key)
    log.error(difference, 'a file is not what the vendor’s data declares, and is not handed out')
  }

  return {
    async find(location, declared = {}) {
      const file = await vendor.find(location)
      if (!file) return undefined
      const { sizeBytes, state } = file
      if (declared.sizeBytes !== undefined && declared.sizeBytes !== sizeBytes) {
        tellOnce({ location, declared: declared.sizeBytes, found: sizeBytes })
        return undefined
      }
      const last = await digests.of(location)
      const measured = last?.state === state ? last.sha256 : undefined
      const said = declared.sha256?.toLowerCase()
      if (said !== undefined && measured !== undefined && said !== measured) {
        tellOnce({ location, declared: said, found: measured })
        return undefined
      }
      const sha256 = said ?? measured
      return { sizeBytes, state, ...(sha256 === undefined ? {} : { sha256 }) }
    },
    async keep(bytes) {
      const { key, size, sha256 } = await kept.put(Readable.from([bytes]), { limitBytes: bytes.length })
      return { source: { store: 'kept', place: key }, sizeBytes: size, sha256 }
    },
  }
}

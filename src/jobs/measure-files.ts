/** Takes the digests of the vendor's files, one file after the other, once for each state of each. */
import { createHash } from 'node:crypto'
import type { JobLog } from './job-log.ts'

interface State {
  sizeBytes: number
  /** Another one after each change. */
  state: string
}

export interface MeasuredFiles {
  find(location: string): Promise<State | undefined>
  open(location: string): Promise<(State & { pieces: AsyncIterable<Uint8Array>; close(): unknown }) | undefined>
}

type Measured = State & { sha256: string }

export interface MeasureBook {
  of(location: string): Promise<Measured | undefined>
  /** Locations to look at, those first that were looked at longest ago. */
  due(limit: number): Promise<string[]>
  /** Without a measurement nothing was there. */
  checked(location: string, measured: Measured | undefined, at: Date): Promise<void>
}

/** So many are looked at in one run; a store beside us is asked once for each. */
const atOnce = 200

/** Measures what is new or changed. `isStopped` is asked between pieces: a large file takes minutes. */
export async function measureFiles(
  files: MeasuredFiles,
  book: MeasureBook,
  { now, log, isStopped }: { now(): Date; log: JobLog; isStopped(): boolean },
): Promise<void> {
  for (const location of await book.due(atOnce)) {
    if (isStopped()) return
    try {
      const file = await files.find(location)
      const known = file && (await book.of(location))
      const isKnown = known && known.state === file.state && known.sizeBytes === file.sizeBytes
      const measured = isKnown ? known : file && (await measure(files, location, isStopped))
      // Written to meanwhile, or stopped: the next run looks again.
      if (file && !measured) continue
      await book.checked(location, measured, now())
    } catch (error) {
      log.error({ err: error, location }, 'a file could not be measured')
    }
  }
}

async function measure(files: MeasuredFiles, location: string, isStopped: () => boolean) {
  const opened = await files.open(location)
  if (!opened) return undefined
  const hash = createHash('sha256')
  let read = 0
  try {
    for await (const piece of opened.pieces) {
      if (isStopped()) return undefined
      hash.update(piece)
      read += piece.length
    }
  } finally {
    await opened.close()
  }
  const { sizeBytes, state } = opened
  const after = await files.find(location)
  return read === sizeBytes && after?.state === state ? { sizeBytes, state, sha256: hash.digest('hex') } : undefined
}

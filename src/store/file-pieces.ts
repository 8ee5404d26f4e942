/** A file read piece by piece into the same two pieces of memory: half the processor time of a stream, and no garbage. */
import type { FileHandle } from 'node:fs/promises'

/**
 * Twice what Node's streams read at once. With 512 KiB two times as much goes through, and what clients left behind fills 60 MB
 * before it is collected: more than a process of 250 MB has left.
 */
const largestBytes = 128 * 1024

/** Bytes `start` to `end`, both included. A piece is overwritten when the one after the next is asked for. */
export async function* piecesOf(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  const length = Math.min(largestBytes, end - start + 1)
  if (length <= 0) return
  let [next, other] = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)]
  for (let at = start; at <= end; ) {
    const { bytesRead } = await file.read(next, 0, Math.min(length, end - at + 1), at)
    // Somebody made it shorter meanwhile.
    if (bytesRead === 0) return
    yield next.subarray(0, bytesRead)
    at += bytesRead
    ;[next, other] = [other, next]
  }
}

import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'

export interface Png {
  width: number
  height: number
  /** Red, green, blue and alpha of each pixel; a picture without alpha is opaque. */
  pixels: number[][]
}

/** Reads a PNG of 8 bits a channel, not interlaced; throws for any other. */
export function readPng(path: string): Png {
  const file = readFileSync(path)
  if (file.toString('latin1', 1, 4) !== 'PNG') throw new Error(`${path} is no PNG`)
  const data: Buffer[] = []
  let header = Buffer.alloc(0)
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const body = file.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = Buffer.from(body)
    if (type === 'IDAT') data.push(body)
    at += length + 12
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = { 2: 3, 6: 4 }[header[9]!]
  if (header[8] !== 8 || !channels || header[12] !== 0) throw new Error(`${path} is a PNG of a kind not read here`)
  const lines = unfiltered(inflateSync(Buffer.concat(data)), width * channels, height, channels)
  const pixels = lines.flatMap((line) =>
    Array.from({ length: width }, (_, x) => {
      const pixel = [...line.subarray(x * channels, (x + 1) * channels)]
      return channels === 4 ? pixel : [...pixel, 255]
    }),
  )
  return { width, height, pixels }
}

/** PNG 9.2: each line says how it was written as differences to its neighbours. */
function unfiltered(raw: Buffer, bytes: number, height: number, step: number): Buffer[] {
  const lines: Buffer[] = []
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (bytes + 1)]!
    const line = Buffer.from(raw.subarray(y * (bytes + 1) + 1, (y + 1) * (bytes + 1)))
    const above = lines[y - 1] ?? Buffer.alloc(bytes)
    for (let x = 0; x < bytes; x++) {
      const left = x < step ? 0 : line[x - step]!
      const corner = x < step ? 0 : above[x - step]!
      const up = above[x]!
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
      line[x] = (line[x]! + guess) & 255
    }
    lines.push(line)
  }
  return lines
}

function paeth(left: number, up: number, corner: number): number {
  const near = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(near - left), Math.abs(near - up), Math.abs(near - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** A picture of few colours as a PNG file: the same picture is the same bytes, on every machine and version of Node. */
import { crc32 } from 'node:zlib'
import { zlibSync } from 'fflate'

export type Colour = readonly [red: number, green: number, blue: number]

/** Pixels as numbers of colours in a palette; what lies outside the canvas is not painted. */
export class Canvas {
  readonly #pixels: Uint8Array

  constructor(
    readonly width: number,
    readonly height: number,
    readonly palette: readonly Colour[],
  ) {
    this.#pixels = new Uint8Array(width * height)
  }

  paint(x: number, y: number, colour: number): void {
    if (x >= 0 && x < this.width && y >= 0 && y < this.height) this.#pixels[y * this.width + x] = colour
  }

  /** Paints the pixels from `left`, `top` until before `right`, `bottom` for which `isPainted` says so. */
  fill(
    [left, top, right, bottom]: readonly [number, number, number, number],
    colour: number,
    isPainted: (x: number, y: number) => boolean = () => true,
  ): void {
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) if (isPainted(x, y)) this.paint(x, y, colour)
    }
  }

  /** PNG 1.2: red, green and blue, eight bits each; the kind that every reader knows. */
  png(): Buffer {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(this.width, 0)
    header.writeUInt32BE(this.height, 4)
    header.set([8, 2, 0, 0, 0], 8)
    const lines = Buffer.alloc((this.width * 3 + 1) * this.height)
    for (const [index, colour] of this.#pixels.entries()) {
      const y = Math.floor(index / this.width)
      // Each line begins with the number of its filter: none.
      lines.set(this.palette[colour]!, index * 3 + y + 1)
    }
    return Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      // Node's own zlib differs from version to version, and so would the file.
      chunk('IDAT', Buffer.from(zlibSync(lines, { level: 9 }))),
      chunk('IEND', Buffer.alloc(0)),
    ])
  }
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(body.length, 0)
  framed.set(named, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}

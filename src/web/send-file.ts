/** Sends a file as its request asks (RFC 9110): whole or a part, only if changed, resumed only if it is the very same one. */
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { savedName } from '../domain/hand-out.ts'
import { byteRange } from './byte-range.ts'

export interface SentFile {
  name: string
  type?: string
  size: number
  /** Strong: no two states of a file have the same, with its quotes. */
  etag: string
  modifiedAt?: Date
}

export interface OpenedFile {
  size: number
  /** Nobody looks at a piece any more when the one after the next is asked for. */
  pieces: AsyncIterable<Uint8Array>
  close(): unknown
}

/** Follows one sending, from before its first byte to its end. */
export interface Watch {
  sent(bytes: number): void
  /** `isWhole`: all that was asked for was sent. */
  ended(bytes: number, isWhole: boolean): Promise<void>
}

export interface Source {
  /** Undefined where it is not as it was any more. */
  open(range?: { start: number; end: number }): Promise<OpenedFile | undefined>
  /** Where somebody else sends it. */
  elsewhere?(): Promise<string>
  begin?(part: { firstByte: number; isLast: boolean }): Promise<Watch>
}

export interface Sender {
  /** False where the source had it no more: nothing was answered yet. */
  send(request: FastifyRequest, reply: FastifyReply, file: SentFile, source: Source): Promise<boolean>
}

export interface SenderOptions {
  /** A client that takes nothing for so long is cut off. */
  stallMs?: number
  /** What is still being sent so long after the server was told to stop is cut off: it can be resumed. */
  graceMs?: number
}

export function createSender(app: FastifyInstance, { stallMs = 120_000, graceMs = 4_000 }: SenderOptions = {}): Sender {
  const underWay = new Map<ServerResponse, Promise<void>>()
  app.addHook('preClose', async () => {
    const timer = setTimeout(() => {
      for (const response of underWay.keys()) response.destroy()
    }, graceMs)
    await Promise.allSettled(underWay.values())
    clearTimeout(timer)
  })

  return {
    async send(request, reply, file, source) {
      const { headers } = request
      const about = { ...guarded, etag: file.etag, 'accept-ranges': 'bytes', ...lastModified(file) }
      if (isUnchanged(headers['if-none-match'], file.etag)) {
        await reply.code(304).headers(about).send()
        return true
      }
      const isHead = request.method === 'HEAD'
      if (source.elsewhere && !isHead) {
        await reply.headers({ ...guarded }).redirect(await source.elsewhere(), 302)
        return true
      }
      const mayBePart = !isHead && isSame(headers['if-range'], file)
      const range = mayBePart ? byteRange(headers.range, file.size) : 'whole'
      if (range === 'unsatisfiable') {
        await reply
          .code(416)
          .headers({ ...about, 'content-range': `bytes */${file.size}` })
          .send()
        return true
      }
      const { start, end } = range === 'whole' ? { start: 0, end: file.size - 1 } : range
      const length = end - start + 1
      const told = {
        ...about,
        'content-type': typeOf(file),
        'content-disposition': attachment(file.name),
        'content-length': length,
        ...(range === 'whole' ? {} : { 'content-range': `bytes ${start}-${end}/${file.size}` }),
      }
      const opened = await source.open(range === 'whole' ? undefined : range)
      if (opened?.size !== file.size || isHead) {
        await opened?.close()
        if (opened?.size !== file.size) return false
        await reply.headers(told).send()
        return true
      }
      const watch = await begin(opened, { firstByte: start, isLast: end === file.size - 1 }, source)
      const response = reply.raw
      reply.hijack()
      response.setTimeout(stallMs)
      response.writeHead(range === 'whole' ? 200 : 206, told)
      const pouring = pour(response, opened, length, watch)
      underWay.set(response, pouring)
      await pouring.finally(() => underWay.delete(response))
      return true
    },
  }
}

export const openedStream = ({ stream, size }: { stream: Readable; size: number }): OpenedFile => ({
  size,
  pieces: stream,
  close: () => stream.destroy(),
})

async function begin(opened: OpenedFile, part: { firstByte: number; isLast: boolean }, source: Source) {
  try {
    return await source.begin?.(part)
  } catch (fault) {
    await opened.close()
    throw fault
  }
}

/** Writes piece after piece, the next being read while one leaves. Ends early when the client is gone or takes nothing. */
async function pour(response: ServerResponse, opened: OpenedFile, length: number, watch?: Watch): Promise<void> {
  let sent = 0
  let giveUp = () => {}
  // A source that is silent would be waited for although nobody listens any more.
  response.once('close', () => {
    giveUp()
    void opened.close()
  })
  const write = (piece: Uint8Array) =>
    new Promise<void>((done) => {
      giveUp = done
      if (response.destroyed) return done()
      response.write(piece, (fault) => {
        if (!fault) sent += piece.length
        watch?.sent(sent)
        done()
      })
    })
  try {
    let last: Promise<void> | undefined
    for await (const piece of opened.pieces) {
      await last
      if (response.destroyed) break
      last = write(piece)
    }
    await last
  } catch (fault) {
    if (!response.destroyed) throw fault
  } finally {
    // What is shorter than was promised would be waited for.
    if (sent === length) response.end()
    else response.destroy()
    await Promise.all([opened.close(), watch?.ended(sent, sent === length)])
  }
}

/** A file of a stranger: saved, never shown, never kept by anybody between. */
const guarded = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
  'content-security-policy': "sandbox; default-src 'none'",
  'referrer-policy': 'no-referrer',
}

const lastModified = ({ modifiedAt }: SentFile) => (modifiedAt ? { 'last-modified': modifiedAt.toUTCString() } : {})

/** Weak comparison, as RFC 9110 §13.1.2 has it. */
const isUnchanged = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag))

/** A day and second is a strong validator only once that second is over (RFC 9110 §8.8.2.2). */
function isSame(ifRange: string | string[] | undefined, { etag, modifiedAt }: SentFile): boolean {
  if (ifRange === undefined || ifRange === etag) return true
  return modifiedAt !== undefined && ifRange === modifiedAt.toUTCString() && Date.now() - modifiedAt.getTime() > 2_000
}

/** What a browser may be told that it is; anything else is bytes. */
const typeOf = ({ type = '' }: SentFile) =>
  /^(?:image\/(?:png|jpeg|gif|webp)|application\/(?:pdf|zip|json)|text\/(?:plain|csv)|audio\/[\w.-]+|video\/[\w.-]+)$/.test(
    type,
  )
    ? type
    : 'application/octet-stream'

/** RFC 6266: the name for whoever reads UTF-8, and letters of ASCII for the rest. */
export function attachment(name: string): string {
  const kept = savedName(name)
  const ascii = kept.replace(/[^\x20-\x7e]/gu, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(kept).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** `GET /files/<token>`: a kept file for whom the link was made. A refusal tells nothing, whatever its reason. */
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { byteRange } from './byte-range.ts'
import type { SignedLinks } from './signed-links.ts'

/** A file as its book knows it. */
export interface ShownFile {
  key: string
  name: string
  type?: string
  size: number
  sha256: string
}

export interface FileRoutesOptions {
  links: Pick<SignedLinks, 'openFile'>
  /** Undefined where it is not kept, or not for this reader (any more). */
  find(id: string, reader: string): Promise<ShownFile | undefined>
  open(key: string, range?: { start: number; end: number }): Promise<{ stream: Readable; size: number } | undefined>
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

export function fileRoutes(app: FastifyInstance, options: FileRoutesOptions): void {
  const { links, find, open, log } = options

  function refuse(reply: FastifyReply, reason: string, about: object = {}) {
    log.info({ reason, ...about }, 'a link to a file was refused')
    reply.header('cache-control', 'no-store').callNotFound()
    return reply
  }

  async function send(request: FastifyRequest<{ Params: { '*': string } }>, reply: FastifyReply) {
    const link = links.openFile(request.params['*'])
    if (typeof link === 'string') return refuse(reply, link)
    const file = await find(link.id, link.reader)
    if (!file) return refuse(reply, 'unknown', { file: link.id, reader: link.reader })
    const etag = `"${file.sha256}"`
    const isHead = request.method === 'HEAD'
    const mayBePart = !isHead && [undefined, etag].includes(request.headers['if-range'] as string | undefined)
    const range = mayBePart ? byteRange(request.headers.range, file.size) : 'whole'
    reply.headers({ ...guarded, etag, 'accept-ranges': 'bytes' })
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.size}`).send()
    const opened = await open(file.key, range === 'whole' ? undefined : range)
    if (opened?.size !== file.size) {
      opened?.stream.destroy()
      return refuse(reply, 'not as it was kept', { file: link.id })
    }
    reply.headers({
      'content-type': typeOf(file),
      'content-disposition': attachment(file.name),
      'content-length': range === 'whole' ? file.size : range.end - range.start + 1,
    })
    if (range !== 'whole') {
      reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
    }
    if (!isHead) return reply.send(opened.stream)
    opened.stream.destroy()
    return reply.send()
  }

  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    // A wildcard, because a parameter's length is limited.
    url: '/files/*',
    handler: (request, reply) =>
      send(request, reply).catch((error: unknown) => {
        log.error({ err: error }, 'a file could not be sent')
        return reply.code(503).header('cache-control', 'no-store').send()
      }),
  })
}

/** A file of a stranger: saved, never shown, never kept by anybody between. */
const guarded = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
  'content-security-policy': "sandbox; default-src 'none'",
  'referrer-policy': 'no-referrer',
}

const typeOf = ({ type = '' }: ShownFile) =>
  /^(?:image\/(?:png|jpeg|gif|webp)|application\/(?:pdf|zip|json)|text\/(?:plain|csv)|audio\/[\w.-]+|video\/[\w.-]+)$/.test(
    type,
  )
    ? type
    : 'application/octet-stream'

/** RFC 6266: the name for whoever reads UTF-8, and letters of ASCII for the rest. */
export function attachment(name: string): string {
  const kept = [...(name as string & { toWellFormed(): string }).toWellFormed()]
    .map((letter) => (/[\p{Cc}\u202a-\u202e\u2066-\u2069/\\]/u.test(letter) ? '_' : letter))
    .slice(0, 200)
    .join('')
  const ascii = kept.replace(/[^\x20-\x7e]/gu, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(kept).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

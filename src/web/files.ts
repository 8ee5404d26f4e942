/** `GET /files/<token>`: a kept file for whom the link was made. A refusal tells nothing, whatever its reason. */
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openedStream, type Sender } from './send-file.ts'
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
  sender: Sender
  /** Undefined where it is not kept, or not for this reader (any more). */
  find(id: string, reader: string): Promise<ShownFile | undefined>
  open(key: string, range?: { start: number; end: number }): Promise<{ stream: Readable; size: number } | undefined>
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

export function fileRoutes(app: FastifyInstance, options: FileRoutesOptions): void {
  const { links, sender, find, open, log } = options

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
    const sent = await sender.send(
      request,
      reply,
      { ...file, etag: `"${file.sha256}"` },
      {
        async open(range) {
          const opened = await open(file.key, range)
          return opened && openedStream(opened)
        },
      },
    )
    return sent ? reply : refuse(reply, 'not as it was kept', { file: link.id })
  }

  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    // A wildcard, because a parameter's length is limited.
    url: '/files/*',
    handler: (request, reply) =>
      send(request, reply).catch((error: unknown) => {
        log.error({ err: error }, 'a file could not be sent')
        return reply.sent ? reply : reply.code(503).header('cache-control', 'no-store').send()
      }),
  })
}

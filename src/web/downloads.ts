/**
 * `GET /downloads/<token>`: a file that was handed out, to whoever holds its link (R5.2). Every use is on record (R5.3);
 * a refusal tells nothing, whatever its reason.
 */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FetchOutcome, FileSource, LinkedHandOut } from '../domain/hand-out.ts'
import type { OpenedFile, Sender, SentFile, Source, Watch } from './send-file.ts'
import { attachment } from './send-file.ts'
import type { SignedLinks } from './signed-links.ts'

/** A file as it is now. */
export interface PresentFile {
  sizeBytes: number
  state?: string
  modifiedAt?: Date
}

interface Use {
  handOut: string
  at: Date
  address: string
}

/** Where uses of links are recorded. */
export interface UseBook<HandOut extends LinkedHandOut> {
  find(id: string): Promise<HandOut | undefined>
  begin(use: Use & { firstByte: number }): Promise<string>
  goesOn(use: string, sentBytes: number, at: Date): Promise<void>
  end(use: string, outcome: FetchOutcome, sentBytes: number, at: Date): Promise<void>
  note(outcome: 'redirected' | 'refused', use: Use & { reason?: string }): Promise<void>
}

/** Where the bytes are; undefined where nothing is there. */
export interface Files {
  find(source: FileSource): Promise<PresentFile | undefined>
  open(
    source: FileSource,
    range?: { start: number; end: number },
  ): Promise<(PresentFile & Omit<OpenedFile, 'size'>) | undefined>
  /** The measured digest of this very state. */
  digestOf(source: FileSource, state: string): Promise<string | undefined>
  /** Makes an address at which the store itself sends it; undefined where it has none. */
  presigner(
    source: FileSource,
  ): ((as: { disposition: string; type: string; seconds: number }) => Promise<string>) | undefined
}

export interface DownloadRoutesOptions<HandOut extends LinkedHandOut> {
  links: Pick<SignedLinks, 'openDownload'>
  sender: Sender
  book: UseBook<HandOut>
  files: Files
  /** Whether the one to whom it was handed out is still a contact of the organization for which it was. */
  mayHold(handOut: HandOut): Promise<boolean>
  /** The clock by which links end. */
  now(): Date
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

/** A store's own address lives no longer than this: what was revoked meanwhile is open until then. */
const presignedSeconds = 600
const anyType = 'application/octet-stream'
/** So often a long use says that it is still under way. */
const signOfLifeMs = 5 * 60_000

export function downloadRoutes<HandOut extends LinkedHandOut>(
  app: FastifyInstance,
  { links, sender, book, files, mayHold, now, log }: DownloadRoutesOptions<HandOut>,
): void {
  async function refuse(request: FastifyRequest, reply: FastifyReply, reason: string, handOut?: string) {
    log.info({ reason, ...(handOut ? { handOut } : {}) }, 'a link to a download was refused')
    if (handOut) await book.note('refused', { handOut, at: now(), address: addressOf(request), reason })
    reply.header('cache-control', 'no-store').callNotFound()
    return reply
  }

  /** What speaks against it; the file where nothing does. */
  async function judge(handOut: HandOut, isOver: boolean): Promise<PresentFile | string> {
    const { source, until, isRevoked } = handOut
    if (isRevoked) return 'revoked'
    if (isOver || until < now() || !source) return 'expired'
    if (!(await mayHold(handOut))) return 'not a contact any more'
    const file = await files.find(source)
    if (!file) return 'missing'
    return (await isAsHandedOut(handOut, source, file)) ? file : 'not as it was handed out'
  }

  async function isAsHandedOut({ sizeBytes, sha256, state }: HandOut, source: FileSource, file: PresentFile) {
    if (file.sizeBytes !== sizeBytes) return false
    if (state === undefined || file.state === undefined || file.state === state) return true
    // Put there anew, yet the very same bytes.
    return sha256 !== undefined && (await files.digestOf(source, file.state)) === sha256
  }

  async function begin(use: Use, firstByte: number, isLast: boolean): Promise<Watch> {
    const id = await book.begin({ ...use, firstByte })
    let heard = Date.now()
    return {
      sent(bytes) {
        if (Date.now() - heard < signOfLifeMs) return
        heard = Date.now()
        book.goesOn(id, bytes, now()).catch((error) => log.error({ err: error }, 'a download could not be recorded'))
      },
      async ended(bytes, isWhole) {
        await book.end(id, isWhole && isLast ? 'complete' : 'partial', bytes, now())
      },
    }
  }

  async function send(request: FastifyRequest<{ Params: { '*': string } }>, reply: FastifyReply) {
    const link = links.openDownload(request.params['*'])
    if (link === 'altered') return refuse(request, reply, link)
    const handOut = await book.find(link.id)
    if (!handOut) return refuse(request, reply, 'unknown')
    const { id, source, until, fileName, type } = handOut
    const present = await judge(handOut, link.isOver)
    if (typeof present === 'string' || !source) return refuse(request, reply, String(present), id)
    const use = { handOut: id, at: now(), address: addressOf(request) }
    const presign = files.presigner(source)
    const from: Source = {
      async open(range) {
        const opened = await files.open(source, range)
        if (opened && opened.state === present.state) return { ...opened, size: opened.sizeBytes }
        await opened?.close()
        return undefined
      },
      begin: ({ firstByte, isLast }) => begin(use, firstByte, isLast),
      ...(presign
        ? {
            async elsewhere() {
              const left = Math.floor((until.getTime() - now().getTime()) / 1000)
              const seconds = Math.max(1, Math.min(presignedSeconds, left))
              const address = await presign({ disposition: attachment(fileName), type: type ?? anyType, seconds })
              await book.note('redirected', use)
              return address
            },
          }
        : {}),
    }
    const sent = await sender.send(request, reply, shownAs(handOut, present), from)
    return sent ? reply : refuse(request, reply, 'not as it was handed out', id)
  }

  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/downloads/*',
    handler: (request, reply) =>
      send(request, reply).catch((error: unknown) => {
        log.error({ err: error }, 'a download could not be sent')
        return reply.sent ? reply : reply.code(503).header('cache-control', 'no-store').send()
      }),
  })
}

function shownAs(handOut: LinkedHandOut, { state, modifiedAt }: PresentFile): SentFile {
  const { fileName, type, sizeBytes, sha256, source } = handOut
  const known =
    sha256 ??
    createHash('sha256')
      .update(JSON.stringify([source, sizeBytes, state]))
      .digest('hex')
  return {
    name: fileName,
    ...(type ? { type } : {}),
    size: sizeBytes,
    etag: `"${known}"`,
    ...(modifiedAt ? { modifiedAt } : {}),
  }
}

/** A proxy that is trusted passes on whatever it was told: only an address is kept. */
const addressOf = ({ ip, socket }: FastifyRequest): string => (isIP(ip) ? ip : (socket.remoteAddress ?? ''))

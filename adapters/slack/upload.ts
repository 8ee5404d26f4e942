/**
 * A file on its way into Slack, in three steps: a place is asked for, the bytes are put there, and the file is shared. The
 * first two leave no trace that anyone sees and may be repeated; only an uncertain end of the third must be looked for.
 */
import './own-fetch-dispatcher.ts'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { type Delivered, type Delivery, DeliveryError, type FileContent } from '../../src/bot/platform.ts'
import { platformCode } from './delivery-fault.ts'
import { clientMessageId } from './delivery-marker.ts'
import { repeatable } from './direct.ts'
import type { FilePayload } from './payload.ts'
import { isSlacks } from './slack-hosts.ts'

const uploadTimeoutMs = 25_000
/** A share's message appears a moment after the answer. */
const lookAfterMs = [100, 300, 700]

/** Slack takes no file of this kind or size, or none from this app: the view is said instead. */
const takesNoFile = new Set([
  'blocked_file_type',
  'file_upload_size_restricted',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'missing_scope',
  'not_allowed_token_type',
  'storage_limit_reached',
])

/**
 * The file's name in Slack: with a mark of the delivery, because a share carries no metadata and two files of one name and
 * size are nothing unusual. What people read is its title.
 */
export function markedName(name: string, deliveryId: string): string {
  const end = extname(name)
  return `${name.slice(0, name.length - end.length)}-${markOf(deliveryId)}${end}`
}
const markOf = (deliveryId: string): string => clientMessageId(deliveryId).replaceAll('-', '').slice(0, 12)

export const carriesFile = (message: { files?: FilePayload[] }, deliveryId: string): boolean =>
  message.files?.some(({ name }) => name?.includes(`-${markOf(deliveryId)}`)) === true

export interface Share {
  client: WebClient
  channel: string
  thread: string | undefined
  /** What is said with it: rich text alone, which Slack does not parse as it would a comment. */
  blocks: KnownBlock[]
  message: Delivery
  content: FileContent<string>
  apiUrl: string | undefined
}

/** The message that carries the file; `unsent` where Slack takes no such file, and nothing was shared. */
export async function shareFile(share: Share): Promise<Delivered | 'unsent'> {
  const { client, channel, thread, blocks, content } = share
  let id: string
  try {
    id = await put(share)
  } catch (error) {
    if (takesNoFile.has(platformCode(error) ?? '')) return 'unsent'
    throw repeatable(error)
  }
  try {
    await client.files.completeUploadExternal({
      files: [{ id, title: content.file.name }],
      channel_id: channel,
      ...(thread ? { thread_ts: thread } : {}),
      ...(blocks.length > 0 ? { blocks } : {}),
    } as Parameters<typeof client.files.completeUploadExternal>[0])
  } catch (error) {
    if (takesNoFile.has(platformCode(error) ?? '')) return 'unsent'
    throw error
  }
  const reference = await sharedAs(client, channel, id)
  if (reference) return { reference, conversation: channel }
  // It was shared; where it stands is found when the message is wanted.
  return { reference: id, conversation: channel }
}

/** The first two steps; the file's id. */
async function put({ client, content, message, apiUrl }: Share): Promise<string> {
  if (!message.open) throw new DeliveryError({ kind: 'permanent', detail: 'a file came without its bytes' })
  const { stream, size } = await message.open()
  try {
    const place = await client.files.getUploadURLExternal({
      filename: markedName(content.file.name, message.id),
      length: size,
    })
    const { upload_url: url, file_id: id } = place
    if (!url || !id || !isSlacks(url, apiUrl)) throw new Error('Slack named no place of its own for a file')
    const answered = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body: Readable.toWeb(stream) as ReadableStream,
      duplex: 'half',
      redirect: 'error',
      signal: AbortSignal.timeout(uploadTimeoutMs),
    } as RequestInit)
    await answered.body?.cancel()
    if (answered.status === 429) {
      const retryAfterSeconds = Math.max(1, Number(answered.headers.get('retry-after')) || 30)
      throw new DeliveryError({ kind: 'rate-limited', retryAfterSeconds })
    }
    if (!answered.ok) throw new Error(`the upload was answered with HTTP ${answered.status}`)
    return id
  } finally {
    stream.destroy()
  }
}

const isFileId = (reference: string): boolean => reference.startsWith('F')

/** Where a delivery stands: for a file of which the message was not known yet, Slack is asked again. */
export const standsAt = async (client: WebClient, channel: string, reference: string): Promise<string | undefined> =>
  isFileId(reference) ? messageOf(client, channel, reference) : reference

async function sharedAs(client: WebClient, channel: string, id: string): Promise<string | undefined> {
  for (const ms of lookAfterMs) {
    await new Promise((resolve) => setTimeout(resolve, ms))
    try {
      const ts = await messageOf(client, channel, id)
      if (ts) return ts
    } catch {
      // The file is shared, whether or not Slack says where.
      return undefined
    }
  }
  return undefined
}

async function messageOf(client: WebClient, channel: string, id: string): Promise<string | undefined> {
  const { file } = await client.files.info({ file: id })
  const { public: open = {}, private: hidden = {} } = (file?.shares ?? {}) as Record<
    'public' | 'private',
    Record<string, { ts?: string }[]> | undefined
  >
  return (open[channel] ?? hidden[channel])?.[0]?.ts
}

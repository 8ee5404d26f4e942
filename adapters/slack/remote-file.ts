/** Fetches what a person shared: with the token, so only from Slack itself, wherever an address or a redirect points. */
import './own-fetch-dispatcher.ts'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { WebClient } from '@slack/web-api'
import type { RemoteFile } from '../../src/bot/inbound.ts'
import { DeliveryError } from '../../src/bot/platform.ts'
import { repeatable } from './direct.ts'
import type { FilePayload } from './payload.ts'
import { remoteFile } from './read-message.ts'
import { isSlacks } from './slack-hosts.ts'

const timeoutMs = 60_000
const redirects = 3

const forGood = (detail: string) => new DeliveryError({ kind: 'permanent', detail })

export interface Fetched {
  stream: Readable
  size?: number
  type?: string
}

export async function fetchFile(
  client: WebClient,
  token: string,
  file: RemoteFile,
  apiUrl: string | undefined,
): Promise<Fetched> {
  // Of a file that comes from another company the event told the id alone.
  const url = file.url ?? (await addressOf(client, file))
  let answered: Response
  try {
    answered = await follow(url, token, apiUrl)
  } catch (error) {
    throw repeatable(error)
  }
  const fault = faultIn(answered)
  if (fault) {
    await answered.body?.cancel()
    throw fault
  }
  const size = Number(answered.headers.get('content-length'))
  const type = answered.headers.get('content-type') ?? undefined
  return {
    stream: answered.body ? Readable.fromWeb(answered.body as ReadableStream) : Readable.from([]),
    ...(size > 0 && !answered.headers.has('content-encoding') ? { size } : {}),
    ...(type ? { type } : {}),
  }
}

async function addressOf(client: WebClient, { id, workspace }: RemoteFile): Promise<string> {
  if (!id) throw forGood('the file has neither an address nor an id')
  let found: FilePayload
  try {
    found = ((await client.files.info({ file: id })).file ?? {}) as FilePayload
  } catch (error) {
    throw repeatable(error)
  }
  const { url } = remoteFile({ ...found, id }, workspace)
  if (!url) throw forGood('Slack names no address of the file')
  return url
}

async function follow(first: string, token: string, apiUrl: string | undefined): Promise<Response> {
  let url = first
  const signal = AbortSignal.timeout(timeoutMs)
  for (let hop = 0; hop <= redirects; hop++) {
    if (!isSlacks(url, apiUrl)) throw forGood('the file is not with Slack')
    const answered = await fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual', signal })
    if (answered.status < 300 || answered.status > 399) return answered
    await answered.body?.cancel()
    url = new URL(answered.headers.get('location') ?? '', url).href
  }
  throw forGood('the file is behind too many redirects')
}

function faultIn({ status, headers }: Response): DeliveryError | undefined {
  if (status === 429) {
    return new DeliveryError({
      kind: 'rate-limited',
      retryAfterSeconds: Math.max(1, Number(headers.get('retry-after')) || 30),
    })
  }
  if (status >= 500 || status === 408) return new DeliveryError({ kind: 'not-executed', detail: `HTTP ${status}` })
  if (status > 299) return forGood(`HTTP ${status}`)
  // Slack's answer to a token that may not read files is its page for signing in. A file that is a page comes as an attachment.
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  const isFile = headers.get('content-disposition')?.startsWith('attachment') === true
  return isPage && !isFile ? forGood('Slack asks to sign in instead of handing the file over') : undefined
}

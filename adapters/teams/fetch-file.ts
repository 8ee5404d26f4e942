/** Fetches what people shared: files by links that need no token, pasted pictures from the Bot Connector with the bot's own. */
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { ConversationReferences } from '../../src/bot/bot.ts'
import type { RemoteFile } from '../../src/bot/inbound.ts'
import { DeliveryError, type Platform } from '../../src/bot/platform.ts'
import type { Channel } from './botbuilder.ts'
import { permanent } from './destination.ts'
import { answerFault, harmlessFault } from './faults.ts'
import { tenantKey } from './references.ts'

interface FileFetchOptions {
  channel: Channel
  references: ConversationReferences
  isServiceUrlAllowed(url: string): boolean
  isFileUrlAllowed(url: string): boolean
  now(): number
}

/** From the first byte to the last; whoever keeps the file says how large it may be. */
const fetchMs = 60_000
const mostRedirects = 3
const picturePath = /\/v3\/attachments\/[^/]+\/views\/[^/]+$/

export function fileFetcher(options: FileFetchOptions): NonNullable<Platform['fetch']> {
  const { channel, references, isServiceUrlAllowed, isFileUrlAllowed, now } = options

  /** The bot's token goes to the host alone from which the file's own tenant is served. */
  async function serviceOf({ workspace }: RemoteFile, url: URL): Promise<string | undefined> {
    if (!picturePath.test(url.pathname) || !isServiceUrlAllowed(url.href)) return undefined
    const reference = await references.find(tenantKey(workspace))
    return reference && new URL(reference.serviceUrl).origin === url.origin ? reference.serviceUrl : undefined
  }

  async function ask(url: URL, bearer: string | undefined, signal: AbortSignal): Promise<Response> {
    const headers = { 'accept-encoding': 'identity', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) }
    return fetch(url, { headers, redirect: 'manual', signal })
  }

  /** Follows a link only to where it might have led in the first place. */
  async function download(from: URL, signal: AbortSignal): Promise<Response> {
    let url = from
    for (let redirects = 0; ; redirects++) {
      if (!isFileUrlAllowed(url.href)) throw permanent('the address of the file is not one of Microsoft’s')
      const response = await ask(url, undefined, signal)
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || !location) return response
      await response.body?.cancel()
      if (redirects === mostRedirects || !URL.canParse(location, url)) throw permanent('the file moves about')
      url = new URL(location, url)
    }
  }

  async function answerOf(file: RemoteFile): Promise<Response> {
    if (!file.url) throw permanent('Teams gives bots no files of channels and group chats')
    if (!URL.canParse(file.url)) throw permanent('the file has no address')
    const url = new URL(file.url)
    const signal = AbortSignal.timeout(fetchMs)
    const service = await serviceOf(file, url)
    return service ? ask(url, await channel.bearer(service), signal) : download(url, signal)
  }

  return async (file) => {
    const response = await answerOf(file).catch((error) => {
      throw new DeliveryError(harmlessFault(error, now()))
    })
    const { status, headers, body } = response
    if (status !== 200 || !body) {
      await body?.cancel()
      throw new DeliveryError(answerFault(status, headers.get('retry-after') ?? undefined, now()))
    }
    const size = Number(headers.get('content-length') ?? Number.NaN)
    const type = headers.get('content-type')?.split(';')[0]?.trim()
    return {
      stream: Readable.fromWeb(body as ReadableStream),
      ...(Number.isSafeInteger(size) && !headers.has('content-encoding') ? { size } : {}),
      ...(type ? { type } : {}),
    }
  }
}

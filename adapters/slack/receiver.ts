/**
 * Slack's requests over plain HTTP: verified, read and acknowledged in time. The SDK's own receiver accepts timestamps from the
 * future, refuses `application/x-www-form-urlencoded; charset=utf-8`, and answers 404 after three seconds of silence.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse as parseForm } from 'node:querystring'
import type { ReceiverEvent } from '@slack/bolt'
import type { Log } from './bolt.ts'
import { forgeryOf } from './signature.ts'

const bodyLimit = 1024 * 1024
/** Slack gives up after three seconds and the person sees an error; the answer can follow by other ways. */
const deadlineMs = 1_000
/** An event is delivered again when it was not acknowledged, so it is worth waiting for its record. A form would close. */
const longDeadlineMs = 2_500

export type Body = Record<string, any>

/** What the listeners learn beside the payload, as `context`. */
export interface Arrival {
  [key: string]: unknown
  /** Milliseconds since arrival. */
  age(): number
  /** True once something was answered: what `ack` is given then reaches nobody. */
  acknowledged(): boolean
}

export interface ReceiverOptions {
  signingSecret: string
  now: () => number
  log: Log
  process: (event: ReceiverEvent) => Promise<void>
}

type Read = { body: Body } | { status: number; because: string }

export class SlackReceiver {
  readonly #running = new Set<Promise<void>>()
  #stopped = false

  /** Throws on an empty secret: with it every signature could be made by anyone. */
  constructor(readonly options: ReceiverOptions) {
    if (options.signingSecret.trim() === '') throw new Error('SLACK_SIGNING_SECRET is empty')
  }

  readonly listener = (request: IncomingMessage, response: ServerResponse): void => {
    const running = this.#handle(request, response).catch((error) => {
      this.options.log.error({ reason: String(error) }, 'a Slack request broke')
      end(response, 500)
    })
    this.#running.add(running)
    running.finally(() => this.#running.delete(running))
  }

  /** Refuses what comes from now on (Slack delivers events again) and waits for what has come. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#running)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return end(response, 405)
    if (this.#stopped) return end(response, 503)
    const bytes = await readBytes(request)
    if (bytes === undefined) {
      response.setHeader('connection', 'close')
      return end(response, 413)
    }
    const forgery = forgeryOf(request, bytes, this.options.signingSecret, this.options.now())
    if (forgery !== undefined) {
      this.options.log.warn({ because: forgery }, 'a request that is not from Slack was refused')
      return end(response, 401)
    }
    const read = readBody(request.headers['content-type'], bytes)
    if ('status' in read) {
      this.options.log.warn({ because: read.because }, 'a Slack request could not be read')
      return end(response, read.status)
    }
    const { body } = read
    if (body.type === 'url_verification') return end(response, 200, { challenge: String(body.challenge ?? '') })
    if (body.ssl_check === '1') return end(response, 200)
    await this.#process(body, request, response)
  }

  async #process(body: Body, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedAt = performance.now()
    const isEvent = body.type === 'event_callback'
    const wait = isEvent || body.type === 'view_submission' ? longDeadlineMs : deadlineMs
    const deadline = setTimeout(() => end(response, isEvent ? 503 : 200), wait)
    const arrival: Arrival = {
      age: () => performance.now() - arrivedAt,
      acknowledged: () => response.headersSent,
    }
    const retry = request.headers['x-slack-retry-num']
    try {
      await this.options.process({
        body,
        ack: async (answer?: unknown) => {
          if (!response.headersSent) end(response, 200, answer === '' ? undefined : answer)
        },
        customProperties: arrival,
        ...(retry
          ? { retryNum: Number(retry), retryReason: String(request.headers['x-slack-retry-reason'] ?? '') }
          : {}),
      })
      // Whatever nobody listens for is acknowledged all the same.
      end(response, 200)
    } catch (error) {
      this.options.log.error({ reason: String(error), type: body.type }, 'a Slack request was not dealt with')
      end(response, 503)
    } finally {
      clearTimeout(deadline)
    }
  }
}

function end(response: ServerResponse, status: number, body?: unknown): void {
  if (response.headersSent || response.destroyed) return
  if (body === undefined) {
    response.writeHead(status, { 'content-length': 0 }).end()
    return
  }
  const json = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(json) }).end(json)
}

/** The whole body, or undefined when it is larger than any of Slack's. */
function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) {
      request.resume()
      return resolve(undefined)
    }
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= bodyLimit) chunks.push(chunk)
      else resolve(undefined)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('aborted', () => reject(new Error('the request was broken off')))
  })
}

function readBody(contentType: string | undefined, bytes: Buffer): Read {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') return readJson(bytes.toString('utf8'))
  if (type !== 'application/x-www-form-urlencoded') return { status: 415, because: `content type ${type}` }
  const form = parseForm(bytes.toString('utf8'))
  if (form.payload !== undefined) return readJson(String(form.payload))
  for (const value of Object.values(form)) if (Array.isArray(value)) return { status: 400, because: 'a doubled field' }
  return { body: form }
}

function readJson(text: string): Read {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { body: body as Body }
  } catch {
    // Said below, as for JSON that is no object.
  }
  return { status: 400, because: 'malformed JSON' }
}

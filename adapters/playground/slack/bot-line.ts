import { request } from 'node:http'
import { signSlackRequest } from './signature.ts'

/** One request that went to the bot, kept so that it can be looked at and sent again. */
export interface Sent {
  id: string
  kind: 'event' | 'command' | 'interaction' | 'verification'
  url: string
  headers: Record<string, string>
  body: string
  at: number
  ms: number
  /** 0 when no answer came. */
  status: number
  answer: string
  answerHeaders: Record<string, string | string[] | undefined>
  failure?: 'http_timeout' | 'connection_failed'
}

export interface BotLineOptions {
  signingSecret: string
  now: () => number
  /** How long Slack waits for an answer: 3 s. */
  answerMs: number
  /** How many of the latest requests are remembered. */
  keep: number
}

/** Posts to the bot as Slack posts: signed, over plain HTTP, giving up after three seconds. */
export class BotLine {
  url: string | undefined
  readonly sent: Sent[] = []
  private readonly open = new Set<ReturnType<typeof request>>()

  constructor(private readonly options: BotLineOptions) {}

  form(kind: Sent['kind'], id: string, fields: Record<string, string>): Promise<Sent> {
    const body = new URLSearchParams(fields).toString()
    return this.send(kind, id, 'application/x-www-form-urlencoded', body)
  }

  json(kind: Sent['kind'], id: string, content: unknown, headers: Record<string, string> = {}): Promise<Sent> {
    return this.send(kind, id, 'application/json', JSON.stringify(content), headers)
  }

  /** The same body again: with a signature of now, or byte for byte as it was, as somebody who listened in would. */
  again(sent: Sent, as: 'retry' | 'replay', headers: Record<string, string> = {}): Promise<Sent> {
    if (as === 'replay') return this.transmit({ ...sent, at: this.options.now() }, sent.headers)
    return this.send(sent.kind, sent.id, sent.headers['content-type'] ?? '', sent.body, headers)
  }

  private send(kind: Sent['kind'], id: string, contentType: string, body: string, more: Record<string, string> = {}) {
    const at = this.options.now()
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: '*/*',
      ...signSlackRequest(this.options.signingSecret, body, Math.floor(at / 1000)),
      ...more,
    }
    return this.transmit({ id, kind, body, at }, headers)
  }

  private transmit(
    { id, kind, body, at }: Pick<Sent, 'id' | 'kind' | 'body' | 'at'>,
    headers: Record<string, string>,
  ): Promise<Sent> {
    const url = this.url ?? ''
    const began = performance.now()
    const sent: Sent = { id, kind, url, headers, body, at, ms: 0, status: 0, answer: '', answerHeaders: {} }
    this.sent.push(sent)
    if (this.sent.length > this.options.keep) this.sent.shift()
    return new Promise((resolve) => {
      const settle = (outcome: Partial<Sent>): void => {
        if (sent.ms > 0) return
        Object.assign(sent, outcome, { ms: Math.max(performance.now() - began, 0.001) })
        this.open.delete(posting)
        clearTimeout(timer)
        resolve(sent)
      }
      const posting = request(
        url || 'http://127.0.0.1:9/',
        { method: 'POST', headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', () => settle({ failure: 'connection_failed' }))
          response.on('end', () =>
            settle({
              status: response.statusCode ?? 0,
              answer: Buffer.concat(chunks).toString('utf8'),
              answerHeaders: response.headers,
            }),
          )
        },
      )
      const timer = setTimeout(() => {
        settle({ failure: 'http_timeout' })
        posting.destroy()
      }, this.options.answerMs)
      posting.on('error', () => settle({ failure: 'connection_failed' }))
      this.open.add(posting)
      posting.end(body)
    })
  }

  close(): void {
    for (const posting of this.open) posting.destroy()
  }
}

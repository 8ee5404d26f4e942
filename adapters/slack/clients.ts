/** The only place that makes a Web API client. The SDK's own defaults wait for ever and post again after a lost answer. */
import './own-fetch-dispatcher.ts'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Installation } from '../../src/bot/bot.ts'
import { type Log, sdkLogger } from './bolt.ts'
import { LruCache } from './lru-cache.ts'

/** `interactive`: a person waits and a trigger lives three seconds. `delivery`: the outbox waits. */
export type Haste = 'interactive' | 'delivery'

export const timeoutMs: Record<Haste, number> = { interactive: 2_500, delivery: 10_000 }

/**
 * No `headers` here, ever: the SDK writes the token into that very object, and the next workspace would post with it.
 * Retries belong to the outbox, which knows what has been sent.
 */
export const clientOptions = (haste: Haste, log: Log, apiUrl?: string): WebClientOptions => ({
  timeout: timeoutMs[haste],
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  allowAbsoluteUrls: false,
  logger: sdkLogger(log),
  ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
})

/** A client weighs 27 kB, so those of the busiest workspaces are kept and no others. */
const capacity = 500
const ttlMs = 24 * 3_600_000

export class Clients {
  readonly #kept: LruCache<WebClient>

  constructor(
    readonly log: Log,
    readonly apiUrl: string | undefined,
    now: () => number,
    keep = capacity,
  ) {
    this.#kept = new LruCache(keep, ttlMs, now)
  }

  get size(): number {
    return this.#kept.size
  }

  for(installation: Installation, haste: Haste): WebClient {
    const key = `${haste}/${installation.workspace}/${installation.enterprise ?? ''}`
    const kept = this.#kept.get(key)
    // A new token is a new client; the old one is forgotten with it.
    if (kept?.token === installation.token) return kept
    const client = new WebClient(installation.token, clientOptions(haste, this.log, this.apiUrl))
    this.#kept.set(key, client)
    return client
  }
}

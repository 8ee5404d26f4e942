/** What Slack knows of a person: language, zone and name. A help, never a condition: without it the bot answers all the same. */
import type { Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import type { Clients } from './clients.ts'
import { LruCache } from './lru-cache.ts'

export interface Known {
  locale?: string
  zone?: string
  displayName?: string
}

const capacity = 10_000
const ttlMs = 6 * 3_600_000
/** After a failure Slack is left alone for a while. */
const failureTtlMs = 60_000
/** A person waits for the answer; what takes longer is used from the next question on. */
const patienceMs = 500

const nobody: Known = {}

export class People {
  readonly #known: LruCache<Known>
  readonly #asked = new Map<string, Promise<Known>>()

  constructor(
    readonly clients: Clients,
    readonly log: Log,
    now: () => number,
  ) {
    this.#known = new LruCache(capacity, ttlMs, now)
  }

  /** At once when known; otherwise after half a second at the latest, then without. Never rejects. */
  of(installation: Installation, user: string): Known | Promise<Known> {
    const key = `${installation.workspace}/${user}`
    const known = this.#known.get(key)
    if (known) return known
    let asked = this.#asked.get(key)
    if (!asked) {
      asked = this.#ask(key, installation, user).finally(() => this.#asked.delete(key))
      this.#asked.set(key, asked)
    }
    return atMost(asked, patienceMs, nobody)
  }

  forget(workspace: string, user: string): void {
    this.#known.delete(`${workspace}/${user}`)
  }

  async #ask(key: string, installation: Installation, user: string): Promise<Known> {
    try {
      const { user: found } = await this.clients
        .for(installation, 'interactive')
        .users.info({ user, include_locale: true })
      const displayName = found?.profile?.display_name || found?.real_name || found?.name
      const known: Known = {
        ...(found?.locale ? { locale: found.locale } : {}),
        ...(found?.tz ? { zone: found.tz } : {}),
        ...(displayName ? { displayName } : {}),
      }
      this.#known.set(key, known)
      return known
    } catch (error) {
      this.log.warn({ user, reason: String(error) }, 'Slack told nothing of a person')
      this.#known.set(key, nobody, failureTtlMs)
      return nobody
    }
  }
}

/** The promise's value, or `otherwise` once `ms` are over. */
export function atMost<T, U>(promise: Promise<T>, ms: number, otherwise: U): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

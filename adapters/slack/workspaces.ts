/** The installed workspaces, kept at hand so that a request costs no look-up in the store. */
import type { Installation, Installations } from '../../src/bot/bot.ts'
import { LruCache } from './lru-cache.ts'

export interface WorkspaceAt {
  workspace?: string
  enterprise?: string
}

/** Slack speaks for a workspace that has not installed the app (any more): acknowledged and dropped, for a 401 would be retried. */
export class UnknownWorkspace extends Error {
  constructor(at: WorkspaceAt) {
    super(`the app is not installed in ${at.workspace ?? at.enterprise ?? 'a workspace without an id'}`)
    this.name = 'UnknownWorkspace'
  }
}

const capacity = 2_000
/** Tokens change by installation in another process, so an entry must be read again before long. */
const ttlMs = 60_000
/** Someone installing right now should not wait. */
const absentTtlMs = 3_000

export class Workspaces {
  readonly #known: LruCache<Installation | 'absent'>
  readonly #asked = new Map<string, Promise<Installation | undefined>>()

  constructor(
    readonly installations: Installations,
    readonly now: () => number,
  ) {
    this.#known = new LruCache(capacity, ttlMs, now)
  }

  /** The installation for a team, else for its organization. Throws UnknownWorkspace; rejects as the store does. */
  async at(at: WorkspaceAt): Promise<Installation> {
    const key = keyOf(at)
    let found: Installation | 'absent' | undefined = this.#known.get(key)
    if (found === undefined) found = (await this.#ask(key, at)) ?? 'absent'
    if (found === 'absent') throw new UnknownWorkspace(at)
    return found
  }

  /** One question to the store at a time for each workspace, however many requests wait for it. */
  #ask(key: string, at: WorkspaceAt): Promise<Installation | undefined> {
    let asked = this.#asked.get(key)
    if (asked === undefined) {
      asked = this.installations
        .find(at)
        .then((found) => {
          this.#known.set(key, found ?? 'absent', found ? ttlMs : absentTtlMs)
          return found
        })
        .finally(() => this.#asked.delete(key))
      this.#asked.set(key, asked)
    }
    return asked
  }

  /** The token was refused: the next request reads the installation again. */
  forget(at: WorkspaceAt): void {
    this.#known.delete(keyOf(at))
  }

  /** The app was removed: its token is deleted, here and in the store. */
  async remove(at: WorkspaceAt): Promise<void> {
    await this.installations.remove(at)
    this.#known.clear()
  }
}

const keyOf = ({ workspace, enterprise }: WorkspaceAt): string => `${workspace ?? ''}/${enterprise ?? ''}`

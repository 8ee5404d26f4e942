/** What Slack knows of a conversation: who else reads along, what it is called, who is in it. Known for moments only. */
import type { Installation } from '../../src/bot/bot.ts'
import { DeliveryError } from '../../src/bot/platform.ts'
import type { Clients } from './clients.ts'
import { deliveryFault, platformCode } from './delivery-fault.ts'
import { LruCache } from './lru-cache.ts'

interface About {
  /** Another company reads along, or was asked to. */
  shared: boolean
  name?: string
}

const capacity = 5_000
/** A channel can be shared at any time, so what was known is soon asked again: six times of the fifty a minute that Slack allows. */
const aboutTtlMs = 10_000
const membersTtlMs = 30_000
const pageSize = 1_000
const pages = 50

/** Answers that mean: there is no way to ask. */
const cannotAsk = new Set([
  'access_denied',
  'channel_not_found',
  'method_not_supported_for_channel_type',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_in_channel',
])

export class Conversations {
  readonly #about: LruCache<About>
  readonly #members: LruCache<ReadonlySet<string>>

  constructor(
    readonly clients: Clients,
    now: () => number,
  ) {
    this.#about = new LruCache(capacity, aboutTtlMs, now)
    this.#members = new LruCache(500, membersTtlMs, now)
  }

  /** Rejects as the Web API does. */
  async about(installation: Installation, channel: string): Promise<About> {
    const key = `${installation.workspace}/${channel}`
    const known = this.#about.get(key)
    if (known) return known
    const found = (await this.clients.for(installation, 'delivery').conversations.info({ channel })).channel ?? {}
    // Missing from the SDK's types, sent for a channel that a company was invited to.
    const { is_pending_ext_shared: invited } = found as { is_pending_ext_shared?: boolean }
    const pending = [found.pending_shared, found.pending_connected_team_ids].some((each) => (each?.length ?? 0) > 0)
    const about: About = {
      shared: found.is_ext_shared === true || invited === true || pending,
      ...(found.name ? { name: found.name } : {}),
    }
    this.#about.set(key, about)
    return about
  }

  /** Rejects unless it is certain that the vendor alone reads the conversation; nothing was sent then. */
  async ensureInternal(installation: Installation, channel: string): Promise<void> {
    let about: About
    try {
      about = await this.about(installation, channel)
    } catch (error) {
      const fault = deliveryFault(error)
      // Whoever reads along is not known: that is no permission.
      throw new DeliveryError(fault.kind === 'uncertain' ? { ...fault, kind: 'not-executed' } : fault)
    }
    if (about.shared) {
      throw new DeliveryError({ kind: 'permanent', detail: `${channel} is shared with another company` })
    }
  }

  /** Whether the person is in it; rejects with a DeliveryError when Slack fails. */
  async has(installation: Installation, channel: string, user: string): Promise<boolean | 'unknowable'> {
    const key = `${installation.workspace}/${channel}`
    let members = this.#members.get(key)
    if (!members) {
      try {
        members = await this.#ask(installation, channel)
      } catch (error) {
        if (cannotAsk.has(platformCode(error) ?? '')) return 'unknowable'
        throw new DeliveryError(deliveryFault(error))
      }
      if (!members) return 'unknowable'
      this.#members.set(key, members)
    }
    return members.has(user)
  }

  /** Undefined for a conversation too large to be read. */
  async #ask(installation: Installation, channel: string): Promise<ReadonlySet<string> | undefined> {
    const client = this.clients.for(installation, 'delivery')
    const members = new Set<string>()
    let cursor: string | undefined
    for (let page = 0; page < pages; page++) {
      const found = await client.conversations.members({ channel, limit: pageSize, ...(cursor ? { cursor } : {}) })
      for (const member of found.members ?? []) members.add(member)
      cursor = found.response_metadata?.next_cursor || undefined
      if (!cursor) return members
    }
    return undefined
  }
}

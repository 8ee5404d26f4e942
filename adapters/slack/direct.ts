/** People's own conversations with the bot, known from before or opened. */
import type { WebClient } from '@slack/web-api'
import type { Installation } from '../../src/bot/bot.ts'
import { DeliveryError, type Recipient } from '../../src/bot/platform.ts'
import { deliveryFault, platformCode } from './delivery-fault.ts'
import { LruCache } from './lru-cache.ts'

/** A dialog opened outside of any channel has the person themselves as its conversation. */
export const personIn = (to: Recipient): string | undefined => {
  if (to.kind === 'person') return to.who.user
  return to.kind === 'conversation' && /^[UW]/u.test(to.conversation) ? to.conversation : undefined
}

export class Directs {
  readonly #known: LruCache<string>

  constructor(now: () => number) {
    this.#known = new LruCache(20_000, 24 * 3_600_000, now)
  }

  /** `use` with the person's conversation; one that is gone is opened anew, once. */
  async in<T>(
    client: WebClient,
    { workspace }: Installation,
    user: string,
    use: (channel: string) => Promise<T>,
  ): Promise<T> {
    const key = `${workspace}/${user}`
    const known = this.#known.get(key)
    if (known) {
      try {
        return await use(known)
      } catch (error) {
        if (platformCode(error) !== 'channel_not_found') throw error
        this.#known.delete(key)
      }
    }
    const channel = await open(client, user)
    this.#known.set(key, channel)
    return use(channel)
  }
}

/** Opening it again gives the same one, so a failure here has sent nothing. */
async function open(client: WebClient, user: string): Promise<string> {
  try {
    const { channel } = await client.conversations.open({ users: user })
    return channel!.id!
  } catch (error) {
    throw repeatable(error)
  }
}

/** What may be done twice without a trace needs no looking for: an uncertain end of it is none. */
export function repeatable(error: unknown): DeliveryError {
  const fault = deliveryFault(error)
  return new DeliveryError(fault.kind === 'uncertain' ? { ...fault, kind: 'not-executed' } : fault)
}

/** Who is in a conversation, asked of Teams and remembered for a moment. */
import { DeliveryError, type Platform } from '../../src/bot/platform.ts'
import type { Channel } from './botbuilder.ts'
import type { Destinations } from './destination.ts'
import { harmlessFault, isGone } from './faults.ts'

interface MembershipOptions {
  channel: Channel
  places: Destinations
  now(): number
}

/** Whoever was taken out of a channel is no member a moment later; one case card asks for the same person many times. */
const keptMs = 30_000
const mostKept = 2_000

/**
 * `unknowable` where the bot is not in the conversation, or never was. Rejects with a DeliveryError when Teams cannot
 * tell now: who asks must neither let someone in nor turn them away for that.
 */
export function membership({ channel, places, now }: MembershipOptions): NonNullable<Platform['isMember']> {
  const kept = new Map<string, { until: number; member: boolean }>()

  async function ask(conversation: string, user: string): Promise<boolean | 'unknowable'> {
    const reference = await places.known(conversation)
    if (!reference) return 'unknowable'
    try {
      await channel.member(reference.serviceUrl, conversation, user)
      return true
    } catch (error) {
      if (isGone(error)) return false
      const fault = harmlessFault(error, now())
      if (fault.kind === 'permanent') return 'unknowable'
      throw new DeliveryError(fault)
    }
  }

  return async ({ conversation }, user) => {
    const key = JSON.stringify([conversation, user])
    const known = kept.get(key)
    if (known && known.until > now()) return known.member
    const member = await ask(conversation, user)
    kept.delete(key)
    if (member !== 'unknowable') kept.set(key, { until: now() + keptMs, member })
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
    return member
  }
}

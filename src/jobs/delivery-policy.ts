/** What follows from how a delivery ended: the whole policy of retry, quarantine and giving up, as plain functions. */
import type { Delivered, DeliveryFault, Outgoing, Platform } from '../bot/platform.ts'
import type { QueueSettlement } from './outbox-queue.ts'

/** What is decided; the worker adds which message it is about. */
export type Verdict = Omit<QueueSettlement, 'id' | 'lane'>

/** The part of a message that policy looks at. */
export interface Tried {
  failures: number
  workspace: string
  whenUncertain: Outgoing['whenUncertain']
  isMail: boolean
  /** A change, a removal, a mark: done twice, it has the effect of once. */
  repeatable?: boolean
  kind?: Outgoing['content']['kind']
}

/** Half fixed, half by chance, doubling from a second to five minutes: replicas do not knock in step. `chance` is in [0, 1). */
export function backoffMs(failures: number, chance: number): number {
  const full = Math.min(1000 * 2 ** Math.min(failures, 20), 5 * 60_000)
  return Math.round(full / 2 + (full / 2) * chance)
}

/** A removal leaves nothing that stands anywhere, a mark stands on another's message: neither has a place of its own. */
export function afterDelivery(delivered: Delivered, { gapMs }: Platform, kind?: Outgoing['content']['kind']): Verdict {
  const settled = { status: 'sent', restMs: gapMs, scrub: true } as const
  if (kind === 'removal' || kind === 'mark') return settled
  const { reference, conversation } = delivered
  return { ...settled, reference, ...(conversation === undefined ? {} : { conversation }) }
}

/** A platform that holds us off has executed nothing and is no reason to give a message up, however often it does so. */
export function afterFault(
  fault: DeliveryFault,
  tried: Tried,
  platform: Platform,
  maxFailures: number,
  chance: number,
): Verdict {
  switch (fault.kind) {
    case 'rate-limited':
      return {
        status: 'pending',
        restMs: Math.max(fault.retryAfterSeconds * 1000, platform.gapMs),
        error: `rate limited for ${fault.retryAfterSeconds} s`,
      }
    case 'not-executed':
      return retry(fault.detail, tried, platform, maxFailures, backoffMs(tried.failures, chance))
    case 'uncertain':
      if (tried.repeatable && tried.failures + 1 >= maxFailures) return dead(fault.detail, tried, platform)
      return { status: 'unknown', restMs: platform.lateExecutionMs, failed: true, error: fault.detail }
    case 'permanent':
      return dead(fault.detail, tried, platform)
    case 'target-gone':
      if (tried.kind === 'removal') return { status: 'sent', restMs: platform.gapMs, error: fault.detail, scrub: true }
      // Whoever took their message back needs no sign on it, nor does anybody an alarm.
      if (tried.kind === 'mark') {
        return { status: 'dropped', restMs: platform.gapMs, error: 'the message to be marked is gone', scrub: true }
      }
      // There is no second time for what was posted anew already.
      return !tried.repeatable
        ? dead(fault.detail, tried, platform)
        : { status: 'pending', restMs: platform.gapMs, error: fault.detail, anew: true }
    case 'workspace-gone':
      return { status: 'pending', restMs: platform.gapMs, error: fault.detail, pause: tried.workspace }
  }
}

/** A change that is repeated instead of looked for is given up when its process ended with it too often. */
export const beforeDelivery = (tried: Tried, platform: Platform, maxFailures: number): Verdict | undefined =>
  tried.failures >= maxFailures ? dead('tried too often with an uncertain result', tried, platform) : undefined

/** The quarantine is over and the conversation was searched: nothing of the last try can still happen. */
export function afterLook(
  found: Delivered | undefined | 'unknowable',
  tried: Tried,
  platform: Platform,
  maxFailures: number,
): Verdict {
  if (found !== undefined && found !== 'unknowable') return { ...afterDelivery(found, platform), error: 'found again' }
  if (found === 'unknowable' && tried.whenUncertain === 'once') {
    return {
      status: 'dropped',
      restMs: platform.gapMs,
      error: 'perhaps not delivered, and not to be repeated',
      scrub: true,
    }
  }
  // The uncertain try was counted when it ended: here it only decides whether there is another.
  if (tried.failures >= maxFailures) return dead('tried too often with an uncertain result', tried, platform)
  return { status: 'pending', restMs: 0, error: 'sent again after an uncertain try' }
}

/** Looking itself failed: later again, and after too many times as if there were no way to look. */
export function afterFailedLook(
  fault: DeliveryFault | undefined,
  detail: string,
  tried: Tried,
  platform: Platform,
  maxFailures: number,
  chance: number,
): Verdict {
  if (fault?.kind === 'rate-limited') {
    return { status: 'unknown', restMs: Math.max(fault.retryAfterSeconds * 1000, platform.gapMs), error: detail }
  }
  if (fault?.kind === 'workspace-gone') {
    return { status: 'unknown', restMs: platform.gapMs, error: detail, pause: tried.workspace }
  }
  if (tried.failures + 1 >= maxFailures) return dead(`could not be looked up: ${detail}`, tried, platform)
  return { status: 'unknown', restMs: backoffMs(tried.failures, chance), failed: true, error: detail }
}

function retry(error: string, tried: Tried, platform: Platform, maxFailures: number, restMs: number): Verdict {
  if (tried.failures + 1 >= maxFailures) return dead(error, tried, platform)
  return { status: 'pending', restMs: Math.max(restMs, platform.gapMs), failed: true, error }
}

const dead = (error: string, tried: Tried, platform: Platform): Verdict => ({
  status: 'dead',
  restMs: platform.gapMs,
  failed: true,
  error,
  scrub: tried.isMail,
})

/** One attempt at what was accepted, and what follows from how it ended: done, later again, or given up. */
import type { Inbound } from './inbound.ts'
import type { Outgoing } from './platform.ts'

export interface Accepted {
  key: string
  inbound: Inbound
  /** This one included. */
  attempts: number
}

/** Where attempts are written down. */
export interface AttemptBook {
  finish(key: string, outgoing: readonly Outgoing[]): Promise<boolean>
  postpone(key: string, error: string, againInMs: number): Promise<void>
  giveUp(key: string, error: string, outgoing: readonly Outgoing[]): Promise<boolean>
}

export interface Patience {
  maxAttempts?: number
  /**
   * So many attempts may end with the process. More than faults: a machine that restarts again and again kills what it is
   * at, and only what itself kills the process is to blame.
   */
  maxDeaths?: number
  /** Waiting time after the n-th failed attempt. */
  againInMs?(attempts: number): number
}

/** What is asked cannot be judged yet, by nobody's fault: it is tried again soon. */
export class TooEarly extends Error {
  override name = 'TooEarly'
}
/** As often as attempts may end with the process: longer than any platform's last word is waited for. */
const soonMs = 10_000

export interface Attempting extends Patience {
  inbox: AttemptBook
  /** Does what was asked and returns what to say; run again after a fault, so it must bear that. */
  handle(inbound: Inbound): Promise<Outgoing[]>
  /** What to say to the person whose request was given up. */
  apologize(inbound: Inbound, reason: string): Promise<Outgoing[]>
  onFault(error: unknown, key: string, attempts: number): void
  onGivenUp(key: string, reason: string): void
}

/** Makes one attempt; rejects only when its end could not be written down. */
export function createAttempt(options: Attempting): (accepted: Accepted) => Promise<void> {
  const { inbox, handle, apologize, onFault, onGivenUp, maxAttempts = 5, maxDeaths = 15 } = options
  const { againInMs = (attempts) => Math.min(1000 * 4 ** (attempts - 1), 60_000) } = options

  async function giveUp(key: string, inbound: Inbound, reason: string): Promise<void> {
    if (await inbox.giveUp(key, reason, await apologize(inbound, reason))) onGivenUp(key, reason)
  }

  return async ({ key, inbound, attempts }) => {
    // A process that dies while handling reports no fault: what kills it again and again ends here.
    if (attempts > maxDeaths) return giveUp(key, inbound, 'every attempt ended with the process')
    try {
      await inbox.finish(key, await handle(inbound))
    } catch (fault) {
      if (fault instanceof TooEarly && attempts < maxDeaths) return inbox.postpone(key, fault.message, soonMs)
      onFault(fault, key, attempts)
      const reason = fault instanceof Error ? fault.message : String(fault)
      if (attempts >= maxAttempts) await giveUp(key, inbound, reason)
      else await inbox.postpone(key, reason, againInMs(attempts))
    }
  }
}

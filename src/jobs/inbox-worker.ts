/** Runs again what a crash or a fault interrupted, and says so when it gives up. */
import type { Inbound } from '../bot/inbound.ts'
import type { Outgoing } from '../bot/platform.ts'
import type { JobLog } from './job-log.ts'
import { startLoop } from './wakeable-loop.ts'

/** What the worker needs of a store. */
export interface InboxQueue {
  pending(limit: number, leaseMs: number): Promise<{ key: string; inbound: Inbound; attempts: number }[]>
  finish(key: string, outgoing: readonly Outgoing[]): Promise<boolean>
  postpone(key: string, error: string, againInMs: number): Promise<void>
  giveUp(key: string, error: string, outgoing: readonly Outgoing[]): Promise<boolean>
}

export interface InboxWorkerOptions {
  inbox: InboxQueue
  /** Does what was asked and returns what to say; run again after a fault, so it must bear that. */
  handle(inbound: Inbound): Promise<Outgoing[]>
  /** What to say to the person whose request was given up. */
  apologize(inbound: Inbound, reason: string): Promise<Outgoing[]>
  log: JobLog
  maxAttempts?: number
  /**
   * So many attempts may end with the process. More than faults: a machine that restarts again and again kills what it is
   * at, and only what itself kills the process is to blame.
   */
  maxDeaths?: number
  pollMs?: number
  /** Another process takes it over after this. */
  leaseMs?: number
  /** Waiting time after the n-th failed attempt. */
  againInMs?(attempts: number): number
}

export interface InboxWorker {
  nudge(): void
  /** Takes nothing more and waits for what is under way. */
  stop(): Promise<void>
}

export function startInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { inbox, handle, apologize, log, maxAttempts = 5, maxDeaths = 15, pollMs = 5000, leaseMs = 60_000 } = options
  const { againInMs = (attempts) => Math.min(1000 * 4 ** (attempts - 1), 60_000) } = options
  const atOnce = 10

  async function turn(): Promise<number> {
    const due = await inbox.pending(atOnce, leaseMs)
    await Promise.all(due.map(rerun))
    return due.length > 0 ? 0 : pollMs
  }

  async function rerun({ key, inbound, attempts }: Awaited<ReturnType<InboxQueue['pending']>>[number]): Promise<void> {
    try {
      // A process that dies while handling reports no fault: what kills it again and again ends here.
      if (attempts > maxDeaths) return await giveUp(key, inbound, 'every attempt ended with the process')
      await inbox.finish(key, await handle(inbound))
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : String(fault)
      log.warn({ err: fault, key, attempts }, 'a request could not be handled')
      await (attempts >= maxAttempts
        ? giveUp(key, inbound, reason)
        : inbox.postpone(key, reason, againInMs(attempts))
      ).catch((again) => log.error({ err: again, key }, 'the fault of a request could not be recorded'))
    }
  }

  async function giveUp(key: string, inbound: Inbound, reason: string): Promise<void> {
    const given = await inbox.giveUp(key, reason, await apologize(inbound, reason))
    if (given) log.error({ key, reason }, 'a request was given up')
  }

  const loop = startLoop(turn, pollMs, (fault) => log.error({ err: fault }, 'the inbox could not be read'))
  return { nudge: loop.wake, stop: loop.stop }
}

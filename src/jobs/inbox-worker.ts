/** Runs again what a crash or a fault interrupted, and says so when it gives up. */
import { type Accepted, type AttemptBook, createAttempt, type Patience } from '../bot/attempt.ts'
import type { Inbound } from '../bot/inbound.ts'
import type { Outgoing } from '../bot/platform.ts'
import type { JobLog } from './job-log.ts'
import { startLoop } from './wakeable-loop.ts'

/** What the worker needs of a store. */
export interface InboxQueue extends AttemptBook {
  pending(limit: number, leaseMs: number): Promise<Accepted[]>
  /** Lanes in which something is due and that nobody holds; ms until the next one that will be. */
  dueLanes(limit: number): Promise<{ lanes: string[]; nextInMs: number | undefined }>
}

export interface InboxWorkerOptions extends Patience {
  inbox: InboxQueue
  /** Does what was asked and returns what to say; run again after a fault, so it must bear that. */
  handle(inbound: Inbound): Promise<Outgoing[]>
  /** What to say to the person whose request was given up. */
  apologize(inbound: Inbound, reason: string): Promise<Outgoing[]>
  /** Works off what must be handled in its order. */
  runLane(lane: string): Promise<void>
  log: JobLog
  pollMs?: number
  /** Another process takes it over after this. */
  leaseMs?: number
}

export interface InboxWorker {
  nudge(): void
  /** Takes nothing more and waits for what is under way. */
  stop(): Promise<void>
}

export function startInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { inbox, runLane, log, pollMs = 5000, leaseMs = 60_000 } = options
  const attempt = createAttempt({
    ...options,
    onFault: (fault, key, attempts) => log.warn({ err: fault, key, attempts }, 'a request could not be handled'),
    onGivenUp: (key, reason) => log.error({ key, reason }, 'a request was given up'),
  })
  const atOnce = 10
  const lanesUnderWay = new Set<Promise<void>>()

  async function turn(): Promise<number> {
    // Not waited for: a thread with many words to handle holds up nobody else.
    const { lanes, nextInMs } = await inbox.dueLanes(atOnce)
    for (const lane of lanes) {
      const work = runLane(lane)
      lanesUnderWay.add(work)
      void work.finally(() => lanesUnderWay.delete(work))
    }
    const due = await inbox.pending(atOnce, leaseMs)
    await Promise.all(due.map(rerun))
    return due.length > 0 ? 0 : Math.min(pollMs, Math.max(shortestSleepMs, nextInMs ?? pollMs))
  }

  async function rerun(accepted: Accepted): Promise<void> {
    await attempt(accepted).catch((error) =>
      log.error({ err: error, key: accepted.key }, 'the end of a request could not be recorded'),
    )
  }

  const loop = startLoop(turn, pollMs, (fault) => log.error({ err: fault }, 'the inbox could not be read'))
  return {
    nudge: loop.wake,
    async stop() {
      await loop.stop()
      await Promise.all(lanesUnderWay)
    },
  }
}

const shortestSleepMs = 10

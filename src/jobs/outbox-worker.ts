/** Delivers the outbox: lanes side by side, one message at a time in each. */
import { randomUUID } from 'node:crypto'
import type { Delivery, Platform } from '../bot/platform.ts'
import { DeliveryError } from '../bot/platform.ts'
import type { Tried, Verdict } from './delivery-policy.ts'
import { afterDelivery, afterFailedLook, afterFault, afterLook, beforeDelivery } from './delivery-policy.ts'
import type { FileKeeper } from './files.ts'
import type { Localize } from './in-words.ts'
import { inWords } from './in-words.ts'
import type { JobLog } from './job-log.ts'
import type { OutboxQueue, QueuedMessage, QueueSettlement } from './outbox-queue.ts'
import { startLoop } from './wakeable-loop.ts'
import { within } from './within.ts'

export interface OutboxWorkerOptions {
  outbox: OutboxQueue
  platforms: readonly Platform[]
  localize: Localize
  /** Fetches what is to be handed on; without it, messages with files are given up. */
  files?: FileKeeper
  log: JobLog
  /** Hears how each try ended, and what ended without one: for metrics and for telling an operator of a dead letter. */
  onOutcome?(outcome: Outcome): void
  /** Deliveries at the same time. */
  concurrency?: number
  /** Failed tries until a message becomes a dead letter; by default about an hour and a half of a platform's outage. */
  maxFailures?: number
  /** Other processes' messages are found by looking this often. */
  pollMs?: number
  /** A crashed worker's lanes are free after this. */
  leaseMs?: number
  /** How long `stop` waits for what is under way. */
  stopMs?: number
  /** A delivery that has not ended by then is given up and counts as uncertain. */
  tryMs?: number
}

export interface Outcome {
  id: string
  dedupeKey: string
  platform: string
  verdict: Pick<Verdict, 'status' | 'error'>
}

export interface OutboxWorker {
  /** Look now. */
  nudge(): void
  /**
   * Takes nothing more, waits for the deliveries under way and records how they ended. A platform that keeps silent is
   * left after `stopMs`: what it was given is looked for by the next process, as after a crash.
   */
  stop(): Promise<void>
  /** Resolves once nothing that can be delivered waits any more (paused workspaces aside). */
  drained(): Promise<void>
}

export function startOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { outbox, localize, log, concurrency = 8, maxFailures = 30, pollMs = 1000, leaseMs = 15_000 } = options
  const { tryMs = 45_000, stopMs = 5000 } = options
  const worker = randomUUID()
  const platforms = new Map(options.platforms.map((platform) => [platform.name as string, platform]))
  const quarantineMs = Object.fromEntries(options.platforms.map(({ name, lateExecutionMs }) => [name, lateExecutionMs]))
  const underWay = new Map<string, Promise<void>>()
  let waiters: (() => void)[] = []

  const loop = startLoop(turn, pollMs, (fault) => log.error({ err: fault }, 'the outbox could not be read'))
  const stopListening = outbox.onEnqueued(loop.wake)
  const heart = setInterval(() => {
    if (underWay.size === 0) return
    outbox
      .renew(worker, [...underWay.keys()], leaseMs)
      .catch((fault) => log.warn({ err: fault }, 'the lanes of the outbox could not be held'))
  }, leaseMs / 3)
  heart.unref()

  /** One look; returns the ms until the next. */
  async function turn(): Promise<number> {
    const room = concurrency - underWay.size
    if (room <= 0) return pollMs // The end of any delivery wakes us.
    const { messages, foregone, nextInMs } = await outbox.claim({ worker, lanes: room, leaseMs, quarantineMs })
    for (const { status, error, ...which } of foregone) tell(which, { status, ...(error ? { error } : {}) })
    for (const message of messages) {
      underWay.set(
        message.lane,
        carryOut(message).finally(() => {
          underWay.delete(message.lane)
          loop.wake()
        }),
      )
    }
    if (nextInMs === undefined && underWay.size === 0) {
      for (const done of waiters) done()
      waiters = []
    }
    if (messages.length > 0) return 0
    // A lane that is due but was not given out is being written to: it is free in a moment.
    return Math.min(pollMs, Math.max(shortestSleepMs, nextInMs ?? pollMs))
  }

  async function carryOut(queued: QueuedMessage): Promise<void> {
    try {
      const platform = platforms.get(queued.platform)!
      const verdict = await (queued.task === 'send' ? send(queued, platform) : look(queued, platform))
      await settle({ id: queued.id, lane: queued.lane, ...verdict })
      tell(queued, verdict)
    } catch (fault) {
      // What is not recorded looks like a crash: the lease runs out, and the message is reconciled.
      log.error({ err: fault, id: queued.id }, 'the end of a delivery could not be recorded')
    }
  }

  function tell({ id, dedupeKey, lane, platform }: Whose, verdict: Outcome['verdict']): void {
    options.onOutcome?.({ id, dedupeKey, platform, verdict })
    if (verdict.status === 'dead') log.error({ id, lane, reason: verdict.error }, 'a message could not be delivered')
  }

  async function settle(settlement: QueueSettlement): Promise<void> {
    for (let tries = 3; ; tries--) {
      try {
        const heard = await outbox.settle(worker, [settlement])
        if (heard.length === 0) log.warn({ id: settlement.id }, 'a lane was taken over while we delivered')
        return
      } catch (fault) {
        if (tries === 1) throw fault
        await new Promise((wake) => setTimeout(wake, 200))
      }
    }
  }

  async function send(queued: QueuedMessage, platform: Platform): Promise<Verdict> {
    const tried = triedOf(queued)
    const enough = beforeDelivery(tried, platform, maxFailures)
    if (enough) return enough
    let delivery: Delivery
    try {
      delivery = inWords(queued, localize, await fileOf(queued))
    } catch (thrown) {
      // Nothing was executed yet: what cannot be put into words is given up, what cannot be fetched is tried again.
      const fault = thrown instanceof DeliveryError ? thrown.fault : permanent(reason(thrown))
      return afterFault(fault, tried, platform, maxFailures, Math.random())
    }
    try {
      return afterDelivery(await within(tryMs, platform.deliver(delivery)), platform, tried.kind)
    } catch (thrown) {
      const fault =
        thrown instanceof DeliveryError ? thrown.fault : { kind: 'uncertain' as const, detail: reason(thrown) }
      return afterFault(fault, tried, platform, maxFailures, Math.random())
    }
  }

  async function fileOf({ message: { content } }: QueuedMessage) {
    if (content.kind !== 'file') return undefined
    if (!options.files) throw new Error('no files are kept here')
    return options.files.keep(content.file.id)
  }

  async function look(queued: QueuedMessage, platform: Platform): Promise<Verdict> {
    try {
      const notBefore = new Date(queued.firstAttemptAt.getTime() - clockSkewMs)
      const found = await within(tryMs, platform.find(inWords(queued, localize), notBefore))
      return afterLook(found, triedOf(queued), platform, maxFailures)
    } catch (thrown) {
      const fault = thrown instanceof DeliveryError ? thrown.fault : undefined
      return afterFailedLook(fault, reason(thrown), triedOf(queued), platform, maxFailures, Math.random())
    }
  }

  let stopped: Promise<void> | undefined
  async function end(): Promise<void> {
    stopListening()
    await loop.stop()
    await within(stopMs, Promise.all(underWay.values())).catch(() =>
      log.warn({ lanes: [...underWay.keys()] }, 'deliveries were left to the next process: the platform keeps silent'),
    )
    clearInterval(heart)
  }

  return {
    nudge: loop.wake,
    stop() {
      stopped ??= end()
      return stopped
    },
    drained: () =>
      new Promise((done) => {
        waiters.push(done)
        loop.wake()
      }),
  }
}

const shortestSleepMs = 10

/** Our database's clock and the platform's differ. */
const clockSkewMs = 5000

const permanent = (detail: string) => ({ kind: 'permanent', detail }) as const

type Whose = Pick<QueuedMessage, 'id' | 'dedupeKey' | 'lane' | 'platform'>

const triedOf = ({ failures, workspace, platform, message, repeatable }: QueuedMessage): Tried => ({
  failures,
  repeatable,
  kind: message.content.kind,
  workspace,
  whenUncertain: message.whenUncertain,
  isMail: platform === 'email',
})

const reason = (fault: unknown) => (fault instanceof Error ? fault.message : String(fault))

/** The bot as adapters see it: a router with a memory of what already happened. */
import { type AttemptBook, createAttempt } from './attempt.ts'
import type { Bot, Person } from './bot.ts'
import { type Inbound, isHeard, orderedWith } from './inbound.ts'
import type { Outgoing } from './platform.ts'
import type { Router, Turn } from './router.ts'
import { createTurns, type TurnBook } from './turns.ts'

/** Where happenings are remembered, so that one of them is one, however often it is told. */
export interface Inbox extends AttemptBook, TurnBook {
  /** False when the key was seen before; durable once it resolves, `settled` before anything that is committed later. */
  record(key: string, inbound: Inbound, how: 'pending' | 'settled'): Promise<boolean>
}

export interface EngineOptions {
  router: Router
  inbox: Inbox
  phrase(language: string, name: string, values?: Record<string, string | number>): string
  languageOf(person: Person): Promise<string>
  follows: Bot['follows']
  /** An accepted happening could not be handled now; the inbox keeps it. */
  onFault(error: unknown, key: string): void
  /** It never can: the person was told. */
  onGivenUp(key: string, reason: string): void
}

export interface Engine extends Bot {
  /** What to say to an accepted happening: also used when the inbox runs it again. */
  handle(inbound: Inbound): Promise<Outgoing[]>
  /** What to say to a happening that the inbox gave up. */
  apologize(inbound: Inbound, reason: string): Promise<Outgoing[]>
  /** Works off what was recorded in this lane (`orderedWith`), here or by another process, unless one is at it. */
  runLane(lane: string): Promise<void>
  /** Waits for what was accepted and is still being handled. */
  settled(): Promise<void>
}

/** The answer, where there is one, as a message of the outbox: to the conversation, and in a channel to the asker alone where the platform can. */
function outgoing(
  { key, who, place }: Inbound,
  { reply, reader, internal }: Turn,
  kind: 'answer' | 'apology',
): Outgoing[] {
  if (!reply) return []
  return [
    {
      dedupeKey: `${kind}:${key}`,
      to: {
        kind: 'conversation',
        platform: who.platform,
        workspace: place.workspace,
        conversation: place.conversation,
        ...(place.thread ? { thread: place.thread } : {}),
        ...(place.kind === 'channel' && place.private ? { onlyFor: who.user } : {}),
        ...(place.kind === 'direct' && place.private ? { direct: true } : {}),
      },
      content: reply,
      ...(internal && !place.private ? { internal } : {}),
      language: reader.language,
      ...(reader.zone ? { zone: reader.zone } : {}),
      whenUncertain: 'repeat',
    },
  ]
}

/** Wires the router to the inbox. */
export function createEngine(options: EngineOptions): Engine {
  const { router, inbox, phrase, languageOf, follows, onFault, onGivenUp } = options
  const underWay = new Set<Promise<void>>()
  const handle = async (inbound: Inbound): Promise<Outgoing[]> =>
    outgoing(inbound, await router.take(inbound), 'answer')
  const apologize = async (inbound: Inbound, reason: string): Promise<Outgoing[]> =>
    outgoing(inbound, await router.apologize(inbound, new Error(reason)), 'apology')
  const attempt = createAttempt({ inbox, handle, apologize, onFault, onGivenUp })
  const turns = createTurns({ inbox, attempt, onFault })

  async function answerLater(inbound: Inbound): Promise<void> {
    try {
      await inbox.finish(inbound.key, await handle(inbound))
    } catch (error) {
      onFault(error, inbound.key)
    }
  }

  return {
    handle,
    apologize,
    runLane: (lane) => turns.run(lane),
    phrase,
    languageOf,
    follows,
    home: (person) => router.home(person),
    async answer(inbound) {
      const { kind } = inbound.request
      // Nobody waits for an answer to them, and only what is accepted is kept in its order.
      if (isHeard(inbound)) throw new Error(`words of the kind "${kind}" are accepted, not answered`)
      const run = router.begin(inbound)
      if (!(await inbox.record(inbound.key, inbound, 'settled'))) return 'seen'
      return run()
    },
    async accept(inbound) {
      if (!(await inbox.record(inbound.key, inbound, 'pending'))) return 'seen'
      const lane = orderedWith(inbound)
      const work = lane === undefined ? answerLater(inbound) : turns.run(lane)
      underWay.add(work)
      void work.finally(() => underWay.delete(work))
      return 'accepted'
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

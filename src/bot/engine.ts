/** The bot as adapters see it: a router with a memory of what already happened. */
import type { Bot, Person } from './bot.ts'
import type { Inbound } from './inbound.ts'
import type { Outgoing } from './platform.ts'
import type { Router, Turn } from './router.ts'

/** Where happenings are remembered, so that one of them is one, however often it is told. */
export interface Inbox {
  /** False when the key was seen before; durable once it resolves, `settled` before anything that is committed later. */
  record(key: string, inbound: Inbound, how: 'pending' | 'settled'): Promise<boolean>
  /** Handled, and the answer on its way, in one transaction. */
  finish(key: string, outgoing: readonly Outgoing[]): Promise<boolean>
}

export interface EngineOptions {
  router: Router
  inbox: Inbox
  phrase(language: string, name: string, values?: Record<string, string | number>): string
  languageOf(person: Person): Promise<string>
  follows: Bot['follows']
  /** An accepted happening could not be handled now; the inbox keeps it. */
  onFault(error: unknown, key: string): void
}

export interface Engine extends Bot {
  /** What to say to an accepted happening: also used when the inbox runs it again. */
  handle(inbound: Inbound): Promise<Outgoing[]>
  /** What to say to a happening that the inbox gave up. */
  apologize(inbound: Inbound, reason: string): Promise<Outgoing[]>
  /** Waits for what was accepted and is still being handled. */
  settled(): Promise<void>
}

/** The answer, where there is one, as a message of the outbox: to the conversation, and in a channel to the asker alone where the platform can. */
function outgoing({ key, who, place }: Inbound, { reply, reader }: Turn, kind: 'answer' | 'apology'): Outgoing[] {
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
      language: reader.language,
      ...(reader.zone ? { zone: reader.zone } : {}),
      whenUncertain: 'repeat',
    },
  ]
}

/** Wires the router to the inbox. */
export function createEngine({ router, inbox, phrase, languageOf, follows, onFault }: EngineOptions): Engine {
  const underWay = new Set<Promise<void>>()
  const handle = async (inbound: Inbound): Promise<Outgoing[]> =>
    outgoing(inbound, await router.take(inbound), 'answer')

  async function answerLater(inbound: Inbound): Promise<void> {
    try {
      await inbox.finish(inbound.key, await handle(inbound))
    } catch (error) {
      onFault(error, inbound.key)
    }
  }

  return {
    handle,
    apologize: async (inbound, reason) =>
      outgoing(inbound, await router.apologize(inbound, new Error(reason)), 'apology'),
    phrase,
    languageOf,
    follows,
    home: (person) => router.home(person),
    async answer(inbound) {
      const run = router.begin(inbound)
      if (!(await inbox.record(inbound.key, inbound, 'settled'))) return 'seen'
      return run()
    },
    async accept(inbound) {
      if (!(await inbox.record(inbound.key, inbound, 'pending'))) return 'seen'
      const work = answerLater(inbound)
      underWay.add(work)
      void work.finally(() => underWay.delete(work))
      return 'accepted'
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

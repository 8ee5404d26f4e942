import type { SimulatedPerson, SlackMessage } from '../../contract.ts'
import type { Looked } from '../use-looked.ts'
import { placeOf, threadsOf } from './threads.ts'

export interface News {
  /** Conversations with something new in them, in a thread or beside it. */
  conversations: ReadonlySet<string>
  /** Threads with something new, by `placeOf`. */
  threads: ReadonlySet<string>
}

/** What others wrote since the person last looked there. */
export function newsFor(person: SimulatedPerson, messages: SlackMessage[], looked: Looked): News {
  const conversations = new Set<string>()
  const threads = new Set<string>()
  for (const [channel, list] of Map.groupBy(messages, (each) => each.channel)) {
    const isNews = (place: string) => (each: SlackMessage) =>
      !each.deleted && (each.bot || each.user !== person.id) && looked.isNew(place, each.ts)
    const { roots, replies } = threadsOf(list)
    if (roots.some(isNews(channel))) conversations.add(channel)
    for (const [root, answers] of replies) {
      const place = placeOf(channel, root)
      if (!answers.some(isNews(place))) continue
      threads.add(place)
      conversations.add(channel)
    }
  }
  return { conversations, threads }
}

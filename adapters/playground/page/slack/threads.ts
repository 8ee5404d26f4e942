import type { SlackMessage } from '../../contract.ts'

export interface Threads {
  /** What stands in the conversation itself, in order. */
  roots: SlackMessage[]
  /** By the root's ts, without what was taken back. */
  replies: Map<string, SlackMessage[]>
}

/** Sorts the messages of one conversation. A root that was taken back stays as long as somebody answered it. */
export function threadsOf(messages: SlackMessage[]): Threads {
  const known = new Set(messages.map(({ ts }) => ts))
  const isReply = ({ thread, ts }: SlackMessage) => thread !== undefined && thread !== ts && known.has(thread)
  const present = messages.filter(({ deleted }) => !deleted)
  const replies = Map.groupBy(present.filter(isReply), ({ thread }) => thread ?? '')
  const roots = messages.filter((each) => !isReply(each) && (!each.deleted || replies.has(each.ts)))
  return { roots, replies }
}

/** The name of a conversation, or of a thread in it, among places where one can write and look. */
export const placeOf = (channel: string, thread?: string): string => (thread ? `${channel} ${thread}` : channel)

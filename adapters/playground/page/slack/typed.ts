import type { SlackDeed } from '../../contract.ts'

interface Typed {
  user: string
  channel: string
  thread: string | undefined
  kind: 'direct' | 'channel' | undefined
  bot: string
}

/** What typing this means in Slack. A slash is a command everywhere but in a thread, where Slack takes none. */
export function deedFor(text: string, { user, channel, thread, kind, bot }: Typed): SlackDeed {
  const slash = /^(\/\S+)\s*([\s\S]*)$/.exec(text)
  if (slash && !thread) return { do: 'slash', user, channel, command: slash[1] ?? '', text: slash[2] ?? '' }
  const where = thread ? { user, channel, thread } : { user, channel }
  const called = `@${bot}`
  if (kind === 'channel' && text.toLowerCase().startsWith(called.toLowerCase()))
    return { do: 'mention', ...where, text: text.slice(called.length).trim() }
  return { do: 'say', ...where, text }
}

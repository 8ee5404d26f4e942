import type { SharedFile, SlackDeed } from '../../contract.ts'
import { withoutCall } from '../called.ts'

interface Typed {
  user: string
  channel: string
  thread: string | undefined
  kind: 'direct' | 'channel' | undefined
  bot: string
  files: SharedFile[]
}

/** What typing this means in Slack. A slash is a command everywhere but in a thread or beside files, where Slack takes none. */
export function deedFor(text: string, { user, channel, thread, kind, bot, files }: Typed): SlackDeed {
  const slash = /^(\/\S+)\s*([\s\S]*)$/.exec(text)
  if (slash && !thread && files.length === 0)
    return { do: 'slash', user, channel, command: slash[1] ?? '', text: slash[2] ?? '' }
  const where = { user, channel, ...(thread ? { thread } : {}), ...(files.length > 0 ? { files } : {}) }
  const words = withoutCall(text, bot)
  if (kind === 'channel' && words !== text) return { do: 'mention', ...where, text: words }
  return { do: 'say', ...where, text }
}

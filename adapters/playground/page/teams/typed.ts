import type { SharedFile, TeamsConversation, TeamsDeed } from '../../contract.ts'
import { withoutCall } from '../called.ts'

interface Typed {
  user: string
  conversation: string
  kind: TeamsConversation['kind']
  bot: string
  files: SharedFile[]
  replyTo?: string
  quote?: string
}

/** What typing this means in Teams: outside a chat of two, words that begin with the bot's name mention it. */
export function deedFor(text: string, { kind, bot, files, ...at }: Typed): TeamsDeed {
  const said = { ...at, ...(files.length > 0 ? { files } : {}) }
  const words = withoutCall(text, bot)
  if (kind !== 'personal' && words !== text) return { do: 'mention', ...said, text: words }
  return { do: 'say', ...said, text }
}

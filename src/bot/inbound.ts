/** What people do, as the adapters report it: one shape for slash text, typed words, buttons, shortcuts and forms. */
import type { Prose } from './prose.ts'

export type PlatformName = 'slack' | 'teams'

/** One account of a person on one platform. `workspace` is the person's own team or tenant, also in a shared channel. */
export interface ChatIdentity {
  platform: PlatformName
  workspace: string
  user: string
}

/** Where it happened, and so where the answer goes. */
export interface Place {
  /** Where the bot is installed: in a shared channel this is not the person's own workspace. */
  workspace: string
  conversation: string
  thread?: string
  kind: 'direct' | 'channel' | 'home' | 'dialog'
  /** Who can read the answer: true when only the asker does (direct message, ephemeral, dialog). */
  private: boolean
}

/** A file where its platform keeps it; to be fetched there with the installation's own rights. */
export interface RemoteFile {
  platform: PlatformName
  /** Where the bot is installed. */
  workspace: string
  /** The platform's id of the file, where it has one. */
  id?: string
  name: string
  /** Bytes, where the platform tells. */
  size?: number
  /** Media type, where the platform tells. */
  type?: string
  /** Where to fetch it; may be short-lived (Teams). */
  url?: string
}

/** One message of a person, as it stands in its conversation. */
export interface Written {
  /** The platform's id of the message in its conversation (Slack: `ts`). */
  id: string
  prose: Prose
  files: RemoteFile[]
  /** Teams: the message that it quotes, in a chat that has no threads. */
  quotes?: string
}

export type Request =
  /**
   * Words to the bot: a slash command's text, a direct message, what follows a mention. `written`: the same words as a
   * message, formatted and with their files; absent for a slash command.
   */
  | { kind: 'said'; text: string; written?: Written }
  /** A button, shortcut or emoji. `on`: the message, anybody's, on which it was chosen, where the platform hands that over. */
  | { kind: 'invoked'; command: string; values: Record<string, string>; on?: Written }
  /** A form that was filled in: faults come back as the same form. `on`: as above, all through a dialog. */
  | { kind: 'submitted'; command: string; values: Record<string, string>; on?: Written }
  /** Words in a thread that the bot follows (`Bot.follows`), not addressed to it. */
  | { kind: 'wrote'; written: Written }
  /** The person changed such a message; `written.files` are those that are left. `text`: its words to the bot, where it names it. */
  | { kind: 'rewrote'; written: Written; text?: string }
  /** The person took such a message back; its id. */
  | { kind: 'erased'; message: string }

export interface Inbound {
  /** Unique for one happening, the same in every retry and replay of it. */
  key: string
  who: ChatIdentity
  place: Place
  request: Request
  /** What the platform knows of the person: used until they choose. */
  locale?: string
  zone?: string
  displayName?: string
}

/** What people write in a thread without naming the bot: never answered in the same breath, and never lost to a fault. */
export const isHeard = ({ request }: Inbound): boolean =>
  request.kind === 'wrote' || request.kind === 'rewrote' || request.kind === 'erased'

/**
 * What must be handled in the order in which it was told, one after the other: all that people write in one thread, or to the
 * bot in their own conversation, which in Teams has no threads. Undefined where order is of no account.
 */
export function orderedWith(inbound: Inbound): string | undefined {
  const { who, place, request } = inbound
  const isOrdered = request.kind === 'said' && (place.thread !== undefined || place.kind === 'direct')
  if (!isHeard(inbound) && !isOrdered) return undefined
  return [
    who.platform,
    place.workspace,
    place.conversation,
    ...(place.thread === undefined ? [] : [place.thread]),
  ].join(':')
}

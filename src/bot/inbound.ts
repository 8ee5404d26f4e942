/** What people do, as the adapters report it: one shape for slash text, typed words, buttons, shortcuts and forms. */

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

export type Request =
  /** Words: a slash command's text, a direct message, what follows a mention. */
  | { kind: 'said'; text: string }
  /** A button, shortcut or emoji. */
  | { kind: 'invoked'; command: string; values: Record<string, string> }
  /** A form that was filled in: faults come back as the same form. */
  | { kind: 'submitted'; command: string; values: Record<string, string> }

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

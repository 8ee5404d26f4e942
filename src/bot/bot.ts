/** The bot as an adapter sees it: report what happened, get the answer in the reader's language. */
import type { ChatIdentity, Inbound, PlatformName } from './inbound.ts'
import type { Form, Reply, View } from './view.ts'

export interface Bot {
  /**
   * Answers now, for what must be answered in the same breath (slash command, button, submitted form).
   * `seen`: this very happening was answered before; acknowledge it and do nothing.
   * Never rejects for a person's mistake or a broken feature: both become a reply.
   */
  answer(inbound: Inbound): Promise<Answer | 'seen'>
  /**
   * Records durably and returns; the answer follows through the outbox, also after a crash.
   * For what the platform delivers again and again until it is acknowledged (messages, mentions, reactions).
   */
  accept(inbound: Inbound): Promise<'accepted' | 'seen'>
  /**
   * Whether what people write here concerns the bot without naming it: a thread of a case. Asked before `accept` for
   * every message of a channel or thread that does not name the bot, so it is cheap.
   */
  follows(place: { platform: PlatformName; workspace: string; conversation: string; thread?: string }): Promise<boolean>
  /** The person's start page: App Home, Teams' personal start, the greeting after installation. */
  home(person: Person): Promise<View<string>>
  /** A sentence of the adapter's own, from `locales/<language>/platform.json` (`platform.<name>`). */
  phrase(language: string, name: string, values?: Record<string, string | number>): string
  /** The language this person reads, by choice, else by the platform's locale, else the vendor's default. */
  languageOf(person: Person): Promise<string>
}

export interface Person {
  who: ChatIdentity
  locale?: string
  zone?: string
  displayName?: string
}

export interface Answer {
  reply: Reply<string>
  language: string
  /** Set when a submitted form was refused: the same form with the person's values and an error under each faulty field. */
  refused?: Form<string>
}

/** Where an adapter keeps what it needs in order to reach a workspace. Tokens are encrypted at rest by the store. */
export interface Installation {
  platform: 'slack'
  workspace: string
  enterprise?: string
  token: string
  botUser?: string
  scopes: string[]
}

export interface Installations {
  find(at: { workspace?: string; enterprise?: string }): Promise<Installation | undefined>
  save(installation: Installation): Promise<void>
  /** The app was removed or its tokens revoked: the token is deleted at once. */
  remove(at: { workspace?: string; enterprise?: string }): Promise<void>
}

/** How to speak first in a Teams conversation, kept as our own JSON so that the SDK can be replaced. */
export interface ConversationReference {
  /** `person:<tenant>:<aad user>`, `conversation:<id>`, `tenant:<id>`, or `shared:<conversation>` where another company reads along. */
  key: string
  tenant: string
  serviceUrl: string
  conversation: string
  kind: 'personal' | 'channel' | 'groupChat'
  bot: { id: string; name?: string }
  user?: { id: string; aadObjectId?: string; name?: string }
}

export interface ConversationReferences {
  find(key: string): Promise<ConversationReference | undefined>
  save(reference: ConversationReference): Promise<void>
  remove(key: string): Promise<void>
}

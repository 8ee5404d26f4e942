/** What the bot needs of a platform in order to speak first, or after its answer. */
import type { ChatIdentity, PlatformName } from './inbound.ts'
import type { Reply, Text } from './view.ts'

export type Recipient =
  /** The person's own conversation with the bot; opened where it does not exist yet. */
  | { kind: 'person'; who: ChatIdentity }
  /** A conversation; `onlyFor` makes it ephemeral for that user where the platform can, else it is sent to the person. */
  | {
      kind: 'conversation'
      platform: PlatformName
      workspace: string
      conversation: string
      thread?: string
      onlyFor?: string
      /** Nobody but the bot and one person is in it. */
      direct?: true
    }
  | { kind: 'email'; address: string; name?: string }

/** One message to be delivered, as it stands in the outbox. */
export interface Outgoing {
  /** Nothing with the same key is ever sent twice. */
  dedupeKey: string
  to: Recipient
  content: Reply<Text>
  language: string
  zone?: string
  /**
   * What to do when it is unknown whether the platform took it and it cannot be looked up:
   * `repeat` sends again (a notice with its number), `once` gives up (chatter).
   */
  whenUncertain: 'repeat' | 'once'
}

/** The same, in the reader's language, on its way to the platform. */
export interface Delivery {
  /** The outbox row: travels with the message as a marker where the platform allows one. */
  id: string
  attempt: number
  to: Recipient
  content: Reply<string>
  language: string
}

/** Where a delivered message stands, as the platform names it; kept for updates and threads. */
export interface Delivered {
  reference: string
  /** The conversation that was opened for a person. */
  conversation?: string
}

export type DeliveryFault =
  /** Not executed; try again after this many seconds, and hold the whole lane. */
  | { kind: 'rate-limited'; retryAfterSeconds: number }
  /** Certainly not executed (connection refused, 503 before the request was read). */
  | { kind: 'not-executed'; detail: string }
  /** Time-out, reset, 5xx: it may have been executed, or still be. */
  | { kind: 'uncertain'; detail: string }
  /** Will never succeed (channel gone, account disabled). */
  | { kind: 'permanent'; detail: string }
  /** The whole workspace cannot be reached (token revoked, app removed). */
  | { kind: 'workspace-gone'; detail: string }

/** Thrown by `Platform.deliver`; anything else that is thrown counts as uncertain. */
export class DeliveryError extends Error {
  constructor(readonly fault: DeliveryFault) {
    super(fault.kind === 'rate-limited' ? `rate limited for ${fault.retryAfterSeconds} s` : fault.detail)
    this.name = 'DeliveryError'
  }
}

export interface Platform {
  readonly name: PlatformName | 'email'
  /** Sends once, without a retry of its own. */
  deliver(message: Delivery): Promise<Delivered>
  /**
   * Looks in the conversation's history for the marker of `message`.
   * `undefined`: it is not there. `'unknowable'`: this platform or its scopes give no way to look.
   */
  find(message: Delivery, notBefore: Date): Promise<Delivered | undefined | 'unknowable'>
  /** Longest time, in ms, that a request given up by us can still be executed there: the quarantine of uncertain sends. */
  readonly lateExecutionMs: number
  /** Least time, in ms, between two messages in one conversation. */
  readonly gapMs: number
}

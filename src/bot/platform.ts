/** What the bot needs of a platform in order to speak first, or after its answer. */
import type { Readable } from 'node:stream'
import type { ChatIdentity, PlatformName, RemoteFile, Written } from './inbound.ts'
import type { Reply, Text, View } from './view.ts'

export type Recipient =
  /**
   * The person's own conversation with the bot; opened where it does not exist yet. `threadOf`: below our message with
   * this dedupe key, where the platform has threads there (Slack).
   */
  | { kind: 'person'; who: ChatIdentity; threadOf?: string }
  /** A conversation; `onlyFor` makes it ephemeral for that user where the platform can, else it is sent to the person. */
  | {
      kind: 'conversation'
      platform: PlatformName
      workspace: string
      conversation: string
      thread?: string
      /** The thread below our own message with this dedupe key; instead of `thread` while its id is not known yet. */
      threadOf?: string
      onlyFor?: string
      /** Nobody but the bot and one person is in it. */
      direct?: true
    }
  | { kind: 'email'; address: string; name?: string }

/** A file that the bot keeps and hands on, with the view that says whose it is and offers it where it cannot be sent itself. */
export interface FileContent<T> {
  kind: 'file'
  file: { id: string; name: string; size?: number; type?: string }
  view: View<T>
}

/** What goes out. A `removal` takes the message of `replaces` back; a `mark` is a sign on somebody's message (Slack: an emoji). */
export type Content<T = Text> =
  | Reply<T>
  | FileContent<T>
  | { kind: 'removal' }
  /** `internal`: only the vendor reads it. `to-customer`: it was passed on. `taken`: it became part of a case. */
  | { kind: 'mark'; message: string; mark: 'internal' | 'to-customer' | 'taken' }

/** One message to be delivered, as it stands in the outbox. */
export interface Outgoing {
  /** Nothing with the same key is ever sent twice. */
  dedupeKey: string
  to: Recipient
  content: Content
  /**
   * The message with this dedupe key is changed (or, with a `removal`, taken back) instead of a new one being posted;
   * one that was never delivered, or is gone, is posted anew, and there is nothing to take back.
   */
  replaces?: string
  /** Meant for the vendor alone: an adapter refuses a conversation that it shares with another company. */
  internal?: true
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
  /** `threadOf` is resolved: `thread` of a conversation, or `threadIn` for a person. */
  to: Recipient
  /** The thread in the person's own conversation. */
  threadIn?: string
  content: Content<string>
  language: string
  /** What `replaces` names, as it was delivered: to be changed or taken back. */
  target?: Delivered
  internal?: true
  /** The bytes of a `file` content, as often as they are asked for. */
  open?(): Promise<{ stream: Readable; size: number }>
}

/** Where a delivered message stands, as the platform names it; kept for updates and threads. */
export interface Delivered {
  /** Of a change: the changed message's, or another one where it had to be posted anew; later changes then go there. */
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
  /**
   * What was to be changed is gone (deleted by hand) and nothing was executed: a change is posted anew, a removal is done.
   * Better than posting anew within `deliver`, where an uncertain result could not be looked up.
   */
  | { kind: 'target-gone'; detail: string }
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
  /** Fetches what a person shared. Rejects with a DeliveryError: `permanent` when it is gone or forbidden. */
  fetch?(file: RemoteFile): Promise<{ stream: Readable; size?: number; type?: string }>
  /**
   * The message, or with `thread` all messages of people in that thread, oldest first (at most 50), as far as the app may
   * read; undefined where it may not.
   */
  read?(where: MessagePlace): Promise<Heard[] | undefined>
  /** Whether the person is in the conversation now; `unknowable` where the platform gives no way to ask. */
  isMember?(conversation: { workspace: string; conversation: string }, user: string): Promise<boolean | 'unknowable'>
}

export interface MessagePlace {
  workspace: string
  conversation: string
  thread?: string
  /** One message alone. */
  message?: string
}

/** A message that was read in a conversation's history. */
export interface Heard {
  who: ChatIdentity
  name?: string
  at: Date
  written: Written
}

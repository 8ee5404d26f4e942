/**
 * What the playground's page and its tests say to the simulated platforms, and what they get back.
 * The simulators stand in for Slack, Teams and a mail server: the real adapters talk to them over HTTP and SMTP.
 */

/** A rule that makes a simulated platform fail; `times` counts down, `share` draws by chance from a seeded source. */
export interface Fault {
  /** A Web API method (`chat.postMessage`) or Teams operation (`sendActivity`), or `*`. */
  method: string
  kind:
    | 'rate-limited' // 429 with Retry-After
    | 'error' // 500, not executed
    | 'error-executed' // executed, then 500
    | 'timeout' // never answers, not executed
    | 'timeout-executed' // executed at once or after `delayMs`, never answers
    | 'reset' // connection closed, not executed
    | 'reset-executed'
    | 'delay' // answers after `delayMs`
    | 'refuse' // `ok: false` (Slack) or 4xx (Teams) with `error`
  times?: number
  share?: number
  delayMs?: number
  retryAfterSeconds?: number
  error?: string
  status?: number
}

export interface SimulatedPerson {
  /** Slack: the user id (`U…`); Teams: the Entra object id (`aadObjectId`), from which the `29:…` id is made. */
  id: string
  name: string
  email: string
  /** Slack: `ja-JP`; Teams: `ja-JP`. */
  locale: string
  zone: string
  /** `customer` and `outsider` sit in a customer's workspace, `engineer` with the vendor. */
  role: 'customer' | 'engineer' | 'outsider'
  /** The person's own workspace where it is not the one the bot is installed in (Slack Connect): a stranger there. */
  team?: string
}

// ---- Slack -------------------------------------------------------------------------------------------------------

export interface SlackConversation {
  id: string
  name: string
  kind: 'direct' | 'channel'
  /** For a direct conversation: the person beside the bot. */
  user?: string
  members: string[]
  /** A Slack Connect channel: slash commands of strangers do not arrive. */
  shared?: boolean
  private?: boolean
  archived?: boolean
  /** The bot was not invited: what is said here does not reach it, and it cannot write. */
  withoutBot?: boolean
}

export interface SlackMessage {
  channel: string
  ts: string
  thread?: string
  user?: string
  /** True when the bot wrote it. */
  bot: boolean
  text: string
  blocks?: unknown[]
  /** Seen by this user alone, not in history. */
  ephemeralFor?: string
  editedAt?: string
  metadata?: unknown
  reactions?: { name: string; users: string[] }[]
  files?: SlackFile[]
  /** Taken back; what is left is a place in its thread. */
  deleted?: boolean
}

/** A file as the workspace shows it. Its bytes are fetched at `url`, with a token of the bot's or by the page. */
export interface SlackFile {
  id: string
  name: string
  /** What Slack shows in its place. */
  title: string
  mimetype: string
  size: number
  /** Path on the page's origin: `/playground/files/slack/<id>`. */
  url: string
}

/** A file that a person shares: its bytes in base64. */
export interface SharedFile {
  name: string
  type?: string
  base64: string
}

export interface SlackView {
  id: string
  user: string
  type: 'modal' | 'home'
  hash: string
  view: Record<string, any>
  /** Errors of the last refused submission, by block id. */
  errors?: Record<string, string>
  /** What the person typed or chose so far, by block and action. */
  entered?: SlackValues
}

/** `values[blockId][actionId]`; several for check boxes and multi-selects, `null` for emptied. */
export type SlackValues = Record<string, Record<string, string | string[] | null>>

export interface SlackState {
  team: { id: string; name: string }
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  messages: SlackMessage[]
  /** Open modals, the topmost last. */
  modals: SlackView[]
  homes: SlackView[]
}

/** What a person does in Slack. Each is posted, signed, to the bot as Slack posts it. */
export type SlackDeed =
  | { do: 'slash'; user: string; channel: string; text: string; command?: string }
  | { do: 'say'; user: string; channel: string; text: string; thread?: string; files?: SharedFile[] }
  | { do: 'mention'; user: string; channel: string; text: string; thread?: string; files?: SharedFile[] }
  /** Changes (`message_changed`) or takes back (`message_deleted`) an own message. */
  | { do: 'edit'; user: string; channel: string; ts: string; text: string }
  | { do: 'delete'; user: string; channel: string; ts: string }
  /** Comes into a channel or leaves it. */
  | { do: 'join' | 'leave'; user: string; channel: string }
  /** Presses an element of a message, an ephemeral, a modal or the home view. */
  | {
      do: 'press'
      user: string
      channel?: string
      ts?: string
      view?: string
      blockId: string
      actionId: string
      value?: string | string[]
      /** What stands in the other fields of the same message or view. */
      values?: SlackValues
    }
  /** `values[blockId][actionId]` = what was typed or chosen. */
  | { do: 'submit'; user: string; view: string; values: SlackValues }
  | { do: 'close'; user: string; view: string }
  | { do: 'home'; user: string; tab?: 'home' | 'messages' }
  | { do: 'shortcut'; user: string; callbackId: string }
  | { do: 'message-shortcut'; user: string; callbackId: string; channel: string; ts: string }
  | { do: 'react'; user: string; channel: string; ts: string; reaction: string }
  /** Removes the app: its token dies, then `app_uninstalled` and `tokens_revoked` arrive. */
  | { do: 'uninstall' }
  /** Revokes the bot's token alone. */
  | { do: 'revoke' }

// ---- Teams -------------------------------------------------------------------------------------------------------

export interface TeamsConversation {
  /** `a:…` for a person's own, `19:…@thread.tacv2` for a channel, `19:…@thread.v2` for a group chat. */
  id: string
  name: string
  kind: 'personal' | 'channel' | 'groupChat'
  user?: string
  members: string[]
  /** The team that a channel belongs to. */
  team?: { id: string; name: string }
  /** The bot was granted to read what does not mention it (`ChannelMessage.Read.Group`, `ChatMessage.Read.Chat`). */
  readable?: boolean
  /** A shared channel: people of other tenants are in it. */
  shared?: true
}

export interface TeamsMessage {
  conversation: string
  id: string
  user?: string
  bot: boolean
  text?: string
  /** The words as a person formatted them. */
  html?: string
  /** The message that it quotes. */
  quotes?: string
  attachments?: { contentType: string; content: any; name?: string; contentUrl?: string }[]
  replyTo?: string
  editedAt?: string
  deleted?: boolean
  /** What a person shared in it. */
  files?: { id: string; name: string; size: number; url: string }[]
  /** What an Action.Execute answered with a message: shown under the card to that person alone, not kept. */
  notice?: { user: string; text: string }
}

export interface TeamsDialog {
  id: string
  user: string
  conversation: string
  /** The task module as the bot answered: `{ title, card, height, width }`. */
  task: Record<string, any>
  /** A message answered instead of a task. */
  message?: string
  /** The message whose card or menu opened it. */
  from?: string
  /** Set when a message action opened it: submitting then is `composeExtension/submitAction`. */
  commandId?: string
}

export interface TeamsState {
  tenant: { id: string; name: string }
  people: SimulatedPerson[]
  conversations: TeamsConversation[]
  messages: TeamsMessage[]
  dialogs: TeamsDialog[]
}

/** How often Teams delivers one deed again: messages with the same id, invokes with a new one. */
export interface TeamsRedelivery {
  times: number
  /** All at once instead of one after the other. */
  together?: boolean
}

/** What a person does in Teams. Each is posted to the bot's `/api/messages` as the channel posts it. */
export type TeamsDeed =
  /** `quote`: answers to a message of a personal or group chat by quoting it. `html`: formatted as Teams formats it. */
  (
    | {
        do: 'say' | 'mention'
        user: string
        conversation: string
        text: string
        html?: string
        replyTo?: string
        quote?: string
        files?: SharedFile[]
      }
    /** Changes (`messageUpdate`) or takes back (`messageDelete`) an own message; the bot hears of it where it hears messages. */
    | { do: 'edit'; user: string; conversation: string; message: string; text: string }
    | { do: 'delete'; user: string; conversation: string; message: string }
    /** Action.Submit or Action.Execute of a card in a message: `data` is the action's data merged with the inputs. */
    | {
        do: 'press'
        user: string
        conversation: string
        message: string
        data: Record<string, any>
        verb?: string
        /** Sends `data` even if no card offers it, as a hostile client could. */
        forged?: boolean
      }
    /** The same inside an open dialog (task/submit). */
    | { do: 'submit'; user: string; dialog: string; data: Record<string, any>; forged?: boolean }
    | { do: 'close'; user: string; dialog: string }
    /** Adds the app for this person, or to the team of `conversation`. */
    | { do: 'install'; user: string; conversation?: string }
    /** The person removes the app: afterwards the bot can no longer write to them. */
    | { do: 'uninstall'; user: string }
    /** The person blocks the bot, or lets it write again; the bot is not told. */
    | { do: 'block' | 'unblock'; user: string }
    | { do: 'message-action'; user: string; conversation: string; message: string; commandId: string }
  ) & { redeliver?: TeamsRedelivery }

// ---- Mail --------------------------------------------------------------------------------------------------------

export interface Mail {
  id: string
  from: string
  to: string[]
  subject: string
  text: string
  html?: string
  receivedAt: string
  headers: Record<string, string>
}

// ---- the page ----------------------------------------------------------------------------------------------------

/** What pressed, said or submitted gave: `refused` is what the platform itself would tell the person. */
export interface DeedOutcome {
  ok: boolean
  /** HTTP status of the bot's answer. */
  status: number
  ms: number
  refused?: string
  body?: unknown
  /** Teams: the dialog that is open after it. */
  dialog?: string
  /** Teams: the message that it wrote. */
  message?: string
  /** Teams: every delivery to the bot, re-sent ones included. */
  deliveries?: { activityId: string; status: number; body?: unknown }[]
}

export interface Playground {
  slack: SlackState
  teams: TeamsState
  mail: Mail[]
  /** The bot's own clock, as it judges days. */
  clock: { now: string; aheadDays: number }
  /** Increases with every change. */
  revision: number
}

/**
 * HTTP, on the page's own origin:
 *   GET  /playground/state             → Playground
 *   GET  /playground/changes           → server-sent events; each `data:` is the new revision
 *   POST /playground/slack             SlackDeed  → DeedOutcome
 *   POST /playground/teams             TeamsDeed  → DeedOutcome
 *   POST /playground/clock             { days: number } | { reset: true } → Playground['clock']
 *   POST /playground/faults            { platform: 'slack' | 'teams' | 'mail', faults: Fault[] } (an empty list heals)
 *   POST /playground/person            { platform, id, locale } → the platform's language of that person changes
 */
export const playgroundPaths = {
  state: '/playground/state',
  changes: '/playground/changes',
  slack: '/playground/slack',
  teams: '/playground/teams',
  clock: '/playground/clock',
  faults: '/playground/faults',
  person: '/playground/person',
} as const

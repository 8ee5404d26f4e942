import type {
  SimulatedPerson,
  SlackConversation,
  SlackMessage,
  SlackState,
  SlackValues,
  SlackView,
} from '../contract.ts'
import { demoChannels, demoPeople, supportBotScopes } from './demo-workspace.ts'
import { Files } from './file-store.ts'
import { Identifiers } from './identifiers.ts'

export interface WorkspaceOptions {
  team?: { id: string; name: string }
  token?: string
  scopes?: string[]
  people?: SimulatedPerson[]
  channels?: SlackConversation[]
  seed?: number
}

interface Trigger {
  user: string
  expiresAt: number
  used: boolean
  /** The modal in which the person acted: `views.push` goes on top of it. */
  view?: string
}

export interface ResponseUrl {
  user: string
  channel: string
  usesLeft: number
  expiresAt: number
  /** The message whose element was pressed: what `replace_original` means. */
  source?: string
}

/** One simulated workspace: what people and the bot see, and the tickets Slack hands out for a short time. */
export class Workspace {
  readonly team: { id: string; name: string }
  readonly appId = 'A0ANSHIN000'
  readonly botId = 'B0ANSHIN000'
  readonly botUser: string
  readonly scopes: Set<string>
  readonly ids: Identifiers
  readonly files: Files
  /** Undefined once it was revoked. */
  token: string | undefined
  readonly revokedTokens = new Set<string>()
  people: SimulatedPerson[] = []
  conversations: SlackConversation[] = []
  messages: SlackMessage[] = []
  modals: SlackView[] = []
  homes: SlackView[] = []
  /** Choices and words in the fields of messages and of the home view, by place and person. */
  entered = new Map<string, SlackValues>()
  private readonly triggers = new Map<string, Trigger>()
  private readonly responseUrls = new Map<string, ResponseUrl>()

  constructor(
    private readonly options: WorkspaceOptions,
    readonly now: () => number,
    readonly changed: () => void,
  ) {
    this.team = options.team ?? { id: 'T0ANSHIN000', name: 'Anshin playground' }
    this.botUser = `U0BOT${this.team.id.slice(1)}`
    this.scopes = new Set(options.scopes ?? supportBotScopes)
    this.ids = new Identifiers(options.seed ?? 1, now)
    this.files = new Files(this.ids, now)
    this.reset()
  }

  /** Back to the state before anyone spoke; the token lives again. */
  reset(): void {
    this.revokedTokens.clear()
    this.token = this.options.token ?? `xoxb-${this.team.id}-simulated`
    this.people = structuredClone(this.options.people ?? demoPeople)
    this.conversations = structuredClone(this.options.channels ?? demoChannels(this.people))
    this.messages = []
    this.files.reset()
    this.modals = []
    this.homes = []
    this.entered.clear()
    this.triggers.clear()
    this.responseUrls.clear()
    this.changed()
  }

  revokeToken(): void {
    if (this.token) this.revokedTokens.add(this.token)
    this.token = undefined
  }

  state(): SlackState {
    const { team, people, conversations, messages, modals, homes } = this
    return structuredClone({ team, people, conversations, messages, modals, homes })
  }

  person(id: string): SimulatedPerson | undefined {
    return this.people.find((each) => each.id === id)
  }

  isStranger(person: SimulatedPerson): boolean {
    return person.team !== undefined && person.team !== this.team.id
  }

  conversation(id: string): SlackConversation | undefined {
    return this.conversations.find((each) => each.id === id)
  }

  /** The person's conversation with the bot, opened where it does not exist yet. Its id is not the person's. */
  direct(user: string): SlackConversation {
    const known = this.conversations.find((each) => each.kind === 'direct' && each.user === user)
    if (known) return known
    const opened: SlackConversation = {
      id: this.ids.next('D'),
      name: 'directmessage',
      kind: 'direct',
      user,
      members: [user],
    }
    this.conversations.push(opened)
    return opened
  }

  /** A message by place, ephemeral ones included where `reader` sees them. */
  message(channel: string, ts: string, reader?: string): SlackMessage | undefined {
    return this.messages.find(
      (each) => each.channel === channel && each.ts === ts && (!each.ephemeralFor || each.ephemeralFor === reader),
    )
  }

  post(message: Omit<SlackMessage, 'ts'>): SlackMessage {
    const posted = { ...message, ts: this.ids.timestamp() }
    this.messages.push(posted)
    this.changed()
    return posted
  }

  /** What nobody answered is gone; of what has a thread a place is left. */
  remove(message: SlackMessage): void {
    if (this.answersTo(message).length > 0) {
      Object.assign(message, { deleted: true, text: 'This message was deleted.' })
      delete message.blocks
      delete message.files
      delete message.reactions
      delete message.metadata
    } else this.messages = this.messages.filter((each) => each !== message)
    this.changed()
  }

  answersTo({ channel, ts }: SlackMessage): SlackMessage[] {
    return this.messages.filter(
      (each) => each.channel === channel && each.thread === ts && each.ts !== ts && !each.ephemeralFor,
    )
  }

  view(id: string): SlackView | undefined {
    return this.modals.find((each) => each.id === id) ?? this.homes.find((each) => each.id === id)
  }

  /** Only the topmost modal of a person can be touched; the home view has none above it. */
  topModal(user: string): SlackView | undefined {
    return this.modals.findLast((each) => each.user === user)
  }

  closeModals(which: (view: SlackView) => boolean): void {
    this.modals = this.modals.filter((each) => !which(each))
    this.changed()
  }

  /** A `trigger_id`: lives three seconds and opens one view. */
  handTrigger(user: string, view?: string): string {
    const id = `${this.now()}.${this.ids.token(12)}`
    this.triggers.set(id, { user, expiresAt: this.now() + 3000, used: false, ...(view ? { view } : {}) })
    return id
  }

  /** Uses a trigger up, or names the reason why it cannot be used. */
  spendTrigger(id: string): Trigger | { error: string } {
    const trigger = this.triggers.get(id)
    if (!trigger) return { error: 'invalid_trigger_id' }
    if (trigger.used) return { error: 'exchanged_trigger_id' }
    if (this.now() > trigger.expiresAt) return { error: 'expired_trigger_id' }
    trigger.used = true
    return trigger
  }

  /** The last part of a `response_url`: five uses within thirty minutes. */
  handResponseUrl(to: Omit<ResponseUrl, 'usesLeft' | 'expiresAt'>): string {
    const id = this.ids.token(24)
    this.responseUrls.set(id, { ...to, usesLeft: 5, expiresAt: this.now() + 30 * 60_000 })
    return id
  }

  responseUrl(id: string): ResponseUrl | undefined {
    return this.responseUrls.get(id)
  }
}

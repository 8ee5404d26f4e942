import type { SimulatedPerson, SlackConversation, SlackView } from '../contract.ts'
import type { BotLine, Sent } from './bot-line.ts'
import type { Events, SlackEvent } from './events.ts'
import { DeedRefusal } from './fields.ts'
import type { ResponseUrl, Workspace } from './workspace.ts'

export interface SceneParts {
  workspace: Workspace
  line: BotLine
  events: Events
  /** The whole address of a `response_url` ticket. */
  responseUrl(ticket: string): string
}

/** What every deed needs: who does it, where, and the ways to tell the bot. */
export class Scene {
  readonly workspace: Workspace
  readonly line: BotLine
  readonly events: Events

  constructor(private readonly parts: SceneParts) {
    this.workspace = parts.workspace
    this.line = parts.line
    this.events = parts.events
  }

  person(id: string): SimulatedPerson {
    const person = this.workspace.person(id)
    if (!person) throw new DeedRefusal('user_not_found')
    return person
  }

  /** A conversation in which the person sits; a user id or the bot's means their direct one. */
  place(user: string, channel: string): SlackConversation {
    const { workspace } = this
    if (channel === user || channel === workspace.botUser) return workspace.direct(user)
    const conversation = workspace.conversation(channel)
    if (!conversation?.members.includes(user)) throw new DeedRefusal('channel_not_found')
    if (conversation.archived) throw new DeedRefusal('is_archived')
    return conversation
  }

  touchable(id: string, user: string): SlackView {
    const { workspace } = this
    const view = workspace.view(id)
    if (!view || view.user !== user) throw new DeedRefusal('view_not_found')
    if (view.type === 'modal' && workspace.topModal(user) !== view) throw new DeedRefusal('view_not_on_top')
    return view
  }

  ticket(to: Omit<ResponseUrl, 'usesLeft' | 'expiresAt'>): string {
    return this.parts.responseUrl(this.workspace.handResponseUrl(to))
  }

  async interact(id: string, payload: unknown): Promise<Sent> {
    return answered(await this.line.form('interaction', id, { payload: JSON.stringify(payload) }))
  }

  /** Events: the outcome is that of the first one's first attempt; what failed is tried again later. */
  async tell(...events: SlackEvent[]): Promise<Sent | undefined> {
    const sent = await Promise.all(events.map((event) => this.events.emit(this.workspace, event)))
    const first = sent.find((each) => each !== undefined)
    return first ? answered(first) : undefined
  }
}

/** Slack tells the person of a missing or wrong answer in these words. */
export function answered(sent: Sent): Sent {
  if (sent.failure === 'http_timeout') throw new DeedRefusal('operation_timeout')
  if (sent.failure) throw new DeedRefusal('dispatch_failed')
  if (sent.status < 200 || sent.status > 299) throw new DeedRefusal('dispatch_failed', sent.status, bodyOf(sent))
  return sent
}

export function bodyOf(sent: Sent): unknown {
  try {
    return JSON.parse(sent.answer)
  } catch {
    return sent.answer
  }
}

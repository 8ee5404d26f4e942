import type { DeedOutcome, SimulatedPerson, SlackConversation, SlackDeed, SlackValues, SlackView } from '../contract.ts'
import { ApiRefusal } from './api-call.ts'
import type { BotLine, Sent } from './bot-line.ts'
import type { Events, SlackEvent } from './events.ts'
import { actionOf, checkSubmission, DeedRefusal, findElement, mergeValues, stateOf } from './fields.ts'
import { messageEvent, react } from './methods-chat.ts'
import {
  closing,
  linked,
  messageActions,
  messageShortcut,
  shortcut,
  slashFields,
  submission,
  typedBlocks,
  viewActions,
} from './payloads.ts'
import { postAnswer } from './response-url.ts'
import { isRecord } from './schema.ts'
import { applySubmission } from './submissions.ts'
import type { ResponseUrl, Workspace } from './workspace.ts'

export interface DeedParts {
  workspace: Workspace
  line: BotLine
  events: Events
  /** The whole address of a `response_url` ticket. */
  responseUrl(ticket: string): string
}

type Of<Kind extends SlackDeed['do']> = Extract<SlackDeed, { do: Kind }>

/** Does in the workspace what a person does, tells the bot as Slack tells it, and acts on the bot's answer. */
export class Deeds {
  constructor(private readonly parts: DeedParts) {}

  async act(deed: SlackDeed): Promise<DeedOutcome> {
    const began = performance.now()
    const outcome = (rest: Omit<DeedOutcome, 'ms'>): DeedOutcome => ({ ...rest, ms: performance.now() - began })
    try {
      const sent = await this.run(deed)
      return outcome({ ok: true, status: sent?.status ?? 0, ...(sent?.answer ? { body: bodyOf(sent) } : {}) })
    } catch (fault) {
      if (!(fault instanceof DeedRefusal)) throw fault
      const body = fault.body === undefined ? {} : { body: fault.body }
      return outcome({ ok: false, status: fault.status, refused: fault.reason, ...body })
    }
  }

  private run(deed: SlackDeed): Promise<Sent | undefined> {
    switch (deed.do) {
      case 'slash':
        return this.slash(deed)
      case 'say':
      case 'mention':
        return this.say(deed)
      case 'press':
        return deed.view ? this.pressInView(deed, deed.view) : this.pressInMessage(deed)
      case 'submit':
        return this.submit(deed)
      case 'close':
        return this.close(deed)
      case 'home':
        return this.home(deed)
      case 'shortcut':
        return this.shortcut(deed)
      case 'message-shortcut':
        return this.messageShortcut(deed)
      case 'react':
        return this.react(deed)
      case 'uninstall':
      case 'revoke':
        return this.leave(deed.do === 'uninstall')
    }
  }

  private async slash({ user, channel, text, command = '/support' }: Of<'slash'>): Promise<Sent> {
    const { workspace } = this.parts
    const person = this.person(user)
    const conversation = this.place(user, channel)
    if (!workspace.scopes.has('commands')) throw new DeedRefusal('invalid_command')
    // Slash commands do not reach an app of the other side of a shared channel.
    if (workspace.isStranger(person)) throw new DeedRefusal('invalid_command')
    const trigger = workspace.handTrigger(user)
    const responseUrl = this.ticket({ user, channel: conversation.id })
    const fields = slashFields(workspace, person, conversation, { command, text, trigger, responseUrl })
    const sent = answered(await this.parts.line.form('command', trigger, fields))
    if (sent.answer.trim() !== '') this.slashAnswer(sent, user, conversation)
    return sent
  }

  private slashAnswer(sent: Sent, user: string, conversation: SlackConversation): void {
    const isJson = String(sent.answerHeaders['content-type'] ?? '').includes('application/json')
    const body = isJson ? bodyOf(sent) : { text: sent.answer }
    if (!isRecord(body)) throw new DeedRefusal('invalid_response', sent.status, sent.answer)
    if (Object.keys(body).length === 0) return
    try {
      postAnswer(this.parts.workspace, { user, channel: conversation.id }, body)
    } catch (fault) {
      if (fault instanceof ApiRefusal) throw new DeedRefusal(fault.error, sent.status, fault.more)
      throw fault
    }
  }

  private async say(deed: Of<'say'> | Of<'mention'>): Promise<Sent | undefined> {
    const { workspace } = this.parts
    this.person(deed.user)
    const conversation = this.place(deed.user, deed.channel)
    const mention = deed.do === 'mention' ? workspace.botUser : undefined
    const message = workspace.post({
      channel: conversation.id,
      user: deed.user,
      bot: false,
      text: mention ? `<@${mention}> ${linked(deed.text)}` : linked(deed.text),
      blocks: typedBlocks(workspace, deed.text, mention),
      ...(deed.thread ? { thread: deed.thread } : {}),
    })
    if (conversation.withoutBot) return undefined
    const event = { ...messageEvent(workspace, conversation, message), client_msg_id: workspace.ids.token(36) }
    const { channel_type: _, ...mentioned } = event
    const events: SlackEvent[] = [event]
    // In a channel a mention comes twice, under two event ids: as a message and as a mention.
    if (mention && conversation.kind === 'channel') events.unshift({ ...mentioned, type: 'app_mention' })
    return this.tell(...events)
  }

  private async pressInMessage(deed: Of<'press'>): Promise<Sent> {
    const { workspace } = this.parts
    const person = this.person(deed.user)
    const conversation = this.place(deed.user, deed.channel ?? '')
    const message = workspace.message(conversation.id, deed.ts ?? '', deed.user)
    if (!message) throw new DeedRefusal('message_not_found')
    const blocks = (message.blocks ?? []) as Record<string, any>[]
    const key = `${conversation.id} ${message.ts} ${deed.user}`
    const { actions, state } = this.pressed(deed, blocks, workspace.entered.get(key) ?? {}, (entered) =>
      workspace.entered.set(key, entered),
    )
    const trigger_id = workspace.handTrigger(deed.user)
    const thread = message.thread ? { thread: message.thread } : {}
    const response_url = this.ticket({ user: deed.user, channel: conversation.id, source: message.ts, ...thread })
    const more = { actions, state: { values: state }, trigger_id, response_url }
    return this.interact(trigger_id, messageActions(workspace, person, conversation, message, more))
  }

  private async pressInView(deed: Of<'press'>, id: string): Promise<Sent> {
    const { workspace } = this.parts
    const person = this.person(deed.user)
    const view = this.touchable(id, deed.user)
    const { actions, state } = this.pressed(deed, view.view.blocks, view.entered ?? {}, (entered) => {
      view.entered = entered
    })
    const trigger_id = workspace.handTrigger(deed.user, view.type === 'modal' ? view.id : undefined)
    return this.interact(trigger_id, viewActions(workspace, person, view, state, { actions, trigger_id }))
  }

  private pressed(
    deed: Of<'press'>,
    blocks: Record<string, any>[],
    before: SlackValues,
    keep: (entered: SlackValues) => void,
  ): { actions: unknown[]; state: unknown } {
    const element = findElement(blocks, deed.blockId, deed.actionId)
    const action = actionOf(deed.blockId, element, deed.value, this.parts.workspace.ids.timestamp())
    const own: SlackValues = deed.value === undefined ? {} : { [deed.blockId]: { [deed.actionId]: deed.value } }
    const entered = mergeValues(mergeValues(before, deed.values ?? {}), own)
    const state = stateOf(blocks, entered)
    keep(entered)
    return { actions: [action], state }
  }

  private async submit({ user, view: id, values }: Of<'submit'>): Promise<Sent> {
    const { workspace, line } = this.parts
    const person = this.person(user)
    const view = this.touchable(id, user)
    if (view.type !== 'modal' || !view.view.submit) throw new DeedRefusal('view_has_no_submit')
    const entered = mergeValues(view.entered ?? {}, values)
    const state = stateOf(view.view.blocks, entered)
    checkSubmission(view.view.blocks, values, state)
    view.entered = entered
    delete view.errors
    const trigger = workspace.handTrigger(user, view.id)
    const payload = JSON.stringify(submission(workspace, person, view, state, trigger))
    const sent = answered(await line.form('interaction', trigger, { payload }))
    applySubmission(workspace, view, sent)
    return sent
  }

  private async close({ user, view: id }: Of<'close'>): Promise<Sent | undefined> {
    const { workspace } = this.parts
    const person = this.person(user)
    const view = this.touchable(id, user)
    if (view.type !== 'modal') throw new DeedRefusal('view_not_found')
    const clears = view.view.clear_on_close === true
    workspace.closeModals((each) => each === view || (clears && each.user === user))
    if (!view.view.notify_on_close) return undefined
    const state = stateOf(view.view.blocks, view.entered ?? {})
    return this.interact(`close ${view.id}`, closing(workspace, person, view, state, clears))
  }

  private async home({ user, tab = 'home' }: Of<'home'>): Promise<Sent | undefined> {
    const { workspace } = this.parts
    if (workspace.isStranger(this.person(user))) throw new DeedRefusal('app_not_found')
    const known = workspace.homes.find((each) => each.user === user)
    const channel = workspace.direct(user).id
    const view = known && tab === 'home' ? { view: known.view } : {}
    return this.tell({ type: 'app_home_opened', user, channel, tab, event_ts: workspace.ids.timestamp(), ...view })
  }

  private async shortcut({ user, callbackId }: Of<'shortcut'>): Promise<Sent> {
    const { workspace } = this.parts
    const person = this.person(user)
    if (workspace.isStranger(person)) throw new DeedRefusal('app_not_found')
    const trigger = workspace.handTrigger(user)
    return this.interact(trigger, shortcut(workspace, person, callbackId, trigger, workspace.ids.timestamp()))
  }

  private async messageShortcut({ user, channel, ts, callbackId }: Of<'message-shortcut'>): Promise<Sent> {
    const { workspace } = this.parts
    const person = this.person(user)
    const conversation = this.place(user, channel)
    const message = workspace.message(conversation.id, ts)
    if (!message) throw new DeedRefusal('message_not_found')
    const trigger_id = workspace.handTrigger(user)
    const response_url = this.ticket({ user, channel: conversation.id, source: ts })
    const more = { callback_id: callbackId, trigger_id, response_url, action_ts: workspace.ids.timestamp() }
    return this.interact(trigger_id, messageShortcut(workspace, person, conversation, message, more))
  }

  private async react({ user, channel, ts, reaction }: Of<'react'>): Promise<Sent | undefined> {
    const { workspace } = this.parts
    this.person(user)
    const conversation = this.place(user, channel)
    const message = workspace.message(conversation.id, ts)
    if (!message) throw new DeedRefusal('message_not_found')
    if (!react(workspace, message, reaction, user)) throw new DeedRefusal('already_reacted')
    if (conversation.withoutBot) return undefined
    return this.tell({
      type: 'reaction_added',
      user,
      reaction,
      item: { type: 'message', channel: conversation.id, ts },
      item_user: message.user ?? workspace.botUser,
      event_ts: workspace.ids.timestamp(),
    })
  }

  private async leave(uninstalled: boolean): Promise<Sent | undefined> {
    const { workspace } = this.parts
    workspace.revokeToken()
    workspace.changed()
    const revoked: SlackEvent = {
      type: 'tokens_revoked',
      tokens: { oauth: [], bot: [workspace.botUser] },
      event_ts: workspace.ids.timestamp(),
    }
    if (!uninstalled) return this.tell(revoked)
    return this.tell({ type: 'app_uninstalled', event_ts: workspace.ids.timestamp() }, revoked)
  }

  private person(id: string): SimulatedPerson {
    const person = this.parts.workspace.person(id)
    if (!person) throw new DeedRefusal('user_not_found')
    return person
  }

  /** A conversation in which the person sits; a user id or the bot's means their direct one. */
  private place(user: string, channel: string): SlackConversation {
    const { workspace } = this.parts
    if (channel === user || channel === workspace.botUser) return workspace.direct(user)
    const conversation = workspace.conversation(channel)
    if (!conversation?.members.includes(user)) throw new DeedRefusal('channel_not_found')
    if (conversation.archived) throw new DeedRefusal('is_archived')
    return conversation
  }

  private touchable(id: string, user: string): SlackView {
    const { workspace } = this.parts
    const view = workspace.view(id)
    if (!view || view.user !== user) throw new DeedRefusal('view_not_found')
    if (view.type === 'modal' && workspace.topModal(user) !== view) throw new DeedRefusal('view_not_on_top')
    return view
  }

  private ticket(to: Omit<ResponseUrl, 'usesLeft' | 'expiresAt'>): string {
    return this.parts.responseUrl(this.parts.workspace.handResponseUrl(to))
  }

  private async interact(id: string, payload: unknown): Promise<Sent> {
    return answered(await this.parts.line.form('interaction', id, { payload: JSON.stringify(payload) }))
  }

  /** Events: the outcome is that of the first one's first attempt; what failed is tried again later. */
  private async tell(...events: SlackEvent[]): Promise<Sent | undefined> {
    const sent = await Promise.all(events.map((event) => this.parts.events.emit(this.parts.workspace, event)))
    const first = sent.find((each) => each !== undefined)
    return first ? answered(first) : undefined
  }
}

/** Slack tells the person of a missing or wrong answer in these words. */
function answered(sent: Sent): Sent {
  if (sent.failure === 'http_timeout') throw new DeedRefusal('operation_timeout')
  if (sent.failure) throw new DeedRefusal('dispatch_failed')
  if (sent.status < 200 || sent.status > 299) throw new DeedRefusal('dispatch_failed', sent.status, bodyOf(sent))
  return sent
}

function bodyOf(sent: Sent): unknown {
  try {
    return JSON.parse(sent.answer)
  } catch {
    return sent.answer
  }
}

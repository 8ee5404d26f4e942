import type { SlackConversation, SlackDeed } from '../contract.ts'
import { ApiRefusal } from './api-call.ts'
import type { Sent } from './bot-line.ts'
import type { SlackEvent } from './events.ts'
import { DeedRefusal } from './fields.ts'
import { messageShortcut as messageShortcutPayload, shortcut as shortcutPayload, slashFields } from './payloads.ts'
import { postAnswer } from './response-url.ts'
import { answered, bodyOf, type Scene } from './scene.ts'
import { isRecord } from './schema.ts'

type Of<Kind extends SlackDeed['do']> = Extract<SlackDeed, { do: Kind }>

export async function slash(scene: Scene, { user, channel, text, command = '/support' }: Of<'slash'>): Promise<Sent> {
  const { workspace } = scene
  const person = scene.person(user)
  const conversation = scene.place(user, channel)
  if (!workspace.scopes.has('commands')) throw new DeedRefusal('invalid_command')
  // Slash commands do not reach an app of the other side of a shared channel.
  if (workspace.isStranger(person)) throw new DeedRefusal('invalid_command')
  const trigger = workspace.handTrigger(user)
  const responseUrl = scene.ticket({ user, channel: conversation.id })
  const fields = slashFields(workspace, person, conversation, { command, text, trigger, responseUrl })
  const sent = answered(await scene.line.form('command', trigger, fields))
  if (sent.answer.trim() !== '') slashAnswer(scene, sent, user, conversation)
  return sent
}

function slashAnswer(scene: Scene, sent: Sent, user: string, conversation: SlackConversation): void {
  const isJson = String(sent.answerHeaders['content-type'] ?? '').includes('application/json')
  const body = isJson ? bodyOf(sent) : { text: sent.answer }
  if (!isRecord(body)) throw new DeedRefusal('invalid_response', sent.status, sent.answer)
  if (Object.keys(body).length === 0) return
  try {
    postAnswer(scene.workspace, { user, channel: conversation.id }, body)
  } catch (fault) {
    if (fault instanceof ApiRefusal) throw new DeedRefusal(fault.error, sent.status, fault.more)
    throw fault
  }
}

export async function home(scene: Scene, { user, tab = 'home' }: Of<'home'>): Promise<Sent | undefined> {
  const { workspace } = scene
  if (workspace.isStranger(scene.person(user))) throw new DeedRefusal('app_not_found')
  const known = workspace.homes.find((each) => each.user === user)
  const channel = workspace.direct(user).id
  const view = known && tab === 'home' ? { view: known.view } : {}
  return scene.tell({ type: 'app_home_opened', user, channel, tab, event_ts: workspace.ids.timestamp(), ...view })
}

export async function shortcut(scene: Scene, { user, callbackId }: Of<'shortcut'>): Promise<Sent> {
  const { workspace } = scene
  const person = scene.person(user)
  if (workspace.isStranger(person)) throw new DeedRefusal('app_not_found')
  const trigger = workspace.handTrigger(user)
  return scene.interact(trigger, shortcutPayload(workspace, person, callbackId, trigger, workspace.ids.timestamp()))
}

export async function messageShortcut(
  scene: Scene,
  { user, channel, ts, callbackId }: Of<'message-shortcut'>,
): Promise<Sent> {
  const { workspace } = scene
  const person = scene.person(user)
  const conversation = scene.place(user, channel)
  const message = workspace.message(conversation.id, ts)
  if (!message) throw new DeedRefusal('message_not_found')
  const trigger_id = workspace.handTrigger(user)
  const response_url = scene.ticket({ user, channel: conversation.id, source: ts })
  const more = { callback_id: callbackId, trigger_id, response_url, action_ts: workspace.ids.timestamp() }
  return scene.interact(trigger_id, messageShortcutPayload(workspace, person, conversation, message, more))
}

export async function leave(scene: Scene, uninstalled: boolean): Promise<Sent | undefined> {
  const { workspace } = scene
  workspace.revokeToken()
  workspace.changed()
  const revoked: SlackEvent = {
    type: 'tokens_revoked',
    tokens: { oauth: [], bot: [workspace.botUser] },
    event_ts: workspace.ids.timestamp(),
  }
  if (!uninstalled) return scene.tell(revoked)
  return scene.tell({ type: 'app_uninstalled', event_ts: workspace.ids.timestamp() }, revoked)
}

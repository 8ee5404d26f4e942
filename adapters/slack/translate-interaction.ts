/** What Slack posts for a command, a button, a shortcut or a submitted form, as what a person did. */
import type { ChatIdentity, Inbound, Place } from '../../src/bot/inbound.ts'
import { decodeInvocation, decodeNote, type Origin } from './invocation.ts'
import type { InteractionPayload, SlashPayload } from './payload.ts'
import { valuesOf } from './render-field.ts'
import { plainWords, typedWords } from './translate-event.ts'

const isDirect = (channel: string): boolean => channel.startsWith('D')

const person = (workspace: string, user: string): ChatIdentity => ({ platform: 'slack', workspace, user })

/** A slash command is answered to its sender alone, wherever it was typed. */
export function translateSlash(body: SlashPayload, workspace: string): Inbound {
  return {
    key: `slack:${workspace}:slash:${body.trigger_id ?? `${body.user_id}:${body.response_url}`}`,
    who: person(body.team_id ?? workspace, body.user_id),
    place: {
      workspace,
      conversation: body.channel_id,
      kind: isDirect(body.channel_id) ? 'direct' : 'channel',
      private: true,
    },
    request: { kind: 'said', text: typedWords(body.text ?? '') },
  }
}

/** The trigger is one per deed; a payload without one falls back on the view's version or the action's own time. */
function keyOf(body: InteractionPayload, workspace: string): string {
  if (body.trigger_id) return `slack:${workspace}:trigger:${body.trigger_id}`
  const action = body.actions?.[0]
  if (action?.action_ts) return `slack:${workspace}:action:${body.user.id}:${action.action_ts}`
  return `slack:${workspace}:view:${body.view?.id}:${body.view?.hash}`
}

/** Where the dialog was opened, else the person's own conversation. */
const dialogPlace = (body: InteractionPayload, workspace: string, origin: Origin | undefined): Place => ({
  workspace,
  conversation: origin?.conversation ?? body.user.id,
  ...(origin?.thread ? { thread: origin.thread } : {}),
  kind: 'dialog',
  private: true,
})

function messagePlace(body: InteractionPayload, workspace: string): Place {
  const channel = body.channel?.id ?? body.container?.channel_id ?? body.user.id
  const thread = body.container?.thread_ts ?? body.message?.thread_ts
  return {
    workspace,
    conversation: channel,
    ...(thread ? { thread } : {}),
    kind: isDirect(channel) ? 'direct' : 'channel',
    private: true,
  }
}

/** A pressed button; undefined for what has no command of ours in it (a link, an input that only changed). */
export function translateAction(body: InteractionPayload, workspace: string): Inbound | undefined {
  const action = body.actions?.[0]
  const invocation = action && action.url === undefined ? decodeInvocation(action.value) : undefined
  if (!invocation) return undefined
  const { view } = body
  let place: Place
  if (!view) place = messagePlace(body, workspace)
  else if (view.type === 'home') place = { workspace, conversation: body.user.id, kind: 'home', private: true }
  else place = dialogPlace(body, workspace, decodeNote(view.private_metadata)?.origin)
  return {
    key: keyOf(body, workspace),
    who: person(body.user.team_id ?? workspace, body.user.id),
    place,
    request: { kind: 'invoked', ...invocation },
  }
}

/** A submitted form: hidden values come from its metadata, what was typed wins over nothing of them. */
export function translateSubmission(body: InteractionPayload, workspace: string): Inbound | undefined {
  const note = decodeNote(body.view?.private_metadata)
  if (!note || note.command === '') return undefined
  return {
    key: keyOf(body, workspace),
    who: person(body.user.team_id ?? workspace, body.user.id),
    place: dialogPlace(body, workspace, note.origin),
    // Hidden values last: a field cannot pass for one of them.
    request: { kind: 'submitted', command: note.command, values: { ...valuesOf(body.view?.state), ...note.values } },
  }
}

/** What a command that was chosen on a message learns of it: its plain words and where it stands. */
function valuesOfMessage(body: InteractionPayload, place: Place): Record<string, string> {
  const { message } = body
  const ts = message?.ts ?? body.message_ts
  const text = message?.text ? plainWords(message.text, undefined) : ''
  return {
    ...(text ? { text } : {}),
    conversation: place.conversation,
    ...(ts ? { message: ts } : {}),
    ...(message?.thread_ts ? { thread: message.thread_ts } : {}),
  }
}

/** A menu entry of ours, its callback id the command's name. */
export function translateShortcut(body: InteractionPayload, workspace: string): Inbound | undefined {
  if (!body.callback_id) return undefined
  const command = body.callback_id
  const onMessage = body.type === 'message_action'
  const place: Place = onMessage
    ? messagePlace(body, workspace)
    : { workspace, conversation: body.user.id, kind: 'dialog', private: true }
  return {
    key: keyOf(body, workspace),
    who: person(body.user.team_id ?? workspace, body.user.id),
    place,
    request: { kind: 'invoked', command, values: onMessage ? valuesOfMessage(body, place) : {} },
  }
}

/** From an activity to what a person did. It decides nothing: which words mean what is the bot's to know. */
import type { ChatIdentity, Inbound, Place, Request } from '../../src/bot/inbound.ts'
import type { Activity } from './activity.ts'
import { changeKey, greetingKey, messageKey, openingKey, pressKey } from './keys.ts'
import { object, payloadIn, payloadWords } from './payload.ts'
import { type Press, readPress } from './press.ts'
import { mentionsBot } from './spoken-text.ts'
import { saidIn, writtenIn } from './written.ts'

export type Happening =
  /**
   * Delivered again until it is acknowledged: recorded first, answered through the outbox. `overheard`: it was not said
   * to the bot, so it concerns the bot only where it follows the conversation. `awaited`: whoever did it looks at the
   * conversation for an answer.
   */
  | { kind: 'message'; inbound: Inbound; awaited: boolean; overheard: boolean }
  /** Answered in the same breath. */
  | { kind: 'invoke'; inbound: Inbound; shape: 'dialog' | 'card' }
  /** The button that leaves a dialog. */
  | { kind: 'close' }
  /** The bot was taken out of the conversation. */
  | { kind: 'removed' }
  /** Nothing for the bot in it: acknowledged. */
  | { kind: 'nothing' }
  /** An invoke that the bot never asked for. */
  | { kind: 'unknown' }

/** A channel's conversation id carries the thread: `19:…@thread.tacv2;messageid=170…`. */
export function splitConversation(id: string): { conversation: string; thread?: string } {
  const [conversation = id, ...rest] = id.split(';')
  const thread = rest.find((part) => part.startsWith('messageid='))?.slice('messageid='.length)
  return thread ? { conversation, thread } : { conversation }
}

export const tenantOf = ({ tenants }: Activity): string => tenants[0] ?? ''

/** The person, by the id that is the same in every conversation. */
export function personOf({ from, tenants }: Activity): ChatIdentity | undefined {
  if (!from) return undefined
  return { platform: 'teams', workspace: from.tenantId ?? tenants[0] ?? '', user: from.aadObjectId ?? from.id }
}

function placeOf(activity: Activity, inDialog: boolean): Place {
  const { conversation, thread } = splitConversation(activity.conversation.id)
  const personal = activity.conversation.kind === 'personal'
  const root = thread ?? (activity.conversation.kind === 'channel' ? (activity.replyToId ?? activity.id) : undefined)
  return {
    workspace: tenantOf(activity),
    conversation,
    ...(root ? { thread: root } : {}),
    kind: inDialog ? 'dialog' : personal ? 'direct' : 'channel',
    private: inDialog || personal,
  }
}

function inboundOf(activity: Activity, key: string, request: Request, inDialog = false): Inbound | undefined {
  const who = personOf(activity)
  if (!who) return undefined
  const { locale, zone, from } = activity
  return {
    key,
    who,
    place: placeOf(activity, inDialog),
    request,
    ...(locale ? { locale } : {}),
    ...(zone ? { zone } : {}),
    ...(from?.name ? { displayName: from.name } : {}),
  }
}

const requestOf = ({ command, values, form }: Press): Request =>
  form ? { kind: 'submitted', command, values } : { kind: 'invoked', command, values }

const invoke = (shape: 'dialog' | 'card', inbound: Inbound | undefined): Happening =>
  inbound ? { kind: 'invoke', inbound, shape } : { kind: 'unknown' }

const taken = (inbound: Inbound | undefined, how: { awaited?: boolean; overheard?: boolean } = {}): Happening =>
  inbound ? { kind: 'message', inbound, awaited: false, overheard: false, ...how } : { kind: 'nothing' }

/** A message's menu: the manifest's command id is the name of the bot's command. */
function messageAction(activity: Activity): Happening {
  const value = object(activity.value)
  const { commandId } = value
  if (typeof commandId !== 'string' || commandId === '') return { kind: 'unknown' }
  const payload = payloadIn(value)
  if (!payload) return { kind: 'unknown' }
  const { written, text } = payloadWords(payload, activity, tenantOf(activity))
  const { conversation, thread } = splitConversation(activity.conversation.id)
  const root = activity.conversation.kind === 'channel' ? (thread ?? payload.replyToId ?? payload.id) : undefined
  const values = { ...(text ? { text } : {}), message: payload.id, conversation, ...(root ? { thread: root } : {}) }
  const request: Request = { kind: 'invoked', command: commandId, values, on: written }
  return invoke('dialog', inboundOf(activity, openingKey(activity), request, true))
}

/** What was filled in, with the message that the dialog was opened on. */
function submittedOn(activity: Activity, request: Request): Request {
  const payload = payloadIn(object(activity.value))
  if (!payload || (request.kind !== 'invoked' && request.kind !== 'submitted')) return request
  return { ...request, on: payloadWords(payload, activity, tenantOf(activity)).written }
}

function translateInvoke(activity: Activity): Happening {
  const value = object(activity.value)
  switch (activity.name) {
    case 'task/fetch':
    case 'task/submit':
    case 'composeExtension/submitAction': {
      const press = readPress(value.data)
      if (press === 'close') return { kind: 'close' }
      if (!press) return { kind: 'unknown' }
      const key = activity.name === 'task/fetch' ? openingKey(activity) : pressKey(activity, press)
      return invoke('dialog', inboundOf(activity, key, submittedOn(activity, requestOf(press)), true))
    }
    case 'composeExtension/fetchTask':
      return messageAction(activity)
    case 'adaptiveCard/action': {
      const press = readPress(object(value.action).data)
      if (!press || press === 'close') return { kind: 'unknown' }
      return invoke('card', inboundOf(activity, pressKey(activity, press), requestOf(press)))
    }
    default:
      return { kind: 'unknown' }
  }
}

/** What an app wrote or changed, this bot included, is no person's word. */
const isByApp = ({ from, recipient }: Activity): boolean =>
  from === undefined || from.id === recipient?.id || from.id.startsWith('28:')

function translateMessage(activity: Activity): Happening {
  const press = readPress(activity.value)
  if (press === 'close') return { kind: 'nothing' }
  if (press) return taken(inboundOf(activity, messageKey(activity), requestOf(press)), { awaited: true })
  const written = writtenIn(activity, tenantOf(activity))
  if (activity.conversation.kind === 'personal' || mentionsBot(activity)) {
    const request: Request = { kind: 'said', text: saidIn(activity, written), ...(written ? { written } : {}) }
    return taken(inboundOf(activity, messageKey(activity), request), { awaited: true })
  }
  if (!written || isByApp(activity)) return { kind: 'nothing' }
  return taken(inboundOf(activity, messageKey(activity), { kind: 'wrote', written }), { overheard: true })
}

/** Somebody changed a message or took one back. Bots are not told of their own. */
function translateChange(activity: Activity): Happening {
  if (!activity.id || isByApp(activity)) return { kind: 'nothing' }
  const overheard = activity.conversation.kind !== 'personal'
  if (activity.type === 'messageDelete') {
    const request: Request = { kind: 'erased', message: activity.id }
    return taken(inboundOf(activity, changeKey(activity, {}), request), { overheard })
  }
  const written = writtenIn(activity, tenantOf(activity))
  if (!written) return { kind: 'nothing' }
  const request: Request = {
    kind: 'rewrote',
    written,
    ...(mentionsBot(activity) ? { text: saidIn(activity, written) } : {}),
  }
  return taken(inboundOf(activity, changeKey(activity, written), request), { overheard })
}

/** An installation is told twice, as update of the conversation and as installation: one greeting a day is enough. */
function greet(activity: Activity): Happening {
  const inbound = inboundOf(activity, greetingKey(activity), { kind: 'invoked', command: 'help', values: {} })
  return taken(inbound)
}

/** What the activity means for the bot. */
export function translate(activity: Activity): Happening {
  switch (activity.type) {
    case 'message':
      return translateMessage(activity)
    case 'messageUpdate':
    case 'messageDelete':
      return translateChange(activity)
    case 'invoke':
      return translateInvoke(activity)
    case 'conversationUpdate':
      return activity.recipient && activity.membersAdded.includes(activity.recipient.id)
        ? greet(activity)
        : { kind: 'nothing' }
    case 'installationUpdate':
      if (activity.action?.startsWith('add')) return greet(activity)
      return activity.action?.startsWith('remove') ? { kind: 'removed' } : { kind: 'nothing' }
    default:
      return { kind: 'nothing' }
  }
}

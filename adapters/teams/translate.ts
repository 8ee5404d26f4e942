/** From an activity to what a person did. It decides nothing: which words mean what is the bot's to know. */
import { createHash } from 'node:crypto'
import type { ChatIdentity, Inbound, Place, Request } from '../../src/bot/inbound.ts'
import type { Activity } from './activity.ts'
import { type Press, readPress } from './press.ts'
import { mentionsBot, plainText, spokenText } from './spoken-text.ts'

export type Happening =
  /** Delivered again until it is acknowledged: recorded first, answered through the outbox. */
  | { kind: 'message'; inbound: Inbound; greeting: boolean }
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

const digest = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)

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

/** Messages keep their id in every delivery. One without an id is told by what is in it. */
const messageKey = (activity: Activity): string =>
  `teams:message:${digest(activity.conversation.id, activity.id ?? [activity.from, activity.timestamp, activity.text, activity.value])}`

/**
 * Invokes may come again under a new id (seen up to four times), so they are told by the card they were pressed on
 * and by what was pressed. Every drawn form has a nonce of its own: a refused one that is sent again is another
 * happening, even with the same values, and so is the old one with other values.
 */
const pressKey = (activity: Activity, press: Press): string =>
  press.nonce === ''
    ? openingKey(activity)
    : `teams:press:${digest(activity.conversation.id, activity.from?.id, press.nonce, press.command, press.form, Object.entries(press.values).sort())}`

/**
 * Opening a dialog changes nothing, and the same button opens it again tomorrow: the nonce must not stand in the way.
 * A second delivery under a new id only shows the same form again.
 */
const openingKey = (activity: Activity): string =>
  `teams:opening:${digest(activity.conversation.id, activity.from?.id, activity.name, activity.id ?? [activity.timestamp, activity.value])}`

const invoke = (shape: 'dialog' | 'card', inbound: Inbound | undefined): Happening =>
  inbound ? { kind: 'invoke', inbound, shape } : { kind: 'unknown' }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const object = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {})

/** A message's menu: the manifest's command id is the name of the bot's command. */
function messageAction(activity: Activity): Happening {
  const { commandId, messagePayload } = object(activity.value)
  if (typeof commandId !== 'string' || commandId === '') return { kind: 'unknown' }
  const body = object(object(messagePayload).body)
  const content = typeof body.content === 'string' ? body.content : ''
  const text = body.contentType === 'text' ? content : plainText(content)
  const request: Request = { kind: 'invoked', command: commandId, values: text ? { text } : {} }
  return invoke('dialog', inboundOf(activity, openingKey(activity), request, true))
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
      return invoke('dialog', inboundOf(activity, key, requestOf(press), true))
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

function translateMessage(activity: Activity): Happening {
  const press = readPress(activity.value)
  if (press === 'close') return { kind: 'nothing' }
  if (!press && activity.conversation.kind !== 'personal' && !mentionsBot(activity)) return { kind: 'nothing' }
  const request: Request = press ? requestOf(press) : { kind: 'said', text: spokenText(activity) }
  const inbound = inboundOf(activity, messageKey(activity), request)
  return inbound ? { kind: 'message', inbound, greeting: false } : { kind: 'nothing' }
}

/** An installation is told twice, as update of the conversation and as installation: one greeting a day is enough. */
function greet(activity: Activity): Happening {
  const key = `teams:greeting:${digest(activity.conversation.id, activity.timestamp?.slice(0, 10))}`
  const inbound = inboundOf(activity, key, { kind: 'invoked', command: 'help', values: {} })
  return inbound ? { kind: 'message', inbound, greeting: true } : { kind: 'nothing' }
}

/** What the activity means for the bot. */
export function translate(activity: Activity): Happening {
  switch (activity.type) {
    case 'message':
      return translateMessage(activity)
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

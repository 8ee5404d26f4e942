/** What Slack tells of messages, their changes and reactions, as what a person did. Nothing is asked of anyone here. */
import type { ChatIdentity, Inbound, Place } from '../../src/bot/inbound.ts'
import { ids } from './names.ts'
import type { EventPayload, MessagePayload } from './payload.ts'
import { fileIds } from './read-message.ts'
import { unescaped } from './read-mrkdwn.ts'
import { proseOf } from './read-prose.ts'

/** Emoji that are a command, by Slack's name of them (`:ticket:`). */
export type ReactionCommands = Readonly<Record<string, string>>

/** A message can carry a file or be repeated into the channel and is a person's words all the same. */
const spokenSubtypes = new Set(['file_share', 'thread_broadcast', 'me_message'])

type Spoken = MessagePayload & { user: string; ts: string }

/** Words that a person typed: not a bot's, not ours, no joining, nothing that is left of a deleted message. */
export function isSpoken(
  message: Omit<MessagePayload, 'user'> & { user?: unknown },
  botUser: string | undefined,
): message is Spoken {
  const { hidden, bot_id, user, ts, subtype } = message
  if (hidden || bot_id || typeof user !== 'string' || user === '' || !ts) return false
  if (subtype !== undefined && !spokenSubtypes.has(subtype)) return false
  return user !== botUser && user !== 'USLACKBOT'
}

/** A slash command's text: Slack escapes its three control characters there too, and makes no links. */
export const typedWords = unescaped

/**
 * Slack's own escapes taken back, so that the words are those that were typed. Links show their address. No pattern
 * looks beyond the next `<`: over a text full of them it would take the square of its length.
 */
export function plainWords(text: string, botUser: string | undefined): string {
  const words = text
    .replace(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/gu, (mention, user) => (user === botUser ? ' ' : mention))
    .replace(/<(?:mailto|tel):[^|<>]*\|([^<>]*)>/gu, '$1')
    .replace(/<(https?:[^|<>]*)(?:\|[^<>]*)?>/gu, '$1')
  return unescaped(words).trim()
}

/** What happened, before it is known whether the bot follows the thread and what its words say. */
export type Told =
  | { kind: 'command'; inbound: Inbound }
  | (Happened & {
      kind: 'words'
      message: Spoken
      /** Words to the bot, whether or not it follows the thread. */
      named: boolean
    })
  | (Happened & { kind: 'change'; message: Spoken; named: boolean })
  | (Happened & { kind: 'deletion'; id: string })

interface Happened {
  key: string
  who: ChatIdentity
  place: Place
}

const isDirect = (channel: string): boolean => channel.startsWith('D')

const placeIn = (
  workspace: string,
  channel: string,
  thread: string | undefined,
  direct = isDirect(channel),
): Place => ({
  workspace,
  conversation: channel,
  ...(thread ? { thread } : {}),
  kind: direct ? 'direct' : 'channel',
  // In a channel the answer is ephemeral.
  private: true,
})

const personIn = (
  message: { user: string; user_team?: string; team?: string },
  body: EventPayload,
  workspace: string,
): ChatIdentity => ({
  platform: 'slack',
  workspace: message.user_team ?? message.team ?? body.team_id ?? workspace,
  user: message.user,
})

/** The same message also comes as a mention, under another event id; its place in the channel is one. */
const keyOf = (workspace: string, channel: string, ts: string): string => `slack:${workspace}:${channel}:${ts}`

const names = ({ text }: MessagePayload, botUser: string | undefined): boolean =>
  botUser !== undefined && new RegExp(`<@${botUser}[|>]`, 'u').test(text ?? '')

function words(body: EventPayload, workspace: string, botUser: string | undefined): Told | undefined {
  const { event } = body
  if (!event.channel || !isSpoken(event, botUser)) return undefined
  const named = event.type === 'app_mention' || names(event, botUser)
  return {
    kind: 'words',
    key: keyOf(workspace, event.channel, event.ts),
    who: personIn(event, body, workspace),
    place: placeIn(workspace, event.channel, event.thread_ts, event.channel_type === 'im' || isDirect(event.channel)),
    message: event,
    named,
  }
}

/** Slack also calls it a change when a link unfolds or somebody answers. */
function saysOtherwise(message: MessagePayload, before: MessagePayload | undefined): boolean {
  if (!before) return message.edited !== undefined
  const look = (each: MessagePayload): string => JSON.stringify([proseOf(each, ids), fileIds(each.files)])
  return look(message) !== look(before)
}

function change(body: EventPayload, workspace: string, botUser: string | undefined): Told | undefined {
  const { event } = body
  const { message, previous_message: before, channel } = event
  if (!message?.ts || !channel) return undefined
  // What others had answered is not deleted but changed into what is left of it.
  if (message.subtype === 'tombstone') return deletion(body, message.ts, workspace, botUser)
  if (!isSpoken(message, botUser) || !saysOtherwise(message, before)) return undefined
  return {
    kind: 'change',
    key: `${keyOf(workspace, channel, message.ts)}:edited:${message.edited?.ts ?? event.event_ts ?? event.ts}`,
    who: personIn(message, body, workspace),
    // The thread's first message is part of it.
    place: placeIn(workspace, channel, message.thread_ts ?? message.ts),
    message,
    named: names(message, botUser),
  }
}

function deletion(
  body: EventPayload,
  id: string | undefined,
  workspace: string,
  botUser: string | undefined,
): Told | undefined {
  const { previous_message: before, channel } = body.event
  if (!id || !channel || !before || !isSpoken(before, botUser)) return undefined
  return {
    kind: 'deletion',
    key: `${keyOf(workspace, channel, id)}:deleted`,
    who: personIn(before, body, workspace),
    place: placeIn(workspace, channel, before.thread_ts ?? id),
    id,
  }
}

function reaction(body: EventPayload, workspace: string, reactions: ReactionCommands): Told | undefined {
  const { event } = body
  const command = reactions[event.reaction?.split('::')[0] ?? '']
  const { item } = event
  if (!command || typeof event.user !== 'string' || item?.type !== 'message' || !item.channel || !item.ts)
    return undefined
  return {
    kind: 'command',
    inbound: {
      key: `${keyOf(workspace, item.channel, item.ts)}:${event.user}:${event.reaction}:${event.event_ts}`,
      who: { platform: 'slack', workspace: event.user_team ?? workspace, user: event.user },
      place: placeIn(workspace, item.channel, item.ts),
      request: { kind: 'invoked', command, values: { conversation: item.channel, message: item.ts } },
    },
  }
}

/** What a person did, or undefined for everything else. */
export function translateEvent(
  body: EventPayload,
  workspace: string,
  botUser: string | undefined,
  reactions: ReactionCommands,
): Told | undefined {
  const { event } = body
  switch (event.type) {
    case 'message':
      if (event.subtype === 'message_changed') return change(body, workspace, botUser)
      if (event.subtype === 'message_deleted') return deletion(body, event.deleted_ts, workspace, botUser)
      return words(body, workspace, botUser)
    case 'app_mention':
      return words(body, workspace, botUser)
    case 'reaction_added':
      return event.user === botUser ? undefined : reaction(body, workspace, reactions)
    default:
      return undefined
  }
}

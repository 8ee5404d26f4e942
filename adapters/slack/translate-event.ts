/** What Slack tells of messages, mentions and reactions, as what a person did. */
import type { Inbound } from '../../src/bot/inbound.ts'
import type { EventPayload, SlackEvent } from './payload.ts'

/** Emoji that are a command, by Slack's name of them (`:ticket:`). */
export type ReactionCommands = Readonly<Record<string, string>>

/** A message can carry a file or be repeated into the channel and is a person's words all the same. */
const spokenSubtypes = new Set(['file_share', 'thread_broadcast', 'me_message'])

/** Words that a person typed just now: not a bot's, not ours, no edit, no deletion, no joining. */
function isSpoken(event: SlackEvent, botUser: string | undefined): boolean {
  if (event.hidden || event.bot_id || typeof event.user !== 'string' || !event.ts || !event.channel) return false
  if (event.subtype !== undefined && !spokenSubtypes.has(event.subtype)) return false
  return event.user !== botUser && event.user !== 'USLACKBOT'
}

const signs: Record<string, string> = { lt: '<', gt: '>', amp: '&' }
const unescaped = (_entity: string, name: string): string => signs[name]!

/** A slash command's text: Slack escapes its three control characters there too, and makes no links. */
export const typedWords = (text: string): string =>
  text.includes('&') ? text.replace(/&(lt|gt|amp);/gu, unescaped) : text

/**
 * Slack's own escapes taken back, so that the words are those that were typed. Links show their address. No pattern
 * looks beyond the next `<`: over a text full of them it would take the square of its length.
 */
export function plainWords(text: string, botUser: string | undefined): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/gu, (mention, user) => (user === botUser ? ' ' : mention))
    .replace(/<(?:mailto|tel):[^|<>]*\|([^<>]*)>/gu, '$1')
    .replace(/<(https?:[^|<>]*)(?:\|[^<>]*)?>/gu, '$1')
    .replace(/&(lt|gt|amp);/gu, unescaped)
    .trim()
}

function translateWords({ event, ...body }: EventPayload, workspace: string, botUser?: string): Inbound | undefined {
  if (!isSpoken(event, botUser)) return undefined
  const direct = event.channel_type === 'im' || event.channel!.startsWith('D')
  // What is said in a channel without naming the bot is not for it.
  if (event.type === 'message' && !direct) return undefined
  return {
    // The same message also comes as a mention, under another event id; its place in the channel is one.
    key: `slack:${workspace}:${event.channel}:${event.ts}`,
    who: {
      platform: 'slack',
      workspace: event.user_team ?? event.team ?? body.team_id ?? workspace,
      user: event.user as string,
    },
    place: {
      workspace,
      conversation: event.channel!,
      ...(event.thread_ts ? { thread: event.thread_ts } : {}),
      kind: direct ? 'direct' : 'channel',
      // In a channel the answer is ephemeral.
      private: true,
    },
    request: { kind: 'said', text: plainWords(event.text ?? '', botUser) },
  }
}

function translateReaction(body: EventPayload, workspace: string, reactions: ReactionCommands): Inbound | undefined {
  const { event } = body
  const command = reactions[event.reaction?.split('::')[0] ?? '']
  const { item } = event
  if (!command || typeof event.user !== 'string' || item?.type !== 'message' || !item.channel || !item.ts)
    return undefined
  return {
    key: `slack:${workspace}:${item.channel}:${item.ts}:${event.user}:${event.reaction}:${event.event_ts}`,
    who: { platform: 'slack', workspace: event.user_team ?? workspace, user: event.user },
    place: {
      workspace,
      conversation: item.channel,
      thread: item.ts,
      kind: item.channel.startsWith('D') ? 'direct' : 'channel',
      private: true,
    },
    request: { kind: 'invoked', command, values: { conversation: item.channel, message: item.ts } },
  }
}

/** The happening to record, or undefined for everything that is nobody's word to the bot. */
export function translateEvent(
  body: EventPayload,
  workspace: string,
  botUser: string | undefined,
  reactions: ReactionCommands,
): Inbound | undefined {
  switch (body.event.type) {
    case 'message':
    case 'app_mention':
      return translateWords(body, workspace, botUser)
    case 'reaction_added':
      return isOwn(body.event, botUser) ? undefined : translateReaction(body, workspace, reactions)
    default:
      return undefined
  }
}

const isOwn = (event: SlackEvent, botUser: string | undefined): boolean => event.user === botUser

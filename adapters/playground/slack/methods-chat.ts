import type { SlackConversation, SlackMessage } from '../contract.ts'
import {
  ApiRefusal,
  type Call,
  conversationOf,
  type Method,
  metadataOf,
  optionalText,
  RateLimited,
  structure,
  text,
} from './api-call.ts'
import { apiMessage } from './api-message.ts'
import { refuseMessageBlocks } from './blocks.ts'
import { microsOf } from './identifiers.ts'
import { changedEvent, lookOf, messageEvent, removal } from './message-events.ts'
import { codePoints } from './schema.ts'
import { settleBlocks } from './settle.ts'
import type { Workspace } from './workspace.ts'

const postLimit = 40_000
/** Not in the method's documentation: chat.update refuses texts that chat.postMessage still takes. */
const updateLimit = 4000

/** Where a post goes: a channel, or a person's direct conversation, which a user id opens. */
function destination(call: Call): SlackConversation {
  const { workspace } = call
  const channel = text(call, 'channel')
  const person = workspace.person(channel)
  if (person && !workspace.isStranger(person)) return workspace.direct(person.id)
  const conversation = conversationOf(call)
  if (conversation.archived) throw new ApiRefusal('is_archived')
  if (conversation.withoutBot && !workspace.scopes.has('chat:write.public')) throw new ApiRefusal('not_in_channel')
  return conversation
}

/** Checked blocks with their ids filled in; undefined when none were given. */
export function checkedBlocks(given: unknown, workspace: Workspace): Record<string, any>[] | undefined {
  if (given === undefined || given === null) return undefined
  if (!Array.isArray(given)) throw new ApiRefusal('invalid_blocks_format')
  const refused = refuseMessageBlocks(given)
  if (refused)
    throw new ApiRefusal(refused.error, { errors: refused.messages, response_metadata: { messages: refused.messages } })
  return settleBlocks(given, workspace)
}

interface Content {
  text: string
  blocks?: Record<string, any>[]
  warning?: string
}

function contentOf(call: Call): Content {
  const blocks = checkedBlocks(structure(call, 'blocks', 'invalid_blocks_format'), call.workspace)
  const attachments = structure(call, 'attachments', 'invalid_attachments')
  const given = optionalText(call, 'text') ?? optionalText(call, 'markdown_text')
  if (given === undefined && !blocks?.length && !(Array.isArray(attachments) && attachments.length > 0))
    throw new ApiRefusal('no_text')
  if (optionalText(call, 'markdown_text') && (blocks || optionalText(call, 'text')))
    throw new ApiRefusal('markdown_text_conflict')
  const whole = given ?? ''
  const cut = codePoints(whole) > postLimit
  return {
    text: cut ? [...whole].slice(0, postLimit).join('') : whole,
    ...(blocks ? { blocks } : {}),
    ...(cut ? { warning: 'message_truncated' } : {}),
  }
}

export function threadOf(call: Call, conversation: SlackConversation): string | undefined {
  const thread = optionalText(call, 'thread_ts')
  if (thread === undefined) return undefined
  if (Number.isNaN(microsOf(thread))) throw new ApiRefusal('invalid_thread_ts')
  const parent = call.workspace.message(conversation.id, thread)
  if (!parent) throw new ApiRefusal('thread_not_found')
  return parent.thread ?? thread
}

const clientIds = new WeakMap<Workspace, Map<string, SlackMessage>>()

/** The message that an equal `client_msg_id` made before, in a workspace told to honour it. */
function repeatOf(call: Call, conversation: SlackConversation): SlackMessage | undefined {
  const id = optionalText(call, 'client_msg_id')
  if (!id || !call.strict.honourClientMsgId) return undefined
  return clientIds.get(call.workspace)?.get(`${conversation.id} ${id}`)
}

function remember(call: Call, conversation: SlackConversation, message: SlackMessage): void {
  const id = optionalText(call, 'client_msg_id')
  if (!id) return
  const known = clientIds.get(call.workspace) ?? new Map<string, SlackMessage>()
  known.set(`${conversation.id} ${id}`, message)
  clientIds.set(call.workspace, known)
}

const postMessage: Method = {
  scope: 'chat:write',
  run(call) {
    const { workspace } = call
    const conversation = destination(call)
    const wait = call.limits.post(workspace.team.id, conversation.id)
    if (wait !== undefined) throw new RateLimited(wait)
    const { warning, ...content } = contentOf(call)
    const metadata = metadataOf(call)
    const thread = threadOf(call, conversation)
    const repeated = repeatOf(call, conversation)
    const message =
      repeated ??
      workspace.post({
        channel: conversation.id,
        bot: true,
        ...content,
        ...(thread ? { thread } : {}),
        ...(metadata ? { metadata } : {}),
      })
    if (!repeated) {
      remember(call, conversation, message)
      call.emit(messageEvent(workspace, conversation, message))
    }
    return {
      channel: conversation.id,
      ts: message.ts,
      message: apiMessage(workspace, message, true),
      ...(warning ? { warning, response_metadata: { warnings: [warning] } } : {}),
    }
  },
}

const postEphemeral: Method = {
  scope: 'chat:write',
  run(call) {
    const { workspace } = call
    const conversation = conversationOf(call)
    if (conversation.archived) throw new ApiRefusal('is_archived')
    if (conversation.withoutBot) throw new ApiRefusal('not_in_channel')
    const user = text(call, 'user')
    if (!conversation.members.includes(user)) throw new ApiRefusal('user_not_in_channel')
    const { warning: _, ...content } = contentOf(call)
    const thread = threadOf(call, conversation)
    const message = workspace.post({
      channel: conversation.id,
      bot: true,
      ephemeralFor: user,
      ...content,
      ...(thread ? { thread } : {}),
    })
    return { message_ts: message.ts }
  },
}

/** The bot's own, lasting message that a call names. */
function own(call: Call, refusal: string): { conversation: SlackConversation; message: SlackMessage } {
  const conversation = conversationOf(call)
  const message = call.workspace.message(conversation.id, text(call, 'ts'))
  if (!message || message.deleted) throw new ApiRefusal('message_not_found')
  if (!message.bot) throw new ApiRefusal(refusal)
  if (conversation.archived) throw new ApiRefusal('is_archived')
  return { conversation, message }
}

const update: Method = {
  scope: 'chat:write',
  run(call) {
    const { workspace } = call
    const { conversation, message } = own(call, 'cant_update_message')
    if (codePoints(optionalText(call, 'text') ?? '') > updateLimit) throw new ApiRefusal('msg_too_long')
    const { warning: _, ...content } = contentOf(call)
    const metadata = metadataOf(call)
    const before = lookOf(workspace, message)
    Object.assign(message, content, metadata ? { metadata } : {}, { editedAt: workspace.ids.timestamp() })
    workspace.changed()
    call.emit(changedEvent(workspace, conversation, message, before))
    return {
      channel: conversation.id,
      ts: message.ts,
      text: message.text,
      message: apiMessage(workspace, message, true),
    }
  },
}

const remove: Method = {
  scope: 'chat:write',
  run(call) {
    const { conversation, message } = own(call, 'cant_delete_message')
    call.emit(removal(call.workspace, conversation, message))
    return { channel: conversation.id, ts: message.ts }
  },
}

const getPermalink: Method = {
  run(call) {
    const conversation = conversationOf(call)
    const ts = text(call, 'message_ts')
    const message = call.workspace.message(conversation.id, ts)
    if (!message) throw new ApiRefusal('message_not_found')
    const thread = message.thread ? `?thread_ts=${message.thread}&cid=${conversation.id}` : ''
    const place = `archives/${conversation.id}/p${ts.replace('.', '')}`
    return {
      channel: conversation.id,
      permalink: `https://${call.workspace.team.id.toLowerCase()}.slack.com/${place}${thread}`,
    }
  },
}

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
}

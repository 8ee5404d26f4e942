import type { SlackConversation, SlackMessage } from '../contract.ts'
import {
  ApiRefusal,
  type Call,
  conversationOf,
  flagOf,
  type Method,
  numberOf,
  optionalText,
  readScope,
  text,
} from './api-call.ts'
import { apiMessage } from './api-message.ts'
import { microsOf } from './identifiers.ts'
import type { Workspace } from './workspace.ts'

function apiConversation(workspace: Workspace, conversation: SlackConversation): Record<string, unknown> {
  const direct = conversation.kind === 'direct'
  return {
    id: conversation.id,
    created: 1_700_000_000,
    is_im: direct,
    is_org_shared: false,
    context_team_id: workspace.team.id,
    ...(direct
      ? { user: conversation.user, is_user_deleted: false, priority: 0 }
      : {
          name: conversation.name,
          name_normalized: conversation.name,
          is_channel: !conversation.private,
          is_group: conversation.private ?? false,
          is_private: conversation.private ?? false,
          is_archived: conversation.archived ?? false,
          is_general: false,
          is_member: !conversation.withoutBot,
          is_shared: conversation.shared ?? false,
          is_ext_shared: conversation.shared ?? false,
          is_mpim: false,
          num_members: conversation.members.length,
        }),
  }
}

const open: Method = {
  scope: 'im:write',
  run(call) {
    const { workspace } = call
    const channel = optionalText(call, 'channel')
    const known = channel ? conversationOf(call) : undefined
    const users = channel ? [] : text(call, 'users').split(',')
    if (users.length > 1) throw new ApiRefusal('method_not_supported_for_channel_type')
    const person = workspace.person(users[0] ?? known?.user ?? '')
    if (!person || workspace.isStranger(person)) throw new ApiRefusal('user_not_found')
    const before = workspace.conversations.length
    const conversation = workspace.direct(person.id)
    const fresh = workspace.conversations.length > before
    if (fresh) workspace.changed()
    return {
      ...(fresh ? {} : { no_op: true, already_open: true }),
      channel: flagOf(call, 'return_im') ? apiConversation(workspace, conversation) : { id: conversation.id },
    }
  },
}

const info: Method = {
  scope: readScope('read'),
  run: (call) => ({ channel: apiConversation(call.workspace, conversationOf(call)) }),
}

const kindOf = (conversation: SlackConversation): string =>
  conversation.kind === 'direct' ? 'im' : conversation.private ? 'private_channel' : 'public_channel'
const scopeOfKind: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
}

const listed: Method = {
  scope(call) {
    const types = (optionalText(call, 'types') ?? 'public_channel').split(',').map((each) => each.trim())
    const needed = types.map((type) => scopeOfKind[type]).filter((scope) => scope !== undefined)
    if (needed.length < types.length) throw new ApiRefusal('invalid_types')
    return needed.find((scope) => !call.workspace.scopes.has(scope)) ?? needed[0] ?? 'channels:read'
  },
  run(call) {
    const types = (optionalText(call, 'types') ?? 'public_channel').split(',').map((each) => each.trim())
    const all = call.workspace.conversations.filter(
      (each) =>
        types.includes(kindOf(each)) &&
        !(each.private && each.withoutBot) &&
        !(each.archived && flagOf(call, 'exclude_archived')),
    )
    const page = paged(call, all, 100)
    return { channels: page.items.map((each) => apiConversation(call.workspace, each)), response_metadata: page.cursor }
  },
}

const members: Method = {
  scope: readScope('read'),
  run(call) {
    const conversation = conversationOf(call)
    const all = [...conversation.members, ...(conversation.withoutBot ? [] : [call.workspace.botUser])]
    const page = paged(call, all, 100)
    return { members: page.items, response_metadata: page.cursor }
  },
}

function paged<T>(
  call: Call,
  all: T[],
  standard: number,
): { items: T[]; more: boolean; cursor: { next_cursor: string } } {
  const limit = Math.min(numberOf(call, 'limit', standard), 1000)
  const given = optionalText(call, 'cursor')
  const from = given === undefined ? 0 : Number(Buffer.from(given, 'base64').toString().replace('next:', ''))
  if (!Number.isInteger(from) || from < 0) throw new ApiRefusal('invalid_cursor')
  const more = from + limit < all.length
  return {
    items: all.slice(from, from + limit),
    more,
    cursor: { next_cursor: more ? Buffer.from(`next:${from + limit}`).toString('base64') : '' },
  }
}

function readable(call: Call): SlackConversation {
  const conversation = conversationOf(call)
  if (conversation.withoutBot) throw new ApiRefusal('not_in_channel')
  return conversation
}

/** Within `oldest` and `latest`, which are themselves left out unless `inclusive`. Ephemeral messages are in no history. */
function within(call: Call, messages: SlackMessage[]): SlackMessage[] {
  const bound = (name: string, error: string): number | undefined => {
    const given = optionalText(call, name)
    if (given === undefined) return undefined
    const micros = microsOf(given)
    if (Number.isNaN(micros)) throw new ApiRefusal(error)
    return micros
  }
  const oldest = bound('oldest', 'invalid_ts_oldest')
  const latest = bound('latest', 'invalid_ts_latest')
  const inclusive = flagOf(call, 'inclusive')
  return messages.filter((each) => {
    const at = microsOf(each.ts)
    if (oldest !== undefined && (inclusive ? at < oldest : at <= oldest)) return false
    if (latest !== undefined && (inclusive ? at > latest : at >= latest)) return false
    return true
  })
}

const history: Method = {
  scope: readScope('history'),
  run(call) {
    const { workspace } = call
    const { id } = readable(call)
    const roots = workspace.messages.filter((each) => each.channel === id && !each.thread && !each.ephemeralFor)
    const page = paged(call, within(call, roots).reverse(), 100)
    const metadata = flagOf(call, 'include_all_metadata')
    return {
      messages: page.items.map((each) => apiMessage(workspace, each, metadata)),
      has_more: page.more,
      pin_count: 0,
      ...(page.more ? { response_metadata: page.cursor } : {}),
    }
  },
}

const replies: Method = {
  scope: readScope('history'),
  run(call) {
    const { workspace } = call
    const { id } = readable(call)
    const ts = text(call, 'ts')
    const named = workspace.message(id, ts)
    if (!named) throw new ApiRefusal('thread_not_found')
    const parent = (named.thread && workspace.message(id, named.thread)) || named
    const answers = workspace.messages.filter(
      (each) => each.channel === id && each.thread === parent.ts && each !== parent && !each.ephemeralFor,
    )
    const page = paged(call, [parent, ...within(call, answers)], 1000)
    const metadata = flagOf(call, 'include_all_metadata')
    return {
      messages: page.items.map((each) => apiMessage(workspace, each, metadata)),
      has_more: page.more,
      ...(page.more ? { response_metadata: page.cursor } : {}),
    }
  },
}

export const conversationMethods: Record<string, Method> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.list': listed,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
}

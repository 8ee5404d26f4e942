import type { SlackMessage } from '../contract.ts'
import { ApiRefusal, type Call, conversationOf, type Method, text } from './api-call.ts'
import type { Workspace } from './workspace.ts'

/** The message and the emoji that a call names. */
function named(call: Call): { message: SlackMessage; name: string } {
  const conversation = conversationOf(call)
  if (conversation.withoutBot) throw new ApiRefusal('not_in_channel')
  const name = text(call, 'name')
  if (!/^[a-z0-9_+'-]+(?:::skin-tone-[2-6])?$/.test(name)) throw new ApiRefusal('invalid_name')
  const message = call.workspace.message(conversation.id, text(call, 'timestamp'))
  if (!message || message.deleted) throw new ApiRefusal('message_not_found')
  return { message, name }
}

const add: Method = {
  scope: 'reactions:write',
  run(call) {
    const { message, name } = named(call)
    if (!react(call.workspace, message, name, call.workspace.botUser)) throw new ApiRefusal('already_reacted')
    call.emit(reactionEvent(call.workspace, message, name, call.workspace.botUser))
    return {}
  },
}

const remove: Method = {
  scope: 'reactions:write',
  run(call) {
    const { message, name } = named(call)
    const { botUser } = call.workspace
    const known = message.reactions?.find((each) => each.name === name)
    if (!known?.users.includes(botUser)) throw new ApiRefusal('no_reaction')
    known.users = known.users.filter((each) => each !== botUser)
    message.reactions = message.reactions!.filter(({ users }) => users.length > 0)
    call.workspace.changed()
    return {}
  },
}

/** Adds one reaction; false when that person had given it already. */
export function react(workspace: Workspace, message: SlackMessage, name: string, user: string): boolean {
  message.reactions ??= []
  const known = message.reactions.find((each) => each.name === name)
  if (known?.users.includes(user)) return false
  if (known) known.users.push(user)
  else message.reactions.push({ name, users: [user] })
  workspace.changed()
  return true
}

export const reactionEvent = (workspace: Workspace, message: SlackMessage, reaction: string, user: string) => ({
  type: 'reaction_added',
  user,
  reaction,
  item: { type: 'message', channel: message.channel, ts: message.ts },
  item_user: message.user ?? workspace.botUser,
  event_ts: workspace.ids.timestamp(),
})

export const reactionMethods: Record<string, Method> = { 'reactions.add': add, 'reactions.remove': remove }

import type { SlackConversation, SlackMessage } from '../contract.ts'
import { apiMessage } from './api-message.ts'
import type { SlackEvent } from './events.ts'
import { isFromOutside, strangersFile } from './files.ts'
import type { Workspace } from './workspace.ts'

/** How Slack tells a subscribed app of what happened to a message, its own ones too. */

const kindOf = (conversation: SlackConversation): string =>
  conversation.kind === 'direct' ? 'im' : conversation.private ? 'group' : 'channel'

/** A message as events carry it: that of a stranger names both companies, and hides what its files are. */
function told(workspace: Workspace, message: SlackMessage): Record<string, unknown> {
  const shown = apiMessage(workspace, message, true)
  const person = workspace.person(message.user ?? '')
  if (!isFromOutside(workspace, person)) return shown
  return {
    ...shown,
    user_team: person!.team,
    source_team: person!.team,
    ...(message.files ? { files: message.files.map(strangersFile) } : {}),
  }
}

export function messageEvent(workspace: Workspace, conversation: SlackConversation, message: SlackMessage): SlackEvent {
  return {
    ...told(workspace, message),
    ...(message.files?.length ? { subtype: 'file_share', upload: false } : {}),
    type: 'message',
    channel: conversation.id,
    event_ts: message.ts,
    channel_type: kindOf(conversation),
  }
}

/** What a message looks like now, for the event that tells of its change. */
export const lookOf = told

const changing = (workspace: Workspace, conversation: SlackConversation) => {
  const ts = workspace.ids.timestamp()
  return {
    type: 'message',
    hidden: true,
    channel: conversation.id,
    channel_type: kindOf(conversation),
    ts,
    event_ts: ts,
  }
}

export const changedEvent = (
  workspace: Workspace,
  conversation: SlackConversation,
  message: SlackMessage,
  before: Record<string, unknown>,
): SlackEvent => ({
  ...changing(workspace, conversation),
  subtype: 'message_changed',
  message: told(workspace, message),
  previous_message: before,
})

/** Takes a message out and tells how: of what has a thread a place is left, and Slack calls that a change. */
export function removal(workspace: Workspace, conversation: SlackConversation, message: SlackMessage): SlackEvent {
  const before = told(workspace, message)
  workspace.remove(message)
  if (message.deleted) return changedEvent(workspace, conversation, message, before)
  return {
    ...changing(workspace, conversation),
    subtype: 'message_deleted',
    previous_message: before,
    deleted_ts: message.ts,
  }
}

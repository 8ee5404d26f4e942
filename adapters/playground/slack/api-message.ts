import type { SlackMessage } from '../contract.ts'
import { apiFile } from './files.ts'
import type { Workspace } from './workspace.ts'

/** A message as the Web API and interaction payloads show it. Metadata is shown only where it was asked for. */
export function apiMessage(workspace: Workspace, message: SlackMessage, withMetadata = false): Record<string, unknown> {
  const { team, appId, botId, botUser } = workspace
  const replies = workspace.answersTo(message)
  const parent = message.thread ? workspace.message(message.channel, message.thread) : undefined
  if (message.deleted) return tombstone(message, replies)
  return {
    type: 'message',
    user: message.user ?? botUser,
    ts: message.ts,
    text: message.text,
    team: workspace.person(message.user ?? '')?.team ?? team.id,
    ...(message.bot
      ? {
          bot_id: botId,
          app_id: appId,
          bot_profile: {
            id: botId,
            app_id: appId,
            name: 'Anshin',
            deleted: false,
            updated: 1_700_000_000,
            team_id: team.id,
          },
        }
      : {}),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.files
      ? {
          files: message.files.flatMap(({ id }) => {
            const file = workspace.files.kept.get(id)
            return file ? [apiFile(workspace, file)] : []
          }),
        }
      : {}),
    ...(message.thread ? { thread_ts: message.thread, parent_user_id: parent?.user ?? botUser } : {}),
    ...(replies.length > 0
      ? { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts, subscribed: false }
      : {}),
    ...(message.editedAt ? { edited: { user: message.user ?? botUser, ts: message.editedAt } } : {}),
    ...(message.reactions
      ? { reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })) }
      : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  }
}

/** What is left of a message that was taken back while others had answered it. */
const tombstone = (message: SlackMessage, replies: SlackMessage[]): Record<string, unknown> => ({
  type: 'message',
  subtype: 'tombstone',
  hidden: true,
  user: 'USLACKBOT',
  parent_user_id: 'USLACKBOT',
  text: message.text,
  ts: message.ts,
  thread_ts: message.ts,
  reply_count: replies.length,
  latest_reply: replies.at(-1)?.ts ?? '0000000000.000000',
  subscribed: false,
})

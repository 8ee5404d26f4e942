import type { SlackMessage } from '../contract.ts'
import { ApiRefusal } from './api-call.ts'
import { checkedBlocks } from './methods-chat.ts'
import { isRecord } from './schema.ts'
import type { ResponseUrl, Workspace } from './workspace.ts'

/** A message that answers a command: seen by the asker alone unless it says `in_channel`. */
export function postAnswer(
  workspace: Workspace,
  to: { user: string; channel: string },
  content: Record<string, unknown>,
): SlackMessage {
  const { text, blocks } = contentOf(workspace, content)
  // An answer stands outside of the thread unless it names it.
  const thread = typeof content.thread_ts === 'string' ? content.thread_ts : undefined
  return workspace.post({
    channel: to.channel,
    bot: true,
    text: text ?? '',
    ...(blocks ? { blocks } : {}),
    ...(thread ? { thread } : {}),
    ...(content.response_type === 'in_channel' ? {} : { ephemeralFor: to.user }),
  })
}

function contentOf(
  workspace: Workspace,
  content: Record<string, unknown>,
): Pick<Partial<SlackMessage>, 'text' | 'blocks'> {
  const blocks = checkedBlocks(content.blocks, workspace)
  const text = typeof content.text === 'string' ? content.text : undefined
  if (text === undefined && !blocks?.length) throw new ApiRefusal('no_text')
  return { ...(text !== undefined ? { text } : {}), ...(blocks ? { blocks } : {}) }
}

interface UrlAnswer {
  status: number
  body: Record<string, unknown>
}
const refused = (error: string, status = 404): UrlAnswer => ({ status, body: { ok: false, error } })

/** `POST` to a `response_url`: works five times within thirty minutes, and needs no token. */
export function spendResponseUrl(workspace: Workspace, ticket: ResponseUrl, body: string): UrlAnswer {
  if (ticket.expiresAt < workspace.now()) return refused('expired_url')
  if (ticket.usesLeft <= 0) return refused('used_url')
  let content: unknown
  try {
    content = JSON.parse(body)
  } catch {
    return refused('invalid_payload', 400)
  }
  if (!isRecord(content)) return refused('invalid_payload', 400)
  const source = ticket.source ? workspace.message(ticket.channel, ticket.source, ticket.user) : undefined
  try {
    if (content.delete_original === true) {
      if (!source) return refused('message_not_found')
      workspace.remove(source)
    } else if (content.replace_original === true) {
      if (!source) return refused('message_not_found')
      const { text, blocks } = contentOf(workspace, content)
      Object.assign(source, { text: text ?? '' }, { editedAt: workspace.ids.timestamp() })
      if (blocks) source.blocks = blocks
      else delete source.blocks
      workspace.changed()
    } else postAnswer(workspace, ticket, content)
  } catch (fault) {
    if (fault instanceof ApiRefusal) return refused(fault.error, 400)
    throw fault
  }
  ticket.usesLeft--
  return { status: 200, body: { ok: true } }
}

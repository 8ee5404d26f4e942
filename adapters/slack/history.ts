/** Looking into a conversation: for a message of ours whose fate is uncertain, and for what people said. */
import type { WebClient } from '@slack/web-api'
import type { Installation } from '../../src/bot/bot.ts'
import { type Delivered, DeliveryError, type Heard, type MessagePlace } from '../../src/bot/platform.ts'
import { deliveryFault, platformCode } from './delivery-fault.ts'
import type { MessagePayload } from './payload.ts'
import type { People } from './people.ts'
import type { Messages } from './read-message.ts'
import { isSpoken } from './translate-event.ts'

/** Answers to a look that leave the question open. */
export const cannotLook = new Set([
  'access_denied',
  'channel_not_found',
  'method_not_supported_for_channel_type',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_in_channel',
  'thread_not_found',
])
const pages = 5
const pageSize = 200
const mostRead = 50

/** The first message since `oldest` of which `isIt` holds, in the thread or else in the conversation. */
export async function search(
  client: WebClient,
  channel: string,
  thread: string | undefined,
  isIt: (message: unknown) => boolean,
  oldest: string,
): Promise<Delivered | undefined | 'unknowable'> {
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const ask = {
      channel,
      oldest,
      inclusive: true,
      include_all_metadata: true,
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    }
    const found = thread
      ? await client.conversations.replies({ ...ask, ts: thread })
      : await client.conversations.history(ask)
    const hit = found.messages?.find(isIt)
    if (hit) return { reference: hit.ts!, conversation: channel }
    cursor = found.response_metadata?.next_cursor || undefined
    if (!found.has_more || !cursor) return undefined
  }
  return 'unknowable'
}

async function messagesAt(client: WebClient, { conversation: channel, thread, message }: MessagePlace) {
  if (message) {
    const only = { channel, oldest: message, latest: message, inclusive: true, limit: 2 }
    // A thread's first message stands in the history too; an answer is found by its own timestamp.
    const { messages } = await client.conversations.replies({ ...only, ts: thread ?? message })
    return (messages ?? []).filter(({ ts }) => ts === message)
  }
  if (!thread) return []
  const all: object[] = []
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const found = await client.conversations.replies({
      channel,
      ts: thread,
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    })
    all.push(...(found.messages ?? []))
    cursor = found.response_metadata?.next_cursor || undefined
    if (!found.has_more || !cursor) break
  }
  return all
}

/** What people said there, oldest first; undefined where the app may not look. */
export async function read(
  client: WebClient,
  installation: Installation,
  where: MessagePlace,
  { people, messages }: { people: People; messages: Messages },
): Promise<Heard[] | undefined> {
  let found: MessagePayload[]
  try {
    found = (await messagesAt(client, where)) as MessagePayload[]
  } catch (error) {
    const code = platformCode(error) ?? ''
    // Deleted: there is nothing to be read, which is not the same as not being allowed to.
    if (code === 'thread_not_found' || code === 'message_not_found') return []
    if (cannotLook.has(code)) return undefined
    throw new DeliveryError(deliveryFault(error))
  }
  const spoken = found.filter((each) => isSpoken(each, installation.botUser)).slice(0, mostRead)
  return Promise.all(
    spoken.map(async (message): Promise<Heard> => {
      if (!isSpoken(message, installation.botUser)) throw new Error('unreachable: filtered above')
      const { displayName } = await people.of(installation, message.user)
      return {
        who: {
          platform: 'slack',
          workspace: message.user_team ?? message.team ?? installation.workspace,
          user: message.user,
        },
        ...(displayName ? { name: displayName } : {}),
        at: new Date(Number(message.ts) * 1000),
        written: await messages.read(installation, message),
      }
    }),
  )
}

/** What is done to a message that stands already: it is changed, taken back, or marked. All of it may be repeated. */
import type { WebClient } from '@slack/web-api'
import { type Delivered, type Delivery, DeliveryError } from '../../src/bot/platform.ts'
import { platformCode } from './delivery-fault.ts'
import { metadataOf } from './delivery-marker.ts'
import { repeatable } from './direct.ts'
import type { FilePayload } from './payload.ts'
import { fileIds } from './read-message.ts'
import type { MessageBody } from './render-form.ts'
import { literal } from './response-url.ts'
import { standsAt } from './upload.ts'

/** The message was deleted, or its conversation is not there any more. */
const gone = new Set(['channel_not_found', 'message_not_found', 'thread_not_found', 'file_not_found', 'file_deleted'])

/** Also for a message that Slack lets nobody change any more. */
const cannotChange = new Set([...gone, 'edit_window_closed'])

export async function change(
  client: WebClient,
  channel: string,
  target: Delivered,
  body: MessageBody,
  message: Delivery,
): Promise<Delivered> {
  try {
    const ts = await standsAt(client, channel, target.reference)
    if (!ts) throw new DeliveryError({ kind: 'target-gone', detail: 'the file stands nowhere' })
    await client.chat.update({ channel, ts, ...literal, ...body, metadata: metadataOf(message) } as never)
    return { reference: ts, conversation: channel }
  } catch (error) {
    const code = platformCode(error) ?? ''
    if (cannotChange.has(code)) throw new DeliveryError({ kind: 'target-gone', detail: code })
    throw error
  }
}

/** Takes a message of ours back, and with it the files that it brought. Gone already is done. */
export async function remove(client: WebClient, channel: string, { reference }: Delivered): Promise<void> {
  try {
    const ts = await standsAt(client, channel, reference)
    if (!ts) {
      await deleteFile(client, reference)
      return
    }
    for (const id of await filesAt(client, channel, ts)) await deleteFile(client, id)
    await client.chat.delete({ channel, ts })
  } catch (error) {
    if (!gone.has(platformCode(error) ?? '')) throw repeatable(error)
  }
}

/** Deleting a message leaves its files in the workspace, for everyone who has their address. */
async function filesAt(client: WebClient, channel: string, ts: string): Promise<string[]> {
  try {
    const { messages } = await client.conversations.replies({ channel, ts, oldest: ts, latest: ts, inclusive: true })
    return fileIds(messages?.find((each) => each.ts === ts)?.files as FilePayload[] | undefined)
  } catch (error) {
    // Where the app may not look, the message goes all the same.
    if (platformCode(error) === undefined) throw error
    return []
  }
}

async function deleteFile(client: WebClient, file: string): Promise<void> {
  try {
    await client.files.delete({ file })
  } catch (error) {
    const code = platformCode(error)
    // Somebody else's file that stands in a message of ours is not ours to delete.
    if (code === undefined || !(gone.has(code) || code === 'cant_delete_file' || code === 'missing_scope')) throw error
  }
}

const emoji = { internal: 'lock', 'to-customer': 'outbox_tray', taken: 'ticket' } as const

/** Puts a sign on somebody's message; one that stands there already is the same. */
export async function mark(
  client: WebClient,
  channel: string,
  { message, mark: sign }: { message: string; mark: keyof typeof emoji },
): Promise<void> {
  try {
    await client.reactions.add({ channel, timestamp: message, name: emoji[sign] })
  } catch (error) {
    const code = platformCode(error)
    if (code === 'already_reacted') return
    if (code === 'message_not_found') throw new DeliveryError({ kind: 'target-gone', detail: code })
    throw repeatable(error)
  }
}

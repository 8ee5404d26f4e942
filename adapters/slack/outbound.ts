/** Slack as the outbox sees it: one attempt a call, every failure named for what it is. */
import type { WebClient } from '@slack/web-api'
import type { Bot, Installation } from '../../src/bot/bot.ts'
import { type Delivered, type Delivery, DeliveryError, type Platform, type Recipient } from '../../src/bot/platform.ts'
import { type Clients, timeoutMs } from './clients.ts'
import { deliveryFault, platformCode } from './delivery-fault.ts'
import { carriesMarker, clientMessageId, metadataOf } from './delivery-marker.ts'
import { LruCache } from './lru-cache.ts'
import { type MessageBody, replyMessage } from './render-form.ts'
import { literal } from './response-url.ts'
import { UnknownWorkspace, type Workspaces } from './workspaces.ts'

type ToConversation = Extract<Recipient, { kind: 'conversation' }>

/** A dialog opened outside of any channel has the person themselves as its conversation. */
const personIn = (to: Recipient): string | undefined => {
  if (to.kind === 'person') return to.who.user
  return to.kind === 'conversation' && /^[UW]/u.test(to.conversation) ? to.conversation : undefined
}

/** An ephemeral message needs its reader in the channel; where they are not, their own conversation is the place. */
const cannotSeeIt = new Set([
  'user_not_in_channel',
  'not_in_channel',
  'channel_not_found',
  'channel_type_not_supported',
])
/** Answers to a look into the history that leave the question open. */
const cannotLook = new Set([
  'access_denied',
  'channel_not_found',
  'method_not_supported_for_channel_type',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_in_channel',
  'thread_not_found',
])
/** Our clock may run ahead of Slack's. */
const skewMs = 5_000
const pages = 5
const pageSize = 200

export interface OutboundOptions {
  bot: Pick<Bot, 'phrase'>
  workspaces: Workspaces
  clients: Clients
  now: () => number
}

export function slackOutbound({ bot, workspaces, clients, now }: OutboundOptions): Platform {
  const directs = new LruCache<string>(20_000, 24 * 3_600_000, now)

  async function installationFor(to: Recipient): Promise<Installation> {
    if (to.kind === 'email') throw new DeliveryError({ kind: 'permanent', detail: 'Slack delivers no e-mail' })
    const workspace = to.kind === 'person' ? to.who.workspace : to.workspace
    try {
      return await workspaces.at({ workspace })
    } catch (error) {
      if (error instanceof UnknownWorkspace) throw new DeliveryError({ kind: 'workspace-gone', detail: error.message })
      // The store did not answer: nothing has left this house.
      throw new DeliveryError({ kind: 'not-executed', detail: String(error) })
    }
  }

  /** The person's conversation with the bot. Opening it again gives the same one, so a failure here has sent nothing. */
  async function open(client: WebClient, user: string): Promise<string> {
    try {
      const { channel } = await client.conversations.open({ users: user })
      return channel!.id!
    } catch (error) {
      const fault = deliveryFault(error)
      throw new DeliveryError(fault.kind === 'uncertain' ? { ...fault, kind: 'not-executed' } : fault)
    }
  }

  /** `use` with the person's conversation, known from before or opened; one that is gone is opened anew, once. */
  async function inDirect<T>(
    client: WebClient,
    { workspace }: Installation,
    user: string,
    use: (channel: string) => Promise<T>,
  ): Promise<T> {
    const key = `${workspace}/${user}`
    const known = directs.get(key)
    if (known) {
      try {
        return await use(known)
      } catch (error) {
        if (platformCode(error) !== 'channel_not_found') throw error
        directs.delete(key)
      }
    }
    const channel = await open(client, user)
    directs.set(key, channel)
    return use(channel)
  }

  async function post(
    client: WebClient,
    channel: string,
    thread: string | undefined,
    body: MessageBody,
    message: Delivery,
  ) {
    const marked = {
      channel,
      ...(thread ? { thread_ts: thread } : {}),
      ...literal,
      ...body,
      metadata: metadataOf(message),
      // Missing from the SDK's types, sent as it is (web-api 8.2.0).
      client_msg_id: clientMessageId(message.id),
    }
    const posted = await client.chat.postMessage(marked as never)
    return { reference: posted.ts!, conversation: posted.channel ?? channel }
  }

  async function send(client: WebClient, message: Delivery, installation: Installation): Promise<Delivered> {
    const { to } = message
    if (message.content.kind !== 'view' && message.content.kind !== 'form')
      throw new DeliveryError({ kind: 'permanent', detail: `Slack does not deliver a ${message.content.kind} yet` })
    const body = replyMessage(message.content, (name, values) => bot.phrase(message.language, name, values))
    const directly = (user: string) =>
      inDirect(client, installation, user, (channel) => post(client, channel, undefined, body, message))
    const person = personIn(to)
    if (person) return directly(person)
    const { conversation, thread, onlyFor } = to as ToConversation
    // What is said between the bot and one person needs no other way of being private, and stays in the history.
    if (!onlyFor || conversation.startsWith('D')) return post(client, conversation, thread, body, message)
    try {
      const { message_ts } = await client.chat.postEphemeral({
        channel: conversation,
        user: onlyFor,
        ...(thread ? { thread_ts: thread } : {}),
        ...literal,
        ...body,
      } as never)
      return { reference: message_ts!, conversation }
    } catch (error) {
      if (!cannotSeeIt.has(platformCode(error) ?? '')) throw error
      return directly(onlyFor)
    }
  }

  async function search(client: WebClient, channel: string, thread: string | undefined, id: string, oldest: string) {
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
      const hit = found.messages?.find((message) => carriesMarker(message, id))
      if (hit) return { reference: hit.ts!, conversation: channel }
      cursor = found.response_metadata?.next_cursor || undefined
      if (!found.has_more || !cursor) return undefined
    }
    return 'unknowable' as const
  }

  return {
    name: 'slack',
    gapMs: 1_000,
    /** A request given up by us can still be on its way through Slack: the time we waited, and twice that again. */
    lateExecutionMs: 3 * timeoutMs.delivery,

    async deliver(message) {
      const installation = await installationFor(message.to)
      try {
        return await send(clients.for(installation, 'delivery'), message, installation)
      } catch (error) {
        const fault = deliveryFault(error)
        if (fault.kind === 'workspace-gone') workspaces.forget({ workspace: installation.workspace })
        throw new DeliveryError(fault)
      }
    },

    async find({ id, to }, notBefore) {
      const installation = await installationFor(to)
      const client = clients.for(installation, 'delivery')
      const oldest = ((notBefore.getTime() - skewMs) / 1000).toFixed(6)
      try {
        const person = personIn(to)
        if (person) {
          return await inDirect(client, installation, person, (direct) => search(client, direct, undefined, id, oldest))
        }
        const { conversation, thread, onlyFor } = to as ToConversation
        // An ephemeral message stands in no history.
        if (onlyFor && !conversation.startsWith('D')) return 'unknowable'
        return await search(client, conversation, thread, id, oldest)
      } catch (error) {
        if (cannotLook.has(platformCode(error) ?? '')) return 'unknowable'
        throw new DeliveryError(deliveryFault(error))
      }
    },
  }
}

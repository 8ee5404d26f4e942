/** Slack as the outbox sees it: one attempt a call, every failure named for what it is. */
import type { WebClient } from '@slack/web-api'
import type { Bot, Installation } from '../../src/bot/bot.ts'
import {
  type Delivered,
  type Delivery,
  DeliveryError,
  type FileContent,
  type Platform,
  type Recipient,
} from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/view.ts'
import { change, mark, remove } from './change.ts'
import { type Clients, timeoutMs } from './clients.ts'
import type { Conversations } from './conversations.ts'
import { deliveryFault, platformCode } from './delivery-fault.ts'
import { carriesMarker, clientMessageId, metadataOf } from './delivery-marker.ts'
import { Directs, personIn } from './direct.ts'
import { cannotLook, read, search } from './history.ts'
import type { FilePayload } from './payload.ts'
import type { People } from './people.ts'
import type { Messages } from './read-message.ts'
import { fetchFile } from './remote-file.ts'
import { type MessageBody, replyMessage } from './render-form.ts'
import { fileWords, type Phrase, withoutPictures } from './render-view.ts'
import { literal } from './response-url.ts'
import { carriesFile, shareFile } from './upload.ts'
import { UnknownWorkspace, type Workspaces } from './workspaces.ts'

type ToConversation = Extract<Recipient, { kind: 'conversation' }>

/** An ephemeral message needs its reader in the channel; where they are not, their own conversation is the place. */
const cannotSeeIt = new Set([
  'user_not_in_channel',
  'not_in_channel',
  'channel_not_found',
  'channel_type_not_supported',
])
/** Our clock may run ahead of Slack's. */
const skewMs = 5_000

export interface OutboundOptions {
  bot: Pick<Bot, 'phrase'>
  workspaces: Workspaces
  clients: Clients
  conversations: Conversations
  people: People
  messages: Messages
  apiUrl?: string
  now: () => number
}

/** One delivery on its way. */
interface Errand {
  client: WebClient
  installation: Installation
  message: Delivery
  phrase: Phrase
}

export function slackOutbound(options: OutboundOptions): Platform {
  const { bot, workspaces, clients, conversations, people, messages, apiUrl, now } = options
  const directs = new Directs(now)

  async function installationAt(workspace: string): Promise<Installation> {
    try {
      return await workspaces.at({ workspace })
    } catch (error) {
      if (error instanceof UnknownWorkspace) throw new DeliveryError({ kind: 'workspace-gone', detail: error.message })
      // The store did not answer: nothing has left this house.
      throw new DeliveryError({ kind: 'not-executed', detail: String(error) })
    }
  }

  function installationFor(to: Recipient): Promise<Installation> {
    if (to.kind === 'email') throw new DeliveryError({ kind: 'permanent', detail: 'Slack delivers no e-mail' })
    return installationAt(to.kind === 'person' ? to.who.workspace : to.workspace)
  }

  async function post({ client, message }: Errand, channel: string, thread: string | undefined, body: MessageBody) {
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

  /** Slack refuses the whole message when it cannot fetch a picture; what the picture shows is said in words then. */
  async function evenUnpictured<T>(body: MessageBody, send: (body: MessageBody) => Promise<T>): Promise<T> {
    try {
      return await send(body)
    } catch (error) {
      const blocks = withoutPictures(body.blocks)
      if (platformCode(error) !== 'invalid_blocks' || blocks === body.blocks) throw error
      return send({ ...body, blocks })
    }
  }

  async function share(errand: Errand, content: FileContent<string>, channel: string, thread: string | undefined) {
    const { client, message, phrase } = errand
    const blocks = fileWords(content.view, phrase)
    const shared = await shareFile({ client, channel, thread, blocks, content, message, apiUrl })
    if (shared !== 'unsent') return shared
    return post(errand, channel, thread, replyMessage({ kind: 'view', view: content.view }, phrase))
  }

  /** Into the person's own conversation. */
  const toPerson = (errand: Errand, user: string, use: (channel: string) => Promise<Delivered>): Promise<Delivered> =>
    directs.in(errand.client, errand.installation, user, use)

  async function send(errand: Errand, content: Reply<string> | FileContent<string>): Promise<Delivered> {
    const { client, message, phrase } = errand
    const { to, threadIn } = message
    const reply: Reply<string> = content.kind === 'file' ? { kind: 'view', view: content.view } : content
    const whole = replyMessage(reply, phrase)
    const into = (channel: string, thread: string | undefined): Promise<Delivered> =>
      content.kind === 'file'
        ? share(errand, content, channel, thread)
        : evenUnpictured(whole, (body) => post(errand, channel, thread, body))
    const person = personIn(to)
    if (person) return toPerson(errand, person, (channel) => into(channel, threadIn))
    const { conversation, thread, onlyFor } = to as ToConversation
    // What is said between the bot and one person needs no other way of being private, and stays in the history.
    if (!onlyFor || conversation.startsWith('D')) return into(conversation, thread)
    try {
      return await evenUnpictured(whole, async (body) => {
        const { message_ts } = await client.chat.postEphemeral({
          channel: conversation,
          user: onlyFor,
          ...(thread ? { thread_ts: thread } : {}),
          ...literal,
          ...body,
        } as never)
        return { reference: message_ts!, conversation }
      })
    } catch (error) {
      if (!cannotSeeIt.has(platformCode(error) ?? '')) throw error
      return toPerson(errand, onlyFor, (channel) => into(channel, undefined))
    }
  }

  async function carryOut(errand: Errand): Promise<Delivered> {
    const { client, installation, message, phrase } = errand
    const { to, content, target, internal } = message
    const person = personIn(to)
    /** `use` with the conversation in which the target or the marked message stands. */
    const there = (use: (channel: string) => Promise<Delivered>): Promise<Delivered> => {
      if (target?.conversation) return use(target.conversation)
      return person ? toPerson(errand, person, use) : use((to as ToConversation).conversation)
    }
    if (internal) {
      for (const channel of [person ? undefined : (to as ToConversation).conversation, target?.conversation]) {
        if (channel && !channel.startsWith('D')) await conversations.ensureInternal(installation, channel)
      }
    }
    switch (content.kind) {
      case 'removal':
        return there(async (conversation) => {
          if (target) await remove(client, conversation, target)
          return target ?? { reference: '', conversation }
        })
      case 'mark':
        return there(async (conversation) => {
          await mark(client, conversation, content)
          return { reference: content.message, conversation }
        })
      case 'file':
        return send(errand, content)
      default:
        if (!target) return send(errand, content)
        return there((channel) =>
          evenUnpictured(replyMessage(content, phrase), (body) => change(client, channel, target, body, message)),
        )
    }
  }

  return {
    name: 'slack',
    gapMs: 1_000,
    /** A request given up by us can still be on its way through Slack: the time we waited, and twice that again. */
    lateExecutionMs: 3 * timeoutMs.delivery,

    async deliver(message) {
      const installation = await installationFor(message.to)
      const phrase: Phrase = (name, values) => bot.phrase(message.language, name, values)
      try {
        const client = clients.for(installation, 'delivery')
        return await carryOut({ client, installation, message, phrase })
      } catch (error) {
        const fault = deliveryFault(error)
        if (fault.kind === 'workspace-gone') workspaces.forget({ workspace: installation.workspace })
        throw new DeliveryError(fault)
      }
    },

    async find({ id, to, content, target, threadIn }, notBefore) {
      const installation = await installationFor(to)
      // What is done to a message that stands already may be done again: there is nothing to look for.
      if (content.kind === 'mark' || content.kind === 'removal' || target) return undefined
      const client = clients.for(installation, 'delivery')
      const oldest = ((notBefore.getTime() - skewMs) / 1000).toFixed(6)
      const isIt = (message: unknown) =>
        carriesMarker(message, id) || (content.kind === 'file' && carriesFile(message as { files?: FilePayload[] }, id))
      try {
        const person = personIn(to)
        if (person) {
          return await directs.in(client, installation, person, (direct) =>
            search(client, direct, threadIn, isIt, oldest),
          )
        }
        const { conversation, thread, onlyFor } = to as ToConversation
        // An ephemeral message stands in no history.
        if (onlyFor && !conversation.startsWith('D')) return 'unknowable'
        return await search(client, conversation, thread, isIt, oldest)
      } catch (error) {
        if (cannotLook.has(platformCode(error) ?? '')) return 'unknowable'
        throw new DeliveryError(deliveryFault(error))
      }
    },

    async fetch(file) {
      const installation = await installationAt(file.workspace)
      return fetchFile(clients.for(installation, 'delivery'), installation.token, file, apiUrl)
    },

    async read(where) {
      const installation = await installationAt(where.workspace)
      return read(clients.for(installation, 'delivery'), installation, where, { people, messages })
    },

    async isMember({ workspace, conversation }, user) {
      return conversations.has(await installationAt(workspace), conversation, user)
    },
  }
}

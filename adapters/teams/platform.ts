/** What the bot says first, or after its answer, on its way to Teams. */
import type { ConversationReference } from '../../src/bot/bot.ts'
import { type Content, type Delivered, type Delivery, DeliveryError, type Platform } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/view.ts'
import { type Destination, type DestinationOptions, destinations, permanent } from './destination.ts'
import { attachment } from './elements.ts'
import { isGone, postFault } from './faults.ts'
import { fileFetcher } from './fetch-file.ts'
import { replyCard } from './invoke-answer.ts'
import { gapMs, limits, shortened } from './limits.ts'
import { membership } from './membership.ts'

export interface PlatformOptions extends DestinationOptions {
  phrase(language: string, name: string, values?: Record<string, number>): string
  /** Where people's files may be fetched, without a token. */
  isFileUrlAllowed(url: string): boolean
}

const titleOf = (reply: Reply<string>): string => (reply.kind === 'form' ? reply.form.title : reply.view.title)

/**
 * What is drawn. A file is drawn as the view that offers it: a bot can hand a file over only in a personal chat, and only
 * after the person agreed to it there.
 */
function drawn(content: Content<string>): Reply<string> {
  switch (content.kind) {
    case 'view':
    case 'form':
      return content
    case 'file':
      return { kind: 'view', view: content.view }
    case 'removal':
    case 'mark':
      throw permanent(`Teams has nothing to draw for a ${content.kind}`)
  }
}

/** The conversation as an address: a channel's thread is named in it. Chats have no threads, there everything is flat. */
const addressOf = ({ reference, thread }: Destination): string =>
  thread && reference.kind === 'channel' ? `${reference.conversation};messageid=${thread}` : reference.conversation

export function teamsPlatform(options: PlatformOptions): Platform {
  const { channel, now } = options
  const places = destinations(options)

  function activityOf({ id, content, language }: Delivery, reference: ConversationReference, conversation: string) {
    const reply = drawn(content)
    const surface = {
      where: 'message',
      shared: reference.kind !== 'personal',
      nonce: id,
      phrase: (name: string, values?: Record<string, number>) => options.phrase(language, name, values),
    } as const
    return {
      type: 'message',
      // What the notification and the list of chats show of a message that is a card.
      summary: shortened(titleOf(reply), limits.summary),
      attachments: [attachment(replyCard(reply, surface))],
      from: reference.bot,
      conversation: { id: conversation, tenantId: reference.tenant },
      ...(reference.user ? { recipient: { id: reference.user.id } } : {}),
    }
  }

  /** Settled without a call: Teams lets a bot put no sign on a message. */
  const marked = ({ to }: Delivery, message: string): Delivered => ({
    reference: message,
    ...(to.kind === 'conversation' ? { conversation: to.conversation } : {}),
  })

  /** True when the message was there; one that is gone needs neither a change nor a removal. */
  async function changed(call: Promise<void>): Promise<boolean> {
    try {
      await call
      return true
    } catch (error) {
      if (isGone(error)) return false
      throw error
    }
  }

  async function deliver(message: Delivery): Promise<Delivered> {
    const { content, target } = message
    if (content.kind === 'mark') return marked(message, content.message)
    if (content.kind === 'removal' && !target?.reference) return { reference: '' }
    const place = await places.find(message.to)
    const { reference } = place
    const { serviceUrl } = reference
    // A message is changed where it was delivered, even if its conversation would be another one today.
    const moved = target?.conversation !== undefined && target.conversation !== reference.conversation
    const standing = moved ? target.conversation! : addressOf(place)
    if (content.kind === 'removal') {
      await changed(channel.remove(serviceUrl, standing, target!.reference))
      return target!
    }
    if (message.internal && (await isShared(moved ? [standing, reference.conversation] : [reference.conversation])))
      throw permanent('people of another company are in the conversation')
    if (target?.reference) {
      const activity = { ...activityOf(message, reference, standing), id: target.reference }
      if (await changed(channel.put(serviceUrl, standing, target.reference, activity))) return target
    }
    const address = addressOf(place)
    const { id } = await channel.post(serviceUrl, address, activityOf(message, reference, address))
    return { reference: id ?? '', conversation: reference.conversation }
  }

  async function isShared(conversations: string[]): Promise<boolean> {
    try {
      return (await Promise.all(conversations.map((id) => places.isShared(id)))).includes(true)
    } catch (error) {
      throw new DeliveryError({ kind: 'not-executed', detail: String(error).slice(0, 200) })
    }
  }

  return {
    name: 'teams',
    gapMs,
    lateExecutionMs: 30_000,
    async deliver(message) {
      try {
        return await deliver(message)
      } catch (error) {
        throw new DeliveryError(postFault(error, now()))
      }
    },
    /** A bot cannot read what it wrote; Graph could, with consent that most tenants do not give. */
    find: async () => 'unknowable',
    /** Nor what others wrote. */
    read: async () => undefined,
    fetch: fileFetcher(options),
    isMember: membership({ ...options, places }),
  }
}

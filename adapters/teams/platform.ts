/** What the bot says first, or after its answer, on its way to Teams. */
import type { ConversationReference, ConversationReferences } from '../../src/bot/bot.ts'
import type { ChatIdentity } from '../../src/bot/inbound.ts'
import { type Delivery, DeliveryError, type Platform, type Recipient } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/view.ts'
import type { Channel } from './botbuilder.ts'
import { attachment } from './elements.ts'
import { openFault, postFault } from './faults.ts'
import { replyCard } from './invoke-answer.ts'
import { gapMs, limits, shortened } from './limits.ts'
import { conversationKey, openedReference, personKey, tenantKey } from './references.ts'

export interface PlatformOptions {
  channel: Channel
  references: ConversationReferences
  phrase(language: string, name: string, values?: Record<string, number>): string
  /** Rows may be old, or from another configuration: checked before every call that carries the token. */
  isServiceUrlAllowed(url: string): boolean
  now(): number
}

const permanent = (detail: string): DeliveryError => new DeliveryError({ kind: 'permanent', detail })

const titleOf = (reply: Reply<string>): string => (reply.kind === 'form' ? reply.form.title : reply.view.title)

export function teamsPlatform(options: PlatformOptions): Platform {
  const { channel, references, now } = options

  function checked(reference: ConversationReference): ConversationReference {
    if (!options.isServiceUrlAllowed(reference.serviceUrl)) throw permanent('the service url is not on the list')
    return reference
  }

  /** Opens the conversation with a person who never wrote to the bot, where the tenant is known. */
  async function opened(who: ChatIdentity, beside: string | undefined): Promise<ConversationReference> {
    const neighbour =
      (beside ? await references.find(conversationKey(beside)) : undefined) ??
      (await references.find(tenantKey(who.workspace)))
    if (!neighbour) throw permanent('neither the person nor the tenant is known')
    const { serviceUrl, bot, tenant } = checked(neighbour)
    const parameters = {
      isGroup: false,
      bot,
      members: [{ id: who.user, aadObjectId: who.user }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
    }
    try {
      const { id } = await channel.open(serviceUrl, parameters)
      const reference = openedReference(who, neighbour, id)
      await references.save(reference)
      return reference
    } catch (error) {
      throw new DeliveryError(openFault(error, now()))
    }
  }

  const person = async (who: ChatIdentity, beside?: string): Promise<ConversationReference> => {
    const known = await references.find(personKey(who))
    return known ? checked(known) : opened(who, beside)
  }

  async function target(to: Recipient): Promise<{ reference: ConversationReference; thread?: string }> {
    switch (to.kind) {
      case 'email':
        throw permanent('Teams does not deliver to e-mail addresses')
      case 'person':
        return { reference: await person(to.who) }
      case 'conversation': {
        const reference = await references.find(conversationKey(to.conversation))
        // A bot's message in Teams is seen by everyone there, so what is meant for one goes to that one.
        if (to.onlyFor && reference?.kind !== 'personal')
          return {
            reference: await person({ platform: 'teams', workspace: to.workspace, user: to.onlyFor }, to.conversation),
          }
        if (!reference) throw permanent('the conversation is not known')
        return { reference: checked(reference), ...(to.thread ? { thread: to.thread } : {}) }
      }
    }
  }

  function messageOf({ id, content, language }: Delivery, shared: boolean) {
    if (content.kind !== 'view' && content.kind !== 'form')
      throw permanent(`Teams does not deliver a ${content.kind} yet`)
    const surface = {
      where: 'message',
      shared,
      nonce: id,
      phrase: (name: string, values?: Record<string, number>) => options.phrase(language, name, values),
    } as const
    return {
      type: 'message',
      // What the notification and the list of chats show of a message that is a card.
      summary: shortened(titleOf(content), limits.summary),
      attachments: [attachment(replyCard(content, surface))],
    }
  }

  return {
    name: 'teams',
    gapMs,
    lateExecutionMs: 30_000,
    async deliver(message) {
      let where: Awaited<ReturnType<typeof target>>
      try {
        where = await target(message.to)
      } catch (error) {
        if (error instanceof DeliveryError) throw error
        // Our own rows could not be read: nothing was sent.
        throw new DeliveryError({ kind: 'not-executed', detail: String(error).slice(0, 200) })
      }
      const { reference, thread } = where
      const inThread = thread && reference.kind === 'channel'
      const conversation = inThread ? `${reference.conversation};messageid=${thread}` : reference.conversation
      const activity = {
        ...messageOf(message, reference.kind !== 'personal'),
        from: reference.bot,
        conversation: { id: conversation, tenantId: reference.tenant },
        ...(reference.user ? { recipient: { id: reference.user.id } } : {}),
      }
      try {
        const { id } = await channel.post(reference.serviceUrl, conversation, activity)
        return { reference: id ?? '', conversation: reference.conversation }
      } catch (error) {
        throw new DeliveryError(postFault(error, now()))
      }
    },
    /** A bot cannot read what it wrote; Graph could, with consent that most tenants do not give. */
    find: async () => 'unknowable',
  }
}

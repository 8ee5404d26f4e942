/** Where a message goes: from whom it is for to the conversation, with the service that carries it. */
import type { ConversationReference, ConversationReferences } from '../../src/bot/bot.ts'
import type { ChatIdentity } from '../../src/bot/inbound.ts'
import { DeliveryError, type Recipient } from '../../src/bot/platform.ts'
import type { Channel } from './botbuilder.ts'
import { harmlessFault } from './faults.ts'
import { conversationKey, openedReference, personKey, sharedKey, tenantKey } from './references.ts'

export interface DestinationOptions {
  channel: Channel
  references: ConversationReferences
  /** Rows may be old, or from another configuration: checked before every call that carries the token. */
  isServiceUrlAllowed(url: string): boolean
  now(): number
}

export interface Destination {
  reference: ConversationReference
  thread?: string
}

export const permanent = (detail: string): DeliveryError => new DeliveryError({ kind: 'permanent', detail })

export interface Destinations {
  /** Opens a person's conversation where there is none yet. Rejects with a DeliveryError. */
  find(to: Recipient): Promise<Destination>
  /** A conversation that the bot was in; rejects with a DeliveryError when its service is not allowed. */
  known(conversation: string): Promise<ConversationReference | undefined>
  /** Whether people of another company are known to read there. */
  isShared(conversation: string): Promise<boolean>
}

export function destinations({ channel, references, isServiceUrlAllowed, now }: DestinationOptions): Destinations {
  function checked(reference: ConversationReference): ConversationReference {
    if (!isServiceUrlAllowed(reference.serviceUrl)) throw permanent('the service url is not on the list')
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
      throw new DeliveryError(harmlessFault(error, now()))
    }
  }

  const person = async (who: ChatIdentity, beside?: string): Promise<ConversationReference> => {
    const found = await references.find(personKey(who))
    return found ? checked(found) : opened(who, beside)
  }

  async function find(to: Recipient): Promise<Destination> {
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

  return {
    async find(to) {
      try {
        return await find(to)
      } catch (error) {
        if (error instanceof DeliveryError) throw error
        // Our own rows could not be read: nothing was sent.
        throw new DeliveryError({ kind: 'not-executed', detail: String(error).slice(0, 200) })
      }
    },
    async known(conversation) {
      const reference = await references.find(conversationKey(conversation))
      return reference ? checked(reference) : undefined
    },
    isShared: async (conversation) => (await references.find(sharedKey(conversation))) !== undefined,
  }
}

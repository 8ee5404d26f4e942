import type { TeamsConversation } from '../contract.ts'
import type { ConnectorCall, Operation } from './connector-routes.ts'
import { judgeMessage, messageContent } from './message-content.ts'
import { splitThread, type Tenant } from './state.ts'
import { ThreadThrottle } from './throttle.ts'

export interface ConnectorAnswer {
  status: number
  body?: unknown
  /** Instead of a body: a file. */
  bytes?: Buffer
  headers?: Record<string, string>
}

export interface ConnectorOptions {
  limits: boolean
  /** Bytes of a request's JSON. Teams states about 100 KB of UTF-16 now, 28 KB before; the strict one is the default. */
  maxBytes: number
  onCardWarning: (warning: string) => void
}

const refuse = (status: number, code: string, message: string): ConnectorAnswer => ({
  status,
  body: { error: { code, message } },
})

/** The bot's side of Teams: answers a call of the Connector API and changes the tenant, or refuses as Teams does. */
export class ConnectorApi {
  private readonly throttle: ThreadThrottle

  constructor(
    private readonly tenant: Tenant,
    private readonly options: ConnectorOptions,
  ) {
    this.throttle = new ThreadThrottle(tenant.now)
  }

  answer(call: ConnectorCall): ConnectorAnswer {
    const { operation, body } = call
    if (body !== undefined && Buffer.byteLength(JSON.stringify(body)) > this.options.maxBytes)
      return refuse(413, 'MessageSizeTooBig', 'Message size too large.')
    const wait = this.options.limits ? this.wait(call) : 0
    if (wait > 0) return { ...refuse(429, 'Throttled', 'Too many requests.'), headers: { 'retry-after': String(wait) } }
    if (operation === 'createConversation') return this.create(body)
    const conversation = this.tenant.conversation(call.conversation)
    if (!conversation) return refuse(404, 'ConversationNotFound', 'Conversation not found.')
    const barred = this.barred(conversation, operation)
    if (barred) return barred
    return this.inside(call, conversation)
  }

  private inside(call: ConnectorCall, conversation: TeamsConversation): ConnectorAnswer {
    switch (call.operation) {
      case 'sendActivity':
      case 'typing':
        return this.send(call, conversation)
      case 'updateActivity':
        return this.update(call)
      case 'deleteActivity':
        return this.remove(call)
      case 'getConversation':
        return {
          status: 200,
          body: { id: conversation.id, name: conversation.name, conversationType: conversation.kind },
        }
      case 'getConversationMembers':
        return { status: 200, body: this.accounts(conversation) }
      case 'getPagedMembers':
        return { status: 200, body: this.page(call, conversation) }
      default:
        return this.member(call, conversation)
    }
  }

  private wait({ operation, conversation, body }: ConnectorCall): number {
    if (operation === 'createConversation')
      return this.throttle.take(`create ${body?.channelData?.channel?.id ?? body?.members?.[0]?.id}`, 'send')
    const reading = operation.startsWith('get')
    return this.throttle.take(conversation, reading ? 'read' : 'send')
  }

  private barred(conversation: TeamsConversation, operation: Operation): ConnectorAnswer | undefined {
    if (!this.tenant.installed.has(conversation.id))
      return refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')
    if (!operation.startsWith('get') && conversation.user && this.tenant.blocked.has(conversation.user))
      return refuse(403, 'MessageWritesBlocked', 'Thread has writes disabled.')
    return undefined
  }

  private create(body: any): ConnectorAnswer {
    const tenantId = body?.channelData?.tenant?.id ?? body?.tenantId
    const channelId = body?.channelData?.channel?.id
    if (tenantId !== undefined && tenantId !== this.tenant.info.id)
      return refuse(403, 'ForbiddenOperationException', 'The tenant is not this one.')
    if (channelId !== undefined) return this.createThread(channelId, body.activity)
    if (!Array.isArray(body?.members) || body.members.length !== 1 || tenantId === undefined)
      return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters')
    const person = this.tenant.person(String(body.members[0]?.id))
    if (!person) return refuse(400, 'BadArgument', 'The member is not known in this tenant.')
    const existing = this.tenant.personalConversation(person.id)
    if (!existing || !this.tenant.installed.has(existing.id))
      return refuse(403, 'ForbiddenOperationException', "Bot is not installed in user's personal scope")
    if (!body.activity) return { status: 201, body: { id: existing.id } }
    const sent = this.write(existing, body.activity, undefined)
    return sent.status === 201 ? { status: 201, body: { id: existing.id, activityId: (sent.body as any).id } } : sent
  }

  private createThread(channelId: string, activity: any): ConnectorAnswer {
    const channel = this.tenant.conversations.get(channelId)
    if (channel?.kind !== 'channel') return refuse(404, 'ConversationNotFound', 'Conversation not found.')
    const barred = this.barred(channel, 'createConversation')
    if (barred) return barred
    if (!activity) return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters')
    const sent = this.write(channel, activity, undefined)
    if (sent.status !== 201) return sent
    const { id } = sent.body as { id: string }
    return { status: 201, body: { id: `${channelId};messageid=${id}`, activityId: id } }
  }

  private send(call: ConnectorCall, conversation: TeamsConversation): ConnectorAnswer {
    const { thread } = splitThread(call.conversation)
    if (thread && !this.tenant.message(conversation.id, thread))
      return refuse(404, 'ConversationNotFound', 'Conversation not found.')
    const replyTo = conversation.kind === 'channel' ? thread : call.activity
    return this.write(conversation, call.body, replyTo)
  }

  private write(conversation: TeamsConversation, activity: any, replyTo: string | undefined): ConnectorAnswer {
    if (activity?.type === 'typing') return { status: 201, body: { id: this.tenant.nextId() } }
    const fault = this.contentFault(activity)
    if (fault) return fault
    const message = this.tenant.add({
      conversation: conversation.id,
      id: this.tenant.nextId(),
      bot: true,
      ...messageContent(activity),
      ...(replyTo ? { replyTo } : {}),
    })
    return { status: 201, body: { id: message.id } }
  }

  private update(call: ConnectorCall): ConnectorAnswer {
    const message = this.tenant.message(call.conversation, call.activity ?? '')
    if (!message || message.deleted) return refuse(404, 'ActivityNotFoundInConversation', 'The activity is not there.')
    if (!message.bot) return refuse(403, 'Forbidden', 'Only the author can change a message.')
    const fault = this.contentFault(call.body)
    if (fault) return fault
    delete message.text
    delete message.attachments
    delete message.notice
    Object.assign(message, messageContent(call.body), { editedAt: new Date(this.tenant.now()).toISOString() })
    this.tenant.changed()
    return { status: 200, body: { id: message.id } }
  }

  private remove(call: ConnectorCall): ConnectorAnswer {
    const message = this.tenant.message(call.conversation, call.activity ?? '')
    if (!message || message.deleted) return refuse(404, 'ActivityNotFoundInConversation', 'The activity is not there.')
    if (!message.bot) return refuse(403, 'Forbidden', 'Only the author can delete a message.')
    delete message.text
    delete message.attachments
    message.deleted = true
    this.tenant.changed()
    return { status: 200 }
  }

  private contentFault(activity: any): ConnectorAnswer | undefined {
    const { fault, warnings } = judgeMessage(activity)
    if (fault) return refuse(400, 'BadSyntax', fault)
    warnings.forEach(this.options.onCardWarning)
    return undefined
  }

  private accounts(conversation: TeamsConversation): unknown[] {
    return conversation.members.flatMap((id) => this.account(id) ?? [])
  }

  /** Between 50 and 500 members a page, whatever is asked for; the token of the next is where it begins. */
  private page({ query }: ConnectorCall, conversation: TeamsConversation): Record<string, unknown> {
    const size = Math.min(Math.max(Number(query?.get('pageSize')) || 200, 50), 500)
    const from = Number(query?.get('continuationToken')) || 0
    const members = conversation.members.slice(from, from + size).flatMap((id) => this.account(id) ?? [])
    return from + size < conversation.members.length ? { members, continuationToken: String(from + size) } : { members }
  }

  private account(id: string): unknown {
    const person = this.tenant.person(id)
    return (
      person && {
        id: this.tenant.userId(person.id),
        name: person.name,
        aadObjectId: person.id,
        objectId: person.id,
        email: person.email,
        userPrincipalName: person.email,
        tenantId: person.team ?? this.tenant.info.id,
        userRole: 'user',
      }
    )
  }

  private member(call: ConnectorCall, conversation: TeamsConversation): ConnectorAnswer {
    const person = this.tenant.person(call.member ?? '')
    if (!person || !conversation.members.includes(person.id))
      return refuse(404, 'MemberNotFoundInConversation', 'The member is not in the conversation.')
    return { status: 200, body: this.account(person.id) }
  }
}

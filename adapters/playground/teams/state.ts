import { createHash } from 'node:crypto'
import type { SimulatedPerson, TeamsConversation, TeamsDialog, TeamsMessage, TeamsState } from '../contract.ts'
import type { Said } from './said.ts'
import { SharedFiles } from './shared-files.ts'

export interface TenantOptions {
  tenant: { id: string; name: string }
  people: SimulatedPerson[]
  conversations: TeamsConversation[]
  bot: { id: string; name: string }
  now: () => number
  onChange: () => void
}

/** `19:…@thread.tacv2;messageid=17…` names one thread of a channel; everything else has no thread. */
export function splitThread(conversationId: string): { base: string; thread?: string } {
  const [base = '', thread] = conversationId.split(';messageid=')
  return thread ? { base, thread } : { base }
}

/** Teams' own id of a person: differs from the Entra object id, and from bot to bot. */
export const teamsUserId = (botId: string, objectId: string): string =>
  `29:1${createHash('sha256').update(`${botId} ${objectId}`).digest('base64url')}`

/** Everything the simulated tenant knows. Its changes are made by `deeds.ts` (people) and `connector-api.ts` (the bot). */
export class Tenant {
  readonly info: { id: string; name: string }
  readonly bot: { id: string; name: string }
  readonly now: () => number
  readonly people = new Map<string, SimulatedPerson>()
  readonly conversations = new Map<string, TeamsConversation>()
  readonly messages: TeamsMessage[] = []
  readonly dialogs = new Map<string, TeamsDialog>()
  readonly files: SharedFiles
  /** What people wrote, by conversation and message. */
  readonly said = new Map<string, Said>()
  /** Conversations whose roster has the bot. */
  readonly installed = new Set<string>()
  /** People who blocked the bot. */
  readonly blocked = new Set<string>()
  private readonly onChange: () => void
  private lastId = 0
  private dialogCount = 0

  constructor(options: TenantOptions) {
    this.info = options.tenant
    this.bot = options.bot
    this.now = options.now
    this.files = new SharedFiles(options.now)
    this.onChange = options.onChange
    for (const person of options.people) this.people.set(person.id, { ...person })
    for (const conversation of options.conversations) {
      this.conversations.set(conversation.id, structuredClone(conversation))
      this.installed.add(conversation.id)
    }
  }

  changed(): void {
    this.onChange()
  }

  /** Message and activity ids are milliseconds in Teams; two in one millisecond still differ. */
  nextId(): string {
    this.lastId = Math.max(this.lastId + 1, Math.floor(this.now()))
    return String(this.lastId)
  }

  nextDialogId(): string {
    this.dialogCount += 1
    return `dialog-${this.dialogCount}`
  }

  userId(person: string): string {
    return teamsUserId(this.bot.id, person)
  }

  /** Finds by Entra object id or by Teams id, as the Connector does. */
  person(id: string): SimulatedPerson | undefined {
    return this.people.get(id) ?? [...this.people.values()].find((person) => this.userId(person.id) === id)
  }

  personalConversation(person: string): TeamsConversation | undefined {
    return [...this.conversations.values()].find((c) => c.kind === 'personal' && c.user === person)
  }

  /** The person's own conversation with the bot; the same one each time. */
  openPersonalConversation(person: SimulatedPerson): TeamsConversation {
    const existing = this.personalConversation(person.id)
    if (existing) return existing
    const conversation: TeamsConversation = {
      id: `a:1${createHash('sha256').update(`${this.bot.id} a ${person.id}`).digest('base64url')}`,
      name: person.name,
      kind: 'personal',
      user: person.id,
      members: [person.id],
    }
    this.conversations.set(conversation.id, conversation)
    return conversation
  }

  conversation(id: string): TeamsConversation | undefined {
    return this.conversations.get(splitThread(id).base)
  }

  message(conversationId: string, id: string): TeamsMessage | undefined {
    const { base } = splitThread(conversationId)
    return this.messages.find((m) => m.conversation === base && m.id === id)
  }

  add(message: TeamsMessage): TeamsMessage {
    this.messages.push(message)
    this.changed()
    return message
  }

  snapshot(): TeamsState {
    return structuredClone({
      tenant: this.info,
      people: [...this.people.values()],
      conversations: [...this.conversations.values()],
      messages: this.messages,
      dialogs: [...this.dialogs.values()],
    })
  }
}

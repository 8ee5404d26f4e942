/** How the bot finds back to people and conversations: our own rows, so that the SDK can be replaced. */
import type { ConversationReference, ConversationReferences } from '../../src/bot/bot.ts'
import type { ChatIdentity } from '../../src/bot/inbound.ts'
import type { Activity } from './activity.ts'
import { personOf, splitConversation, tenantOf } from './translate.ts'

export const personKey = ({ workspace, user }: Pick<ChatIdentity, 'workspace' | 'user'>): string =>
  `person:${workspace}:${user}`
export const conversationKey = (conversation: string): string => `conversation:${conversation}`
/** There when people of another company are, or were, in the conversation. */
export const sharedKey = (conversation: string): string => `shared:${conversation}`
/** Any conversation of the tenant: tells where to open one with a person who never wrote. */
export const tenantKey = (tenant: string): string => `tenant:${tenant}`

/** The rows that an activity gives: its conversation, the tenant, and in a personal conversation the person. */
export function referencesIn(activity: Activity): ConversationReference[] {
  const { recipient, from, serviceUrl } = activity
  if (!recipient) return []
  const { conversation } = splitConversation(activity.conversation.id)
  const { kind } = activity.conversation
  const shared = {
    tenant: tenantOf(activity),
    serviceUrl,
    conversation,
    kind,
    bot: { id: recipient.id, ...(recipient.name ? { name: recipient.name } : {}) },
  }
  const who = personOf(activity)
  const rows: ConversationReference[] = [
    { key: conversationKey(conversation), ...shared },
    { key: tenantKey(shared.tenant), ...shared },
    ...(activity.shared ? [{ key: sharedKey(conversation), ...shared }] : []),
  ]
  if (kind !== 'personal' || !who || !from) return rows
  const user = {
    id: from.id,
    ...(from.aadObjectId ? { aadObjectId: from.aadObjectId } : {}),
    ...(from.name ? { name: from.name } : {}),
  }
  return [{ key: personKey(who), ...shared, user }, ...rows]
}

/** The conversation of a person with the bot, from what opening it gave. */
export const openedReference = (
  who: ChatIdentity,
  from: ConversationReference,
  conversation: string,
): ConversationReference => ({
  key: personKey(who),
  tenant: from.tenant,
  serviceUrl: from.serviceUrl,
  conversation,
  kind: 'personal',
  bot: from.bot,
  user: { id: who.user, aadObjectId: who.user },
})

export interface Memory {
  /** Saves what the activity tells anew; rejects when the store does. */
  remember(activity: Activity): Promise<void>
  forget(activity: Activity): Promise<void>
  /** Of an activity that is not answered: only that others are in the conversation, if it tells that. */
  rememberShared(activity: Activity): Promise<void>
}

/** Writes a row only when it changed since this process last wrote it: a busy conversation is one row, not one write a message. */
export function memory(references: ConversationReferences, size = 5_000): Memory {
  const written = new Map<string, string>()
  async function save(row: ConversationReference): Promise<void> {
    // Which of its conversations stands for a tenant does not matter, only where they are.
    const state = JSON.stringify(row.key.startsWith('tenant:') ? [row.serviceUrl, row.bot] : row)
    if (written.get(row.key) === state) return
    await references.save(row)
    written.delete(row.key)
    written.set(row.key, state)
    if (written.size > size) written.delete(written.keys().next().value!)
  }
  return {
    async remember(activity) {
      for (const row of referencesIn(activity)) await save(row)
    },
    async rememberShared(activity) {
      for (const row of referencesIn(activity)) if (row.key.startsWith('shared:')) await save(row)
    },
    async forget(activity) {
      for (const { key } of referencesIn(activity)) {
        // Whoever was there once may be there when the bot comes back.
        if (key.startsWith('tenant:') || key.startsWith('shared:')) continue
        written.delete(key)
        await references.remove(key)
      }
    },
  }
}

import type { Surroundings } from './activities.ts'
import { BadDeed } from './bad-deed.ts'
import type { BotDelivery } from './delivery.ts'
import type { Tenant } from './state.ts'

/** What every deed needs. */
export interface Stage {
  tenant: Tenant
  serviceUrl: string
  delivery: BotDelivery
  onCardWarning: (warning: string) => void
}

/** Who does it and where; throws `BadDeed` with what Teams would tell the person. */
export function surroundings(stage: Stage, user: string, conversationId: string, thread?: string): Surroundings {
  const { tenant, serviceUrl } = stage
  const person = tenant.people.get(user)
  if (!person) throw new BadDeed(`no such person: ${user}`)
  const conversation = tenant.conversation(conversationId)
  if (!conversation) throw new BadDeed(`no such conversation: ${conversationId}`)
  if (!conversation.members.includes(user)) throw new BadDeed(`${person.name} is not in ${conversation.name}`)
  return { tenant, serviceUrl, person, conversation, ...(thread ? { thread } : {}) }
}

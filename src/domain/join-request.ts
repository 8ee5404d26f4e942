/** Somebody waits to become a contact of an organization that is there already. */
import type { ContactId } from './contact.ts'
import type { ChatIdentity } from './identity.ts'
import type { OrganizationId } from './organization.ts'
import type { SerialNumber } from './serial.ts'

const DAYS = 14

/** Until when a request that is made now can be decided; nor is another one made before. */
export const joinExpiry = (now: Date): Date => new Date(now.getTime() + DAYS * 24 * 3600_000)

/** `license`: they hold both numbers of one of its licenses. `workspace`: their workspace or tenant is tied to it. */
export type JoinGround = 'license' | 'workspace'

/** `void`: they joined elsewhere, or have an organization of their own by now. */
export type JoinOutcome = 'joined' | 'declined' | 'void'

export interface JoinRequest {
  id: string
  /** Whom they would join. */
  organizationId: OrganizationId
  who: ChatIdentity
  contactId: ContactId
  name: string
  email: string
  ground: JoinGround
  serial?: SerialNumber
  createdAt: Date
  expiresAt: Date
  outcome?: JoinOutcome
  decidedAt?: Date
  /** The name of who decided. */
  decidedBy?: string
}

/** That the contacts are to be asked. */
export const requestedEvent = (request: JoinRequest) => ({
  kind: 'join-requested' as const,
  who: request.who,
  contactId: request.contactId,
  organizationId: request.organizationId,
  request,
})

/** What happened to the people of an organization, to who would join them, and to the places that are theirs. */
import type { ContactId, ContactRole } from './contact.ts'
import type { ChatIdentity } from './identity.ts'
import type { By, NewInvitation } from './invitation.ts'
import type { JoinRequest } from './join-request.ts'
import type { OrganizationId } from './organization.ts'
import type { Tie } from './tie.ts'

/** `contactId` is who did it, `subject` to whom. */
interface ToContact {
  who: ChatIdentity
  contactId: ContactId
  organizationId: OrganizationId
  subject: ContactId
}

/** With a secret: the code goes into the letter or to the inviter, and nowhere else. */
export interface ContactInvited extends ToContact {
  kind: 'contact-invited'
  by: By
  invitation: NewInvitation
}

export interface ContactRemoved extends ToContact {
  kind: 'contact-removed'
}

export interface ContactRestored extends ToContact {
  kind: 'contact-restored'
}

export interface ContactLeft extends Omit<ToContact, 'subject'> {
  kind: 'contact-left'
}

/** To `primary`: handed over. */
export interface ContactAppointed extends ToContact {
  kind: 'contact-appointed'
  from: ContactRole
  to: ContactRole
}

export interface ContactAmended extends ToContact {
  kind: 'contact-amended'
  what: 'data' | 'purposes'
}

/** `contactId` is the newcomer's, `organizationId` whom they would join. */
export interface JoinRequested {
  kind: 'join-requested'
  who: ChatIdentity
  contactId: ContactId
  organizationId: OrganizationId
  request: JoinRequest
}

/** `who` decided; `contactId` is the newcomer's as they are now. */
export interface JoinDecidedEvent {
  kind: 'join-decided'
  who: ChatIdentity
  contactId: ContactId
  organizationId: OrganizationId
  request: JoinRequest
  /** As what they joined. */
  role?: ContactRole
}

export interface PlaceTied {
  kind: 'place-tied' | 'place-untied'
  who: ChatIdentity
  tie: Tie
}

export type ContactEvent =
  | ContactInvited
  | ContactRemoved
  | ContactRestored
  | ContactLeft
  | ContactAppointed
  | ContactAmended
  | JoinRequested
  | JoinDecidedEvent
  | PlaceTied

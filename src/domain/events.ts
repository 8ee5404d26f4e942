/** What happened, as plain data: listeners make outbox messages and audit entries of it, in the same transaction. */
import type { CaseEvent } from './case-events.ts'
import type { ContactId, Language } from './contact.ts'
import type { ContactEvent } from './contact-events.ts'
import type { ChatIdentity } from './identity.ts'
import type { OrganizationId } from './organization.ts'
import type { SalesRequest } from './sales-request.ts'
import type { SerialNumber } from './serial.ts'

/** With a secret: the code goes into the mail and nowhere else, not into a log or an audit entry. */
export interface SignUpCodeIssued {
  kind: 'sign-up-code-issued'
  who: ChatIdentity
  name: string
  email: string
  language?: Language
  code: string
  expiresAt: Date
}

interface OfContact {
  who: ChatIdentity
  contactId: ContactId
  organizationId: OrganizationId
}

export interface SignedUp extends OfContact {
  kind: 'signed-up'
  /** `new`: with an organization of their own; `imported`: became a contact of the vendor's data. */
  how: 'new' | 'imported'
}

/** A further identity of a contact (R1.4). */
export interface IdentityLinked extends OfContact {
  kind: 'identity-linked'
}

/** Someone of the vendor proved their address. */
export interface StaffRecognised {
  kind: 'staff-recognised'
  who: ChatIdentity
  email: string
}

export interface InvitationClaimed extends OfContact {
  kind: 'invitation-claimed'
}

export interface LicenseRegistered extends OfContact {
  kind: 'license-registered'
  serial: SerialNumber
}

export interface AgreementRegistered extends OfContact {
  kind: 'agreement-registered'
  serial: SerialNumber
  agreementId: string
}

/** Five failures in 15 minutes (R2.3): once per lock, and the vendor is to be told. */
export interface RegistrationLocked extends OfContact {
  kind: 'registration-locked'
  until: Date
}

/** Five wrong invitation or link codes in 15 minutes. */
export interface CodesLocked {
  kind: 'codes-locked'
  who: ChatIdentity
  until: Date
}

export interface LanguageChosen {
  kind: 'language-chosen'
  who: ChatIdentity
  language: Language
}

/** R8.1b: a customer asked the vendor's sales people, or takes that back. */
export interface SalesAsked extends OfContact {
  kind: 'sales-asked' | 'sales-withdrawn'
  sales: SalesRequest
}

/** What one of the vendor's people did to a request. */
export interface SalesHandled {
  kind: 'sales-taken' | 'sales-released' | 'sales-done'
  who: ChatIdentity
  organizationId: OrganizationId
  sales: SalesRequest
}

export type DomainEvent =
  | CaseEvent
  | ContactEvent
  | SignUpCodeIssued
  | SignedUp
  | IdentityLinked
  | StaffRecognised
  | InvitationClaimed
  | LicenseRegistered
  | AgreementRegistered
  | RegistrationLocked
  | CodesLocked
  | LanguageChosen
  | SalesAsked
  | SalesHandled

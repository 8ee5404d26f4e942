/** What happens to cases, as plain data; `by` did it. Everything else about the case is looked up by whoever tells of it. */
import type { Audience, CaseActor, CaseNumber, CaseStatus, Closing, Owner, Severity } from './case.ts'
import type { ContactId } from './contact.ts'
import type { OrganizationId } from './organization.ts'
import type { TargetKind } from './response-clock.ts'

interface OfCase {
  number: CaseNumber
  organizationId: OrganizationId
  by: CaseActor
}

export interface CaseOpened extends OfCase {
  kind: 'case-opened'
}
export interface CaseClaimed extends OfCase {
  kind: 'case-claimed'
}
/** Back to the queue; `note` is for the next engineer. */
export interface CaseReleased extends OfCase {
  kind: 'case-released'
  from: Owner
  note?: string
}
/** No word to the customer within the target (the claim's lease). */
export interface CaseLeaseEnded extends OfCase {
  kind: 'case-lease-ended'
  from: Owner
}
export interface CaseTransferred extends OfCase {
  kind: 'case-transferred'
  from?: Owner
  to: Owner
}
export interface CaseTakenOver extends OfCase {
  kind: 'case-taken-over'
  from: Owner
  reason: string
}
export interface CaseWritten extends OfCase {
  kind: 'case-written'
  messageId: string
  audience: Audience
  /** The state that the words brought about, where they changed it. */
  became?: CaseStatus
  /** With these words it was opened: whoever is told of that knows the case as it is. */
  opening?: true
}
export interface CaseRewritten extends OfCase {
  kind: 'case-rewritten'
  messageId: string
  audience: Audience
  revision: number
}
export interface CaseErased extends OfCase {
  kind: 'case-erased'
  messageId: string
  audience: Audience
}
export interface CaseResolved extends OfCase {
  kind: 'case-resolved'
}
export interface CaseClosed extends OfCase {
  kind: 'case-closed'
  closing: Closing
}
export interface CaseReopened extends OfCase {
  kind: 'case-reopened'
  reason?: string
}
export interface CaseSeverityChanged extends OfCase {
  kind: 'case-severity-changed'
  from: Severity
  to: Severity
}
export interface CaseMerged extends OfCase {
  kind: 'case-merged'
  into: CaseNumber
}
export interface CaseRated extends OfCase {
  kind: 'case-rated'
  stars: number
}
export interface CaseFollowed extends OfCase {
  kind: 'case-followed' | 'case-unfollowed'
  contactId: ContactId
}
export interface CaseWatched extends OfCase {
  kind: 'case-watched' | 'case-unwatched'
  email: string
}
/** 75 % and 100 % of a target, each once a clock (R6.3). */
export interface CaseAlarm extends OfCase {
  kind: 'case-warned' | 'case-breached'
  target: TargetKind
  dueAt: Date
}
/** It waits for the customer; `count` is 1 or 2. */
export interface CaseReminded extends OfCase {
  kind: 'case-reminded'
  count: number
}
/** A message could not be delivered to one of the case's threads. */
export interface CaseDeliveryFailed extends OfCase {
  kind: 'case-delivery-failed'
  /** The outbox row, for sending it again. */
  deliveryId: string
  dedupeKey: string
  reason: string
}

export type CaseEvent =
  | CaseOpened
  | CaseClaimed
  | CaseReleased
  | CaseLeaseEnded
  | CaseTransferred
  | CaseTakenOver
  | CaseWritten
  | CaseRewritten
  | CaseErased
  | CaseResolved
  | CaseClosed
  | CaseReopened
  | CaseSeverityChanged
  | CaseMerged
  | CaseRated
  | CaseFollowed
  | CaseWatched
  | CaseAlarm
  | CaseReminded
  | CaseDeliveryFailed

/** R8.1b: what a customer asks the vendor's sales people, and what becomes of it. */
import type { ContactId } from './contact.ts'
import type { OrganizationId } from './organization.ts'
import type { SerialNumber } from './serial.ts'

export type SalesRequestId = string & { readonly __brand: 'SalesRequestId' }

/** What it is about: nothing named, a product, or a license and what is wanted for it. */
export type SalesSubject =
  | { kind: 'question' }
  | { kind: 'product'; productId: string }
  | { kind: 'license' | 'renewal' | 'reinstatement'; serial: SerialNumber }

export const salesKinds = ['question', 'product', 'license', 'renewal', 'reinstatement'] as const
export type SalesKind = SalesSubject['kind']

/** Kinds that name a license. */
export const isAboutLicense = (kind: SalesKind): kind is 'license' | 'renewal' | 'reinstatement' =>
  kind !== 'question' && kind !== 'product'

export interface SalesRequest {
  id: SalesRequestId
  organizationId: OrganizationId
  contactId: ContactId
  kind: SalesKind
  /** A product's id or a serial; empty for a question about neither. */
  subject: string
  /** The product that it is about, of a license the license's. */
  product?: { id: string; name: string }
  /** The license's serial as the vendor writes it. */
  displaySerial?: string
  words?: string
  /** What goes along with it, such as an estimate: plain data for the view that shows it. */
  detail: Record<string, unknown>
  createdAt: Date
  /** Of the vendor's people, the one who has it. */
  taken?: { by: { email: string; name: string }; at: Date }
  doneAt?: Date
  withdrawnAt?: Date
}

export type SalesState = 'waiting' | 'taken' | 'done' | 'withdrawn'

/** Where a request stands; a new one of the same subject can be made when it is done or withdrawn. */
export function salesStateOf({ taken, doneAt, withdrawnAt }: SalesRequest): SalesState {
  if (withdrawnAt) return 'withdrawn'
  if (doneAt) return 'done'
  return taken ? 'taken' : 'waiting'
}

/** The message that shows the request to the vendor's sales people; changed in place. */
export const salesCardKey = (id: SalesRequestId): string => `sales:${id}:card`

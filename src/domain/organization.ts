import type { LocalDate } from './local-date.ts'

export type OrganizationId = string & { readonly __brand: 'OrganizationId' }
/** How a lapse is mended (R4.2, R4.3); `renew-only`: ask the vendor. */
export type RenewalPolicy = 'renew-only' | 'reinstate' | 'back-pay'

/** A customer site that owns licenses (IBM: site number). */
export interface Organization {
  id: OrganizationId
  name: string
  programme?: string
  /** The yearly date to which terms are aligned, `MM-DD`. */
  anniversary?: string
  /** IANA zone in which its days begin and end. */
  timeZone: string
  locale?: string
  renewalPolicy: RenewalPolicy
  salesChannel?: string
  region?: string
  partnerId?: string
  createdOn?: LocalDate
}

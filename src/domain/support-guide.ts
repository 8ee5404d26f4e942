/** R8.1: who helps beside the case desk: support centres by product, partners near the customer, colleagues who may ask. */
import type { ContactRole } from './contact.ts'
import type { Organization, OrganizationId } from './organization.ts'

/** Where a product is looked after, as the vendor's data tells it. */
export interface SupportCenter {
  id: string
  name: string
  phone?: string
  email?: string
  url?: string
  /** `09:00`, of each of `days`, in `timeZone`. */
  opens?: string
  closes?: string
  days?: string
  timeZone?: string
}

export interface Partner {
  id: string
  name: string
  region: string
  phone?: string
  email?: string
  url?: string
}

export interface SupportGuide {
  centerOf(productId: string): Promise<SupportCenter | undefined>
  /**
   * Who does on-site and custom work for this organization: its own partner, then those of its region, then others; at
   * most `limit`. With a product's family only those who know it.
   */
  partnersFor(
    organization: Pick<Organization, 'region' | 'partnerId'>,
    family: string | undefined,
    limit: number,
  ): Promise<Partner[]>
  /** The contacts (not removed) who may open cases, site contacts first. */
  openersAt(organizationId: OrganizationId): Promise<{ name: string; role: ContactRole }[]>
}

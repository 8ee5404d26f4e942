/** R8.1: who helps beside the case desk: support centres by product, partners near the customer, colleagues who may ask. */
import type { BusinessCalendar } from './business-calendar.ts'
import type { ContactRole } from './contact.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { Product } from './product.ts'

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

/** A support centre in the list of all. */
export interface CenterListing extends SupportCenter {
  /** `12:00-13:00`, several separated by spaces. */
  breaks?: string
  /** What it looks after, by name. */
  products: Pick<Product, 'id' | 'family' | 'name'>[]
  /** When somebody is there; missing where the vendor's data does not tell. */
  calendar?: BusinessCalendar
}

export interface Partner {
  id: string
  name: string
  region: string
  phone?: string
  email?: string
  url?: string
  /** The families that it knows. */
  families: string[]
}

export interface SupportGuide {
  centers(): Promise<CenterListing[]>
  /** All of them, by name. */
  partners(): Promise<Partner[]>
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

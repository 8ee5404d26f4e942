import type { ChatIdentity } from './identity.ts'
import type { Organization, OrganizationId } from './organization.ts'

export const languages = ['en', 'zh-TW', 'zh-CN', 'ja'] as const
export type Language = (typeof languages)[number]

export type ContactId = string & { readonly __brand: 'ContactId' }
export const contactRoles = ['primary', 'secondary', 'technical', 'viewer'] as const
export type ContactRole = (typeof contactRoles)[number]
export const purposes = ['entitlement', 'renewal', 'billing', 'shipping', 'technical'] as const
export type Purpose = (typeof purposes)[number]

/** A person of an organization. */
export interface Contact {
  id: ContactId
  organizationId: OrganizationId
  name: string
  /** Lower case. */
  email: string
  phone?: string
  role: ContactRole
  purposes: Purpose[]
  /** The language this person chose; absent until they choose. */
  language?: Language
}

/** Whether this person answers for the organization, and so hears of what colleagues register. */
export const isSiteContact = ({ role }: Pick<Contact, 'role'>): boolean => role === 'primary' || role === 'secondary'

/** Someone of the vendor, recognised by the imported list (`staff.csv`). */
export interface Staff {
  email: string
  name: string
  role: 'engineer' | 'manager' | 'administrator'
  language?: Language
}

/** The vendor's people who decide over others' cases and requests, and over what belongs to whom. */
export const isManager = ({ role }: Pick<Staff, 'role'>): boolean => role !== 'engineer'

/** A chat account as the vendor's data knows it; `contact` is absent until the person signed up. */
export interface Asker {
  who: ChatIdentity
  contact?: Contact
  organization?: Organization
  staff?: Staff
  /** Language chosen before there was a contact. */
  language?: Language
  /** Whose channel it is in which they ask, where it is tied to an organization. */
  tiedTo?: OrganizationId
}

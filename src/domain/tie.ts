/** A workspace, a tenant or one shared channel whose people are those of one organization. */
import type { ChatIdentity } from './identity.ts'
import type { OrganizationId } from './organization.ts'

export interface TiePlace {
  platform: ChatIdentity['platform']
  workspace: string
  /** One channel; without it the whole workspace or tenant. */
  conversation?: string
}

export interface Tie extends TiePlace {
  organizationId: OrganizationId
  createdAt: Date
}

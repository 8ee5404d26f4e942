/** Who is to be told: people and things looked up while a change is being made, in its transaction. */
import type { Agreement } from './agreement.ts'
import type { CaseMessage, CaseNumber } from './case.ts'
import type { CaseDossier } from './cases.ts'
import type { ContactId } from './contact.ts'
import type { ChatIdentity } from './identity.ts'
import type { License } from './license.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { Reachable } from './reachable.ts'
import type { SerialNumber } from './serial.ts'

export type { Reachable, ReachableIdentity } from './reachable.ts'

export interface Directory {
  /** The locale that the platform tells of an account, where it told one. */
  localeOf(who: ChatIdentity): Promise<string | undefined>
  organization(id: OrganizationId): Promise<Organization | undefined>
  /** The contacts (not removed) of an organization. */
  contactsOf(id: OrganizationId): Promise<Reachable[]>
  /** One contact, also one who was removed; only to tell them that. */
  contactOnFile(id: ContactId): Promise<Reachable | undefined>
  license(serial: SerialNumber): Promise<License | undefined>
  agreement(id: string): Promise<Agreement | undefined>
  caseDossier(number: CaseNumber): Promise<CaseDossier | undefined>
  /** A message of a case; undefined for an unknown id. */
  caseMessage(id: string): Promise<CaseMessage | undefined>
}

/** Who is to be told: people and things looked up while a change is being made, in its transaction. */
import type { Agreement } from './agreement.ts'
import type { CaseMessage, CaseNumber } from './case.ts'
import type { CaseDossier } from './cases.ts'
import type { Contact } from './contact.ts'
import type { ChatIdentity } from './identity.ts'
import type { License } from './license.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { SerialNumber } from './serial.ts'

/** One chat account, with what its platform tells of the person. */
export interface ReachableIdentity extends ChatIdentity {
  locale?: string
  zone?: string
}

/** A contact with the chat accounts in which they can be reached, the first linked first. */
export interface Reachable {
  contact: Contact
  identities: ReachableIdentity[]
}

export interface Directory {
  /** The locale that the platform tells of an account, where it told one. */
  localeOf(who: ChatIdentity): Promise<string | undefined>
  organization(id: OrganizationId): Promise<Organization | undefined>
  /** The contacts (not removed) of an organization. */
  contactsOf(id: OrganizationId): Promise<Reachable[]>
  license(serial: SerialNumber): Promise<License | undefined>
  agreement(id: string): Promise<Agreement | undefined>
  caseDossier(number: CaseNumber): Promise<CaseDossier | undefined>
  /** A message of a case; undefined for an unknown id. */
  caseMessage(id: string): Promise<CaseMessage | undefined>
}

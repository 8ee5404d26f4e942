/** People and the chat accounts in which they can be reached. */
import type { Contact } from './contact.ts'
import type { ChatIdentity } from './identity.ts'

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

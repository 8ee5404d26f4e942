/** The chat engine as the features use it: with this product's asker and services. */
import type { Asking, Command, Fields } from '../bot/command.ts'
import type { ChatIdentity } from '../bot/inbound.ts'
import type { Heard, MessagePlace } from '../bot/platform.ts'
import type { Accounts } from '../domain/account.ts'
import type { Cases } from '../domain/cases.ts'
import type { Asker, Contact } from '../domain/contact.ts'
import type { CoverageStore } from '../domain/coverage.ts'
import type { Organization } from '../domain/organization.ts'
import type { Registration } from '../domain/registration.ts'
import type { SupportGuide } from '../domain/support-guide.ts'

/** What was written before, where a platform lets the bot read it. */
export interface History {
  /** Messages of people, oldest first; undefined where they cannot be read. */
  read(where: MessagePlace & Pick<ChatIdentity, 'platform'>): Promise<Heard[] | undefined>
}

export interface Services {
  coverage: CoverageStore
  registration: Registration
  accounts: Accounts
  cases: Cases
  support: SupportGuide
  history: History
  /** The commands that help lists, in their order. */
  listedCommands: readonly { name: string; audience: string; minor?: true }[]
  /** How a command begins in Slack: `/support`. */
  slackCommand: string
  /** Whether codes can be mailed. */
  mail: boolean
}

export type Ask = Asking<Asker, Services>
/** Who may use a command: anyone in the chat, people who signed up, the vendor's own people. */
export type Audience = 'everyone' | 'contacts' | 'staff'

/** Declares a command of this product. */
export const command = <F extends Fields>(
  declared: Command<Asker, Services, F> & { audience: Audience },
): Command<Asker, Services, F> & { audience: Audience } => declared

/** The asker's contact; only for commands whose audience is `contacts`. */
export function contactOf({ asker }: Ask): Contact {
  if (!asker.contact) throw new Error('a command for contacts was run for a stranger')
  return asker.contact
}

/** The asker's organization; only for commands whose audience is `contacts`. */
export function organizationOf({ asker }: Ask): Organization {
  if (!asker.organization) throw new Error('a command for contacts was run for a stranger')
  return asker.organization
}

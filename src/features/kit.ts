/** The chat engine as the features use it: with this product's asker and services. */
import type { Asking, Command, Fields } from '../bot/command.ts'
import type { ChatIdentity } from '../bot/inbound.ts'
import type { Heard, MessagePlace } from '../bot/platform.ts'
import type { Accounts } from '../domain/account.ts'
import type { Cases, ContactActor, StaffActor } from '../domain/cases.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { Asker, Contact } from '../domain/contact.ts'
import type { Contacts } from '../domain/contacts.ts'
import type { CoverageStore } from '../domain/coverage.ts'
import type { EntitlementPolicy } from '../domain/entitlement.ts'
import type { FaqIndex } from '../domain/faq-search.ts'
import type { FileShelf, HandOuts } from '../domain/hand-out.ts'
import type { Joining } from '../domain/joining.ts'
import type { LicenseFiles } from '../domain/license-file.ts'
import type { Organization } from '../domain/organization.ts'
import type { Papers } from '../domain/paper.ts'
import type { Registration } from '../domain/registration.ts'
import type { ReleaseStore } from '../domain/release.ts'
import type { Sales } from '../domain/sales.ts'
import type { SupportGuide } from '../domain/support-guide.ts'
import type { TiePlace } from '../domain/tie.ts'
import type { Ties } from '../domain/ties.ts'

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
  contacts: Contacts
  joining: Joining
  ties: Ties
  /** The channel of this id in the vendor's own workspace or tenant; undefined where that is not connected. */
  channelCalled(id: string): TiePlace | undefined
  support: SupportGuide
  releases: ReleaseStore
  policy: EntitlementPolicy
  handOuts: HandOuts
  shelf: FileShelf
  catalog: Catalog
  /** The vendor's questions, ready for searching. */
  faq(): Promise<FaqIndex>
  sales: Sales
  /** Whether there is a channel in which this organization's requests to sales would be seen. */
  reachesSales(organization: Organization): boolean
  papers: Papers
  licenseFiles: LicenseFiles
  history: History
  /** The commands that help lists, in their order. */
  listedCommands: readonly { name: string; audience: string; minor?: true }[]
  /** How a command begins in Slack: `/support`. */
  slackCommand: string
  /** Whether codes can be mailed. */
  mail: boolean
  duty: Duty
  /** The same for the vendor's sales people, who may sit in channels of their own. */
  salesDuty: Duty
  links: Links
  /** A larger file is not taken into a case. */
  fileLimitBytes: number
}

/** Who may act for the vendor now. */
export interface Duty {
  /**
   * Whether this person sits in one of the vendor's triage channels at this moment, with this account or, where its platform
   * has none, with another of theirs; asked at each deed, because a card stays where it is when a person leaves.
   */
  admits(who: ChatIdentity): Promise<boolean>
  /** Whether everyone in this conversation is one of the vendor's people: a triage channel. */
  isRoom(place: { platform: ChatIdentity['platform']; workspace: string; conversation: string }): Promise<boolean>
}

/** Addresses that the bot serves itself, signed and for a limited time; undefined where the bot has no address of its own. */
export interface Links {
  /** Whether the bot has an address at which people reach it. */
  isServed(): boolean
  file(fileId: string, reader: ChatIdentity): { url: string; until: Date } | undefined
  /** Opens a hand-out for whoever holds it, until then. */
  download(handOut: { id: string; until: Date }): string | undefined
  /** A picture of a case's clock as it stands now. */
  timeline(number: number): string | undefined
}

export type Ask = Asking<Asker, Services>
/** Who may use a command: anyone in the chat, people who signed up, the vendor's own people, either of the last two. */
export type Audience = 'everyone' | 'contacts' | 'staff' | 'known'

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

/** The asker as somebody of their organization who does something to a case. */
export const contactActor = (asking: Ask): ContactActor => ({
  kind: 'contact',
  who: asking.who,
  contact: contactOf(asking),
})

/** The same for the vendor's people; only for commands whose audience is `staff`. */
export function staffActor({ who, asker }: Ask): StaffActor {
  if (!asker.staff) throw new Error('a command for staff was run for somebody else')
  return { kind: 'staff', who, staff: asker.staff }
}

type Declared = Command<Asker, Services, any> & { audience: Audience }

/** Whether nobody but the vendor's people reads along: in private, or in a channel of `duty`. */
export const isAmongUs = async ({ who, place }: Ask, duty: Duty): Promise<boolean> =>
  place.private || (await duty.isRoom({ platform: who.platform, ...place }))

/** One command for both sides, each with its own answer: what the vendor's people get is made by `forStaff`. */
export function either(forContacts: Declared, forStaff: Declared): Declared {
  if (forContacts.name !== forStaff.name) throw new Error(`${forContacts.name} and ${forStaff.name} are two commands`)
  const of = (asking: Ask) => (asking.asker.staff ? forStaff : forContacts)
  const { before: _, beforeActs: __, choicesFor: ___, ...shared } = forContacts
  const before = forContacts.before ?? forStaff.before
  return {
    ...shared,
    fields: { ...forStaff.fields, ...forContacts.fields },
    audience: 'known',
    ...(before ? { before: (asking: Ask, known) => of(asking).before?.(asking, known) } : {}),
    ...(forContacts.beforeActs || forStaff.beforeActs ? { beforeActs: true } : {}),
    ...(forContacts.choicesFor || forStaff.choicesFor
      ? { choicesFor: async (asking: Ask, known) => (await of(asking).choicesFor?.(asking, known)) ?? {} }
      : {}),
    run: (values, asking) => of(asking).run(values, asking),
  }
}

/** R6: what can be done with cases, and what can be asked of them. The one way to both for every feature and job. */
import type {
  Audience,
  Case,
  CaseActor,
  CaseFile,
  CaseMessage,
  CaseNumber,
  CaseStatus,
  CaseThread,
  MessageOrigin,
  Severity,
  TimelineEntry,
  Topic,
  Words,
} from './case.ts'
import type { Contact, ContactId, Staff } from './contact.ts'
import type { Coverage } from './coverage.ts'
import type { ChatIdentity } from './identity.ts'
import type { LicenseDossier } from './license.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { Reachable, ReachableIdentity } from './reachable.ts'
import type { ResponseTarget } from './response-clock.ts'
import type { SerialNumber } from './serial.ts'

export type ContactActor = Extract<CaseActor, { kind: 'contact' }>
export type StaffActor = Extract<CaseActor, { kind: 'staff' }>

// ---- opening ----------------------------------------------------------------------------------------------------------

/** One license about which a case may be opened, with what its coverage buys on the day. */
export interface CaseOffer {
  dossier: LicenseDossier
  coverage: Coverage
  /** Empty where the coverage buys no support: license questions stay possible. The worst first. */
  severities: { severity: Severity; firstResponse: ResponseTarget }[]
}

/** What a person wrote, with the files that are to be fetched from the platform: a `RemoteFile` each. */
export interface NewMessage {
  words: Words
  text: string
  files: { name: string; size?: number; type?: string; source: unknown }[]
  origin?: MessageOrigin
}

export interface NewCase {
  topic: Topic
  severity: Severity
  title: string
  serial?: SerialNumber
  version?: string
  description: NewMessage
  /** Words written before in the thread from which it is opened, oldest first: they come along. */
  earlier?: { by: { who: ChatIdentity; name: string }; at: Date; message: NewMessage }[]
  /** Where the customer follows it: the thread in a channel from which it was opened, else the person's own conversation. */
  thread?: { platform: ChatIdentity['platform']; workspace: string; conversation: string; thread: string }
  followUpOf?: CaseNumber
}

export type Opened =
  | { status: 'opened'; case: Case }
  /** The thread, or this very request (`key`), has a case already. */
  | { status: 'already'; case: Case }
  /** The license buys no support on this day (or is not the organization's: one and the same). */
  | { status: 'not-covered'; offer?: CaseOffer }
  | { status: 'severity-not-offered'; offered: Severity[] }
  /** Viewers read. */
  | { status: 'not-allowed' }

// ---- deeds ------------------------------------------------------------------------------------------------------------

/** No such case, or one of another organization: never told apart (R1.5). */
export interface UnknownCase {
  status: 'unknown'
}
/** The actor's role does not go so far. */
export interface NotAllowed {
  status: 'not-allowed'
}
/** The case's state does not take the deed (`case-life.ts`). */
export interface NotNow {
  status: 'not-now'
  case: Case
}
export type Done = { status: 'done'; case: Case } | UnknownCase | NotAllowed | NotNow
export type Claimed =
  | { status: 'claimed'; case: Case }
  /** Somebody was quicker. `at` is when. */
  | { status: 'taken'; case: Case; by: { email: string; name: string }; at: Date }
  | { status: 'yours'; case: Case }
  | UnknownCase
  | NotAllowed
  | NotNow
export type Transferred = Done | { status: 'no-such-engineer'; case: Case }
export type Reopened = Done | { status: 'too-late'; case: Case }
export type Merged = Done | { status: 'other-organization' } | { status: 'same-case' }
export type Wrote =
  | { status: 'written'; case: Case; message: CaseMessage; refused: CaseFile[] }
  /** The same message was told before. */
  | { status: 'already'; case: Case }
  | UnknownCase
  | NotAllowed
  /** A closed case takes no words; whether it can be opened again. */
  | { status: 'closed'; case: Case; canReopen: boolean }

export type Rewritten =
  | { status: 'rewritten'; message: CaseMessage }
  /** It is read by others than it is meant for now, and left as it was. */
  | { status: 'other-readers'; message: CaseMessage }
  /** No message of a case, not one's own, or nothing changed. */
  | { status: 'unchanged' }

/**
 * Every deed is one transaction with its events, is checked against the actor's present role, and is harmless when it
 * comes again. Numbers come from people: any whole number is taken.
 */
export interface CaseDeeds {
  /** `key` makes a repeated request one case. */
  open(by: ContactActor, request: NewCase, key: string, now: Date): Promise<Opened>
  /** Exactly one of all who claim at once gets it. */
  claim(by: StaffActor, number: number, now: Date): Promise<Claimed>
  /** By its owner, or a manager. */
  release(by: StaffActor, number: number, note: string | undefined, now: Date): Promise<Done>
  /** To a colleague by mail address or name. By the owner, or a manager; an unclaimed case by anyone. */
  transfer(by: StaffActor, number: number, to: string, now: Date): Promise<Transferred>
  /** From its owner, with a reason that they read. */
  takeOver(by: StaffActor, number: number, reason: string, now: Date): Promise<Done>
  /** The customer's words: read by both sides. Thanks alone bring nothing back to work. */
  say(by: ContactActor, number: number, message: NewMessage, now: Date): Promise<Wrote>
  /** The vendor's words to the customer. `asks`: the case then waits for them. */
  answer(by: StaffActor, number: number, message: NewMessage, how: { asks?: boolean }, now: Date): Promise<Wrote>
  /** For the vendor alone. */
  note(by: StaffActor, number: number, message: NewMessage, now: Date): Promise<Wrote>
  /**
   * An edit of one's own message, told by its place. `only`: for readers of this kind. `left`: the platform's ids of the files
   * that are still there, where it names them; what is missing is taken back, whoever reads the words.
   */
  rewrite(
    who: ChatIdentity,
    origin: MessageOrigin,
    words: Pick<NewMessage, 'words' | 'text'> & { only?: Audience; left?: readonly string[] },
    now: Date,
  ): Promise<Rewritten>
  /** Takes one's own message back, told by its place or its id. */
  erase(who: ChatIdentity, which: MessageOrigin | { id: string }, now: Date): Promise<CaseMessage | undefined>
  resolve(by: StaffActor, number: number, message: NewMessage | undefined, now: Date): Promise<Done>
  /** The customer: solved (`confirm`) or no longer needed (`withdraw`); the vendor: `close`. */
  close(by: ContactActor | StaffActor, number: number, now: Date): Promise<Done>
  reopen(by: ContactActor | StaffActor, number: number, reason: NewMessage | undefined, now: Date): Promise<Reopened>
  changeSeverity(
    by: ContactActor | StaffActor,
    number: number,
    severity: Severity,
    now: Date,
  ): Promise<Done | { status: 'severity-not-offered'; case: Case; offered: Severity[] }>
  /** `number` ends in `into`, of the same organization; both customers' threads go on and read no word of each other. */
  merge(by: StaffActor, number: number, into: number, now: Date): Promise<Merged>
  rate(by: ContactActor, number: number, stars: number, comment: string | undefined, now: Date): Promise<Done>
  /** Further contacts of the organization hear what is said and done; `undo` ends that. */
  follow(by: ContactActor, number: number, undo: boolean, now: Date): Promise<Done>
  watch(by: StaffActor, number: number, undo: boolean, now: Date): Promise<Done>
  /** Sends a message again that could not be delivered; `gone` when it was meanwhile, its text is not kept, or its reader left. */
  retry(by: StaffActor, number: number, deliveryId: string, now: Date): Promise<Done | { status: 'gone' }>
  /** Alarms, leases, reminders and closings that are due, each once whatever restarts or replicas there are. */
  tick(now: Date): Promise<void>
}

// ---- questions --------------------------------------------------------------------------------------------------------

/** How a message fared on its way to the other side. */
export type DeliveryState = 'sent' | 'retrying' | 'failed'

export interface Carried<A extends Audience> extends Omit<CaseMessage<A>, never> {
  /** By the threads into which it was carried; none where it was written in the only one. */
  delivery: { threadId: string; state: DeliveryState; deliveryId: string; error?: string }[]
}

/** A case with all that one side may read of it, messages and timeline oldest first. */
export interface CaseSheet<A extends Audience> {
  case: Case
  organization: Organization
  openedBy: Contact
  messages: Carried<A>[]
  timeline: TimelineEntry<A>[]
  /** Of merged cases: those whose words end here (the vendor's side only). */
  merged: CaseNumber[]
  followers: ContactId[]
  watchers: string[]
}

export interface CaseFilter {
  /** Words: a number, or parts of titles and messages in any language; all of them must occur. */
  text?: string
  statuses?: readonly CaseStatus[]
  productId?: string
  openedBy?: ContactId
  /** Engineers: `mine`, nobody's, or due within the warning. */
  owner?: string
  unclaimed?: true
  breaching?: true
}

export interface CasePage {
  cases: (Case & { organizationName: string; dueAt?: Date; lastWordAt?: Date })[]
  /** Of all pages. */
  total: number
  page: number
  pages: number
}

/** A place in a conversation; outside of every thread it has none. */
export interface ThreadPlace {
  platform: ChatIdentity['platform']
  workspace: string
  conversation: string
  thread?: string
}

export interface CaseQuestions {
  offers(organizationId: OrganizationId, now: Date): Promise<CaseOffer[]>
  /** What a contact of this organization may read. */
  sheetForCustomer(organizationId: OrganizationId, number: number): Promise<CaseSheet<'customer'> | undefined>
  sheetForStaff(number: number): Promise<CaseSheet<Audience> | undefined>
  /** Searches titles and the messages that a customer may read. */
  listForCustomer(organizationId: OrganizationId, filter: CaseFilter, page: number, now: Date): Promise<CasePage>
  listForStaff(filter: CaseFilter, page: number, now: Date): Promise<CasePage>
  /** The case whose thread this is. */
  threadAt(place: ThreadPlace): Promise<CaseThread | undefined>
  /**
   * Whether a message below which a case's thread hangs may stand in this conversation already, in a place that is not
   * known yet: its delivery has begun, and nobody can say how it ended.
   */
  isThreadToCome(place: ThreadPlace): Promise<boolean>
  /** The contact's open cases that are followed in this conversation without threads (Teams), the latest word first. */
  openIn(who: ChatIdentity): Promise<Case[]>
  /** The case one of whose messages, or carried messages, this is. */
  caseOfMessage(origin: MessageOrigin): Promise<CaseNumber | undefined>
  engineers(): Promise<Staff[]>
  /** A file, where this reader may have it. */
  file(reader: ContactActor | StaffActor, fileId: string): Promise<(CaseFile & { caseNumber: CaseNumber }) | undefined>
}

export type Cases = CaseDeeds & CaseQuestions

// ---- for those who tell of it -----------------------------------------------------------------------------------------

export interface ReachableStaff {
  staff: Staff
  identities: ReachableIdentity[]
  /** The channel that the vendor's list names for this person, by its id: a manager's gets the alarms. */
  channel?: string
}

/** A channel of the vendor's own people. */
export interface TriagePlace {
  platform: ChatIdentity['platform']
  workspace: string
  conversation: string
}

/** All that a listener needs in order to tell of a case, as the change's own transaction sees it. */
export interface CaseDossier {
  case: Case
  /** When the running response is due; absent while none runs. */
  dueAt?: Date
  organization: Organization
  openedBy: Reachable
  threads: CaseThread[]
  /** Without the one who opened it. */
  followers: Reachable[]
  owner?: ReachableStaff
  watchers: ReachableStaff[]
  /** Those to whom an alarm of this product goes. */
  managers: ReachableStaff[]
  /** Where the case's product is looked after, and in which zone. */
  center?: { name: string; timeZone: string }
  /** Of the cases merged into this one: their customers' threads, in which the vendor's answers are read too. */
  mergedThreads: CaseThread[]
  /** Of customers who left or follow no more, in these and in merged cases: what is taken back is taken back there, no more. */
  formerThreads: CaseThread[]
  /** The case into which this one was merged: its engineers' threads read what is written here. */
  engineersElsewhere: CaseThread[]
}

/** What cases need of a store. */
import type { BusinessCalendar } from './business-calendar.ts'
import type {
  Audience,
  Author,
  Case,
  CaseFile,
  CaseMessage,
  CaseNumber,
  CaseThread,
  MessageOrigin,
  TimelineEntry,
  Words,
} from './case.ts'
import type { CaseQuestions, NewCase, TriagePlace } from './cases.ts'
import type { Contact, ContactId, Staff } from './contact.ts'
import type { CoverageStore } from './coverage.ts'
import type { ChatIdentity } from './identity.ts'
import type { LicenseDossier } from './license.ts'
import type { Organization, OrganizationId } from './organization.ts'
import type { SerialNumber } from './serial.ts'
import type { Emitting, Transactions } from './unit-of-work.ts'

/** A case with what moves it on by itself. */
export interface CaseOnFile extends Case {
  /** Since when it waits for the customer, and how often they were reminded since. */
  waitingSince?: Date
  reminders: number
  lastWordAt: Date
  /** When the next alarm, lapse, reminder or closing is due; absent: none. */
  nextDueAt?: Date
  /** When the running response is due; absent while none runs. */
  responseDueAt?: Date
}

export type CaseToOpen = Omit<CaseOnFile, 'number' | 'product'> & { productId?: string; key: string }

export type FileToKeep = Pick<CaseFile, 'name' | 'size' | 'type' | 'status' | 'reason'> & { source: unknown }

export interface MessageToKeep<A extends Audience = Audience> {
  caseNumber: CaseNumber
  audience: A
  author: Author
  words: Words
  text: string
  files: FileToKeep[]
  at: Date
  origin?: MessageOrigin
}

/** Without an id: the store's. */
export type ThreadToKeep = CaseThread extends infer T ? (T extends CaseThread ? Omit<T, 'id'> : never) : never

/** A message of a case that could not be delivered. */
export interface DeadDelivery {
  id: string
  dedupeKey: string
  error: string
}

export interface CasePorts extends Emitting {
  /** As they are now; a contact that was removed is none. */
  contact(id: ContactId): Promise<Contact | undefined>
  /** Whose account this is: a contact's, one of the vendor's people, or both. */
  person(who: ChatIdentity): Promise<{ contact?: Contact; staff?: Staff }>
  /** The vendor's people of this mail address or name, in any letter case. */
  staffCalled(name: string): Promise<Staff[]>
  organization(id: OrganizationId): Promise<Organization | undefined>
  /** A license of this organization with all that decides its coverage. */
  dossier(organizationId: OrganizationId, serial: SerialNumber): Promise<LicenseDossier | undefined>
  /** The channel that most engineers of a product, or of its family, have as theirs. */
  triageChannel(product: { id: string; family: string }): Promise<string | undefined>

  /**
   * The case that this request, or one in this thread, opened. Until the transaction ends nobody else opens one with either:
   * the second of two sees the first's.
   */
  openedBefore(key: string, thread: NewCase['thread']): Promise<CaseOnFile | undefined>
  insertCase(opened: CaseToOpen): Promise<CaseOnFile>
  /** Locks the case until the transaction ends. Any number may be asked for. */
  lockCase(number: number): Promise<CaseOnFile | undefined>
  /** Locks the case that is due first of those that nobody else holds; `except` were tried in vain. */
  lockDueCase(now: Date, except: readonly CaseNumber[]): Promise<CaseNumber | undefined>
  saveCase(changed: CaseOnFile): Promise<void>
  /** A person's thread that ended goes on. */
  addThread(thread: ThreadToKeep): Promise<void>
  /** A follower's own; never the thread in which the case was opened. Kept, since words that stand there may be taken back. */
  endFollowerThreads(number: CaseNumber, contactId: ContactId, at: Date): Promise<void>
  /** One line of the timeline. */
  record(number: CaseNumber, entry: TimelineEntry): Promise<void>

  /** Undefined where a message of this origin is kept already, in whichever case. */
  keepMessage(message: MessageToKeep): Promise<CaseMessage | undefined>
  /** The message written there, or of this id, its case locked until the transaction ends. */
  lockMessage(which: MessageOrigin | { id: string }): Promise<CaseMessage | undefined>
  rewriteMessage(id: string, to: { words: Words; text: string; at: Date }): Promise<CaseMessage>
  /** Wipes those of its files that are not among these ids of their platform; undefined where none was. */
  eraseFiles(id: string, left: readonly string[], at: Date): Promise<CaseMessage | undefined>
  /** Wipes words and file names. */
  eraseMessage(id: string, at: Date): Promise<CaseMessage>
  /** Whether that changed anything. */
  setFollower(number: CaseNumber, contactId: ContactId, follows: boolean): Promise<boolean>
  setWatcher(number: CaseNumber, email: string, watches: boolean): Promise<boolean>

  /** Messages of cases that were given up and of which nobody took note yet; each is handed out once. */
  takeDeadDeliveries(limit: number): Promise<DeadDelivery[]>
  /** The key of a message of the outbox. */
  deliveryKey(deliveryId: string): Promise<string | undefined>
  /** Puts it back into its lane; false if it is none that was given up, its text is gone, or its reader follows no more. */
  resend(number: CaseNumber, deliveryId: string): Promise<boolean>
}

/** Every question that a store answers by itself. */
export type CaseBook = Omit<CaseQuestions, 'offers'> & {
  organization(id: OrganizationId): Promise<Organization | undefined>
}

/** The business calendar by which a product's clocks run; the vendor's own for none. */
export type CalendarOf = (productId: string | undefined) => BusinessCalendar

export interface CaseParts {
  transactions: Transactions<CasePorts>
  book: CaseBook
  coverage: CoverageStore
  /** Asked before a transaction begins, since it may look things up. */
  calendars(): Promise<CalendarOf>
  /** Where cases are shown: `placeOf` a channel that the vendor's data names, else the default; nowhere without either. */
  triage: { default?: TriagePlace; placeOf(channel: string): TriagePlace | undefined }
  /** The largest file that is carried, in bytes. */
  fileLimitBytes: number
  /** Bytes of erased files are to go; called after the change is kept, and harmless to forget. */
  filesErased?(fileIds: readonly string[]): void
}

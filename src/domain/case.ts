/** R6: a support request with its severity, state and timeline; who writes in it and who reads that. */
import type { Contact, ContactId, Staff } from './contact.ts'
import type { ChatIdentity } from './identity.ts'
import type { OrganizationId } from './organization.ts'
import type { ResponseClock, TargetKind } from './response-clock.ts'
import type { SerialNumber } from './serial.ts'

/** What people call a case by. Counted through all organizations: whose it is must be checked, never guessed from it. */
export type CaseNumber = number & { readonly __brand: 'CaseNumber' }

/** The customer's impact, 1 the worst. */
export const severities = [1, 2, 3, 4] as const
export type Severity = (typeof severities)[number]

/** What the vendor's support is for (R6.1). `license`: license and account questions, open to everyone (R6.2). */
export const topics = ['how-to', 'log', 'defect', 'security', 'license'] as const
export type Topic = (typeof topics)[number]

/** What it is not for (SYSCOM): another place helps, and whoever is unsure may still go on. */
export const outsideTopics = ['operating-system', 'database', 'network', 'hardware', 'on-site', 'custom-work'] as const
export type OutsideTopic = (typeof outsideTopics)[number]

/** R6.4; `waiting` is waiting for the customer. */
export const caseStatuses = ['new', 'claimed', 'in-progress', 'waiting', 'resolved', 'closed'] as const
export type CaseStatus = (typeof caseStatuses)[number]

/** Why a case is closed. */
export type Closing = 'solved' | 'no-answer' | 'withdrawn' | 'merged'

export interface Owner {
  email: string
  name: string
}

export interface Case {
  number: CaseNumber
  organizationId: OrganizationId
  openedBy: ContactId
  topic: Topic
  severity: Severity
  status: CaseStatus
  /** One line, in the customer's language. */
  title: string
  /** Absent for a license or account question that is about none. */
  product?: { id: string; name: string; family: string }
  serial?: SerialNumber
  /** The same as the vendor prints it; absent once the license is gone. */
  displaySerial?: string
  /** The version in use, by whose documents a dispute is judged (R6.8). */
  version?: string
  owner?: Owner
  openedAt: Date
  claimedAt?: Date
  /** Without a word to the customer by then the claim lapses; absent once a word was said. */
  leaseUntil?: Date
  resolvedAt?: Date
  closedAt?: Date
  closing?: Closing
  followUpOf?: CaseNumber
  mergedInto?: CaseNumber
  rating?: Rating
  clocks: Partial<Record<TargetKind, ResponseClock>>
  /** When the running response is due; absent while none runs. */
  responseDueAt?: Date
}

export interface Rating {
  /** 1 to 5, 5 the best. */
  stars: number
  comment?: string
}

// ---- who writes and who reads -----------------------------------------------------------------------------------------

/**
 * Who reads a message: `customer`, both sides; `internal`, the vendor alone. It is a part of the types through which a
 * message passes: whatever is made for a customer takes `CaseMessage<'customer'>` and does not compile with a note.
 */
export type Audience = 'customer' | 'internal'

export type Author =
  /** `id` is empty for a person in the thread, before the case was opened, who is no contact. */
  { kind: 'contact'; id: ContactId; name: string } | { kind: 'staff'; email: string; name: string } | { kind: 'system' }

/** A person's formatted words; structurally the chat engine's `Prose`, which the domain only hands on. */
export type Words = readonly unknown[]

/** Where a message was written, as its platform names it: the same message, however often it is told, is one. */
export interface MessageOrigin {
  platform: ChatIdentity['platform']
  workspace: string
  conversation: string
  message: string
}

export interface CaseFile {
  id: string
  name: string
  size?: number
  type?: string
  /**
   * `waiting`: still to be fetched; `refused`: of a kind or size that is not carried; `failed`: could not be fetched;
   * `erased`: taken back with its message, its name too.
   */
  status: 'waiting' | 'kept' | 'refused' | 'failed' | 'erased'
  /** Why it is refused or failed: a code (`kind`, `size`) or the platform's own word. */
  reason?: string
}

export interface CaseMessage<A extends Audience = Audience> {
  id: string
  caseNumber: CaseNumber
  audience: A
  author: Author
  words: Words
  /** The words without formatting, for previews and search. */
  text: string
  files: CaseFile[]
  at: Date
  editedAt?: Date
  /** Taken back: its words and files are gone. */
  erasedAt?: Date
  /** Counts the edits: a mirrored change is sent once. */
  revision: number
  origin?: MessageOrigin
}

export const isForCustomer = (message: CaseMessage): message is CaseMessage<'customer'> =>
  message.audience === 'customer'

/** Who does something to a case. */
export type CaseActor =
  | { kind: 'contact'; who: ChatIdentity; contact: Contact }
  | { kind: 'staff'; who: ChatIdentity; staff: Staff }
  | { kind: 'system' }

/** One line of the timeline; `internal` ones are never shown to a customer. */
export interface TimelineEntry<A extends Audience = Audience> {
  at: Date
  audience: A
  by: Author
  /** A kind of case event: `case-claimed`, … */
  kind: string
  detail: Record<string, string>
}

// ---- where it is spoken of --------------------------------------------------------------------------------------------

/**
 * A place in which one side follows the case. A person's own conversation is known by the person; `rootKey` is the dedupe
 * key of the bot's message below which the thread hangs, where the bot began it.
 */
export type CaseThread = {
  id: string
  caseNumber: CaseNumber
  side: 'customer' | 'engineers'
  rootKey?: string
} & (
  | { kind: 'person'; who: ChatIdentity; contactId: ContactId }
  | {
      kind: 'conversation'
      platform: ChatIdentity['platform']
      workspace: string
      conversation: string
      /** The platform's id of the thread; absent while only `rootKey` is known. */
      thread?: string
    }
)

/** The dedupe key of the one card that a case has in the triage channel. */
export const cardKey = (number: CaseNumber): string => `case:${number}:card`
/** The case of such a key, and of every other that begins with its number. */
export function caseOfKey(key: string): CaseNumber | undefined {
  const found = /^case:(\d{1,10}):/.exec(key)
  return found ? (Number(found[1]) as CaseNumber) : undefined
}
/** The dedupe key of a message as it was carried into a thread. */
export const carriedKey = (
  { caseNumber, id }: Pick<CaseMessage, 'caseNumber' | 'id'>,
  thread: { id: string },
): string => `case:${caseNumber}:message:${id}:${thread.id}`
/** The same for one of its files. */
export const carriedFileKey = (
  message: Pick<CaseMessage, 'caseNumber' | 'id'>,
  file: { id: string },
  thread: { id: string },
) => `${carriedKey(message, thread)}:file:${file.id}`

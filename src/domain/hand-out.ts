/** R5.2, R5.3: a file handed to one person, with a link of their own, for a limited time; every one is on record. */
import type { Contact } from './contact.ts'
import type { ChatIdentity } from './identity.ts'
import type { OrganizationId } from './organization.ts'

export type PaperName = 'proof' | 'statement'
export type PaperFormat = 'pdf' | 'csv'

/** What is handed out: a file of a release, the file of a license, or a paper about what the organization owns. */
export type HandedSubject =
  | { kind: 'artifact'; subject: string }
  | { kind: 'license-file'; subject: string }
  | { kind: 'paper'; subject: PaperName }

/**
 * Why they may have it: it is the version that they bought; they are covered; it came out while they were (a policy);
 * a registered license is enough; it is a paper about themselves.
 */
export type Ground = 'purchased' | 'covered' | 'paid' | 'registered' | 'own-paper'

/** Where the bytes are: in the vendor's files, or under a key of ours. */
export type FileSource = { store: 'vendor'; place: string } | { store: 'kept'; place: string }

export interface HandedFile extends FileFacts {
  source: FileSource
  /** What the vendor's file was when it was handed out: the link opens this state of it alone. */
  state?: string
}

export interface FileFacts {
  fileName: string
  /** Media type. */
  type?: string
  sizeBytes: number
  /** Hexadecimal; absent while nobody measured it. */
  sha256?: string
}

/** The name under which a file is saved: nothing in it ends a line, leads into a folder or hides its letters. */
export const savedName = (fileName: string): string =>
  [...(fileName as string & { toWellFormed(): string }).toWellFormed()]
    .map((letter) => (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/u.test(letter) ? '_' : letter))
    .slice(0, 200)
    .join('')

export interface Holder {
  who: ChatIdentity
  contact: Contact
}

export type HandOut = HandedSubject &
  FileFacts & {
    id: string
    at: Date
    /** Afterwards the link opens nothing. */
    until: Date
    ground: Ground
  }

/** A hand-out as its link finds it. */
export type LinkedHandOut = FileFacts & {
  id: string
  until: Date
  isRevoked: boolean
  /** Absent: its bytes are gone. */
  source?: FileSource
  /** As in `HandedFile`. */
  state?: string
}

/** One hand-out as the record tells it. */
export type HandOutEntry = HandOut & {
  organizationId: OrganizationId
  contactName: string
  who: ChatIdentity
  revokedAt?: Date
  /** The latest of them, the oldest first. */
  fetches: FetchEntry[]
  fetchCount: number
}

/** `complete`: its last byte was sent to the end; `redirected`: the store took over, and how it ended is not known. */
export type FetchOutcome = 'running' | 'complete' | 'partial' | 'redirected' | 'refused'

export interface FetchEntry {
  at: Date
  address?: string
  firstByte: number
  sentBytes: number
  outcome: FetchOutcome
  reason?: string
}

export interface HandOuts {
  /** Records it, and so opens its link until an hour from now (or what is configured). */
  give(to: Holder, what: HandedSubject & { ground: Ground }, file: HandedFile, now: Date): Promise<HandOut>
  /** When an organization may have its next paper, of which each costs a second's work: 30 an hour; undefined: now. */
  paperAgainAt(organizationId: OrganizationId, now: Date): Promise<Date | undefined>
  /** Shuts the link; false where it is none of this person's, or shut already. A site contact may shut any of the organization's. */
  revoke(by: Holder, id: string, now: Date): Promise<boolean>
  /** An organization's own, the latest first. */
  record(
    organizationId: OrganizationId,
    page: number,
  ): Promise<{ entries: HandOutEntry[]; page: number; pages: number }>
}

/** The files themselves. */
export interface FileShelf {
  /**
   * The vendor's file at a location as it is now; undefined where nothing is there, or something else than the vendor's data
   * declares. Its digest is the declared one, else the measured one, once it was measured; `state` is another one after each
   * change of the file.
   */
  find(
    location: string,
    declared?: { sizeBytes?: number | undefined; sha256?: string | undefined },
  ): Promise<(Required<Pick<FileFacts, 'sizeBytes'>> & { sha256?: string; state?: string }) | undefined>
  /** Keeps bytes that were made for somebody, until their link is over. */
  keep(bytes: Uint8Array): Promise<{ source: FileSource; sizeBytes: number; sha256: string }>
}

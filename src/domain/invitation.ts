/** R1.2, R1.3: the vendor invites the primary contacts that it imported, these their colleagues; each gets a code that works once. */
import { addDays, type LocalDate } from './local-date.ts'
import { unmistakableCode } from './one-time-code.ts'
import { normalizeRegistrationNumber } from './serial.ts'

/** A primary contact whom nobody has claimed. */
export interface Invitee {
  contactId: string
  name: string
  email: string
  organizationId: string
  organizationName: string
  /** The language that the vendor's data names for the contact, else for the organization. */
  language?: string
  timeZone?: string
}

export interface NewInvitation {
  /** Not stored: it can be seen this once. */
  code: string
  codeHash: string
  expiresAt: Date
}

export type IssuedInvitation = Invitee & NewInvitation

/** By `mail` the code goes to the address alone; by `hand` the inviter gets it and vouches for the person (R1.1). */
export type By = 'mail' | 'hand'

export interface InvitationStore {
  /**
   * In one transaction: stores what `make` gives for each primary contact whom nobody claimed and who holds no open
   * invitation. A letter that is on its way stays good, however often this is called. `make` may be called again.
   */
  inviteEach(now: Date, make: (invitee: Invitee) => NewInvitation): Promise<IssuedInvitation[]>
}

/** A code goes out in a letter and waits on a desk. */
const VALID_DAYS = 30

const LENGTH = 12

export interface InvitationParts {
  /** Draws from a cryptographic source. */
  randomBelow(limit: number): number
  codeHash(code: string): string
}

/** A code for one contact, good for 30 days. */
export function newInvitation(now: Date, { randomBelow, codeHash }: InvitationParts): NewInvitation {
  const code = unmistakableCode(LENGTH, randomBelow)
  const lastDay = addDays(now.toISOString().slice(0, 10) as LocalDate, VALID_DAYS)
  return {
    code: code.replace(/(.{4})(?=.)/g, '$1-'),
    codeHash: codeHash(normalizeRegistrationNumber(code) ?? ''),
    expiresAt: new Date(`${lastDay}T${now.toISOString().slice(11)}`),
  }
}

/** Issues the codes and returns them, the only time that they can be seen. */
export const inviteUnclaimed = (
  store: InvitationStore,
  { now, ...parts }: InvitationParts & { now: Date },
): Promise<IssuedInvitation[]> => store.inviteEach(now, () => newInvitation(now, parts))

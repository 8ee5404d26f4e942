/** R1.2: the vendor invites the primary contacts that it imported; each gets a code that works once. */
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

/** Issues the codes and returns them, the only time that they can be seen. `randomBelow` draws from a cryptographic source. */
export const inviteUnclaimed = (
  store: InvitationStore,
  parts: { now: Date; randomBelow(limit: number): number; codeHash(code: string): string },
): Promise<IssuedInvitation[]> =>
  store.inviteEach(parts.now, () => {
    const code = unmistakableCode(LENGTH, parts.randomBelow)
    const lastDay = addDays(parts.now.toISOString().slice(0, 10) as LocalDate, VALID_DAYS)
    return {
      code: code.replace(/(.{4})(?=.)/g, '$1-'),
      codeHash: parts.codeHash(normalizeRegistrationNumber(code) ?? ''),
      expiresAt: new Date(`${lastDay}T${parts.now.toISOString().slice(11)}`),
    }
  })

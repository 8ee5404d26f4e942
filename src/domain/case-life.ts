/** R6.4: the states of a case and what leads from one to another, as one table. */
import type { Case, CaseStatus } from './case.ts'

/** What can happen to a case that may change its state. */
export const caseDeeds = [
  'claim',
  'release',
  'transfer',
  'take-over',
  'lease-end',
  'answer',
  'ask',
  'customer-writes',
  'customer-thanks',
  'resolve',
  'withdraw',
  'confirm',
  'close',
  'reopen',
  'merge',
] as const
export type CaseDeed = (typeof caseDeeds)[number]

/**
 * Where each deed leads; what is absent cannot be done in that state. An answer to an unclaimed case claims it. Words of
 * the customer bring a waiting or resolved case back to work; words of thanks do not.
 */
const table: Record<CaseStatus, Partial<Record<CaseDeed, CaseStatus>>> = {
  new: {
    claim: 'claimed',
    transfer: 'claimed',
    answer: 'in-progress',
    ask: 'waiting',
    'customer-writes': 'new',
    'customer-thanks': 'new',
    resolve: 'resolved',
    withdraw: 'closed',
    merge: 'closed',
  },
  claimed: {
    release: 'new',
    'lease-end': 'new',
    transfer: 'claimed',
    'take-over': 'claimed',
    answer: 'in-progress',
    ask: 'waiting',
    'customer-writes': 'claimed',
    'customer-thanks': 'claimed',
    resolve: 'resolved',
    withdraw: 'closed',
    merge: 'closed',
  },
  'in-progress': {
    release: 'new',
    transfer: 'claimed',
    'take-over': 'claimed',
    answer: 'in-progress',
    ask: 'waiting',
    'customer-writes': 'in-progress',
    'customer-thanks': 'in-progress',
    resolve: 'resolved',
    withdraw: 'closed',
    merge: 'closed',
  },
  waiting: {
    release: 'new',
    transfer: 'claimed',
    'take-over': 'claimed',
    answer: 'waiting',
    ask: 'waiting',
    'customer-writes': 'in-progress',
    'customer-thanks': 'in-progress',
    resolve: 'resolved',
    withdraw: 'closed',
    close: 'closed',
    merge: 'closed',
  },
  resolved: {
    answer: 'resolved',
    ask: 'waiting',
    'customer-writes': 'in-progress',
    'customer-thanks': 'resolved',
    confirm: 'closed',
    withdraw: 'closed',
    close: 'closed',
    reopen: 'in-progress',
    merge: 'closed',
  },
  closed: {
    reopen: 'in-progress',
    'customer-thanks': 'closed',
  },
}

/** The state after a deed; undefined where it cannot be done. */
export const after = (status: CaseStatus, deed: CaseDeed): CaseStatus | undefined => table[status][deed]

const day = 24 * 3600_000

/** A resolved case closes by itself after so long (R6.4). */
export const CLOSES_AFTER_DAYS = 7
/** A closed case can be opened again for so long (R6.4); afterwards a new case follows it. */
export const REOPENS_FOR_DAYS = 14
/** A case that waits for the customer reminds them after so long, and again so long before it closes for want of an answer. */
export const REMINDS_AFTER_DAYS = 3
/** A case that waits for the customer is closed after so long without an answer. */
export const WAITS_FOR_DAYS = 14

/** Whether it can be opened again at this instant: resolved ones always, closed ones for 14 days to the millisecond, merged ones never. */
export function canReopen(
  { status, closedAt, closing }: Pick<Case, 'status' | 'closedAt' | 'closing'>,
  now: Date,
): boolean {
  if (status === 'resolved') return true
  if (status !== 'closed' || closing === 'merged' || !closedAt) return false
  return now.getTime() - closedAt.getTime() <= REOPENS_FOR_DAYS * day
}

/** Whether engineers still work on it, or would. */
export const isOpen = (status: CaseStatus): boolean => status !== 'resolved' && status !== 'closed'

/** R3: what a license is entitled to on a day, why, and what would change that. */
import type { Agreement } from './agreement.ts'
import type { LicenseDossier } from './license.ts'
import { addDays, daysBetween, type LocalDate, monthsCovering } from './local-date.ts'
import type { OrganizationId } from './organization.ts'
import { type Chain, chains, type Term, termsOf } from './term.ts'
import { newestAvailable, standingOn, type VersionStanding } from './version-service.ts'

/** Coverage that ends within so many days is expiring (R3). */
export const EXPIRING_DAYS = 90

/** Days without coverage, both ends included. */
export interface Gap {
  from: LocalDate
  to: LocalDate
  days: number
  /** Whole months as R3 counts them: a started month counts. */
  months: number
}

export interface CoverageStore {
  /**
   * Every license of an organization with the agreements that count (`agreementCounts`) and its product's versions, by
   * serial; one query, however many there are. Waiting licenses and other organizations' are not among them (R1.5).
   */
  dossiers(organizationId: OrganizationId): Promise<LicenseDossier[]>
}

/** What would turn the answer into another one: a day that will come, or something to do. */
export type Change =
  | { kind: 'coverage-starts'; on: LocalDate }
  | { kind: 'expiry-near'; on: LocalDate }
  /** The first day without coverage. */
  | { kind: 'coverage-ends'; on: LocalDate }
  /** The first day out of service. */
  | { kind: 'service-ends'; on: LocalDate; version: string }
  | { kind: 'register-agreement' }
  | { kind: 'renew'; by: LocalDate }
  | { kind: 'reinstate' }
  | { kind: 'upgrade'; version: string }

/** What the answer rests on, whatever it is. */
interface Judged {
  day: LocalDate
  /** Every term of the license, by start. */
  terms: Term[]
  /** The version judged: the one in use where it was named, otherwise the purchased one. */
  version: VersionStanding
  /** The newest version that may be taken on the day. */
  newest: VersionStanding
  /** Days first, by date; then deeds. */
  changes: Change[]
}

interface Active extends Judged {
  /** The term that decides: of those on the day, the one that ends last. */
  decidedBy: Term
  chain: Chain
  /** The last day of the chain, not of one term. */
  coveredUntil: LocalDate
  /** 0 on the last covered day. */
  daysLeft: number
  /** The best level among the terms on the day. */
  level: Agreement['level']
  /** What follows this chain after a gap. */
  next?: { chain: Chain; gap: Gap }
}

export type Coverage =
  | { status: 'not-registered'; day: LocalDate }
  | (Judged & { status: 'no-agreement' })
  | (Judged & {
      status: 'not-started'
      decidedBy: Term
      chain: Chain
      startsOn: LocalDate
      daysUntil: number
      gap?: Gap
    })
  | (Active & { status: 'covered' })
  | (Active & { status: 'expiring' })
  | (Active & { status: 'covered-past-end-of-service'; endOfServiceOn: LocalDate })
  | (Judged & { status: 'lapsed'; decidedBy: Term; chain: Chain; coveredUntil: LocalDate; gap: Gap })

export type CoverageStatus = Coverage['status']

/** Whether a state brings what an agreement is for; the last days and a version out of service are covered, too. */
export const isCovered = (status: CoverageStatus): boolean =>
  status === 'covered' || status === 'expiring' || status === 'covered-past-end-of-service'

export interface CoverageOptions {
  /** "Is V8.2 still covered for us?": judged instead of the purchased version. */
  versionInUse?: string
  /** The vendor's policy: after a lapse, customers may still take what came out while they were covered. */
  keepsPaidVersions?: boolean
}

const gapBetween = (from: LocalDate, to: LocalDate): Gap => ({
  from,
  to,
  days: daysBetween(from, to) + 1,
  months: monthsCovering(from, to),
})

const lastEnding = (terms: readonly Term[]): Term =>
  terms.reduce((last, term) => (term.endsOn > last.endsOn ? term : last))

/** What covers a license on a day (R3). Every end date is a last day: still covered on it. */
export function coverageOn(day: LocalDate, dossier: LicenseDossier, options: CoverageOptions = {}): Coverage {
  const terms = termsOf(dossier)
  const all = chains(terms)
  const current = all.find((chain) => chain.startsOn <= day && day <= chain.endsOn)
  const past = all.findLast((chain) => chain.endsOn < day)
  const coming = all.find((chain) => chain.startsOn > day)

  const { version: purchased, versions } = dossier
  const version = standingOn(day, options.versionInUse ?? purchased, versions)
  const entitledBy = current ? day : options.keepsPaidVersions ? past?.endsOn : undefined
  const newestName = entitledBy ? newestAvailable(entitledBy, purchased, versions) : purchased
  const judged = { day, terms, version, newest: standingOn(day, newestName, versions) }

  if (current) return active(judged, current, coming)
  if (coming) {
    const startsOn = coming.startsOn
    const starters = coming.terms.filter((term) => term.startsOn === startsOn)
    return {
      status: 'not-started',
      ...judged,
      decidedBy: lastEnding(starters),
      chain: coming,
      startsOn,
      daysUntil: daysBetween(day, startsOn),
      ...(past ? { gap: gapBetween(addDays(past.endsOn, 1), addDays(startsOn, -1)) } : {}),
      changes: [{ kind: 'coverage-starts', on: startsOn }],
    }
  }
  if (past) {
    return {
      status: 'lapsed',
      ...judged,
      decidedBy: lastEnding(past.terms),
      chain: past,
      coveredUntil: past.endsOn,
      gap: gapBetween(addDays(past.endsOn, 1), day),
      changes: [{ kind: 'register-agreement' }, { kind: 'reinstate' }],
    }
  }
  return { status: 'no-agreement', ...judged, changes: [{ kind: 'register-agreement' }] }
}

/** Past the end of service goes before expiring (R3): the answer tells the end either way. */
function active(judged: Omit<Judged, 'changes'>, chain: Chain, coming: Chain | undefined): Coverage {
  const { day, version, newest } = judged
  const onTheDay = chain.terms.filter((term) => term.startsOn <= day && day <= term.endsOn)
  const coveredUntil = chain.endsOn
  const daysLeft = daysBetween(day, coveredUntil)
  const pastService = !version.inService && version.endOfServiceOn !== undefined
  const answer = {
    ...judged,
    decidedBy: lastEnding(onTheDay),
    chain,
    coveredUntil,
    daysLeft,
    level: onTheDay.some((term) => term.level === 'premium') ? ('premium' as const) : ('standard' as const),
    ...(coming
      ? { next: { chain: coming, gap: gapBetween(addDays(coveredUntil, 1), addDays(coming.startsOn, -1)) } }
      : {}),
    changes: [
      ...daysToCome(day, coveredUntil, version),
      ...(coming ? [] : [{ kind: 'renew' as const, by: coveredUntil }]),
      ...(pastService && newest.inService && newest.version !== version.version
        ? [{ kind: 'upgrade' as const, version: newest.version }]
        : []),
    ],
  }
  if (pastService) {
    return { status: 'covered-past-end-of-service', ...answer, endOfServiceOn: version.endOfServiceOn as LocalDate }
  }
  return { status: daysLeft <= EXPIRING_DAYS ? 'expiring' : 'covered', ...answer }
}

function daysToCome(day: LocalDate, coveredUntil: LocalDate, version: VersionStanding): Change[] {
  const days: (Change & { on: LocalDate })[] = [{ kind: 'coverage-ends', on: addDays(coveredUntil, 1) }]
  const { endOfServiceOn } = version
  if (version.inService) {
    const nearOn = addDays(coveredUntil, -EXPIRING_DAYS)
    const serviceEndsFirst = endOfServiceOn !== undefined && endOfServiceOn < coveredUntil
    // A version that leaves service earlier is never called expiring.
    if (nearOn > day && !(serviceEndsFirst && endOfServiceOn < nearOn)) days.push({ kind: 'expiry-near', on: nearOn })
    if (serviceEndsFirst) days.push({ kind: 'service-ends', on: addDays(endOfServiceOn, 1), version: version.version })
  }
  return days.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

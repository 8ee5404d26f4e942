/** R5.1: what of the vendor's releases a license entitles to on a day, on what ground; else which rule refuses it. */
import { type Coverage, coverageOn, isCovered } from './coverage.ts'
import type { Ground } from './hand-out.ts'
import type { LicenseDossier } from './license.ts'
import { addDays, type LocalDate } from './local-date.ts'
import type { Release } from './release.ts'
import { isAvailable, standingOn, successorsOf } from './version-service.ts'

/** How the vendor decides what its programmes leave open. */
export interface EntitlementPolicy {
  /** After a lapse, customers may still take what came out while they were covered ("keep what you paid for"). */
  keepsPaidVersions: boolean
}

/**
 * `end-of-service`: it came out when the version's service had ended, and coverage does not prolong that. `other-version`:
 * neither the purchased version nor one along its successors. `not-yet`: not published, or the version not available.
 */
export type RefusalRule = 'end-of-service' | 'not-started' | 'lapsed' | 'no-agreement' | 'other-version' | 'not-yet'

/** A license with what covers it on the day that is asked about. */
export interface LicenseCoverage {
  license: LicenseDossier
  coverage: Coverage
}

export interface Granted extends LicenseCoverage {
  allowed: true
  ground: Exclude<Ground, 'own-paper'>
}

export interface Refused extends LicenseCoverage {
  allowed: false
  rule: RefusalRule
}

export type Entitlement = Granted | Refused

/** What is asked about: a release without its words and files. */
export type ReleaseFacts = Pick<Release, 'version' | 'kind' | 'publishedOn'>

/** What one license says to a release of its product on the day of its coverage. Every end date is a last day. */
export function entitlementTo(
  release: ReleaseFacts,
  { license, coverage }: LicenseCoverage,
  policy: EntitlementPolicy,
): Entitlement {
  const { day } = coverage
  const grant = (ground: Granted['ground']): Granted => ({ allowed: true, ground, license, coverage })
  const refuse = (rule: RefusalRule): Refused => ({ allowed: false, rule, license, coverage })

  if (release.publishedOn > day) return refuse('not-yet')
  if (release.kind === 'document') return grant('registered')
  const isPurchased = release.version === license.version
  if (isPurchased && release.kind === 'new-version') return grant('purchased')
  const newer = successorsOf(license.version, license.versions).find(({ version }) => version === release.version)
  if (!isPurchased && !newer) return refuse('other-version')
  if (newer && !isAvailable(newer, day)) return refuse('not-yet')

  const paidUntil = policy.keepsPaidVersions ? lastCoveredDay(coverage) : undefined
  const wasPaid =
    paidUntil !== undefined && release.publishedOn <= paidUntil && (!newer || isAvailable(newer, paidUntil))
  if (!isCovered(coverage.status) && !wasPaid) return refuse(coverage.status as RefusalRule)
  if (release.kind !== 'new-version' && !standingOn(release.publishedOn, release.version, license.versions).inService) {
    return refuse('end-of-service')
  }
  return grant(isCovered(coverage.status) ? 'covered' : 'paid')
}

/** Of what was paid for before: the last day of the coverage that is over. */
function lastCoveredDay(coverage: Coverage): LocalDate | undefined {
  if (coverage.status === 'lapsed') return coverage.coveredUntil
  return coverage.status === 'not-started' && coverage.gap ? addDays(coverage.gap.from, -1) : undefined
}

/** The nearer to an entitlement the earlier: who is told only one reason is told what helps soonest. */
const nearness: readonly RefusalRule[] = [
  'end-of-service',
  'not-started',
  'lapsed',
  'no-agreement',
  'not-yet',
  'other-version',
]

/** The best that any of the licenses of the release's product says to it; undefined without one. */
export function bestEntitlement(
  release: ReleaseFacts & Pick<Release, 'productId'>,
  licenses: readonly LicenseDossier[],
  day: LocalDate,
  policy: EntitlementPolicy,
): Entitlement | undefined {
  const own = licenses.filter(({ product }) => product.id === release.productId)
  return bestOf(
    release,
    own.map((license) => ({ license, coverage: coverageOn(day, license) })),
    policy,
  )
}

/** The same of licenses of the release's product whose coverage is known: an organization may have thousands. */
export function bestOf(
  release: ReleaseFacts,
  licenses: readonly LicenseCoverage[],
  policy: EntitlementPolicy,
): Entitlement | undefined {
  let nearest: Refused | undefined
  for (const each of licenses) {
    const said = entitlementTo(release, each, policy)
    if (said.allowed) return said
    if (!nearest || nearness.indexOf(said.rule) < nearness.indexOf(nearest.rule)) nearest = said
  }
  return nearest
}

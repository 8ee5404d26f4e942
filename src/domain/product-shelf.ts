/** What an organization may get of one product: its releases sorted by why they may be had, and what is refused. */
import { coverageOn } from './coverage.ts'
import { bestOf, type EntitlementPolicy, type Granted, type LicenseCoverage, type Refused } from './entitlement.ts'
import type { LicenseDossier } from './license.ts'
import type { LocalDate } from './local-date.ts'
import type { Product } from './product.ts'
import type { ListedRelease } from './release.ts'
import { upgradePath } from './version-service.ts'

export interface Offer {
  release: ListedRelease
  entitlement: Granted
}

export interface Withheld {
  release: ListedRelease
  refusal: Refused
}

/** A purchased version whose service has ended, and the steps to the newest one in service, where there is one. */
export interface EndedVersion {
  version: string
  endedOn: LocalDate
  path?: string[]
}

export interface ProductShelf {
  product: Product
  licenses: LicenseCoverage[]
  purchased: Offer[]
  newer: Offer[]
  /** Updates and security fixes. */
  updates: Offer[]
  documents: Offer[]
  /** Newer versions and updates that a license would bring if it were covered, or its version in service. */
  withheld: Withheld[]
  ended: EndedVersion[]
}

/** What never was this organization's line, or is not out yet, is not spoken of. */
const unspoken: readonly Refused['rule'][] = ['other-version', 'not-yet']

/** The shelf of each product of which there is a license, by the product's name. */
export function shelvesOf(
  dossiers: readonly LicenseDossier[],
  releases: readonly ListedRelease[],
  day: LocalDate,
  policy: EntitlementPolicy,
): ProductShelf[] {
  const dossiersOf = groupsOf(dossiers, ({ product }) => product.id)
  const releasesOf = groupsOf(releases, ({ productId }) => productId)
  return [...dossiersOf.values()]
    .map((own) => ({ own, product: own[0]!.product }))
    .sort((a, b) => byName(a.product, b.product))
    .map(({ own, product }) => {
      const licenses = own.map((license) => ({ license, coverage: coverageOn(day, license) }))
      const shelf: ProductShelf = {
        ...{ product, licenses, purchased: [], newer: [], updates: [], documents: [], withheld: [] },
        ended: endedVersions(own, day),
      }
      for (const release of releasesOf.get(product.id) ?? []) {
        const entitlement = bestOf(release, licenses, policy)
        if (!entitlement) continue
        if (entitlement.allowed) sectionFor(shelf, release, entitlement).push({ release, entitlement })
        else if (!unspoken.includes(entitlement.rule)) shelf.withheld.push({ release, refusal: entitlement })
      }
      return shelf
    })
}

function groupsOf<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    const group = groups.get(keyOf(each))
    if (group) group.push(each)
    else groups.set(keyOf(each), [each])
  }
  return groups
}

const byName = (a: Product, b: Product): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)

function sectionFor(shelf: ProductShelf, { kind }: ListedRelease, { ground }: Granted): Offer[] {
  switch (kind) {
    case 'document':
      return shelf.documents
    case 'update':
    case 'security':
      return shelf.updates
    case 'new-version':
      return ground === 'purchased' ? shelf.purchased : shelf.newer
  }
}

function endedVersions(licenses: readonly LicenseDossier[], day: LocalDate): EndedVersion[] {
  const found = new Map<string, EndedVersion>()
  for (const { version, versions } of licenses) {
    const endedOn = versions.find((each) => each.version === version)?.endOfServiceOn
    if (endedOn === undefined || day <= endedOn) continue
    const path = upgradePath(day, version, versions)
    found.set(version, { version, endedOn, ...(path ? { path } : {}) })
  }
  return [...found.values()]
}

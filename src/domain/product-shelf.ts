/** What an organization may get of one product: its releases sorted by why they may be had, and what is refused. */
import { type Coverage, coverageOn } from './coverage.ts'
import { bestEntitlement, type EntitlementPolicy, type Granted, type Refused } from './entitlement.ts'
import type { LicenseDossier } from './license.ts'
import type { LocalDate } from './local-date.ts'
import type { Product } from './product.ts'
import type { Release } from './release.ts'
import { upgradePath } from './version-service.ts'

export interface Offer {
  release: Release
  entitlement: Granted
}

export interface Withheld {
  release: Release
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
  licenses: { license: LicenseDossier; coverage: Coverage }[]
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
  releases: readonly Release[],
  day: LocalDate,
  policy: EntitlementPolicy,
): ProductShelf[] {
  const products = new Map(dossiers.map(({ product }) => [product.id, product]))
  return [...products.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
    .map((product) => {
      const own = dossiers.filter((dossier) => dossier.product.id === product.id)
      const licenses = own.map((license) => ({ license, coverage: coverageOn(day, license) }))
      const shelf: ProductShelf = {
        ...{ product, licenses, purchased: [], newer: [], updates: [], documents: [], withheld: [] },
        ended: endedVersions(own, day),
      }
      for (const release of releases) {
        const entitlement = bestEntitlement(release, own, day, policy)
        if (!entitlement) continue
        if (entitlement.allowed) sectionFor(shelf, release, entitlement).push({ release, entitlement })
        else if (!unspoken.includes(entitlement.rule)) shelf.withheld.push({ release, refusal: entitlement })
      }
      return shelf
    })
}

function sectionFor(shelf: ProductShelf, { kind }: Release, { ground }: Granted): Offer[] {
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

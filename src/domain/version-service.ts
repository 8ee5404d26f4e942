/** Whether a version is still in service on a day, and how new a version may be taken. */
import type { LocalDate } from './local-date.ts'
import type { Version } from './product.ts'

/** A version as it stands on one day. */
export interface VersionStanding {
  version: string
  /** False when the vendor's catalogue lacks it; nothing can then be said against its service. */
  known: boolean
  /** The last day in service. */
  endOfServiceOn?: LocalDate
  inService: boolean
}

/** How a version stands on a day; the end-of-service day itself is still in service (R3). */
export function standingOn(day: LocalDate, name: string, versions: readonly Version[]): VersionStanding {
  const found = versions.find((each) => each.version === name)
  const endOfServiceOn = found?.endOfServiceOn
  return {
    version: name,
    known: found !== undefined,
    ...(endOfServiceOn ? { endOfServiceOn } : {}),
    inService: endOfServiceOn === undefined || day <= endOfServiceOn,
  }
}

/**
 * The versions after a purchased one, along the successors, as far as the catalogue knows them. A ring of successors ends
 * where it began.
 */
export function successorsOf(purchased: string, versions: readonly Version[]): Version[] {
  const named = new Map(versions.map((each) => [each.version, each]))
  const seen = new Set([purchased])
  const found: Version[] = []
  let next = named.get(purchased)?.successor
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    const version = named.get(next)
    if (!version) break
    found.push(version)
    next = version.successor
  }
  return found
}

/** Whether a version is generally available by a day; one without a date counts as long available. */
export const isAvailable = ({ generallyAvailableOn }: Version, by: LocalDate): boolean =>
  generallyAvailableOn === undefined || generallyAvailableOn <= by

/** The newest version along the successors of a purchased one that is available by a day; the purchased one is its buyer's on any day. */
export const newestAvailable = (by: LocalDate, purchased: string, versions: readonly Version[]): string =>
  successorsOf(purchased, versions).findLast((each) => isAvailable(each, by))?.version ?? purchased

/**
 * The steps from one version to the newest that is available and in service on a day, both ends included; undefined where
 * there is none to move to.
 */
export function upgradePath(day: LocalDate, from: string, versions: readonly Version[]): string[] | undefined {
  const later = successorsOf(from, versions)
  const last = later.findLastIndex(
    (each) => isAvailable(each, day) && standingOn(day, each.version, versions).inService,
  )
  return last < 0 ? undefined : [from, ...later.slice(0, last + 1).map(({ version }) => version)]
}

const plainVersion = (text: string): string =>
  text
    .slice(0, 100)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s/g, '')
    .replace(/^(?:version|ver\.?|v)(?=\d)/, '')

/** The catalogue's version that a person means: `8.2`, `v8.2` and `Ｖ８．２` are V8.2; undefined when none or more than one fits. */
export function findVersion(text: string, versions: readonly Version[]): Version | undefined {
  const exact = versions.find((each) => each.version === text)
  if (exact) return exact
  const wanted = plainVersion(text)
  const fitting = versions.filter((each) => plainVersion(each.version) === wanted)
  return fitting.length === 1 ? fitting[0] : undefined
}

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
 * The newest version along the successors of a purchased one that is generally available by a day. A version without
 * a date counts as long available; the purchased one is its buyer's on any day. A ring of successors ends where it began.
 */
export function newestAvailable(by: LocalDate, purchased: string, versions: readonly Version[]): string {
  const named = new Map(versions.map((each) => [each.version, each]))
  const seen = new Set([purchased])
  let newest = purchased
  let next = named.get(purchased)?.successor
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    const version = named.get(next)
    if (!version) break
    if (version.generallyAvailableOn === undefined || version.generallyAvailableOn <= by) newest = next
    next = version.successor
  }
  return newest
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

/** Which of an organization's licenses a person means: by serial, by product, by product and version in use. */
import type { LicenseDossier } from './license.ts'
import { folded } from './search-words.ts'
import { maskSerial, normalizeSerial } from './serial.ts'
import { slipsBetween } from './slips.ts'
import { findVersion } from './version-service.ts'

export interface LicenseMatch {
  dossier: LicenseDossier
  /** The version that was named, when it was: "DB2 8.2" asks about V8.2, whatever was bought. */
  versionInUse?: string
}

const compact = (text: string): string => folded(text).replace(/[^\p{L}\p{N}]/gu, '')

/**
 * The licenses that the words fit: a serial number as people paste it or as it is shown masked, or words of the family's and product's name,
 * with a version among them. An empty result says nothing of other organizations: only the given dossiers are looked at.
 */
export function findLicenses(words: string, dossiers: readonly LicenseDossier[]): LicenseMatch[] {
  const serial = compact(words)
  if (serial === '') return []
  if (/^\s*••/u.test(words)) {
    return dossiers.filter((dossier) => compact(maskSerial(dossier.serial)) === serial).map((dossier) => ({ dossier }))
  }
  const exact = dossiers.filter((dossier) => compact(dossier.serial) === serial)
  if (exact.length > 0) return exact.map((dossier) => ({ dossier }))
  const tokens = folded(words).split(/\s+/u).filter(Boolean)
  return dossiers.flatMap((dossier) => {
    const name = folded(`${dossier.product.family} ${dossier.product.name} ${dossier.product.id}`)
    const strangers = tokens.filter((token) => !name.includes(token))
    if (strangers.length === 0) return [{ dossier }]
    const version = findVersion(strangers.join(' '), dossier.versions)
    return version && strangers.length < tokens.length ? [{ dossier, versionInUse: version.version }] : []
  })
}

/** The licenses whose serial number stands somewhere in a text, in the order of the dossiers. */
export function licensesNamedIn(text: string, dossiers: readonly LicenseDossier[]): LicenseDossier[] {
  const searched = compact(text.slice(0, 40_000))
  // Short serials would be found inside other numbers.
  return dossiers.filter((dossier) => dossier.serial.length >= 6 && searched.includes(compact(dossier.serial)))
}

/** Letters that are read for one another, each as one of them. */
const readAs: Record<string, string> = { O: '0', Q: '0', I: '1', L: '1', S: '5', B: '8', Z: '2' }
const asRead = (serial: string): string => serial.replace(/[OQILSBZ]/g, (letter) => readAs[letter]!)

/** Shorter ones are near to too much. */
const shortestSerial = 5

/**
 * The licenses whose serial number somebody may have mistyped: of letters that look alike, one or (from eight letters on)
 * two slips, those with the fewest, at most `limit`. None for what is no serial number, or is one of them as it stands. Only
 * the given dossiers are looked at, so a serial of another organization is one like any that nobody has.
 */
export function nearestLicenses(typed: string, dossiers: readonly LicenseDossier[], limit = 3): LicenseDossier[] {
  const serial = normalizeSerial(typed)
  if (serial === undefined || serial.length < shortestSerial || !/\d/.test(asRead(serial))) return []
  if (dossiers.some((dossier) => dossier.serial === serial)) return []
  const most = serial.length < 8 ? 1 : 2
  const wanted = asRead(serial)
  const judged = dossiers.map((dossier) => ({ dossier, slips: slipsBetween(wanted, asRead(dossier.serial), most) }))
  const fewest = judged.reduce((least, { slips }) => Math.min(least, slips), Number.POSITIVE_INFINITY)
  if (fewest > most) return []
  return judged
    .filter(({ slips }) => slips === fewest)
    .slice(0, limit)
    .map(({ dossier }) => dossier)
}

import type { HandedFile } from '../../domain/hand-out.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import { type Ask, organizationOf } from '../kit.ts'

/**
 * The vendor's own file of the license, else one that the bot makes and signs; `missing` where the vendor's data names one that
 * is not there, `unserved` where the bot has no address from which one could be fetched; undefined where there is neither.
 */
export async function licenseFileOf(
  dossier: LicenseDossier,
  asking: Ask,
): Promise<HandedFile | 'missing' | 'unserved' | undefined> {
  const { services, now } = asking
  const { licenseFile } = dossier
  if (!licenseFile) {
    const bytes = services.licenseFiles.issue(dossier, organizationOf(asking), now)
    if (!bytes) return undefined
    // What no link opens, none ends: it would be kept for ever.
    if (!services.links.isServed()) return 'unserved'
    return {
      fileName: `${dossier.serial}.license.json`,
      type: 'application/json',
      ...(await services.shelf.keep(bytes)),
    }
  }
  const facts = await services.shelf.find(licenseFile)
  if (!facts) return 'missing'
  const fileName = licenseFile.slice(licenseFile.lastIndexOf('/') + 1)
  return { fileName, source: { store: 'vendor', place: licenseFile }, ...facts }
}

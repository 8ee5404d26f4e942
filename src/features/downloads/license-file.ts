import type { HandedFile } from '../../domain/hand-out.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { Ask } from '../kit.ts'

/** The vendor's own file of the license; `missing` where its data names one that is not there; undefined where it has none. */
export async function licenseFileOf(
  { licenseFile }: LicenseDossier,
  { services }: Ask,
): Promise<HandedFile | 'missing' | undefined> {
  if (!licenseFile) return undefined
  const facts = await services.shelf.find(licenseFile)
  if (!facts) return 'missing'
  const fileName = licenseFile.slice(licenseFile.lastIndexOf('/') + 1)
  return { fileName, source: { store: 'vendor', place: licenseFile }, ...facts }
}

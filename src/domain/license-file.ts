/** R2.6: a license as a file that the vendor vouches for: what stands in it, and how a reader takes it. */
import { z } from 'zod'
import type { License, LicenseDossier } from './license.ts'
import type { Organization } from './organization.ts'

export const licenseFileFormat = 'anshin-license/1'

/** A real one has under a kilobyte. */
export const longestLicenseFile = 64 * 1024

/** What the file says, in the order in which it is written. */
export const licenseFacts = z.strictObject({
  vendor: z.string(),
  organization: z.string(),
  /** Id of the organization that it was issued to. */
  issuedTo: z.string(),
  product: z.strictObject({ id: z.string(), name: z.string() }),
  version: z.string(),
  serial: z.string(),
  quantity: z.int().nonnegative(),
  purchasedOn: z.iso.date(),
  issuedAt: z.iso.datetime(),
})
export type LicenseFacts = z.infer<typeof licenseFacts>

/** The file around them. `payload` is the base64url of the very bytes that were signed. */
export const licenseEnvelope = z.strictObject({
  format: z.literal(licenseFileFormat),
  keyId: z.string(),
  payload: z.string(),
  signature: z.string(),
})
export type LicenseEnvelope = z.infer<typeof licenseEnvelope>

/** What the file of this license says when it is issued at this instant. */
export const factsOf = (license: License, organization: Organization, vendor: string, now: Date): LicenseFacts => ({
  vendor,
  organization: organization.name,
  issuedTo: organization.id,
  product: { id: license.product.id, name: license.product.name },
  version: license.version,
  serial: license.displaySerial,
  quantity: license.quantity,
  purchasedOn: license.purchasedOn,
  issuedAt: now.toISOString(),
})

/** The one text of an envelope: a file that holds the same in another order or spacing is not the one that was issued. */
export const envelopeText = ({ format, keyId, payload, signature }: LicenseEnvelope): string =>
  JSON.stringify({ format, keyId, payload, signature })

/** What is signed: the format and the key go in, so that no signature made for something else can stand here. */
export const signedText = (keyId: string, payload: string): string => `${licenseFileFormat}\n${keyId}\n${payload}`

export interface LicenseFiles {
  /** The file of a registered license, signed now; undefined where no signing key is configured. */
  issue(license: LicenseDossier, organization: Organization, now: Date): Uint8Array | undefined
}

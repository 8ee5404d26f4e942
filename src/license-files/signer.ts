/** Issues license files. */
import { createPublicKey, sign } from 'node:crypto'
import { envelopeText, factsOf, type LicenseFiles, licenseFileFormat, signedText } from '../domain/license-file.ts'
import { keyIdOf, readSigningKey } from './keys.ts'

/** Signs with a private key in PEM; without one nothing is issued. */
export function licenseFiles(pem: string | undefined, vendor: string): LicenseFiles {
  if (pem === undefined) return { issue: () => undefined }
  const key = readSigningKey(pem)
  const keyId = keyIdOf(createPublicKey(key))
  return {
    issue(license, organization, now) {
      const facts = JSON.stringify(factsOf(license, organization, vendor, now))
      const payload = Buffer.from(facts).toString('base64url')
      const signature = sign(null, Buffer.from(signedText(keyId, payload)), key).toString('base64url')
      return new TextEncoder().encode(envelopeText({ format: licenseFileFormat, keyId, payload, signature }))
    },
  }
}

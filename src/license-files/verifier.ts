/** Judges license files, with the public key alone. */
import { type KeyObject, verify } from 'node:crypto'
import {
  envelopeText,
  type LicenseFacts,
  licenseEnvelope,
  licenseFacts,
  licenseFileFormat,
  longestLicenseFile,
  signedText,
} from '../domain/license-file.ts'
import { keyIdOf } from './keys.ts'

export type LicenseVerdict =
  | { status: 'valid'; facts: LicenseFacts }
  /** It is a license file, but not as it was issued. */
  | { status: 'altered' }
  /** Signed with another key than the one given, as far as it says itself. */
  | { status: 'wrong-key'; keyId: string }
  | { status: 'unknown-format'; format?: string }

/** Whether these bytes are, to the last one, a file that the holder of the private key issued. Never throws. */
export function verifyLicense(bytes: Uint8Array, publicKey: KeyObject): LicenseVerdict {
  const text = textOf(bytes)
  const told = text === undefined ? undefined : parsed(text)
  const format = formatOf(told)
  if (format !== licenseFileFormat) return { status: 'unknown-format', ...(format === undefined ? {} : { format }) }
  const envelope = licenseEnvelope.safeParse(told)
  // Of a key that stands there twice a reader takes the first, another the last.
  if (!envelope.success || envelopeText(envelope.data) !== text) return { status: 'altered' }
  const { keyId, payload, signature } = envelope.data
  if (keyId !== keyIdOf(publicKey)) return { status: 'wrong-key', keyId }
  const [mark, content] = [exact(signature), exact(payload)]
  if (!mark || !content) return { status: 'altered' }
  if (!verify(null, Buffer.from(signedText(keyId, payload)), publicKey, mark)) return { status: 'altered' }
  const facts = licenseFacts.safeParse(parsed(content.toString('utf8')))
  return facts.success ? { status: 'valid', facts: facts.data } : { status: 'unknown-format', format }
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > longestLicenseFile) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const formatOf = (told: unknown): string | undefined => {
  const format = typeof told === 'object' && told !== null && 'format' in told ? told.format : undefined
  return typeof format === 'string' ? format : undefined
}

/** The bytes of a base64url text, where it is the one way to write them. */
function exact(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

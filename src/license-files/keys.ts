/** The pair of keys behind license files: the vendor keeps the private one, everybody may have the public one. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Says what is wrong with a key, as what would follow its name in a sentence. */
export class KeyFault extends Error {}

const make = 'make one with: openssl genpkey -algorithm ed25519 -out FILE'

/** The private key of a PEM text; throws a KeyFault with the cure. */
export function readSigningKey(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    const isPublic = pem.includes('PUBLIC KEY')
    throw new KeyFault(
      isPublic ? `holds a public key, but signing needs the private one` : `holds no private key in PEM; ${make}`,
    )
  }
  return onlyEd25519(key)
}

/** The private key in a file, as PEM; throws a KeyFault with the cure. */
export function signingKeyIn(file: string): string {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch {
    throw new KeyFault(`cannot be read: name a file that this user may read, or ${make}`)
  }
  readSigningKey(pem)
  return pem
}

/** The public key of a PEM text, also of a private one; throws a KeyFault with the cure. */
export function readPublicKey(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPublicKey(pem)
  } catch {
    throw new KeyFault('holds no key in PEM; npm run verify-license -- --public-key prints the right one')
  }
  return onlyEd25519(key)
}

function onlyEd25519(key: KeyObject): KeyObject {
  const kind = key.asymmetricKeyType
  if (kind !== 'ed25519') throw new KeyFault(`holds a key of kind ${kind}, but license files need Ed25519; ${make}`)
  return key
}

export const publicPem = (publicKey: KeyObject): string => publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** Names a public key: the first 16 hexadecimal digits of the SHA-256 of its DER. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

/** Where the playground keeps a key of its own. */
export const ownLicenseKeyFile = (dataDir: string): string => join(dataDir, 'license-signing.pem')

export const newSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/**
 * All that is secret at rest, from one master key: tokens are sealed (AES-256-GCM), registration numbers and one-time
 * codes are kept as keyed hashes (HMAC-SHA-256) only. Each use has a key of its own (HKDF-SHA-256).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type HashPurpose = 'registration-number' | 'contract-number' | 'one-time-code' | 'oauth-state' | 'key-check'

export interface Secrets {
  /** Seals a text to `context` (a workspace): moved to another row, it does not open. */
  seal(text: string, context: string): string
  /** Throws when the key is unknown, the context another, or a byte changed. */
  open(sealed: string, context: string): string
  /** The keyed hash under which a number or code is stored. */
  hash(purpose: HashPurpose, text: string): string
  /** Every hash under which it may have been stored, the current key's first. */
  hashes(purpose: HashPurpose, text: string): string[]
}

const shortestKey = 16
const nonceBytes = 12
const tagBytes = 16

/** `masterKey` is TOKEN_ENCRYPTION_KEY; `former` still open and recognise what was stored before a change of key. */
export function createSecrets(masterKey: string, former: string[] = []): Secrets {
  const rings = [masterKey, ...former].map(deriveKeys)
  const [current] = rings as [Keys, ...Keys[]]
  return {
    seal(text, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', current.seal, nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      const [version, id, body] = sealed.split('.')
      const keys = rings.find((ring) => ring.id === id)
      if (version !== 'v1' || !body) throw new Error('This is no sealed secret.')
      if (!keys) throw new Error('A stored secret was sealed with another TOKEN_ENCRYPTION_KEY than the one given.')
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', keys.seal, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
    },
    hash: (purpose, text) => hashWith(current, purpose, text),
    hashes: (purpose, text) => rings.map((ring) => hashWith(ring, purpose, text)),
  }
}

interface Keys {
  /** Public: tells with which key something was sealed. */
  id: string
  seal: Buffer
  hash: Buffer
}

function deriveKeys(master: string): Keys {
  if (Buffer.byteLength(master) < shortestKey) {
    throw new Error(`TOKEN_ENCRYPTION_KEY is shorter than ${shortestKey} bytes; make one with: openssl rand -base64 32`)
  }
  const derive = (use: string, bytes: number) => Buffer.from(hkdfSync('sha256', master, 'anshin', use, bytes))
  return { id: derive('key id', 4).toString('hex'), seal: derive('seal', 32), hash: derive('hash', 32) }
}

const hashWith = ({ hash }: Keys, purpose: HashPurpose, text: string) =>
  createHmac('sha256', hash).update(`${purpose}\0${text}`).digest('base64url')

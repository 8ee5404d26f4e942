/** Addresses that open one thing for whoever holds them: each names what it opens and cannot be altered. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

export interface LinkOptions {
  /** The first signs; the others still open what they signed. */
  secrets: readonly string[]
  /** Where the bot is reached: `https://bot.example.com`. Undefined while it cannot be. */
  base(): string | undefined
  now?(): Date
}

export interface FileLink {
  id: string
  /** For whom it was made. */
  reader: string
}

export interface SignedLinks {
  /** Whether the bot has an address. */
  isServed(): boolean
  /** For one hour, a file for one reader; undefined where the bot has no address. */
  file(id: string, reader: string): string | undefined
  /** A hand-out until an instant; undefined where the bot has no address. */
  download(handOut: { id: string; until: Date }): string | undefined
  /** A picture; it does not expire, because messages that show it do not. */
  picture(subject: string): string | undefined
  openFile(token: string): FileLink | 'altered' | 'expired'
  /** `isOver`: it opens nothing any more. */
  openDownload(token: string): { id: string; isOver: boolean } | 'altered'
  /** Undefined for what was altered. */
  openPicture(token: string): string | undefined
}

const hourMs = 3600_000

export function createSignedLinks({ secrets, base, now = () => new Date() }: LinkOptions): SignedLinks {
  const keys = secrets.map(deriveKey)
  const [current] = keys
  if (!current) throw new Error('links cannot be signed without a secret')

  /** `purpose` is signed too: a token for a picture opens no file. */
  const macOf = (key: Key, purpose: string, payload: string) =>
    createHmac('sha256', key.bytes).update(`${purpose}\n${payload}`).digest('base64url')

  const sign = (purpose: string, content: unknown) => {
    const payload = `${current.id}.${Buffer.from(JSON.stringify(content)).toString('base64url')}`
    return `${payload}.${macOf(current, purpose, payload)}`
  }

  function open(purpose: string, token: string): unknown {
    const [id, content, mac, ...more] = token.split('.')
    const key = keys.find((each) => each.id === id)
    if (!key || !content || !mac || more.length > 0) return undefined
    const right = Buffer.from(macOf(key, purpose, `${id}.${content}`))
    const given = Buffer.from(mac)
    if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined
    return JSON.parse(Buffer.from(content, 'base64url').toString('utf8'))
  }

  const at = (path: string) => {
    const address = base()
    return address === undefined ? undefined : `${address.replace(/\/+$/, '')}${path}`
  }

  return {
    isServed: () => base() !== undefined,
    file: (id, reader) => at(`/files/${sign('file', [id, reader, Math.ceil((now().getTime() + hourMs) / 1000)])}`),
    download: ({ id, until }) => at(`/downloads/${sign('download', [id, Math.ceil(until.getTime() / 1000)])}`),
    picture: (subject) => at(`/pictures/${sign('picture', subject)}.png`),
    openFile(token) {
      const opened = open('file', token) as [string, string, number] | undefined
      if (!opened) return 'altered'
      const [id, reader, until] = opened
      return until * 1000 < now().getTime() ? 'expired' : { id, reader }
    },
    openDownload(token) {
      const opened = open('download', token) as [string, number] | undefined
      if (!opened) return 'altered'
      const [id, until] = opened
      return { id, isOver: until * 1000 < now().getTime() }
    },
    openPicture: (token) => open('picture', token) as string | undefined,
  }
}

interface Key {
  /** Public: tells with which secret something was signed. */
  id: string
  bytes: Buffer
}

function deriveKey(secret: string): Key {
  const derive = (use: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, 'anshin links', use, bytes))
  return { id: derive('key id', 4).toString('hex'), bytes: derive('sign', 32) }
}

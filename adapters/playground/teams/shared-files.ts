import { randomBytes, randomUUID } from 'node:crypto'
import type { SharedFile } from '../contract.ts'
import { BadDeed } from './bad-deed.ts'

export interface KeptFile {
  id: string
  name: string
  type?: string
  bytes: Buffer
}

/** A link to a file opens it without a token, for as long as this. */
const linkMs = 10 * 60_000
const largest = 20 * 1024 * 1024
/** Older ones are dropped: the playground keeps everything in memory. */
const mostKept = 200

/** What people shared: in reality a OneDrive, a SharePoint and Teams' own store of pictures. */
export class SharedFiles {
  private readonly kept = new Map<string, KeptFile>()
  private readonly secret = randomBytes(16).toString('hex')

  constructor(private readonly now: () => number) {}

  keep({ name, type, base64 }: SharedFile): KeptFile {
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length > largest) throw new BadDeed(`${name} is too large`)
    const file = { id: randomUUID(), name, bytes, ...(type ? { type } : {}) }
    this.kept.set(file.id, file)
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!)
    return file
  }

  find(id: string): KeptFile | undefined {
    return this.kept.get(id)
  }

  /** The query that opens a file until it expires. */
  ticket(): string {
    return `tempauth=${this.secret}.${Math.floor(this.now() + linkMs)}`
  }

  isTicket(query: URLSearchParams): boolean {
    const [secret, until] = (query.get('tempauth') ?? '').split('.')
    return secret === this.secret && Number(until) > this.now()
  }
}

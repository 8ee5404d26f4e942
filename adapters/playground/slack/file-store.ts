import type { Identifiers } from './identifiers.ts'

/** A file as the workspace keeps it. */
export interface KeptFile {
  id: string
  name: string
  title: string
  mimetype: string
  bytes: Buffer
  /** The person or the bot's user that shared it. */
  user: string
  createdAt: number
  /** Where it was shared, by conversation: the messages that carry it. */
  shares: Map<string, { ts: string; thread?: string }[]>
}

/** A place for bytes that were announced: `files.getUploadURLExternal`. */
export interface Upload {
  id: string
  name: string
  length: number
  bytes?: Buffer
  completed?: true
}

/** The files of one workspace, and the uploads on their way to become one. */
export class Files {
  readonly kept = new Map<string, KeptFile>()
  readonly uploads = new Map<string, Upload>()
  /** `http://127.0.0.1:PORT`, once the platform listens. */
  origin = ''

  constructor(
    private readonly ids: Identifiers,
    private readonly now: () => number,
  ) {}

  keep(file: Pick<KeptFile, 'name' | 'bytes' | 'user'> & { id?: string; title?: string; mimetype?: string }): KeptFile {
    const kept: KeptFile = {
      id: file.id ?? this.ids.next('F'),
      name: file.name,
      title: file.title ?? file.name,
      mimetype: file.mimetype ?? typeOf(file.name),
      bytes: file.bytes,
      user: file.user,
      createdAt: Math.floor(this.now() / 1000),
      shares: new Map(),
    }
    this.kept.set(kept.id, kept)
    return kept
  }

  share(file: KeptFile, channel: string, place: { ts: string; thread?: string }): void {
    file.shares.set(channel, [...(file.shares.get(channel) ?? []), place])
  }

  reset(): void {
    this.kept.clear()
    this.uploads.clear()
  }
}

const types: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  zip: 'application/zip',
}
const typeOf = (name: string): string =>
  types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'

import type { SimulatedPerson, SlackConversation, SlackFile } from '../contract.ts'
import type { Workspace } from './workspace.ts'

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

  constructor(private readonly workspace: Workspace) {}

  keep(file: Pick<KeptFile, 'name' | 'bytes' | 'user'> & { id?: string; title?: string; mimetype?: string }): KeptFile {
    const { ids } = this.workspace
    const kept: KeptFile = {
      id: file.id ?? ids.next('F'),
      name: file.name,
      title: file.title ?? file.name,
      mimetype: file.mimetype ?? typeOf(file.name),
      bytes: file.bytes,
      user: file.user,
      createdAt: Math.floor(this.workspace.now() / 1000),
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

/** As the page shows it. */
export const shownFile = ({ id, name, mimetype, bytes }: KeptFile): SlackFile => ({
  id,
  name,
  mimetype,
  size: bytes.length,
  url: `/playground/files/slack/${id}`,
})

/** As the Web API and events show it. */
export function apiFile(workspace: Workspace, file: KeptFile): Record<string, unknown> {
  const { id, name, title, mimetype, bytes, user, createdAt, shares } = file
  const address = `${workspace.files.origin}/files-pri/${workspace.team.id}-${id}`
  const among = (isPrivate: boolean) =>
    Object.fromEntries(
      [...shares]
        .filter(([channel]) => isHidden(workspace.conversation(channel)) === isPrivate)
        .map(([channel, places]) => [
          channel,
          places.map(({ ts, thread }) => ({
            ts,
            ...(thread ? { thread_ts: thread } : {}),
            team_id: workspace.team.id,
          })),
        ]),
    )
  return {
    id,
    created: createdAt,
    timestamp: createdAt,
    name,
    title,
    mimetype,
    filetype: name.split('.').at(-1) ?? '',
    user,
    user_team: workspace.person(user)?.team ?? workspace.team.id,
    mode: 'hosted',
    is_external: false,
    is_public: shares.size > 0,
    size: bytes.length,
    url_private: `${address}/${encodeURIComponent(name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(name)}`,
    file_access: 'visible',
    shares: { public: among(false), private: among(true) },
  }
}

/** What an event tells of a file that somebody of the other company shared: its id, and that `files.info` knows more. */
export const strangersFile = ({ id }: Pick<KeptFile, 'id'>): Record<string, unknown> => ({
  id,
  created: 0,
  timestamp: 0,
  user: '',
  file_access: 'check_file_info',
})

export const isFromOutside = (workspace: Workspace, person: SimulatedPerson | undefined): boolean =>
  person !== undefined && workspace.isStranger(person)

const isHidden = (conversation: SlackConversation | undefined): boolean =>
  conversation?.private === true || conversation?.kind === 'direct'

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

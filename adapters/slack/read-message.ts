/** A message of a person with its names and files, as the bot keeps it. */
import type { Installation } from '../../src/bot/bot.ts'
import type { RemoteFile, Written } from '../../src/bot/inbound.ts'
import type { Log } from './bolt.ts'
import type { Clients } from './clients.ts'
import type { Conversations } from './conversations.ts'
import type { Names } from './names.ts'
import type { FilePayload, MessagePayload } from './payload.ts'
import { atMost, type People } from './people.ts'
import { namedIn, proseOf } from './read-prose.ts'

/** Names are a help: an event must be acknowledged all the same. */
const patienceMs = 500
/** Names beyond these stay ids: a message full of them is no reason for hundreds of questions. */
const mostNames = 20

export interface ReadOptions {
  clients: Clients
  people: People
  conversations: Conversations
  log: Log
}

/** What is deleted or hidden has no bytes to hand on. */
const gone = new Set(['tombstone', 'hidden_by_limit'])

export const fileIds = (files: FilePayload[] | undefined): string[] =>
  (files ?? []).flatMap(({ id, mode }) => (id && !gone.has(mode ?? '') ? [id] : []))

export const remoteFile = (file: FilePayload & { id: string }, workspace: string): RemoteFile => ({
  platform: 'slack',
  workspace,
  id: file.id,
  name: file.name || file.title || file.id,
  ...(typeof file.size === 'number' ? { size: file.size } : {}),
  ...(file.mimetype ? { type: file.mimetype } : {}),
  ...((file.url_private_download ?? file.url_private) ? { url: file.url_private_download ?? file.url_private! } : {}),
})

export class Messages {
  constructor(readonly options: ReadOptions) {}

  /** Never rejects: what Slack does not tell in time stays an id. */
  async read(
    installation: Installation,
    message: MessagePayload & { ts: string },
    botUser: string | undefined = installation.botUser,
  ): Promise<Written> {
    const [names, files] = await Promise.all([
      this.#names(installation, message, botUser),
      Promise.all((message.files ?? []).map((file) => this.#file(installation, file))),
    ])
    return { id: message.ts, prose: proseOf(message, names), files: files.filter((file) => file !== undefined) }
  }

  async #names(installation: Installation, message: MessagePayload, botUser: string | undefined): Promise<Names> {
    const { people, channels } = namedIn(message)
    const { conversations } = this.options
    const persons = new Map<string, string>()
    const places = new Map<string, string>()
    await Promise.all([
      ...people
        .filter((id) => id !== botUser)
        .slice(0, mostNames)
        .map(async (id) => {
          const { displayName } = await this.options.people.of(installation, id)
          if (displayName) persons.set(id, displayName)
        }),
      ...channels.slice(0, mostNames).map(async (id) => {
        const about = conversations.about(installation, id).catch(() => undefined)
        const name = (await atMost(about, patienceMs, undefined))?.name
        if (name) places.set(id, name)
      }),
    ])
    return {
      // Words to the bot are read without its name.
      person: (id) => (id === botUser ? ' ' : `@${persons.get(id) ?? id}`),
      channel: (id) => `#${places.get(id) ?? id}`,
    }
  }

  async #file(installation: Installation, file: FilePayload): Promise<RemoteFile | undefined> {
    const { id, mode } = file
    if (!id || gone.has(mode ?? '')) return undefined
    const told = { ...file, id }
    // Of a file that comes from another company Slack tells the id alone.
    if (file.name && file.file_access !== 'check_file_info') return remoteFile(told, installation.workspace)
    const { clients, log } = this.options
    const asked = clients
      .for(installation, 'interactive')
      .files.info({ file: id })
      .then(({ file: found }): FilePayload => ({ ...found }) as FilePayload)
      .catch((error) => {
        log.warn({ file: id, reason: String(error) }, 'Slack told nothing of a file')
        return undefined
      })
    const found = await atMost(asked, patienceMs, undefined)
    return remoteFile({ ...told, ...found, id }, installation.workspace)
  }
}

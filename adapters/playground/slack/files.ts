import type { SimulatedPerson, SlackConversation, SlackFile } from '../contract.ts'
import type { KeptFile } from './file-store.ts'
import type { Workspace } from './workspace.ts'

/** As the page shows it. */
export const shownFile = ({ id, name, title, mimetype, bytes }: KeptFile): SlackFile => ({
  title,
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

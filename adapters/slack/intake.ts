/** Events, recorded before Slack is told that they arrived. */
import type { Bot, Installation } from '../../src/bot/bot.ts'
import type { Inbound, Request } from '../../src/bot/inbound.ts'
import type { Log } from './bolt.ts'
import { type EventPayload, installedIn } from './payload.ts'
import type { People } from './people.ts'
import type { Messages } from './read-message.ts'
import { plainWords, type ReactionCommands, type Told, translateEvent } from './translate-event.ts'
import { UnknownWorkspace, type Workspaces } from './workspaces.ts'

export interface IntakeOptions {
  bot: Bot
  workspaces: Workspaces
  people: People
  messages: Messages
  log: Log
  reactions: ReactionCommands
}

export class Intake {
  constructor(readonly options: IntakeOptions) {}

  /**
   * Returns when what happened stands in the inbox (or an uninstalled workspace's token is gone).
   * Rejects when it could not be recorded: the request is then not acknowledged and Slack delivers it again.
   */
  async record(body: EventPayload): Promise<void> {
    const { bot, workspaces, people, log, reactions } = this.options
    const { event } = body
    if (typeof event?.type !== 'string') return
    const at = installedIn.event(body)
    if (event.type === 'app_uninstalled' || (event.type === 'tokens_revoked' && event.tokens?.bot?.length)) {
      log.info({ ...at, event: event.type }, 'the app was removed from a workspace')
      return workspaces.remove(at)
    }
    let installation: Installation
    try {
      installation = await workspaces.at(at)
    } catch (error) {
      // Said and acknowledged where the SDK asks for it again.
      if (error instanceof UnknownWorkspace) return
      throw error
    }
    // An installation from a bare token may not know its bot user; the envelope does.
    const botUser = installation.botUser ?? body.authorizations?.[0]?.user_id
    const told = translateEvent(body, installation.workspace, botUser, reactions)
    if (!told) return
    if (told.kind === 'command') {
      await bot.accept({ ...told.inbound, ...(await people.of(installation, told.inbound.who.user)) })
      return
    }
    const { key, who, place } = told
    const kind = await this.#kindOf(told)
    if (!kind) return
    const [request, known] = await Promise.all([
      this.#request(told, kind, installation, botUser),
      people.of(installation, who.user),
    ])
    const inbound: Inbound = { key, who, place, request }
    await bot.accept({ ...inbound, ...known })
  }

  /** What it is to the bot; undefined for what is none of its business, of which nothing is kept. */
  async #kindOf(told: Exclude<Told, { kind: 'command' }>): Promise<Request['kind'] | undefined> {
    const { place } = told
    if (told.kind === 'words' && told.named) return 'said'
    const follows =
      place.thread !== undefined &&
      (await this.options.bot.follows({
        platform: 'slack',
        workspace: place.workspace,
        conversation: place.conversation,
        thread: place.thread,
      }))
    if (follows) return ({ words: 'wrote', change: 'rewrote', deletion: 'erased' } as const)[told.kind]
    if (place.kind !== 'direct') return undefined
    // Words to the bot alone may be words of a case, too: `case reply 12 …`.
    return ({ words: 'said', change: 'rewrote', deletion: 'erased' } as const)[told.kind]
  }

  async #request(
    told: Exclude<Told, { kind: 'command' }>,
    kind: Request['kind'],
    installation: Installation,
    botUser: string | undefined,
  ): Promise<Request> {
    if (told.kind === 'deletion') return { kind: 'erased', message: told.id }
    const written = await this.options.messages.read(installation, told.message, botUser)
    const text = plainWords(told.message.text ?? '', botUser)
    if (kind === 'said') return { kind, text, written }
    return told.kind === 'change'
      ? { kind: 'rewrote', written, ...(told.named || told.place.kind === 'direct' ? { text } : {}) }
      : { kind: 'wrote', written }
  }
}

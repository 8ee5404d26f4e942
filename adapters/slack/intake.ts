/** Events, recorded before Slack is told that they arrived. */
import type { Bot, Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import { type EventPayload, installedIn } from './payload.ts'
import type { People } from './people.ts'
import { type ReactionCommands, translateEvent } from './translate-event.ts'
import { UnknownWorkspace, type Workspaces } from './workspaces.ts'

export interface IntakeOptions {
  bot: Bot
  workspaces: Workspaces
  people: People
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
    const inbound = translateEvent(body, installation.workspace, botUser, reactions)
    if (!inbound) return
    await bot.accept({ ...inbound, ...(await people.of(installation, inbound.who.user)) })
  }
}

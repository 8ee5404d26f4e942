/** The Slack adapter: wires receiver, SDK, translation and answers. It translates; it decides nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Bot, Installation, Installations } from '../../src/bot/bot.ts'
import type { Platform } from '../../src/bot/platform.ts'
import { App, AuthorizationError, type Log, type Receiver, SocketModeReceiver, sdkLogger } from './bolt.ts'
import { Clients, clientOptions } from './clients.ts'
import { Dialogs } from './dialogs.ts'
import { Home } from './home.ts'
import { Intake } from './intake.ts'
import { Interactions } from './interactions.ts'
import { slackOutbound } from './outbound.ts'
import { type EventPayload, type InteractionPayload, installedIn, type SlashPayload } from './payload.ts'
import { People } from './people.ts'
import { type Arrival, type Body, SlackReceiver } from './receiver.ts'
import type { ReactionCommands } from './translate-event.ts'
import { UnknownWorkspace, Workspaces } from './workspaces.ts'

export interface SlackAdapterOptions {
  bot: Bot
  installations: Installations
  signingSecret: string
  /** Slack's own when absent. */
  apiUrl?: string
  /** `/support` */
  command: string
  /** Socket Mode, for development: Slack need not reach this machine. */
  appToken?: string
  /** Emoji that invoke a command, by name: `{ ticket: 'case.open' }`. */
  reactions?: ReactionCommands
  /** The clock by which signatures and caches are judged, in ms. */
  now?: () => number
  log: Log
}

export interface SlackAdapter {
  platform: Platform
  /** For `POST /slack/events`; reads the raw body itself. */
  listener: (request: IncomingMessage, response: ServerResponse) => void
  start(): Promise<void>
  /** Refuses new requests and waits for those under way. */
  stop(): Promise<void>
}

const noReceiver: Receiver = { init() {}, start: async () => {}, stop: async () => {} }

const kindOf = (body: Body): { workspace?: string; enterprise?: string } => {
  if (body.event !== undefined) return installedIn.event(body as EventPayload)
  if (body.command !== undefined) return installedIn.slash(body as SlashPayload)
  return installedIn.interaction(body as InteractionPayload)
}

/** Throws on an empty signing secret. Nothing is called or listened to before `start` and the first request. */
export function slackAdapter(options: SlackAdapterOptions): SlackAdapter {
  const { bot, log, apiUrl, command } = options
  const now = options.now ?? Date.now
  const workspaces = new Workspaces(options.installations, now)
  const clients = new Clients(log, apiUrl, now)
  const people = new People(clients, log, now)
  const home = new Home(bot, clients, people, log)
  const dialogs = new Dialogs(clients, log)
  const interactions = new Interactions({ bot, people, dialogs, clients, log, ...(apiUrl ? { apiUrl } : {}) })
  const intake = new Intake({ bot, workspaces, people, log, reactions: options.reactions ?? {} })

  const app = new App({
    receiver: noReceiver,
    // No token is handed over: the SDK would keep a client for every workspace for ever. Ours are bounded.
    authorize: async (_source, body) => {
      const installation = await workspaces.at(kindOf(body as Body))
      return {
        installation,
        teamId: installation.workspace,
        ...(installation.botUser ? { botUserId: installation.botUser } : {}),
      }
    },
    convoStore: false,
    ignoreSelf: false,
    logger: sdkLogger(log),
    clientOptions: clientOptions('interactive', log, apiUrl),
  })
  app.error(async (error) => {
    const cause = error instanceof AuthorizationError ? error.original : error
    if (!(cause instanceof UnknownWorkspace)) throw cause
    log.warn({ reason: cause.message }, 'a Slack request for an unknown workspace was dropped')
  })

  const installed = (context: object): Installation => (context as { installation: Installation }).installation
  const arrived = (context: object): Arrival => context as Arrival
  app.command(/^/u, async ({ body, ack, context }) => {
    if (body.command === command) await interactions.slash(body, installed(context), ack, arrived(context))
    else log.warn({ command: body.command }, 'an unknown slash command was acknowledged')
  })
  app.action(/^/u, async ({ body, ack, context }) =>
    interactions.action(body as InteractionPayload, installed(context), ack, arrived(context)),
  )
  app.shortcut(/^/u, async ({ body, ack, context }) =>
    interactions.shortcut(body as InteractionPayload, installed(context), ack, arrived(context)),
  )
  app.view(/^/u, async ({ body, ack, context }) =>
    interactions.submission(body as unknown as InteractionPayload, installed(context), ack, arrived(context)),
  )
  app.event('app_home_opened', async ({ event, context }) => {
    if (event.tab === 'home')
      await home.opened(installed(context), event.user, (event.view as { hash?: string } | undefined)?.hash)
  })
  app.event('user_change', async ({ event, context }) => people.forget(installed(context).workspace, event.user.id))

  // The SDK acknowledges an event before any listener sees it; a record made after that could be lost.
  const dispatch = app.processEvent.bind(app)
  app.processEvent = async (event) => {
    if (event.body.type === 'event_callback') await intake.record(event.body as EventPayload)
    return dispatch(event)
  }
  const receiver = new SlackReceiver({
    signingSecret: options.signingSecret,
    now,
    log,
    process: (event) => app.processEvent(event),
  })
  const socket = options.appToken ? socketFor(app, options.appToken, options) : undefined

  return {
    platform: slackOutbound({ bot, workspaces, clients, now }),
    listener: receiver.listener,
    async start() {
      await socket?.start()
    },
    async stop() {
      await socket?.stop()
      home.stop()
      await receiver.stop()
    },
  }
}

/** The same translation and inbox behind Slack's own socket. */
function socketFor(app: App, appToken: string, { log, apiUrl }: SlackAdapterOptions): SocketModeReceiver {
  const socket = new SocketModeReceiver({
    appToken,
    logger: sdkLogger(log),
    installerOptions: { clientOptions: clientOptions('delivery', log, apiUrl) },
    customPropertiesExtractor: () => {
      const arrivedAt = performance.now()
      return { age: () => performance.now() - arrivedAt, acknowledged: () => false }
    },
  })
  const processEvent: App['processEvent'] = async (event) => {
    let acknowledged = false
    const ack = async (answer?: unknown) => {
      if (acknowledged) return
      acknowledged = true
      await event.ack(answer)
    }
    await app.processEvent({ ...event, ack })
    await ack()
  }
  socket.init({ processEvent } as App)
  return socket
}

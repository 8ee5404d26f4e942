/** The Slack adapter: wires receiver, SDK, translation and answers. It translates; it decides nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Bot, Installation, Installations } from '../../src/bot/bot.ts'
import type { Platform } from '../../src/bot/platform.ts'
import { App, AuthorizationError, type Log, type Receiver, SocketModeReceiver, sdkLogger } from './bolt.ts'
import { Clients, clientOptions } from './clients.ts'
import { Conversations } from './conversations.ts'
import { Dialogs } from './dialogs.ts'
import { Home } from './home.ts'
import { Intake } from './intake.ts'
import { type Ack, Interactions } from './interactions.ts'
import { slackOutbound } from './outbound.ts'
import {
  type EventPayload,
  type InteractionPayload,
  installedIn,
  type SlackEvent,
  type SlashPayload,
} from './payload.ts'
import { People } from './people.ts'
import { Messages } from './read-message.ts'
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

const noAck: Ack = async () => {}
const noReceiver: Receiver = { init() {}, start: async () => {}, stop: async () => {} }

const installationOf = (body: Body): { workspace?: string; enterprise?: string } => {
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
  const conversations = new Conversations(clients, now)
  const messages = new Messages({ clients, people, conversations, log })
  const home = new Home(bot, clients, people, log)
  const dialogs = new Dialogs(clients, log)
  const interactions = new Interactions({ bot, people, messages, dialogs, clients, log, ...(apiUrl ? { apiUrl } : {}) })
  const intake = new Intake({ bot, workspaces, people, messages, log, reactions: options.reactions ?? {} })

  const app = new App({
    receiver: noReceiver,
    // No token is handed over: the SDK would keep a client for every workspace for ever. Ours are bounded.
    authorize: async (_source, body) => {
      const installation = await workspaces.at(installationOf(body as Body))
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
  // One middleware instead of a listener for each kind: the SDK runs every listener's chain for every request.
  app.use(async ({ body: given, context, ...rest }) => {
    const body = given as Body
    const ack = 'ack' in rest && rest.ack ? (rest.ack as Ack) : noAck
    if ('command' in rest && body.command === command) {
      return interactions.slash(body as SlashPayload, installed(context), ack, arrived(context))
    }
    if ('command' in rest) return log.warn({ command: body.command }, 'an unknown slash command was acknowledged')
    if ('event' in rest) return happened((body as EventPayload).event, context)
    const interaction = body as InteractionPayload
    if ('action' in rest) return interactions.action(interaction, installed(context), ack, arrived(context))
    if ('shortcut' in rest) return interactions.shortcut(interaction, installed(context), ack, arrived(context))
    if (body.type === 'view_submission') {
      return interactions.submission(interaction, installed(context), ack, arrived(context))
    }
  })
  /** Events that ask for no answer and lose nothing when they are lost. */
  async function happened(event: SlackEvent, context: object): Promise<void> {
    if (event.type === 'app_home_opened' && event.tab === 'home' && typeof event.user === 'string') {
      await home.opened(installed(context), event.user, event.view?.hash)
    }
    if (event.type === 'user_change' && typeof event.user === 'object') {
      people.forget(installed(context).workspace, event.user.id)
    }
  }

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
    platform: slackOutbound({
      bot,
      workspaces,
      clients,
      conversations,
      people,
      messages,
      now,
      ...(apiUrl ? { apiUrl } : {}),
    }),
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DeedOutcome, Fault, SimulatedPerson, SlackConversation, SlackDeed, SlackState } from '../contract.ts'
import { Faults } from '../faults.ts'
import { BotLine, type Sent } from './bot-line.ts'
import { act } from './deeds.ts'
import { Events, supportBotEvents } from './events.ts'
import { fileDownload, fileUpload } from './file-transfer.ts'
import { readBody, sendJson } from './http-body.ts'
import { OAuth, type OAuthClient } from './oauth.ts'
import { RateLimits, type Strictness } from './rate-limits.ts'
import { Scene } from './scene.ts'
import { type SlackCall, WebApi } from './web-api.ts'
import { Workspace, type WorkspaceOptions } from './workspace.ts'

export type { Sent } from './bot-line.ts'
export { signSlackRequest } from './signature.ts'
export type { SlackCall } from './web-api.ts'

export interface SlackSimulatorOptions {
  /** Default: any free one. */
  port?: number
  signingSecret: string
  /** Where the bot listens, e.g. `http://127.0.0.1:3978/slack/events`; until it is set nothing is sent. */
  eventsUrl?: string
  token?: string
  scopes?: string[]
  team?: { id: string; name: string }
  people?: SimulatedPerson[]
  channels?: SlackConversation[]
  /** Further workspaces with the same app; `team` must differ. */
  moreWorkspaces?: WorkspaceOptions[]
  strict?: Strictness
  /** Subscribed events, as a manifest names them. */
  events?: string[]
  /** Before the second, third and fourth attempt of an event; default at once, after a minute, after five. */
  retryDelaysMs?: number[]
  /** How long the bot may take to answer; default 3,000. */
  answerMs?: number
  /** For the installation flow at `/oauth/v2/authorize` and `oauth.v2.access`. */
  oauth?: OAuthClient
  seed?: number
  /** How many of the latest calls and of the latest requests to the bot are remembered; default 100,000. */
  keep?: number
  onChange?: () => void
  now?: () => number
}

export interface SlackSimulator {
  /** `http://127.0.0.1:PORT/api/`, the SDK's `slackApiUrl`. */
  readonly apiUrl: string
  readonly authorizeUrl: string
  readonly token: string
  readonly botUser: string
  readonly botId: string
  /** Events that failed and will be sent again. */
  readonly retriesDue: number
  /** Every Web API call that arrived, in order; posts to a response_url stand there as `response_url`. */
  readonly calls: SlackCall[]
  /** Every request that went to the bot, in order. */
  readonly sent: Sent[]
  state(team?: string): SlackState
  act(deed: SlackDeed, team?: string): Promise<DeedOutcome>
  /** A file's bytes, as the page shows them to whoever looks. */
  file(id: string): { name: string; type: string; bytes: Buffer } | undefined
  setFaults(faults: Fault[]): void
  setEventsUrl(url: string): void
  setPerson(id: string, changes: { locale?: string; zone?: string; name?: string }): void
  /**
   * Posts to the bot again what was posted before: the latest request, or the one with this id.
   * `retry` signs anew and carries retry headers, as Slack; `replay` repeats the old bytes, as an eavesdropper.
   */
  redeliver(options?: { id?: string; as?: 'retry' | 'replay'; number?: number; reason?: string }): Promise<Sent>
  /** The challenge with which Slack checks a new request URL; true when the bot gave it back. */
  verifyUrl(): Promise<boolean>
  /** Back to the beginning: no messages, no calls, no faults, no retries due. */
  reset(): void
  close(): Promise<void>
}

/** Starts the simulated Slack on loopback; resolves when it listens. */
export async function startSlackSimulator(options: SlackSimulatorOptions): Promise<SlackSimulator> {
  const now = options.now ?? Date.now
  const changed = (): void => options.onChange?.()
  const workspaces = [options, ...(options.moreWorkspaces ?? [])].map((each, index) => {
    const seed = each.seed ?? (options.seed ?? 1) + index
    return new Workspace({ ...each, seed }, now, changed)
  })
  const limits = new RateLimits(options.strict ?? {}, now)
  const faults = new Faults(options.seed)
  const calls: SlackCall[] = []
  const keep = options.keep ?? 100_000
  const line = new BotLine({ signingSecret: options.signingSecret, now, answerMs: options.answerMs ?? 3000, keep })
  line.url = options.eventsUrl
  const events = new Events(line, {
    retryDelaysMs: options.retryDelaysMs ?? [0, 60_000, 300_000],
    subscribed: options.events ?? supportBotEvents,
    appGone: (workspace) => workspace.token === undefined,
  })
  const oauth = new OAuth(options.oauth, workspaces, now)
  const api = new WebApi({
    workspaces,
    limits,
    strict: options.strict ?? {},
    faults,
    oauth,
    calls,
    keep,
    now,
    emit: (workspace, event) => void events.emit(workspace, event),
  })

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname.startsWith('/upload/v1/')) return fileUpload(api, workspaces, url, request, response)
    if (url.pathname.startsWith('/files-pri/')) return fileDownload(api, workspaces, url, request, response)
    const body = await readBody(request)
    if (body === undefined) return sendJson(response, 413, { ok: false, error: 'request_too_large' })
    if (url.pathname.startsWith('/api/'))
      return api.handle(url.pathname.slice(5), request, url.searchParams, body, response)
    if (url.pathname === '/oauth/v2/authorize') return oauth.authorize(url.searchParams, response)
    if (url.pathname.startsWith('/commands/')) return api.handleResponseUrl(url.pathname.slice(10), body, response)
    sendJson(response, 404, { ok: false, error: 'not_found' })
  }
  const server = createServer((request, response) => {
    respond(request, response).catch((fault: unknown) => {
      sendJson(response, 500, { ok: false, error: 'simulator_fault', detail: String(fault) })
    })
  })
  const origin = await listen(server, options.port ?? 0)
  for (const workspace of workspaces) workspace.files.origin = origin
  const scenes = new Map(
    workspaces.map((workspace) => [
      workspace.team.id,
      new Scene({
        workspace,
        line,
        events,
        responseUrl: (ticket) => `${origin}/commands/${workspace.team.id}/${ticket}`,
      }),
    ]),
  )
  const [first] = workspaces
  if (!first) throw new Error('unreachable: the options describe one workspace at least')
  const find = (team = first.team.id): Workspace => {
    const workspace = workspaces.find((each) => each.team.id === team)
    if (!workspace) throw new Error(`no simulated workspace ${team}`)
    return workspace
  }

  return {
    apiUrl: `${origin}/api/`,
    authorizeUrl: `${origin}/oauth/v2/authorize`,
    get token() {
      return first.token ?? ''
    },
    botUser: first.botUser,
    botId: first.botId,
    get retriesDue() {
      return events.due
    },
    calls,
    sent: line.sent,
    state: (team) => find(team).state(),
    async act(deed, team) {
      if (!line.url) return { ok: false, status: 0, ms: 0, refused: 'no_events_url' }
      return act(scenes.get(find(team).team.id)!, deed)
    },
    file(id) {
      const kept = workspaces.map(({ files }) => files.kept.get(id)).find((each) => each !== undefined)
      return kept && { name: kept.name, type: kept.mimetype, bytes: kept.bytes }
    },
    setFaults: (rules) => faults.set(rules),
    setEventsUrl(url) {
      line.url = url
    },
    setPerson(id, changes) {
      for (const workspace of workspaces) Object.assign(workspace.person(id) ?? {}, changes)
      changed()
    },
    async redeliver({ id, as = 'retry', number = 1, reason = 'http_timeout' } = {}) {
      const known = line.sent.findLast((each) => id === undefined || each.id === id)
      if (!known) throw new Error('nothing was sent to the bot that could be sent again')
      const retry = { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': reason }
      return line.again(known, as, known.kind === 'event' ? retry : {})
    },
    async verifyUrl() {
      const challenge = first.ids.token(40)
      const sent = await line.json('verification', challenge, {
        token: 'simulated-verification-token',
        challenge,
        type: 'url_verification',
      })
      return sent.status === 200 && sent.answer.includes(challenge)
    },
    reset() {
      for (const workspace of workspaces) workspace.reset()
      events.drop()
      faults.set([])
      limits.reset()
      calls.length = 0
      line.sent.length = 0
    },
    async close() {
      events.close()
      api.close()
      line.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}

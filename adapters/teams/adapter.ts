/** Microsoft Teams: `POST /api/messages` in, the Bot Connector out. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Bot, ConversationReferences } from '../../src/bot/bot.ts'
import type { Inbound } from '../../src/bot/inbound.ts'
import type { Platform } from '../../src/bot/platform.ts'
import { type Activity, readActivity } from './activity.ts'
import { channel as connect } from './botbuilder.ts'
import { checkCredentials, type TeamsCredentials } from './credentials.ts'
import { cardAnswer, dialogAnswer, type InvokeResponse, sentenceAnswer } from './invoke-answer.ts'
import { teamsPlatform } from './platform.ts'
import { recentAnswers } from './recent-answers.ts'
import { memory } from './references.ts'
import { readBody } from './request-body.ts'
import { isLoopback, isServiceUrlAllowed, loopbackHosts, publicFileHosts, publicServiceHosts } from './service-url.ts'
import { type Happening, translate } from './translate.ts'

export type { TeamsCredentials } from './credentials.ts'

export interface TeamsLog {
  debug(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface TeamsAdapterOptions {
  bot: Bot
  references: ConversationReferences
  credentials: TeamsCredentials
  /** Ids of the tenants whose people may speak to the bot. Empty: the credentials' own; with anonymous credentials any. */
  allowedTenants: string[]
  /** Where the bot listens: anonymous credentials are refused unless it is loopback. */
  host: string
  /** Tests: whose keys sign what comes in. */
  openIdMetadataUrl?: string
  /** Tests: stands in for Microsoft's login. */
  accessToken?: () => Promise<string>
  /** Where the bot's token may go (`host`, `host:port`, `*.domain`). Default: Microsoft's; with anonymous credentials loopback alone. */
  serviceUrlHosts?: string[]
  /** Where people's files are fetched, without a token. Default: SharePoint's; with anonymous credentials loopback alone. */
  fileHosts?: string[]
  /** How long a post may take, in ms. */
  sendMs?: number
  log: TeamsLog
  now?: () => number
}

export interface TeamsAdapter {
  platform: Platform
  /** Answers `POST /api/messages`; reads the body itself. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Refuses what comes in from now on, and resolves when what was under way is answered. */
  stop(): Promise<void>
}

/** A sign that comes later than this is of no use, and must not hold up the bot's stop. */
const typingMs = 3_000

const followed = ({ place: { workspace, conversation, thread } }: Inbound): Parameters<Bot['follows']>[0] => ({
  platform: 'teams',
  workspace,
  conversation,
  ...(thread ? { thread } : {}),
})

/** The host that was asked, without its port; '' for what is no host. */
function hostOf({ headers }: IncomingMessage): string {
  const address = `http://${headers.host ?? ''}`
  return URL.canParse(address) ? new URL(address).hostname : ''
}

function end(response: ServerResponse, { status, body }: InvokeResponse): void {
  if (response.headersSent || response.destroyed) return
  // What was not read of a refused body must not be taken for the next request.
  if (status === 413 || status === 415) response.setHeader('connection', 'close')
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

/** Throws when the credentials would not protect the bot (see checkCredentials). */
export function teamsAdapter(options: TeamsAdapterOptions): TeamsAdapter {
  const { bot, references, credentials, log, now = Date.now } = options
  checkCredentials(credentials, options.host)
  const anonymous = credentials.kind === 'anonymous'
  const hosts = options.serviceUrlHosts ?? (anonymous ? loopbackHosts : publicServiceHosts)
  const fileHosts = options.fileHosts ?? (anonymous ? loopbackHosts : publicFileHosts)
  const tenants = new Set(
    options.allowedTenants.length > 0 || anonymous ? options.allowedTenants : [credentials.tenantId],
  )
  const isAllowed = (url: string) => isServiceUrlAllowed(url, hosts)
  const { openIdMetadataUrl, accessToken, sendMs } = options
  const channel = connect({
    credentials,
    ...(openIdMetadataUrl ? { openIdMetadataUrl } : {}),
    ...(accessToken ? { accessToken } : {}),
    ...(sendMs ? { sendMs } : {}),
  })
  const phrase = (language: string, name: string, values?: Record<string, number>) => bot.phrase(language, name, values)
  const platform = teamsPlatform({
    channel,
    references,
    phrase,
    isServiceUrlAllowed: isAllowed,
    isFileUrlAllowed: (url) => isServiceUrlAllowed(url, fileHosts),
    now,
  })
  const known = memory(references)
  const recent = recentAnswers(now)
  const underWay = new Set<Promise<unknown>>()
  let stopped = false

  /** Every tenant named must be allowed: also that of a guest in a shared channel. */
  const isTenantAllowed = ({ tenants: named }: Activity) =>
    named.length > 0 && (tenants.size === 0 || named.every((tenant) => tenants.has(tenant)))

  /** Shows that the bot is at work. Nobody waits for it, and nothing depends on it. */
  function showTyping({ serviceUrl, conversation, recipient }: Activity): void {
    const typing = { type: 'typing', ...(recipient ? { from: recipient } : {}), conversation: { id: conversation.id } }
    const sent = channel
      .post(serviceUrl, conversation.id, typing, typingMs)
      .catch((error) => log.debug({ error: String(error) }, 'Teams did not take the typing sign'))
      .finally(() => underWay.delete(sent))
    underWay.add(sent)
  }

  async function answerInvoke({ inbound, shape }: Happening & { kind: 'invoke' }): Promise<InvokeResponse> {
    return recent.once(inbound.key, async () => {
      const answer = await bot.answer(inbound)
      if (answer === 'seen') {
        // Answered before this process started: what was answered is gone, and the process may have been killed before it was done.
        const { who, locale, zone, displayName } = inbound
        const person = {
          who,
          ...(locale ? { locale } : {}),
          ...(zone ? { zone } : {}),
          ...(displayName ? { displayName } : {}),
        }
        return sentenceAnswer(shape, phrase(await bot.languageOf(person), 'teams-already-answered'))
      }
      const surface = {
        where: shape === 'dialog' ? 'dialog' : 'message',
        shared: !inbound.place.private,
        nonce: randomUUID(),
        phrase: (name: string, values?: Record<string, number>) => phrase(answer.language, name, values),
      } as const
      return shape === 'dialog' ? dialogAnswer(answer, surface) : cardAnswer(answer, surface)
    })
  }

  async function turn(activity: Activity): Promise<InvokeResponse> {
    const happening = translate(activity)
    if (happening.kind === 'removed') {
      await known.forget(activity)
      return { status: 200 }
    }
    await known.remember(activity)
    switch (happening.kind) {
      case 'message': {
        const { inbound, awaited, overheard } = happening
        if (overheard && !(await bot.follows(followed(inbound)))) return { status: 200 }
        const taken = await bot.accept(inbound)
        if (taken === 'accepted' && awaited) showTyping(activity)
        return { status: 200 }
      }
      case 'invoke':
        return answerInvoke(happening)
      case 'close':
      case 'nothing':
        return { status: 200 }
      case 'unknown':
        return { status: 501 }
    }
  }

  async function respond(request: IncomingMessage): Promise<InvokeResponse> {
    if (stopped) return { status: 503 }
    if (request.method !== 'POST') return { status: 405 }
    // A page that renamed itself to loopback, or a tunnel, would otherwise speak to the bot as anyone.
    if (anonymous && !isLoopback(hostOf(request))) return { status: 403 }
    const body = await readBody(request)
    if (!body.ok) return { status: body.status }
    const activity = readActivity(body.value)
    if ('lacking' in activity) {
      log.warn({ lacking: activity.lacking }, 'Teams activity refused: it is not complete')
      return { status: 400 }
    }
    if (!isAllowed(activity.serviceUrl)) {
      log.warn({ serviceUrl: activity.serviceUrl }, 'Teams activity refused: its service url is not on the list')
      return { status: 403 }
    }
    const admission = await channel.admit(request.headers.authorization ?? '', body.value, async () => {
      if (isTenantAllowed(activity)) return turn(activity)
      // A stranger's word tells that the conversation has strangers in it, though nothing else of it is heard.
      if (isTenantAllowed({ ...activity, tenants: activity.tenants.slice(0, 1) })) await known.rememberShared(activity)
      log.warn({ tenants: activity.tenants }, 'Teams activity refused: its tenant is not on the list')
      return { status: 403 }
    })
    if (admission.kind === 'admitted') return admission.response ?? { status: 200 }
    log.warn({ reason: admission.reason }, `Teams activity not admitted: ${admission.kind}`)
    return { status: admission.kind === 'refused' ? 401 : 503 }
  }

  return {
    platform,
    async handle(request, response) {
      const answer = respond(request).catch((error): InvokeResponse => {
        log.error(
          { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
          'Teams activity failed',
        )
        return { status: 503 }
      })
      underWay.add(answer)
      end(response, await answer)
      underWay.delete(answer)
    },
    async stop() {
      stopped = true
      await Promise.allSettled([...underWay])
    },
  }
}

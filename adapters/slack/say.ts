/** The ways by which an answer can still reach the person once the request was acknowledged. */
import type { Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import type { Clients } from './clients.ts'
import type { MessageBody } from './render-form.ts'
import { literal, respond } from './response-url.ts'
import { isSlacks } from './slack-hosts.ts'

export interface Addressee {
  installation: Installation
  user: string
  /** Where the person is; ephemeral answers appear there. */
  channel?: string
  thread?: string
  responseUrl?: string
}

export interface SayOptions {
  clients: Clients
  log: Log
  apiUrl?: string
}

/** Tries the ways in turn and rejects never: the last failure is logged. A lost answer of Slack's may show an answer twice. */
async function inTurn(log: Log, ways: [name: string, go: () => Promise<unknown>][]): Promise<void> {
  for (const [way, go] of ways) {
    try {
      await go()
      return
    } catch (error) {
      log.warn({ way, reason: String(error) }, 'an answer did not reach Slack this way')
    }
  }
  log.error({ ways: ways.map(([way]) => way) }, 'an answer reached nobody')
}

/** To this person alone: by the response address, else as an ephemeral message, else in their own conversation. */
export function sayPrivately({ clients, log, apiUrl }: SayOptions, to: Addressee, body: MessageBody): Promise<void> {
  const client = clients.for(to.installation, 'interactive')
  const thread = to.thread ? { thread_ts: to.thread } : {}
  const message = { ...literal, ...body }
  const { responseUrl, channel, user } = to
  const ways: [string, () => Promise<unknown>][] = []
  if (responseUrl && isSlacks(responseUrl, apiUrl))
    ways.push(['response_url', () => respond(responseUrl, { ...body, ...thread })])
  if (channel && !channel.startsWith('D') && channel !== user) {
    ways.push(['ephemeral', () => client.chat.postEphemeral({ channel, user, ...thread, ...message } as never)])
  }
  ways.push(['direct', () => client.chat.postMessage({ channel: user, ...message } as never)])
  return inTurn(log, ways)
}

/** In the conversation between the bot and one person, as an ordinary message that stays. */
export function sayDirectly(
  options: SayOptions,
  to: Addressee & { channel: string },
  body: MessageBody,
): Promise<void> {
  const client = options.clients.for(to.installation, 'interactive')
  const thread = to.thread ? { thread_ts: to.thread } : {}
  const { responseUrl } = to
  return inTurn(options.log, [
    ['message', () => client.chat.postMessage({ channel: to.channel, ...thread, ...literal, ...body } as never)],
    ...(responseUrl && isSlacks(responseUrl, options.apiUrl)
      ? [['response_url', () => respond(responseUrl, { ...body, ...thread })] as [string, () => Promise<unknown>]]
      : []),
  ])
}

/** The real adapter behind a real HTTP server, with a simulated Slack that speaks to it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DeedOutcome, SlackMessage, SlackView } from '../../../../adapters/playground/contract.ts'
import {
  type SlackSimulator,
  type SlackSimulatorOptions,
  signSlackRequest,
  startSlackSimulator,
} from '../../../../adapters/playground/slack/simulator.ts'
import { type SlackAdapter, type SlackAdapterOptions, slackAdapter } from '../../../../adapters/slack/adapter.ts'
import { botEvents, botScopes } from '../../../../adapters/slack/surface.ts'
import type { Installation, Installations } from '../../../../src/bot/bot.ts'
import { ScriptedBot } from './scripted-bot.ts'

export const customer = 'U0CUSTOMER0'
export const general = 'C0GENERAL00'
export const secret = 'a-signing-secret-of-a-test'

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error'
  details: Record<string, unknown>
  message: string | undefined
}

export class KeptInstallations implements Installations {
  readonly rows = new Map<string, Installation>()
  readonly asked: string[] = []
  find: Installations['find'] = async ({ workspace = '' }) => {
    this.asked.push(workspace)
    return this.rows.get(workspace)
  }
  async save(installation: Installation) {
    this.rows.set(installation.workspace, installation)
  }
  async remove({ workspace = '' }: { workspace?: string }) {
    this.rows.delete(workspace)
  }
}

export interface House {
  bot: ScriptedBot
  slack: SlackSimulator
  adapter: SlackAdapter
  installations: KeptInstallations
  log: LogLine[]
  url: string
  /** Posts anything, signed as asked. */
  post(body: string, headers?: Record<string, string>, sign?: { at?: number; secret?: string }): Promise<Response>
  form(fields: Record<string, string>): Promise<Response>
  interact(payload: object): Promise<Response>
  deed: SlackSimulator['act']
  slash(text: string, channel?: string): Promise<DeedOutcome>
  messages(channel?: string): SlackMessage[]
  modals(): SlackView[]
  direct(): Promise<string>
  /** Waits, without a clock in the assertion, until it is so. */
  until<T>(what: () => T | undefined | false): Promise<T>
  close(): Promise<void>
}

export async function slackHouse(
  options: Partial<SlackSimulatorOptions> = {},
  adapterOptions: Partial<SlackAdapterOptions> = {},
): Promise<House> {
  const slack = await startSlackSimulator({
    signingSecret: secret,
    scopes: [...botScopes],
    events: [...botEvents],
    strict: { perChannelMs: 0 },
    retryDelaysMs: [],
    ...options,
  })
  const bot = new ScriptedBot()
  const installations = new KeptInstallations()
  const { team } = slack.state()
  await installations.save({
    platform: 'slack',
    workspace: team.id,
    token: slack.token,
    botUser: slack.botUser,
    scopes: [],
  })
  const log: LogLine[] = []
  const at = (level: LogLine['level']) => (details: object, message?: string) =>
    log.push({ level, details: details as Record<string, unknown>, message })
  const adapter = slackAdapter({
    bot,
    installations,
    signingSecret: secret,
    apiUrl: slack.apiUrl,
    command: '/support',
    reactions: { ticket: 'case.open' },
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    ...adapterOptions,
  })
  const server: Server = createServer(adapter.listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  slack.setEventsUrl(url)
  await adapter.start()

  const post: House['post'] = (body, headers = {}, sign = {}) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...signSlackRequest(sign.secret ?? secret, body, sign.at ?? Math.floor(Date.now() / 1000)),
        ...headers,
      },
    })
  const form: House['form'] = (fields) =>
    post(new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' })

  return {
    bot,
    slack,
    adapter,
    installations,
    log,
    url,
    post,
    form,
    interact: (payload) => form({ payload: JSON.stringify(payload) }),
    deed: slack.act,
    slash: (text, channel = general) => slack.act({ do: 'slash', user: customer, channel, text, command: '/support' }),
    messages: (channel) => slack.state().messages.filter((message) => !channel || message.channel === channel),
    modals: () => slack.state().modals,
    async direct() {
      await slack.act({ do: 'home', user: customer, tab: 'messages' })
      return slack.state().conversations.find(({ kind, user }) => kind === 'direct' && user === customer)!.id
    },
    async until(what) {
      for (;;) {
        const found = what()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async close() {
      await adapter.stop()
      await slack.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

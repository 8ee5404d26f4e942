/** A simulated tenant, the adapter on a port of its own, and a small bot behind it: everything over HTTP. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SharedFile, TeamsDeed } from '../../../adapters/playground/contract.ts'
import { defaultConversations } from '../../../adapters/playground/teams/default-tenant.ts'
import {
  startTeamsSimulator,
  type TeamsSimulator,
  type TeamsSimulatorOptions,
} from '../../../adapters/playground/teams/simulator.ts'
import { type TeamsAdapterOptions, teamsAdapter } from '../../../adapters/teams/adapter.ts'
import { rows, type SmallBot, smallBot } from './small-bot.ts'

export const appId = '0f5a2c74-6f0e-4d6c-9d6e-5a4f0f6c2b11'
export const tenantId = '5c8a3b1e-90d2-4f6c-8a17-2f4be0c6d911'
export const hanako = '7d0f4a52-1b6e-4c39-9a80-53e1c2f7b604'
export const emma = 'c2b91e07-4d58-4a1f-b6c3-88f0d97a2e15'
export const personal = 'a:1personal-1'
export const channel = '19:9f3c5d7a1e2b4c6d8f00@thread.tacv2'

export const chat = '19:abcdef0123456789@thread.v2'

/** A tenant that let the bot read along in its channel, and in a group chat. */
export const reading: TeamsSimulatorOptions = {
  readsChannels: true,
  limits: false,
  conversations: [...defaultConversations, { id: chat, name: 'Both', kind: 'groupChat', members: [hanako, emma] }],
}

export const sharedFile = (name: string, text: string, type?: string): SharedFile => ({
  name,
  base64: Buffer.from(text).toString('base64'),
  ...(type ? { type } : {}),
})

export const secret = { kind: 'secret', appId, password: 'not-a-password', tenantId } as const

interface Setting {
  adapter?: Partial<TeamsAdapterOptions>
  /** Authentication in both directions, with the simulator in Microsoft's place. */
  guarded?: boolean
  simulator?: TeamsSimulatorOptions
  bot?: SmallBot
}

const guardedBy = (simulator: TeamsSimulator): Partial<TeamsAdapterOptions> => ({
  credentials: secret,
  allowedTenants: [tenantId],
  openIdMetadataUrl: simulator.openIdMetadataUrl,
  serviceUrlHosts: ['127.0.0.1'],
  accessToken: async () => 'token-of-the-bot',
})

export async function openWorkplace(setting: Setting = {}) {
  const simulator = await startTeamsSimulator({ ...(setting.guarded ? { appId } : {}), ...setting.simulator })
  const bot = setting.bot ?? smallBot()
  const references = rows()
  const lines: { level: string; fields: object; message: string }[] = []
  const log = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message })
  const adapter = teamsAdapter({
    bot,
    references,
    credentials: { kind: 'anonymous' },
    allowedTenants: [],
    host: '127.0.0.1',
    log: { debug: log('debug'), warn: log('warn'), error: log('error') },
    ...(setting.guarded ? guardedBy(simulator) : {}),
    ...setting.adapter,
  })
  const server = createServer((request, response) => void adapter.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`
  simulator.setMessagesUrl(url)
  return {
    simulator,
    bot,
    references,
    adapter,
    url,
    lines,
    act: (deed: TeamsDeed) => simulator.act(deed),
    /** What the bot posted, typing aside. */
    sent: () => simulator.calls.filter(({ operation }) => operation === 'sendActivity'),
    async close() {
      await adapter.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await simulator.close()
    },
  }
}

export type Workplace = Awaited<ReturnType<typeof openWorkplace>>

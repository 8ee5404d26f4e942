/** Starts the simulated Slack workspace, Teams tenant and mailbox, and serves the page that shows them side by side. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import {
  slackChannels,
  slackPeople,
  slackTeam,
  teamsConversations,
  teamsPeople,
  teamsTenant,
  triageChannel,
} from './cast.ts'
import { startMailbox } from './mailbox.ts'
import { type PlaygroundOptions, playgroundRoutes } from './page-routes.ts'
import { startSlackSimulator } from './slack/simulator.ts'
import { startTeamsSimulator } from './teams/simulator.ts'

export interface PlaygroundStart {
  /** With the slash: `/support`. */
  slackCommand: string
  clock: PlaygroundOptions['clock']
  hints: PlaygroundOptions['hints']
  words: PlaygroundOptions['words']
  guide: PlaygroundOptions['guide']
}

export interface RunningPlayground {
  /** What the real adapters need in order to take the simulators for the real services. */
  slack: {
    signingSecret: string
    botToken: string
    apiUrl: string
    triageChannel: string
    team: string
    botUser: string
  }
  teams: { tenantId: string; serviceUrl: string }
  mail: { smtpUrl: string; from: string }
  mount(app: FastifyInstance): Promise<void>
  /** Tells the simulators where the bot listens; until then people do nothing. */
  connect(address: string): void
  close(): Promise<void>
}

/** Starts everything on free ports of 127.0.0.1. */
export async function startPlayground(options: PlaygroundStart): Promise<RunningPlayground> {
  const listeners = new Set<() => void>()
  const onChange = () => {
    for (const listener of listeners) listener()
  }
  // New secrets at every start: the simulators live as long as the process.
  const signingSecret = randomBytes(16).toString('hex')
  const [slack, teams, mailbox] = await Promise.all([
    startSlackSimulator({ signingSecret, team: slackTeam, people: slackPeople, channels: slackChannels, onChange }),
    startTeamsSimulator({ tenant: teamsTenant, people: teamsPeople, conversations: teamsConversations, onChange }),
    startMailbox({ onChange }),
  ])
  return {
    slack: {
      signingSecret,
      botToken: slack.token,
      apiUrl: slack.apiUrl,
      triageChannel,
      team: slackTeam.id,
      botUser: slack.botUser,
    },
    teams: { tenantId: teamsTenant.id, serviceUrl: teams.serviceUrl },
    mail: { smtpUrl: mailbox.smtpUrl, from: 'Anshin <support@vendor.example>' },
    async mount(app) {
      await app.register(async (scope) =>
        playgroundRoutes(scope, {
          ...options,
          slack,
          teams,
          mailbox,
          onChange(listener) {
            listeners.add(listener)
            return () => listeners.delete(listener)
          },
        }),
      )
    },
    connect(address) {
      slack.setEventsUrl(`${address}/slack/events`)
      teams.setMessagesUrl(`${address}/api/messages`)
    },
    async close() {
      await Promise.all([slack.close(), teams.close(), mailbox.close()])
    },
  }
}

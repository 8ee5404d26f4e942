/** The platforms around the bot, in the test's own process: they outlive every kill and remember what reached people. */
import { randomBytes } from 'node:crypto'
import type { SimulatedPerson, SlackState, TeamsConversation, TeamsState } from '../../adapters/playground/contract.ts'
import { type Mailbox, startMailbox } from '../../adapters/playground/mailbox.ts'
import { type SlackSimulator, startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import type { Bot, Environment } from './bot-process.ts'
import type { Errand } from './errand.ts'

export interface Platforms {
  slack: SlackSimulator
  teams: TeamsSimulator
  /** What stands on the screens now; copied at most once a change, however many people look. */
  screens(): { slack: SlackState; teams: TeamsState }
  mailbox: Mailbox
  /** The variables by which a bot finds them. */
  env: Environment
  /** Since when no bot is ended any more before it had time to answer. */
  calmSince: number
  /** What people are at just now. */
  errands: Set<Errand>
  /** Where the platforms send what people do; undefined: nobody listens. */
  connect(bot: Pick<Bot, 'address'> | undefined): void
  close(): Promise<void>
}

export const channel = 'C0GENERAL'
export const triage = 'C0TRIAGE'
export const teamsTriage = '19:support-triage@thread.tacv2'

/** English readers, so that a test may look for the English words. */
const person = (id: string, n: number, platform: string): SimulatedPerson => ({
  id,
  name: `${platform} person ${n}`,
  email: `${platform}${n}@customer-${platform}-${n}.example`,
  locale: 'en-US',
  zone: 'Asia/Taipei',
  role: 'customer',
})

export const slackPeople = (count: number): SimulatedPerson[] =>
  Array.from({ length: count }, (_, n) => person(`U0S${String(n).padStart(3, '0')}`, n, 'slack'))
export const teamsPeople = (count: number): SimulatedPerson[] =>
  Array.from({ length: count }, (_, n) => person(`b2e0d1c3-0000-4e6b-9c11-${String(n).padStart(12, '0')}`, n, 'teams'))

/** The vendor's channel in Teams, and each engineer's own conversation with the bot. */
const vendorConversations = (people: SimulatedPerson[]): TeamsConversation[] => [
  ...people.map(({ id, name }) => ({ id: `a:1${id}`, name, kind: 'personal' as const, user: id, members: [id] })),
  {
    id: teamsTriage,
    name: 'Support triage',
    kind: 'channel',
    members: people.map(({ id }) => id),
    team: { id: '19:support@thread.tacv2', name: 'Support' },
  },
]

/** Simulators for so many people; every pace and limit of the platforms is off unless `paced`. */
export async function startPlatforms(count: {
  slack: number
  teams: number
  seed?: number
  paced?: boolean
  /** So many of Slack's people, the first ones, sit in the triage channel; any: Teams' people sit in theirs. */
  engineers?: number
  /** How long the platforms wait for the bot's answer. Their own: three and eight seconds. */
  patienceMs?: number
  /** Slack's own: at once, a minute, five minutes. The bot is away for seconds here. */
  retryDelaysMs?: number[]
}): Promise<Platforms> {
  const signingSecret = randomBytes(16).toString('hex')
  const people = slackPeople(count.slack)
  const seed = count.seed ?? 1
  let slackSeen: SlackState | undefined
  let teamsSeen: TeamsState | undefined
  const slack = await startSlackSimulator({
    signingSecret,
    onChange: () => {
      slackSeen = undefined
    },
    seed,
    people,
    channels: [
      { id: channel, name: 'general', kind: 'channel', members: people.map(({ id }) => id) },
      {
        id: triage,
        name: 'support-triage',
        kind: 'channel',
        members: people.slice(0, count.engineers ?? 0).map(({ id }) => id),
        private: true,
      },
    ],
    ...(count.patienceMs ? { answerMs: count.patienceMs } : {}),
    retryDelaysMs: count.retryDelaysMs ?? [300, 1500, 4000],
    ...(count.paced ? {} : { strict: { perChannelMs: 0 } }),
  })
  const there = teamsPeople(count.teams)
  const teams = await startTeamsSimulator({
    people: there,
    ...(count.engineers ? { conversations: vendorConversations(there) } : {}),
    seed,
    limits: count.paced ?? false,
    answerWithinMs: count.patienceMs ?? 8000,
    onChange: () => {
      teamsSeen = undefined
    },
  })
  const mailbox = await startMailbox({ seed })
  return {
    slack,
    teams,
    mailbox,
    screens() {
      slackSeen ??= slack.state()
      teamsSeen ??= teams.state()
      return { slack: slackSeen, teams: teamsSeen }
    },
    calmSince: Date.now(),
    errands: new Set(),
    env: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: slack.token,
      SLACK_API_URL: slack.apiUrl,
      SLACK_TRIAGE_CHANNEL: triage,
      TEAMS_ANONYMOUS: 'true',
      SMTP_URL: mailbox.smtpUrl,
      MAIL_FROM: 'Anshin <support@vendor.example>',
      TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
    connect(bot) {
      slack.setEventsUrl(bot ? `${bot.address}/slack/events` : 'http://127.0.0.1:9/')
      teams.setMessagesUrl(bot ? `${bot.address}/api/messages` : 'http://127.0.0.1:9/')
    },
    async close() {
      await Promise.all([slack.close(), teams.close(), mailbox.close()])
    },
  }
}

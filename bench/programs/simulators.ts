/** The simulated Slack, Teams and mail server in a process of their own; prints as JSON what a bot needs in order to use them. */
import { randomBytes } from 'node:crypto'
import { startMailbox } from '../../adapters/playground/mailbox.ts'
import { startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { startTeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import { teamId, users } from '../workspace.ts'

const signingSecret = randomBytes(16).toString('hex')
const appId = '6f1c2f0e-5a1b-4c55-9d7e-0a6a4d8e2b11'
const tenant = { id: 'b2a6a1d4-7c11-4a55-8a2f-3d0f6c1e9a77', name: 'Benchmark' }

const [slack, teams, mailbox] = await Promise.all([
  startSlackSimulator({
    signingSecret,
    team: { id: teamId, name: 'Benchmark' },
    people: users.map(({ id, language }) => ({
      id,
      name: id,
      email: `${id.toLowerCase()}@bench.example`,
      locale: language,
      zone: 'Asia/Taipei',
      role: 'customer',
    })),
    // Two hundred people are met within seconds here; real ones come over hours.
    strict: { tiers: false },
  }),
  startTeamsSimulator({ appId, tenant }),
  startMailbox(),
])

const env = {
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_BOT_TOKEN: slack.token,
  SLACK_API_URL: slack.apiUrl,
  TEAMS_APP_ID: appId,
  TEAMS_APP_PASSWORD: randomBytes(16).toString('hex'),
  TEAMS_TENANT_ID: tenant.id,
  TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
  SMTP_URL: mailbox.smtpUrl,
  MAIL_FROM: 'support@vendor.example',
}
console.log(`simulators ${JSON.stringify(env)}`)
process.on('SIGTERM', () => process.exit(0))

/** The control: what the SDK and one query cost with nothing else. Its receiver is Bolt's default one. */
import bolt from '@slack/bolt'
import pg from 'pg'

const env = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}

const pool = new pg.Pool({ connectionString: env('DATABASE_URL'), max: 10 })
const app = new bolt.App({
  signingSecret: env('SLACK_SIGNING_SECRET'),
  // As Bolt's own examples do for one workspace, without asking Slack at start-up whose the token is.
  token: env('SLACK_BOT_TOKEN'),
  botId: 'B0BENCH',
  botUserId: 'U0BENCH',
  logLevel: bolt.LogLevel.ERROR,
})

const lastDay = `SELECT a.ends_on::text AS day FROM licenses l JOIN agreements a ON a.serial = l.serial
  WHERE l.display_serial = $1 ORDER BY a.ends_on DESC LIMIT 1`

let underWay = 0
app.command('/support', async ({ command, ack }) => {
  underWay++
  try {
    await ack('one moment')
    const { rows } = await pool.query<{ day: string }>(lastDay, [command.text.replace('coverage ', '')])
    if (!rows[0]?.day) throw new Error(`no agreement for ${command.text}`)
  } finally {
    underWay--
  }
})

// Acknowledged is not done: a round is over when the last query is.
process.on('message', (question) => {
  if (question === 'done?') process.send?.({ underWay })
})

const server = await app.start(Number(process.env.PORT ?? 0))
const address = server.address()
console.log(`bare Bolt listens on http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
process.on('SIGTERM', () => process.exit(0))

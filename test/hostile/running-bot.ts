/** The whole bot with its real adapters among simulated platforms, and ways to send it what no honest client would send. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  slackChannels,
  slackPeople,
  slackTeam,
  teamsConversations,
  teamsPeople,
  teamsTenant,
  triageChannel,
} from '../../adapters/playground/cast.ts'
import { type Mailbox, startMailbox } from '../../adapters/playground/mailbox.ts'
import {
  type SlackSimulator,
  signSlackRequest,
  startSlackSimulator,
} from '../../adapters/playground/slack/simulator.ts'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import { writeDemo } from '../../prisma/demo/make-demo.ts'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { making } from '../../src/import/making.ts'
import { runImport } from '../../src/import/run-import.ts'
import { createLog } from '../../src/log.ts'
import type { Database } from '../../src/store/database.ts'
import { createVendorDataStore } from '../../src/store/vendor-data.ts'
import { root } from '../support/locale-files.ts'

const signingSecret = 'the signing secret of the hostile tests'

/** With it a test makes links as the bot does. */
export const linkSecret = 'the link secret of the hostile tests, long enough'

export { slackTeam, teamsTenant, triageChannel }

export interface Answer {
  status: number
  text: string
  json: any
}

export interface RunningBot {
  address: string
  slack: SlackSimulator
  teams: TeamsSimulator
  mailbox: Mailbox
  db: Database
  /** Where the bot keeps files. */
  filesFolder: string
  /** Every route of the server: `/healthz (GET, HEAD)`. */
  routes: string
  /** What was logged as an error. */
  faults: string[]
  advance(minutes: number): void
  /** What is done each minute. */
  moveCases(): Promise<void>
  /** Any bytes with any headers. */
  post(path: string, body: string | Buffer, headers?: Record<string, string>, method?: string): Promise<Answer>
  /** A body as Slack signs it; each part can be given otherwise. */
  signed(
    body: string,
    how?: { type?: string; timestamp?: number; secret?: string; signature?: string },
  ): Promise<Answer>
  /** `/support …` of a person, whose answer is what Slack would show. */
  slash(user: string, text: string, more?: Record<string, string>): Promise<Answer>
  /** A form of ours as a client sends it, with any command and values. */
  submit(
    user: string,
    command: string,
    hidden: Record<string, unknown>,
    values: Record<string, unknown>,
  ): Promise<Answer>
  /** A button with any value. */
  press(user: string, value: string, more?: object): Promise<Answer>
  /** An interaction of any shape. */
  interact(payload: object): Promise<Answer>
  /** Rows of what the bot keeps, but for what came in and what platforms told. */
  counts(): Promise<Record<string, number>>
  stop(): Promise<void>
}

let serial = 0
/** Every deed has a trigger of its own, as Slack's do. */
export const trigger = (): string => `${++serial}.${serial}.hostile`

export const base = (user: string) => ({
  token: 'x',
  team: { id: slackTeam.id, domain: 'x' },
  user: { id: user, username: user, name: user, team_id: slackTeam.id },
  api_app_id: 'A0ANSHIN',
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: trigger(),
})

export async function startRunningBot(): Promise<RunningBot> {
  const dataDir = mkdtempSync(join(tmpdir(), 'anshin-hostile-'))
  let aheadMs = 0
  const faults: string[] = []
  const [slack, teams, mailbox] = await Promise.all([
    startSlackSimulator({ signingSecret, team: slackTeam, people: slackPeople, channels: slackChannels }),
    startTeamsSimulator({ tenant: teamsTenant, people: teamsPeople, conversations: teamsConversations, limits: false }),
    startMailbox(),
  ])
  const now = () => new Date(Date.parse('2026-11-22T02:00:00Z') + aheadMs)
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' })
  let db!: Database
  let routes = ''
  const running = await compose({
    config: {
      ...config,
      linkSecrets: [linkSecret],
      slack: { signingSecret, botToken: slack.token, apiUrl: slack.apiUrl, triageChannel },
      teams: { credentials: { kind: 'anonymous' }, allowedTenants: [teamsTenant.id] },
      mail: { smtpUrl: mailbox.smtpUrl, from: 'Anshin <support@vendor.example>' },
    },
    log: createLog('error', (line) => void faults.push(line)),
    root,
    now,
    async prepare(database, secrets) {
      db = database
      const demo = await writeDemo('2026-11-22' as LocalDate)
      const store = createVendorDataStore(database.pool)
      await runImport({ path: demo.folder, at: now(), making: making('Asia/Taipei', secrets), store })
      await demo.writeFiles(join(dataDir, 'files'))
      await demo.remove()
    },
    async mount(app) {
      routes = app.printRoutes()
    },
  })
  slack.setEventsUrl(`${running.address}/slack/events`)
  teams.setMessagesUrl(`${running.address}/api/messages`)

  const post: RunningBot['post'] = (path, body, headers = {}, method = 'POST') =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.from(body)
      const sent = request(
        `${running.address}${path}`,
        { method, headers: { 'content-length': String(bytes.length), ...headers }, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            const isJson = String(response.headers['content-type']).includes('json')
            resolve({ status: response.statusCode!, text, json: isJson && text ? JSON.parse(text) : undefined })
          })
        },
      )
      // A refused body is not read to its end: the connection may close while we still write.
      let answered = false
      sent.on('response', () => {
        answered = true
      })
      sent.on('error', (fault) => answered || reject(fault))
      sent.end(bytes)
    })

  const bot: RunningBot = {
    address: running.address,
    slack,
    teams,
    mailbox,
    get db() {
      return db
    },
    filesFolder: join(dataDir, 'files'),
    get routes() {
      return routes
    },
    faults,
    advance: (minutes) => {
      aheadMs += minutes * 60_000
    },
    moveCases: running.moveCases,
    post,
    signed(body, { type = 'application/x-www-form-urlencoded', timestamp, secret = signingSecret, signature } = {}) {
      const headers = signSlackRequest(secret, body, timestamp ?? Math.floor(Date.now() / 1000))
      return post('/slack/events', body, {
        'content-type': type,
        ...headers,
        ...(signature === undefined ? {} : { 'x-slack-signature': signature }),
      })
    },
    slash: (user, text, more = {}) =>
      bot.signed(
        new URLSearchParams({
          command: '/support',
          text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
          team_id: slackTeam.id,
          channel_id: 'C0GENERAL',
          channel_name: 'general',
          user_id: user,
          api_app_id: 'A0ANSHIN',
          trigger_id: trigger(),
          response_url: `${slack.apiUrl}none`,
          ...more,
        }).toString(),
      ),
    interact: (payload) => bot.signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString()),
    submit: (user, command, hidden, values) =>
      bot.interact({
        type: 'view_submission',
        ...base(user),
        view: {
          id: 'V0HOSTILE',
          type: 'modal',
          callback_id: command,
          private_metadata: JSON.stringify({ command, values: hidden }),
          blocks: Object.keys(values).map((name) => ({ type: 'input', block_id: `${command}/${name}` })),
          state: {
            values: Object.fromEntries(
              Object.entries(values).map(([name, value]) => [
                `${command}/${name}`,
                { [name]: { type: 'plain_text_input', value } },
              ]),
            ),
          },
        },
      }),
    press: (user, value, more = {}) =>
      bot.interact({
        type: 'block_actions',
        ...base(user),
        container: { type: 'message', message_ts: '1.1', channel_id: 'C0GENERAL', is_ephemeral: true },
        channel: { id: 'C0GENERAL', name: 'general' },
        response_url: '',
        actions: [{ type: 'button', action_id: 'view.0', block_id: 'b', value, action_ts: String(Math.random()) }],
        ...more,
      }),
    async counts() {
      const { rows } = await db.pool.query(`
        SELECT (SELECT count(*) FROM contacts)::int AS contacts, (SELECT count(*) FROM organizations)::int AS organizations,
          (SELECT count(*) FROM sign_ups)::int AS "signUps", (SELECT count(*) FROM audit_entries)::int AS audit,
          (SELECT count(*) FROM licenses WHERE registered_at IS NOT NULL)::int AS registered,
          (SELECT count(*) FROM chat_identities WHERE contact_id IS NOT NULL)::int AS linked,
          (SELECT count(*) FROM happenings)::int AS happenings`)
      return rows[0]
    },
    async stop() {
      await running.stop()
      await Promise.all([slack.close(), teams.close(), mailbox.close()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return bot
}

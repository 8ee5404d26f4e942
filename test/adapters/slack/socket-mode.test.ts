import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type SlackAdapter, slackAdapter } from '../../../adapters/slack/adapter.ts'
import { asks, ScriptedBot, shows } from './support/scripted-bot.ts'
import { KeptInstallations } from './support/slack-house.ts'
import { type SlackSocket, slackSocket } from './support/slack-socket.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const bot = new ScriptedBot()
let socket: SlackSocket
let adapter: SlackAdapter

beforeAll(async () => {
  socket = await slackSocket()
  const installations = new KeptInstallations()
  await installations.save({ platform: 'slack', workspace: 'T1', token: 'xoxb-1', botUser: 'UBOT', scopes: [] })
  adapter = slackAdapter({
    bot,
    installations,
    signingSecret: 'unused-by-the-socket',
    appToken: 'xapp-1',
    apiUrl: socket.apiUrl,
    command: '/support',
    log: quiet,
  })
  await adapter.start()
  await socket.connected
})
afterAll(async () => {
  await adapter.stop()
  await socket.close()
})
beforeEach(() => {
  bot.script = () => shows('Answer')
  bot.accepting = async () => {}
})

let counter = 0
const message = () => ({
  type: 'event_callback',
  event_id: `Ev${++counter}`,
  team_id: 'T1',
  event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'help', ts: `1.${counter}` },
})

test('a slash command over the socket is answered with its acknowledgement', async () => {
  const { payload } = await socket.send('slash_commands', {
    command: '/support',
    text: 'coverage',
    team_id: 'T1',
    user_id: 'U1',
    channel_id: 'C1',
    trigger_id: 't1',
  })
  expect(payload).toMatchObject({ response_type: 'ephemeral', text: 'Answer' })
  expect(bot.answered.at(-1)?.request).toEqual({ kind: 'said', text: 'coverage' })
})

test('an event over the socket is acknowledged when it stands in the inbox', async () => {
  let record = () => {}
  bot.accepting = () =>
    new Promise((resolve) => {
      record = resolve
    })
  const before = socket.acknowledged()
  const acknowledged = socket.send('events_api', message())
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(socket.acknowledged()).toBe(before)
  record()
  await acknowledged
  expect(bot.accepted.at(-1)?.request).toMatchObject({ kind: 'said', text: 'help' })
})

test('an event that could not be recorded stays unacknowledged, so that Slack sends it again', async () => {
  bot.accepting = async () => {
    throw new Error('no database')
  }
  const event = message()
  let acknowledged = false
  void socket.send('events_api', event).then(() => {
    acknowledged = true
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(acknowledged).toBe(false)
  bot.accepting = async () => {}
  await socket.send('events_api', event)
  expect(bot.accepted.at(-1)?.key).toBe(`slack:T1:D1:${event.event.ts}`)
})

test('a submitted form over the socket gets its next view', async () => {
  bot.script = () => asks({ command: 'register.confirm', title: 'Confirm' })
  const { payload } = await socket.send('interactive', {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    trigger_id: 't2',
    view: {
      id: 'V1',
      hash: 'h',
      private_metadata: '{"command":"register","values":{}}',
      state: { values: {} },
      blocks: [],
    },
  })
  expect(payload).toMatchObject({ response_action: 'update', view: { title: { text: 'Confirm' } } })
})

test('what nobody listens for is acknowledged', async () => {
  const closed = { type: 'view_closed', team: { id: 'T1' }, user: { id: 'U1' }, view: { id: 'V1' } }
  await socket.send('interactive', closed)
})

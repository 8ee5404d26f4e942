import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningBot, startRunningBot } from './running-bot.ts'

let bot: RunningBot
let before: Record<string, number>
beforeAll(async () => {
  bot = await startRunningBot()
  before = await bot.counts()
})
afterAll(() => bot?.stop())
/** After whatever came in: nothing is stored, nothing broke, and the next person is answered on both platforms. */
afterEach(async () => {
  expect(await bot.counts()).toEqual(before)
  expect(bot.faults.filter((line) => line.includes('something broke'))).toEqual([])
  expect((await bot.slash('U0OLGA', 'help')).json.blocks.length).toBeGreaterThan(3)
  const [person] = bot.teams.state().people
  const conversation = bot.teams.state().conversations.find(({ user }) => user === person!.id)!
  const said = bot.teams.compose(person!.id, conversation.id, 'help')
  expect((await bot.teams.post(said)).status).toBe(200)
})

describe('Teams', () => {
  const activity = (changes: object = {}) => {
    const [person] = bot.teams.state().people
    const conversation = bot.teams.state().conversations.find(({ user }) => user === person!.id)!
    return { ...bot.teams.compose(person!.id, conversation.id, 'help'), ...changes }
  }

  test.each([
    ['{}', () => ({})],
    ['no serviceUrl', () => activity({ serviceUrl: undefined })],
    ['an empty serviceUrl', () => activity({ serviceUrl: '' })],
    ['no type', () => activity({ type: undefined })],
    ['no conversation', () => activity({ conversation: undefined })],
    ['a conversation that is a list', () => activity({ conversation: [] })],
    ['no channel', () => activity({ channelId: undefined })],
    ['another channel', () => activity({ channelId: 'emulator' })],
    ['a serviceUrl that is an object', () => activity({ serviceUrl: {} })],
  ])('%s is answered 400', async (_what, made) => {
    expect((await bot.teams.post(made())).status).toBe(400)
  })

  test.each([
    ['http://attacker.example/'],
    ['https://attacker.example/'],
    ['https://smba.trafficmanager.net.attacker.example/'],
    ['http://127.0.0.1@attacker.example/'],
    ['http://user:password@127.0.0.1/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['http://169.254.169.254/latest'],
    ['http://[::ffff:10.0.0.1]/'],
  ])('a service url %s is refused: the bot sends no token and no request there', async (serviceUrl) => {
    expect((await bot.teams.post(activity({ serviceUrl }))).status).toBe(403)
  })

  test.each([
    ['another tenant', { conversation: { tenantId: 'b0000000-0000-4000-8000-000000000000' } }],
    ['a guest of another tenant', { from: { tenantId: 'b0000000-0000-4000-8000-000000000000' } }],
    ['a tenant beside the allowed one', { channelData: { tenant: { id: 'b0000000-0000-4000-8000-000000000000' } } }],
  ])('%s is refused', async (_what, changes: Record<string, object>) => {
    const made: any = activity()
    for (const [name, value] of Object.entries(changes)) made[name] = { ...made[name], ...value }
    expect((await bot.teams.post(made)).status).toBe(403)
  })

  test.each([
    ['malformed JSON', '{"type":', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'application/json', 400],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 415],
    ['text, as a web page can post it', '{}', 'text/plain', 415],
    ['no content type', '{}', '', 415],
    ['two megabytes', `{"a":"${'x'.repeat(2_000_000)}"}`, 'application/json', 413],
  ])('%s is refused', async (_what, body, type, status) => {
    expect((await bot.post('/api/messages', body, type ? { 'content-type': type } : {})).status).toBe(status)
  })

  test('a page that renamed itself to another host cannot speak to an anonymous bot', async () => {
    const headers = { 'content-type': 'application/json', host: 'attacker.example' }
    expect((await bot.post('/api/messages', JSON.stringify(activity()), headers)).status).toBe(403)
  })

  test.each([
    ['an invoke that nobody declared', { type: 'invoke', name: 'x/y', value: {} }],
    ['a task of nothing', { type: 'invoke', name: 'task/submit', value: null }],
    ['a task with data that is a text', { type: 'invoke', name: 'task/submit', value: { data: 'x' } }],
    ['a card action without an action', { type: 'invoke', name: 'adaptiveCard/action', value: {} }],
    ['a message action without a command', { type: 'invoke', name: 'composeExtension/fetchTask', value: {} }],
    ['a type that Teams does not have', { type: 'xyzzy' }],
    ['a value that is a list', { value: [1, 2] }],
    ['text that is a number', { text: 7 }],
    ['entities that are a text', { entities: 'x' }],
    ['no sender', { from: undefined }],
  ])('%s is answered with a status that Teams understands', async (_what, changes) => {
    expect([200, 400, 501]).toContain((await bot.teams.post(activity(changes))).status)
  })

  test('any JSON in any place of an activity gets a status and never stops the bot', async () => {
    const places = [
      'text',
      'value',
      'from',
      'recipient',
      'entities',
      'channelData',
      'locale',
      'name',
      'membersAdded',
      'id',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.jsonValue(),
        fc.constantFrom('message', 'invoke', 'conversationUpdate', 'installationUpdate'),
        async (place, value, type) => {
          const { status } = await bot.teams.post(activity({ type, [place]: value }))
          expect([200, 400, 403, 501]).toContain(status)
        },
      ),
      { numRuns: 60 },
    )
  })
})

import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningBot, slackTeam, startRunningBot, trigger } from './running-bot.ts'

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

const seconds = () => Math.floor(Date.now() / 1000)
const slashBody = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    command: '/support',
    text: 'help',
    team_id: slackTeam.id,
    user_id: 'U0OLGA',
    channel_id: 'C0GENERAL',
    trigger_id: trigger(),
    ...more,
  }).toString()

describe('Slack', () => {
  test.each([
    ['a signature by another secret', { secret: 'not the secret' }],
    ['an empty signature', { signature: '' }],
    ['half a signature', { signature: 'v0=abcdef' }],
    ['a signature that is no hex', { signature: `v0=${'z'.repeat(64)}` }],
    ['a signature of another version', { signature: `v1=${'a'.repeat(64)}` }],
    ['a signature of 10,000 letters', { signature: 'a'.repeat(10_000) }],
    ['a timestamp six minutes old', { timestamp: () => seconds() - 360 }],
    ['a timestamp six minutes ahead', { timestamp: () => seconds() + 360 }],
    ['a timestamp a year ahead', { timestamp: () => seconds() + 31_536_000 }],
    ['a timestamp of 1970', { timestamp: () => 0 }],
    ['a negative timestamp', { timestamp: () => -1 }],
    ['a timestamp in milliseconds', { timestamp: () => Date.now() }],
    ['a timestamp that is no number', { timestamp: () => Number.NaN }],
    ['an endless timestamp', { timestamp: () => Number.POSITIVE_INFINITY }],
  ])('%s is refused with 401', async (_what, { timestamp, ...how }: any) => {
    const answer = await bot.signed(slashBody(), { ...how, ...(timestamp ? { timestamp: timestamp() } : {}) })
    expect(answer).toMatchObject({ status: 401, text: '' })
  })

  test('a request without signature headers, or with a body changed after signing, is refused', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await bot.post('/slack/events', slashBody(), type)).status).toBe(401)
    expect((await bot.post('/slack/events', '', type)).status).toBe(401)
  })

  test.each([
    ['malformed JSON', '{"type":', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['a JSON list', '[]', 'application/json', 400],
    ['a JSON text', '"x"', 'application/json', 400],
    ['JSON null', 'null', 'application/json', 400],
    ['a malformed payload', 'payload=%7B%22type', 'application/x-www-form-urlencoded', 400],
    ['a payload that is a list', 'payload=%5B%5D', 'application/x-www-form-urlencoded', 400],
    ['a doubled field', 'command=/support&command=/other', 'application/x-www-form-urlencoded', 400],
    ['plain text', 'hello', 'text/plain', 415],
    ['XML', '<a/>', 'text/xml', 415],
    ['a multipart form', '--x--', 'multipart/form-data; boundary=x', 415],
  ])('%s is refused', async (_what, body, type, status) => {
    expect(await bot.signed(body, { type })).toMatchObject({ status })
  })

  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
    expect([404, 405]).toContain((await bot.post('/slack/events', '', {}, method)).status)
  })

  test('two megabytes are refused before anyone looks at them', async () => {
    expect((await bot.signed(`text=${'x'.repeat(2_000_000)}`)).status).toBe(413)
  })

  test.each([
    ['{}', {}],
    ['a type that Slack does not have', { type: 'no_such_thing' }],
    ['an action without actions', { type: 'block_actions', team: { id: slackTeam.id }, user: { id: 'U0OLGA' } }],
    [
      'actions that are no list',
      { type: 'block_actions', team: { id: slackTeam.id }, user: { id: 'U0OLGA' }, actions: 'x' },
    ],
    [
      'an action without a user',
      { type: 'block_actions', team: { id: slackTeam.id }, actions: [{ value: '{"command":"help"}' }] },
    ],
    [
      'a user that is null',
      { type: 'block_actions', team: { id: slackTeam.id }, user: null, actions: [{ value: '{}' }] },
    ],
    ['a submission without a view', { type: 'view_submission', team: { id: slackTeam.id }, user: { id: 'U0OLGA' } }],
    [
      'a view that is null',
      { type: 'view_submission', team: { id: slackTeam.id }, user: { id: 'U0OLGA' }, view: null },
    ],
    [
      'state that is a number',
      {
        type: 'view_submission',
        team: { id: slackTeam.id },
        user: { id: 'U0OLGA' },
        view: { id: 'V1', private_metadata: '{"command":"help"}', state: { values: 7 } },
      },
    ],
    [
      'state whose inputs are null',
      {
        type: 'view_submission',
        team: { id: slackTeam.id },
        user: { id: 'U0OLGA' },
        trigger_id: 't.null',
        view: { id: 'V1', private_metadata: '{"command":"help"}', state: { values: { a: { b: null } } } },
      },
    ],
    [
      'metadata of 100,000 letters',
      {
        type: 'view_submission',
        team: { id: slackTeam.id },
        user: { id: 'U0OLGA' },
        view: { id: 'V1', private_metadata: 'x'.repeat(100_000) },
      },
    ],
    [
      'a shortcut that nobody declared',
      {
        type: 'shortcut',
        callback_id: 'rm -rf',
        team: { id: slackTeam.id },
        user: { id: 'U0OLGA' },
        trigger_id: 't.short',
      },
    ],
    [
      'a team that did not install the bot',
      {
        type: 'block_actions',
        team: { id: 'T0FOREIGN' },
        user: { id: 'U1', team_id: 'T0FOREIGN' },
        actions: [{ value: '{"command":"help"}' }],
      },
    ],
    [
      'a team that is a list',
      { type: 'block_actions', team: [1], user: { id: 'U1' }, actions: [{ value: '{"command":"help"}' }] },
    ],
  ])('a signed interaction with %s is acknowledged or refused', async (_what, payload) => {
    expect([200, 400, 401, 404, 503]).toContain((await bot.interact(payload)).status)
  })

  test('a command of a team that did not install the bot is acknowledged and answered with nothing', async () => {
    const answer = await bot.signed(slashBody({ team_id: 'T0FOREIGN' }))
    expect(answer).toMatchObject({ status: 200, text: '' })
  })

  test.each([
    ['no event', { type: 'event_callback', team_id: slackTeam.id }],
    ['an event that is null', { type: 'event_callback', team_id: slackTeam.id, event: null }],
    ['an event without a type', { type: 'event_callback', team_id: slackTeam.id, event: {} }],
    [
      'a message without a channel',
      {
        type: 'event_callback',
        team_id: slackTeam.id,
        event: { type: 'message', user: 'U0OLGA', ts: '1.1', text: 'help' },
      },
    ],
    [
      'a message whose text is an object',
      {
        type: 'event_callback',
        team_id: slackTeam.id,
        event: { type: 'app_mention', user: 'U0OLGA', channel: 'C0GENERAL', ts: '2.2', text: { a: 1 } },
      },
    ],
    [
      'a message whose user is a number',
      {
        type: 'event_callback',
        team_id: slackTeam.id,
        event: { type: 'app_mention', user: 7, channel: 'C0GENERAL', ts: '2.3', text: 'help' },
      },
    ],
    [
      'an unknown team',
      {
        type: 'event_callback',
        team_id: 'T0FOREIGN',
        event: { type: 'app_mention', user: 'U1', channel: 'C1', ts: '2.4', text: 'help' },
      },
    ],
  ])('a signed event with %s is acknowledged or refused', async (_what, body) => {
    expect([200, 400, 503]).toContain((await bot.signed(JSON.stringify(body), { type: 'application/json' })).status)
  })

  test('the same bytes again do nothing: the second answer is empty, and so is the tenth', async () => {
    const timestamp = seconds()
    const body = slashBody({ text: 'language ja' })
    const first = await bot.signed(body, { timestamp })
    const again = await Promise.all(Array.from({ length: 9 }, () => bot.signed(body, { timestamp })))
    expect(first.text.length).toBeGreaterThan(0)
    expect(again.map(({ status, text }) => [status, text])).toEqual(Array(9).fill([200, '']))
    const { rows } = await bot.db.pool.query(
      `SELECT count(*)::int AS n FROM audit_entries WHERE action = 'language-chosen'`,
    )
    expect(rows).toEqual([{ n: 1 }])
    before = await bot.counts()
    await bot.slash('U0OLGA', 'language en')
    before = await bot.counts()
  })

  test('any bytes at all, signed or not, get a status and never stop the bot', async () => {
    const types = ['application/json', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', '']
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.string({ unit: 'binary', maxLength: 500 })),
        fc.constantFrom(...types),
        fc.boolean(),
        async (body, type, genuine) => {
          const { status } = await bot.signed(body, { type, ...(genuine ? {} : { secret: 'forged' }) })
          expect(genuine ? [200, 400, 415, 503] : [401]).toContain(status)
        },
      ),
      { numRuns: 60 },
    )
  })
})

import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { slackAdapter } from '../../../adapters/slack/adapter.ts'
import { asks, shows } from './support/scripted-bot.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())
beforeEach(() => {
  house.bot.answered.length = 0
  house.bot.script = () => shows('Answer')
  house.slack.reset()
})

const seconds = () => Math.floor(Date.now() / 1000)
let counter = 0
const slashForm = (more: Record<string, string> = {}) => ({
  command: '/support',
  text: 'help',
  team_id: house.slack.state().team.id,
  user_id: customer,
  channel_id: general,
  trigger_id: `trigger-${++counter}`,
  ...more,
})
const slashBody = (more?: Record<string, string>) => new URLSearchParams(slashForm(more)).toString()
const formType = { 'content-type': 'application/x-www-form-urlencoded' }

describe('only what Slack signed within five minutes is taken', () => {
  test.each([
    ['signed now', 0, 200],
    ['299 s old', -299, 200],
    ['310 s old', -310, 401],
    ['310 s in the future', 310, 401],
    ['a year in the future', 365 * 86_400, 401],
  ])('%s', async (_name, offset, status) => {
    const answer = await house.post(slashBody(), formType, { at: seconds() + offset })
    expect(answer.status).toBe(status)
    expect(house.bot.answered).toHaveLength(status === 200 ? 1 : 0)
  })

  test.each(['abc', '1e9', '-1', '', '12.5', String(9e15)])(
    'the timestamp %j is refused though it was signed',
    async (timestamp) => {
      const answer = await house.post(slashBody(), formType, { at: timestamp as unknown as number })
      expect(answer.status).toBe(401)
      expect(house.bot.answered).toHaveLength(0)
    },
  )

  test('another secret, a changed body, another version, a cut and a missing signature are refused', async () => {
    const body = slashBody()
    const answers = await Promise.all([
      house.post(body, formType, { secret: 'another' }),
      house.post(body, { ...formType, 'x-slack-signature': `v1=${'0'.repeat(64)}` }),
      house.post(body, { ...formType, 'x-slack-signature': 'v0=abc' }),
      house.post(body, { ...formType, 'x-slack-signature': '' }),
      fetch(house.url, { method: 'POST', body, headers: formType }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
    expect(house.bot.answered).toHaveLength(0)
  })

  test('a doubled signature header is refused even when both are right', async () => {
    const body = slashBody()
    const { signSlackRequest } = await import('../../../adapters/playground/slack/simulator.ts')
    const { secret } = await import('./support/slack-house.ts')
    const signed = signSlackRequest(secret, body, seconds())
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(
        house.url,
        {
          method: 'POST',
          headers: {
            ...formType,
            'x-slack-request-timestamp': signed['x-slack-request-timestamp'],
            'x-slack-signature': [signed['x-slack-signature'], signed['x-slack-signature']],
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => resolve(response.resume().statusCode),
      )
      sending.on('error', reject)
      sending.end(body)
    })
    expect(status).toBe(401)
  })

  test('the same bytes again are one happening', async () => {
    const at = seconds()
    const body = slashBody()
    const first = await house.post(body, formType, { at })
    const again = await house.post(body, formType, { at })
    expect([first.status, again.status]).toEqual([200, 200])
    expect(house.bot.answered).toHaveLength(1)
    expect(await again.text()).toBe('')
  })

  test('an empty secret is refused at start', () => {
    const { bot, installations } = house
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    expect(() => slackAdapter({ bot, installations, signingSecret: ' ', command: '/support', log })).toThrow(
      'SLACK_SIGNING_SECRET',
    )
  })
})

describe('what is sent in another form is read or refused, and never stops the bot', () => {
  test('a charset behind the content type changes nothing', async () => {
    const answers = await Promise.all([
      house.post(slashBody(), { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      house.post(JSON.stringify({ type: 'url_verification', challenge: 'c' }), {
        'content-type': 'Application/JSON; charset=utf-8',
      }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(house.bot.answered).toHaveLength(1)
  })

  test.each([
    ['malformed JSON', '{"type":', {}, 400],
    ['JSON that is no object', '[1]', {}, 400],
    ['a malformed payload', 'payload=%7B', formType, 400],
    ['a doubled field', 'command=/support&command=/other', formType, 400],
    ['another content type', 'x', { 'content-type': 'text/plain' }, 415],
    ['an empty object', '{}', {}, 200],
    ['an event without an event', '{"type":"event_callback","team_id":"T1"}', {}, 200],
    [
      'an interaction without a user',
      `payload=${encodeURIComponent('{"type":"block_actions","actions":[]}')}`,
      formType,
      503,
    ],
  ])('%s', async (_name, body, headers, status) => {
    expect((await house.post(body, headers)).status).toBe(status)
    expect((await house.form(slashForm())).status).toBe(200)
  })

  test('a body above 1 MB is refused, announced or not', async () => {
    const large = 'x'.repeat(1024 * 1024 + 1)
    expect((await house.post(large)).status).toBe(413)
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(
        house.url,
        { method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
        (response) => resolve(response.resume().statusCode),
      )
      sending.on('error', reject)
      sending.end(large)
    })
    expect(status).toBe(413)
    expect((await house.form(slashForm())).status).toBe(200)
  })

  test('words in any script arrive as they were typed', async () => {
    const text = '保固 ＯＭＦ 👩‍👩‍👧 العربية & <b> "'
    await house.slash(text)
    expect(house.bot.answered[0]?.request).toEqual({ kind: 'said', text })
  })

  test('the request URL is verified, an ssl check and other methods are answered', async () => {
    expect(await house.slack.verifyUrl()).toBe(true)
    expect((await house.form({ ssl_check: '1' })).status).toBe(200)
    expect((await fetch(house.url)).status).toBe(405)
  })
})

describe('everything is acknowledged, for silence is shown to the person as an error', () => {
  test.each([
    ['an unknown command', { command: '/other' }],
    ['a command of an unknown workspace', { team_id: 'T0UNKNOWN' }],
  ])('%s', async (_name, more) => {
    const answer = await house.form(slashForm(more))
    expect(answer.status).toBe(200)
    expect(house.bot.answered).toHaveLength(0)
    expect(house.log.at(-1)?.level).toBe('warn')
  })

  const interaction = (more: object) => ({
    team: { id: house.slack.state().team.id },
    user: { id: customer, team_id: house.slack.state().team.id },
    trigger_id: `trigger-${++counter}`,
    ...more,
  })
  test.each([
    [
      'a link button',
      { type: 'block_actions', actions: [{ action_id: 'a', type: 'button', url: 'https://example.com' }] },
    ],
    ['a button that is not ours', { type: 'block_actions', actions: [{ action_id: 'a', type: 'button', value: 'x' }] }],
    ['a closed view', { type: 'view_closed', view: { id: 'V1', callback_id: 'x' } }],
    [
      'a submission that is not ours',
      { type: 'view_submission', view: { id: 'V1', callback_id: 'x', private_metadata: '' } },
    ],
    ['options asked for', { type: 'block_suggestion', action_id: 'a', value: 'x' }],
    ['a type of tomorrow', { type: 'telepathy' }],
  ])('%s', async (_name, more) => {
    expect((await house.interact(interaction(more))).status).toBe(200)
    expect(house.bot.answered).toHaveLength(0)
  })

  test('a bot that takes long does not keep Slack waiting, and its answer arrives', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    house.bot.script = async () => {
      await held
      return shows('Late answer')
    }
    const outcome = await house.slash('slow')
    expect(outcome).toMatchObject({ ok: true, status: 200 })
    expect(outcome.body).toBeUndefined()
    release()
    const [message] = await house.until(() => house.messages().length > 0 && house.messages())
    expect(message).toMatchObject({ text: 'Late answer', ephemeralFor: customer })
  })

  test('a store that does not answer is a failure to Slack, not a lost command', async () => {
    const { find } = house.installations
    house.installations.find = async () => {
      throw new Error('no database')
    }
    const answer = await house.form(slashForm({ team_id: 'T0OTHER' }))
    house.installations.find = find
    expect(answer.status).toBe(503)
  })
})

test('stopping waits for what is under way and refuses what comes after', async () => {
  const own = await slackHouse()
  let release = () => {}
  own.bot.script = () =>
    new Promise((resolve) => {
      release = () => resolve(asks({ command: 'x' }))
    })
  const outcome = own.slash('slow')
  await own.until(() => own.bot.answered.length > 0)
  let stopped = false
  const stopping = own.adapter.stop().then(() => {
    stopped = true
  })
  expect((await own.form(slashForm())).status).toBe(503)
  expect(stopped).toBe(false)
  release()
  await stopping
  await outcome
  expect(own.modals()).toHaveLength(1)
  await own.close()
})

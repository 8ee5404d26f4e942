import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shows } from './support/scripted-bot.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())
beforeEach(() => {
  house.bot.accepted.length = 0
  house.bot.accepting = async () => {}
  house.log.length = 0
  house.slack.reset()
})

const team = () => house.slack.state().team.id
let counter = 0
const envelope = (event: object, more: object = {}) =>
  JSON.stringify({
    type: 'event_callback',
    event_id: `Ev${++counter}`,
    team_id: team(),
    authorizations: [{ team_id: team(), enterprise_id: null, user_id: house.slack.botUser }],
    event,
    ...more,
  })
const message = (more: object = {}) => ({
  type: 'message',
  channel_type: 'im',
  channel: 'D1',
  user: customer,
  text: 'help',
  ts: `1700000000.00000${++counter}`,
  ...more,
})

describe('words to the bot', () => {
  test('typed in a direct message are recorded, with who said them where', async () => {
    const direct = await house.direct()
    await house.deed({ do: 'say', user: customer, channel: direct, text: 'coverage <OMF> & more' })
    expect(house.bot.accepted).toMatchObject([
      {
        who: { platform: 'slack', workspace: team(), user: customer },
        place: { workspace: team(), conversation: direct, kind: 'direct', private: true },
        request: { kind: 'said', text: 'coverage <OMF> & more' },
        locale: 'zh-TW',
        zone: 'Asia/Taipei',
      },
    ])
  })

  test('after a mention come without it, to be answered to the asker alone, in their thread', async () => {
    await house.deed({ do: 'mention', user: customer, channel: general, text: 'coverage' })
    const root = house.messages(general)[0]!.ts
    await house.deed({ do: 'mention', user: customer, channel: general, text: '保固 SN', thread: root })
    expect(house.bot.accepted.map(({ place, request }) => ({ place, request }))).toMatchObject([
      {
        place: { workspace: team(), conversation: general, kind: 'channel', private: true },
        request: { kind: 'said', text: 'coverage' },
      },
      {
        place: { workspace: team(), conversation: general, thread: root, kind: 'channel', private: true },
        request: { kind: 'said', text: '保固 SN' },
      },
    ])
  })

  test('addresses and links that Slack marked up arrive as they were typed', async () => {
    const direct = await house.direct()
    await house.deed({
      do: 'say',
      user: customer,
      channel: direct,
      text: 'signup ming@example.com https://a.example/x?a=1&b=2',
    })
    expect(house.bot.accepted[0]?.request).toMatchObject({
      kind: 'said',
      text: 'signup ming@example.com https://a.example/x?a=1&b=2',
    })
  })

  test.each([
    ['an edit', { subtype: 'message_changed', hidden: true }],
    ['a deletion', { subtype: 'message_deleted', hidden: true }],
    ['a joining', { subtype: 'channel_join' }],
    ['a bot', { bot_id: 'B1', subtype: 'bot_message' }],
    ['an app that posts as a person', { bot_id: 'B1' }],
    ['Slackbot', { user: 'USLACKBOT' }],
    ['nobody', { user: undefined }],
    ['a channel, not to the bot', { channel: 'C1', channel_type: 'channel' }],
  ])('of %s are ignored and acknowledged', async (_name, more) => {
    expect((await house.post(envelope(message(more)))).status).toBe(200)
    expect(house.bot.accepted).toEqual([])
  })

  test('of the bot itself are ignored', async () => {
    expect((await house.post(envelope(message({ user: house.slack.botUser })))).status).toBe(200)
    expect(house.bot.accepted).toEqual([])
  })

  test('lose the mention also where the installation does not know its bot user', async () => {
    const own = await slackHouse()
    const [installation] = own.installations.rows.values()
    delete installation!.botUser
    await own.deed({ do: 'mention', user: customer, channel: general, text: 'help' })
    expect(own.bot.accepted[0]?.request).toMatchObject({ kind: 'said', text: 'help' })
    await own.close()
  })

  test('with a file are words all the same', async () => {
    await house.post(envelope(message({ subtype: 'file_share' })))
    expect(house.bot.accepted).toHaveLength(1)
  })
})

describe('one happening is recorded once', () => {
  test('a message that comes as a message and as a mention, under two event ids', async () => {
    const ts = '1700000001.000001'
    await house.post(envelope(message({ ts, text: `<@${house.slack.botUser}> help` })))
    await house.post(envelope({ ...message({ ts, text: `<@${house.slack.botUser}> help` }), type: 'app_mention' }))
    expect(house.bot.accepted.map(({ key }) => key)).toEqual([`slack:${team()}:D1:${ts}`])
  })

  test('every event delivered four times at once', async () => {
    const bodies = Array.from({ length: 25 }, () => envelope(message()))
    const posts = bodies.flatMap((body) => [body, body, body, body]).map((body) => house.post(body))
    expect(new Set((await Promise.all(posts)).map(({ status }) => status))).toEqual(new Set([200]))
    expect(house.bot.accepted).toHaveLength(25)
  })
})

describe('an event is acknowledged when it stands in the inbox, not before', () => {
  test('while it is being recorded Slack waits', async () => {
    let recorded = () => {}
    house.bot.accepting = () =>
      new Promise((resolve) => {
        recorded = resolve
      })
    let answered = false
    const posting = house.post(envelope(message())).then((answer) => {
      answered = true
      return answer
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(answered).toBe(false)
    recorded()
    expect((await posting).status).toBe(200)
  })

  test('what could not be recorded is refused, and the next delivery is recorded', async () => {
    house.bot.accepting = async () => {
      throw new Error('no database')
    }
    const body = envelope(message())
    expect((await house.post(body)).status).toBe(503)
    house.bot.accepting = async () => {}
    expect((await house.post(body, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' })).status).toBe(
      200,
    )
    expect(house.bot.accepted).toHaveLength(1)
  })

  test('a record that never ends is given back to Slack before it gives up', async () => {
    let release = () => {}
    house.bot.accepting = () =>
      new Promise((resolve) => {
        release = resolve
      })
    expect((await house.post(envelope(message()))).status).toBe(503)
    release()
  })
})

describe('a reaction', () => {
  test('that means a command invokes it on that message', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'broken' })
    const { ts } = house.messages(general)[0]!
    await house.deed({ do: 'react', user: customer, channel: general, ts, reaction: 'ticket' })
    expect(house.bot.accepted).toMatchObject([
      {
        place: { conversation: general, thread: ts, kind: 'channel', private: true },
        request: { kind: 'invoked', command: 'case.open', values: { conversation: general, message: ts } },
      },
    ])
    await house.deed({ do: 'react', user: customer, channel: general, ts, reaction: 'tada' })
    expect(house.bot.accepted).toHaveLength(1)
  })
})

describe('workspaces', () => {
  test('in a shared channel the person keeps their own team and the installation its own', async () => {
    await house.post(
      envelope(
        message({
          type: 'app_mention',
          channel: general,
          channel_type: 'channel',
          user: 'USTRANGER',
          user_team: 'T0THEIRS',
          team: 'T0THEIRS',
        }),
        {
          team_id: 'T0THEIRS',
          context_team_id: team(),
          authorizations: [],
          is_ext_shared_channel: true,
        },
      ),
    )
    expect(house.bot.accepted[0]).toMatchObject({
      who: { workspace: 'T0THEIRS', user: 'USTRANGER' },
      place: { workspace: team() },
    })
  })

  test('unknown: acknowledged and dropped with a line in the log, for a refusal would be repeated', async () => {
    const unknown = { team_id: 'T0NOWHERE', authorizations: [{ team_id: 'T0NOWHERE' }] }
    expect((await house.post(envelope(message(), unknown))).status).toBe(200)
    expect(house.bot.accepted).toEqual([])
    expect(house.log.filter(({ message }) => message?.includes('unknown workspace'))).toHaveLength(1)
  })

  test('many requests at once ask the store once', async () => {
    const own = await slackHouse()
    const { find } = own.installations
    own.installations.find = async (at) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return find(at)
    }
    await Promise.all(Array.from({ length: 20 }, () => own.post(envelope(message()))))
    expect(own.bot.accepted).toHaveLength(20)
    expect(own.installations.asked).toHaveLength(1)
    await own.close()
  })

  test('that removed the app lose their token at once, and are unknown from then on', async () => {
    const own = await slackHouse()
    await own.deed({ do: 'uninstall' })
    await own.until(() => own.installations.rows.size === 0)
    expect((await own.post(envelope(message()))).status).toBe(200)
    expect(own.bot.accepted).toEqual([])
    await own.close()
  })

  test('whose bot token was revoked lose it; another person’s revoked token changes nothing', async () => {
    const own = await slackHouse()
    await own.post(envelope({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } }))
    expect(own.installations.rows.size).toBe(1)
    await own.post(envelope({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U2'] } }))
    expect(own.installations.rows.size).toBe(0)
    await own.close()
  })

  test('removal that fails in the store is not acknowledged', async () => {
    const own = await slackHouse()
    own.installations.remove = async () => {
      throw new Error('no database')
    }
    expect((await own.post(envelope({ type: 'app_uninstalled' }))).status).toBe(503)
    await own.close()
  })
})

describe('what Slack knows of a person', () => {
  test('is asked once, and again after they changed it', async () => {
    const own = await slackHouse()
    const asked = () => own.slack.calls.filter(({ method }) => method === 'users.info').length
    own.bot.script = () => shows('x')
    for (let i = 0; i < 3; i++) await own.slash('x')
    expect(asked()).toBe(1)
    await own.post(envelope({ type: 'user_change', user: { id: customer } }))
    own.slack.setPerson(customer, { locale: 'ja-JP' })
    await own.slash('x')
    expect(asked()).toBe(2)
    expect(own.bot.answered.at(-1)?.locale).toBe('ja-JP')
    await own.close()
  })

  test('is done without when Slack fails or is slow', async () => {
    const own = await slackHouse()
    own.slack.setFaults([{ method: 'users.info', kind: 'timeout' }])
    expect(await own.slash('x')).toMatchObject({ ok: true, status: 200 })
    expect(own.messages()[0]?.text).toBe('Answer')
    expect(own.bot.answered[0]?.locale).toBeUndefined()
    await own.close()
  })
})

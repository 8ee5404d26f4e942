/** What is written without naming the bot: recorded in threads that it follows, and nowhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { demoChannels, demoPeople } from '../../../adapters/playground/slack/demo-workspace.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

const engineer = 'U0ENGINEER0'
const stranger = {
  ...demoPeople[0]!,
  id: 'U0STRANGER0',
  name: 'Sam Stranger',
  email: 's@example.com',
  team: 'T0OTHER0000',
}
const shared = {
  id: 'C0SHARED000',
  name: 'shared',
  kind: 'channel' as const,
  members: [customer, stranger.id],
  shared: true,
}

let house: House
let root: string
beforeAll(async () => {
  house = await slackHouse({ people: [...demoPeople, stranger], channels: [...demoChannels(demoPeople), shared] })
})
afterAll(() => house.close())
beforeEach(async () => {
  house.slack.reset()
  house.bot.followed.clear()
  await house.deed({ do: 'say', user: customer, channel: general, text: 'It is broken' })
  root = house.messages(general)[0]!.ts
  house.bot.followed.add(`${general}/${root}`)
  house.bot.accepted.length = 0
  house.bot.followsAsked.length = 0
})

const team = () => house.slack.state().team.id
const requests = () => house.bot.accepted.map(({ request }) => request)
const say = (text: string, more: object = {}) =>
  house.deed({ do: 'say', user: customer, channel: general, text, thread: root, ...more })
const latest = () => house.messages().at(-1)!.ts
let counter = 0
const tell = (event: object) =>
  house.post(
    JSON.stringify({
      type: 'event_callback',
      event_id: `Ev${++counter}`,
      team_id: team(),
      authorizations: [{ team_id: team(), enterprise_id: null, user_id: house.slack.botUser }],
      event,
    }),
  )

describe('words in a thread', () => {
  test('that is followed are recorded as a message of that thread', async () => {
    await say('*Still* broken\n- first\n- second')
    expect(house.bot.accepted).toMatchObject([
      {
        key: `slack:${team()}:${general}:${latest()}`,
        who: { platform: 'slack', workspace: team(), user: customer },
        place: { conversation: general, thread: root, kind: 'channel', private: true },
        request: {
          kind: 'wrote',
          written: {
            id: latest(),
            prose: [
              { kind: 'text', runs: [{ text: 'Still', bold: true }, { text: ' broken' }] },
              { kind: 'list', items: [[{ text: 'first' }], [{ text: 'second' }]] },
            ],
            files: [],
          },
        },
        displayName: '王小明',
      },
    ])
  })

  test('that is not followed leave nothing behind, after one question', async () => {
    house.bot.followed.clear()
    expect(await say('chatter')).toMatchObject({ ok: true, status: 200 })
    expect(house.bot.accepted).toEqual([])
    expect(house.bot.followsAsked).toEqual([`${general}/${root}`])
  })

  test('and those outside of any thread are not even asked about', async () => {
    await say('hello everybody', { thread: undefined })
    expect(house.bot.accepted).toEqual([])
    expect(house.bot.followsAsked).toEqual([])
  })

  test('that name the bot are words to it, once, with what was written', async () => {
    await house.deed({ do: 'mention', user: customer, channel: general, text: 'answer *now*', thread: root })
    expect(requests()).toMatchObject([
      {
        kind: 'said',
        text: 'answer *now*',
        written: { id: latest(), prose: [{ kind: 'text', runs: [{ text: 'answer ' }, { text: 'now', bold: true }] }] },
      },
    ])
    expect(house.bot.followsAsked).toEqual([])
  })

  test('in the direct conversation are words to the bot, unless their thread is followed', async () => {
    const direct = await house.direct()
    await house.deed({ do: 'say', user: customer, channel: direct, text: 'help' })
    const thread = latest()
    await house.deed({ do: 'say', user: customer, channel: direct, text: 'more help', thread })
    house.bot.followed.add(`${direct}/${thread}`)
    await house.deed({ do: 'say', user: customer, channel: direct, text: 'about my case', thread })
    expect(requests().map(({ kind }) => kind)).toEqual(['said', 'said', 'wrote'])
    expect(house.bot.accepted.at(-1)?.place).toMatchObject({ kind: 'direct', thread })
  })

  test('told again under another event id are the same', async () => {
    const event = {
      type: 'message',
      channel_type: 'channel',
      channel: general,
      user: customer,
      text: 'x',
      ts: '1.1',
      thread_ts: root,
    }
    await tell(event)
    await tell(event)
    expect(house.bot.accepted).toHaveLength(1)
  })

  test.each<[string, { user?: string; bot_id?: string; subtype?: string; hidden?: boolean }]>([
    ['another bot', { bot_id: 'B1' }],
    ['the bot itself', { user: 'BOT' }],
    ['nobody: somebody joined', { subtype: 'channel_join' }],
    ['nobody: what is left of a deleted message', { subtype: 'tombstone', user: 'USLACKBOT', hidden: true }],
  ])('of %s are ignored', async (_name, more) => {
    const event = { type: 'message', channel_type: 'channel', channel: general, ts: '1.1', thread_ts: root, text: 'x' }
    const user = more.user === 'BOT' ? house.slack.botUser : (more.user ?? customer)
    expect((await tell({ ...event, ...more, user })).status).toBe(200)
    expect(house.bot.accepted).toEqual([])
  })

  test('are delivered again when it could not be found out whether they are followed', async () => {
    const asked = house.bot.follows
    house.bot.follows = async () => {
      throw new Error('no database')
    }
    expect((await say('x')).status).toBe(503)
    house.bot.follows = asked
    await house.slack.redeliver()
    expect(requests()).toMatchObject([{ kind: 'wrote' }])
  })

  test('of another company keep the writer’s own workspace, and their files are asked for by id', async () => {
    await house.deed({ do: 'say', user: customer, channel: shared.id, text: 'Hello' })
    const thread = latest()
    house.bot.followed.add(`${shared.id}/${thread}`)
    const files = [{ name: 'their.log', base64: Buffer.from('boom').toString('base64') }]
    await house.deed({ do: 'say', user: stranger.id, channel: shared.id, text: 'Ours', thread, files })
    expect(house.bot.accepted.at(-1)).toMatchObject({
      who: { workspace: stranger.team, user: stranger.id },
      place: { workspace: team() },
      request: { written: { files: [{ name: 'their.log', size: 4, workspace: team() }] } },
    })
    expect(house.slack.calls.filter(({ method }) => method === 'files.info')).toHaveLength(1)
  })

  test('with nothing but a file are words all the same', async () => {
    await say('', { files: [{ name: 'a.png', type: 'image/png', base64: 'AAAA' }] })
    expect(requests()).toMatchObject([
      {
        kind: 'wrote',
        written: { prose: [], files: [{ platform: 'slack', name: 'a.png', type: 'image/png', size: 3 }] },
      },
    ])
  })
})

describe('names in a person’s words', () => {
  test('are those of people and channels, as words', async () => {
    await say(`<@${engineer}> see #general and @here`)
    expect(requests()).toMatchObject([
      { written: { prose: [{ runs: [{ text: '@Erika Engineer see #general and @here' }] }] } },
    ])
  })

  test('are ids where Slack does not tell them, and nothing waits for them', async () => {
    house.slack.setFaults([{ method: 'users.info', kind: 'error' }])
    await say('<@U0OUTSIDER0> help')
    expect(requests()).toMatchObject([{ written: { prose: [{ runs: [{ text: '@U0OUTSIDER0 help' }] }] } }])
  })
})

describe('a change', () => {
  test('of words brings the new ones', async () => {
    await say('frist')
    const ts = latest()
    await house.deed({ do: 'edit', user: customer, channel: general, ts, text: 'first' })
    expect(house.bot.accepted.at(-1)).toMatchObject({
      key: expect.stringMatching(new RegExp(`^slack:${team()}:${general}:${ts}:edited:\\d`, 'u')),
      who: { user: customer },
      place: { thread: root },
      request: { kind: 'rewrote', written: { id: ts, prose: [{ runs: [{ text: 'first' }] }] } },
    })
  })

  test('of the message that began the thread is one too', async () => {
    await say('answer')
    await house.deed({ do: 'edit', user: customer, channel: general, ts: root, text: 'It is on fire' })
    expect(house.bot.accepted.at(-1)).toMatchObject({
      place: { thread: root },
      request: { kind: 'rewrote', written: { id: root } },
    })
  })

  test('told twice is one, and two are two', async () => {
    await say('one')
    const ts = latest()
    await house.deed({ do: 'edit', user: customer, channel: general, ts, text: 'two' })
    await house.slack.redeliver()
    await house.deed({ do: 'edit', user: customer, channel: general, ts, text: 'one' })
    expect(requests().map(({ kind }) => kind)).toEqual(['wrote', 'rewrote', 'rewrote'])
  })

  test('that left words and files as they were is none: a link unfolded, somebody answered', async () => {
    const message = {
      user: customer,
      team: team(),
      ts: '1.1',
      thread_ts: root,
      text: '<https://a.example>',
      blocks: [
        {
          type: 'rich_text',
          block_id: 'a',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'https://a.example' }] }],
        },
      ],
      files: [{ id: 'F1', name: 'a' }],
    }
    const changed = {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: general,
      channel_type: 'channel',
      ts: '2.1',
      event_ts: '2.1',
      previous_message: message,
    }
    const again = { ...message, blocks: [{ ...message.blocks[0], block_id: 'b' }], reply_count: 1 }
    await tell({ ...changed, message: { ...again, attachments: [{ title: 'A page' }] } })
    expect(house.bot.accepted).toEqual([])
    await tell({ ...changed, message: { ...again, files: [] } })
    expect(requests()).toMatchObject([{ kind: 'rewrote', written: { files: [] } }])
  })

  test('where the bot follows nothing, or of its own message, is none of its business', async () => {
    const posted = await house.adapter.platform.deliver({
      id: 'row-1',
      attempt: 1,
      to: { kind: 'conversation', platform: 'slack', workspace: team(), conversation: general, thread: root },
      content: { kind: 'view', view: { tone: 'plain', title: 'Ours', body: [] } },
      language: 'en',
    })
    await house.adapter.platform.deliver({
      id: 'row-2',
      attempt: 1,
      to: { kind: 'conversation', platform: 'slack', workspace: team(), conversation: general, thread: root },
      content: { kind: 'view', view: { tone: 'plain', title: 'Ours, changed', body: [] } },
      language: 'en',
      target: posted,
    })
    await house.until(() => house.slack.sent.some(({ body }) => body.includes('message_changed')))
    await say('one')
    house.bot.followed.clear()
    await house.deed({ do: 'edit', user: customer, channel: general, ts: latest(), text: 'two' })
    expect(requests().map(({ kind }) => kind)).toEqual(['wrote'])
  })
})

describe('taking back', () => {
  test('a message tells which', async () => {
    await say('oops')
    const ts = latest()
    await house.deed({ do: 'delete', user: customer, channel: general, ts })
    expect(house.bot.accepted.at(-1)).toMatchObject({
      key: `slack:${team()}:${general}:${ts}:deleted`,
      who: { user: customer },
      place: { thread: root },
      request: { kind: 'erased', message: ts },
    })
  })

  test('the message that began the thread is told too, though Slack calls it a change', async () => {
    await say('answer')
    await house.deed({ do: 'delete', user: customer, channel: general, ts: root })
    expect(house.slack.sent.at(-1)?.body).toContain('tombstone')
    expect(house.bot.accepted.at(-1)).toMatchObject({ request: { kind: 'erased', message: root } })
  })

  test('elsewhere leaves nothing behind', async () => {
    house.bot.followed.clear()
    await say('oops')
    await house.deed({ do: 'delete', user: customer, channel: general, ts: latest() })
    expect(house.bot.accepted).toEqual([])
  })
})

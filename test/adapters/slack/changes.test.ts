/** Changing, taking back and marking messages; what the vendor alone may read; who is there; what was said. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { demoChannels, demoPeople } from '../../../adapters/playground/slack/demo-workspace.ts'
import { delivery, faultOf, fileDelivery, toChannel, toPerson } from './support/deliveries.ts'
import { shows } from './support/scripted-bot.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

const engineer = 'U0ENGINEER0'
const triage = 'C0TRIAGE000'
const shared = { id: 'C0SHARED000', name: 'shared', kind: 'channel' as const, members: [customer], shared: true }

let house: House
let ahead = 0
beforeAll(async () => {
  const many = Array.from({ length: 1_100 }, (_, i) => `U0MANY${i}`)
  const crowd = { id: 'C0CROWD0000', name: 'crowd', kind: 'channel' as const, members: [...many, customer] }
  house = await slackHouse(
    { channels: [...demoChannels(demoPeople), shared, crowd] },
    { now: () => Date.now() + ahead },
  )
})
afterAll(() => house.close())
beforeEach(() => {
  // What was known of conversations is old by now.
  ahead += 120_000
  house.slack.reset()
})

const platform = () => house.adapter.platform
const team = () => house.slack.state().team.id
const calls = (method: string) => house.slack.calls.filter((call) => call.method === method)
const aMinuteAgo = () => new Date(Date.now() - 60_000)
const marking = (message: string, mark: 'internal' | 'to-customer' | 'taken') =>
  delivery(toChannel(house), { content: { kind: 'mark', message, mark } })

describe('a message that stands', () => {
  test.each([
    ['in a channel', () => toChannel(house)],
    ['in a person’s own conversation', () => toPerson(house)],
  ])('%s is changed in its place', async (_name, to) => {
    const target = await platform().deliver(delivery(to()))
    const changed = await platform().deliver(delivery(to(), { id: 'row-2', target, content: shows('<!here> Changed') }))
    expect(changed).toEqual(target)
    expect(house.messages()).toMatchObject([{ ts: target.reference, text: '&lt;!here&gt; Changed' }])
    expect(house.messages()[0]?.editedAt).toBeDefined()
  })

  test('and was deleted by hand is told as gone, and nothing was posted', async () => {
    const target = await platform().deliver(delivery(toChannel(house)))
    house.slack.reset()
    expect(await faultOf(platform().deliver(delivery(toChannel(house), { target })))).toMatchObject({
      kind: 'target-gone',
    })
    expect(house.messages()).toEqual([])
  })

  test('and is somebody else’s is not changed', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'mine' })
    const target = { reference: house.messages(general)[0]!.ts, conversation: general }
    expect(await faultOf(platform().deliver(delivery(toChannel(house), { target })))).toMatchObject({
      kind: 'permanent',
      detail: 'cant_update_message',
    })
  })

  test('is taken back, and a second time is the same', async () => {
    const target = await platform().deliver(delivery(toChannel(house)))
    const removal = delivery(toChannel(house), { id: 'row-2', content: { kind: 'removal' }, target })
    await platform().deliver(removal)
    expect(house.messages()).toEqual([])
    await expect(platform().deliver(removal)).resolves.toEqual(target)
  })

  test('and was taken back with an uncertain end may be taken back again', async () => {
    const target = await platform().deliver(delivery(toChannel(house)))
    house.slack.setFaults([{ method: 'chat.delete', kind: 'reset-executed', times: 1 }])
    const removal = delivery(toChannel(house), { id: 'row-2', content: { kind: 'removal' }, target })
    expect(await faultOf(platform().deliver(removal))).toMatchObject({ kind: 'not-executed' })
    await platform().deliver(removal)
    expect(house.messages()).toEqual([])
  })

  test.each<[string, object]>([
    ['uncertain', { kind: 'error-executed' }],
    ['rate-limited', { kind: 'rate-limited', retryAfterSeconds: 3 }],
  ])('and was changed with an end that is %s says so', async (kind, fault) => {
    const target = await platform().deliver(delivery(toChannel(house)))
    house.slack.setFaults([{ method: 'chat.update', times: 1, ...fault } as never])
    const change = delivery(toChannel(house), { id: 'row-2', target, content: shows('Changed') })
    expect(await faultOf(platform().deliver(change))).toMatchObject({ kind })
    // It may be repeated: there is nothing to look for.
    expect(await platform().find(change, aMinuteAgo())).toBeUndefined()
    await platform().deliver(change)
    expect(house.messages()).toMatchObject([{ text: 'Changed' }])
  })
})

describe('a mark', () => {
  test.each([
    ['internal', 'lock'],
    ['to-customer', 'outbox_tray'],
    ['taken', 'ticket'],
  ] as const)('%s is :%s: on somebody’s message, once', async (mark, name) => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'mine' })
    const { ts } = house.messages(general)[0]!
    await platform().deliver(marking(ts, mark))
    await platform().deliver(marking(ts, mark))
    expect(house.messages(general)[0]?.reactions).toEqual([{ name, users: [house.slack.botUser] }])
  })

  test('with an uncertain end is put again; on a message that is gone it is not', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'mine' })
    const { ts } = house.messages(general)[0]!
    house.slack.setFaults([{ method: 'reactions.add', kind: 'reset-executed', times: 1 }])
    expect(await faultOf(platform().deliver(marking(ts, 'internal')))).toMatchObject({ kind: 'not-executed' })
    await platform().deliver(marking(ts, 'internal'))
    expect(await faultOf(platform().deliver(marking('1.000001', 'internal')))).toMatchObject({ kind: 'target-gone' })
  })
})

test('a message below another in a person’s own conversation stands in that thread, and is found there', async () => {
  const { reference: threadIn } = await platform().deliver(delivery(toPerson(house)))
  const answer = delivery(toPerson(house), { id: 'row-2', threadIn })
  const { reference } = await platform().deliver(answer)
  expect(house.messages().at(-1)).toMatchObject({ ts: reference, thread: threadIn })
  expect(await platform().find(answer, aMinuteAgo())).toMatchObject({ reference })
})

test('a picture that Slack cannot fetch is said in words', async () => {
  const body = [{ kind: 'picture' as const, url: 'https://a.example/p.png', alt: 'A red light' }]
  await platform().deliver(delivery(toChannel(house), { content: shows('Photo', { body }) }))
  expect(house.messages().at(-1)?.blocks).toContainEqual(
    expect.objectContaining({ type: 'image', image_url: 'https://a.example/p.png', alt_text: 'A red light' }),
  )
  house.slack.setFaults([{ method: 'chat.postMessage', kind: 'refuse', error: 'invalid_blocks', times: 1 }])
  await platform().deliver(delivery(toChannel(house), { id: 'row-2', content: shows('Photo', { body }) }))
  expect(JSON.stringify(house.messages().at(-1)?.blocks)).toContain('A red light')
  expect(JSON.stringify(house.messages().at(-1)?.blocks)).not.toContain('a.example')
})

describe('what is meant for the vendor alone', () => {
  const internal = (more: object) => delivery(toChannel(house, more), { internal: true })

  test('is posted where nobody else reads along, after one question a minute', async () => {
    await platform().deliver(internal({ conversation: triage }))
    await platform().deliver({ ...internal({ conversation: triage }), id: 'row-2' })
    expect(house.messages(triage)).toHaveLength(2)
    expect(calls('conversations.info')).toHaveLength(1)
    ahead += 61_000
    await platform().deliver({ ...internal({ conversation: triage }), id: 'row-3' })
    expect(calls('conversations.info')).toHaveLength(2)
  })

  test.each([
    ['a message', () => internal({ conversation: shared.id })],
    ['a message for one reader', () => internal({ conversation: shared.id, onlyFor: customer })],
    ['a file', () => fileDelivery(toChannel(house, { conversation: shared.id }), { internal: true })],
    [
      'a mark',
      () => ({
        ...internal({ conversation: shared.id }),
        content: { kind: 'mark', message: '1.1', mark: 'internal' } as const,
      }),
    ],
    [
      'a change of a message that stands there',
      () => ({ ...internal({ conversation: triage }), target: { reference: '1.1', conversation: shared.id } }),
    ],
  ])('never reaches a conversation that is shared with another company: %s', async (_name, message) => {
    expect(await faultOf(platform().deliver(message()))).toMatchObject({
      kind: 'permanent',
      detail: expect.stringContaining('shared'),
    })
    expect(house.messages()).toEqual([])
    expect(house.slack.calls.map(({ method }) => method).filter((method) => !method.endsWith('.info'))).toEqual([])
  })

  test.each<[string, object, string]>([
    ['may not be asked', { kind: 'refuse', error: 'missing_scope' }, 'permanent'],
    ['was not answered', { kind: 'error' }, 'not-executed'],
    ['must wait', { kind: 'rate-limited', retryAfterSeconds: 5 }, 'rate-limited'],
  ])('is not posted when that %s', async (_name, fault, kind) => {
    house.slack.setFaults([{ method: 'conversations.info', ...fault } as never])
    expect(await faultOf(platform().deliver(internal({ conversation: triage })))).toMatchObject({ kind })
    expect(house.messages()).toEqual([])
  })
})

describe('who is in a conversation', () => {
  const isMember = (conversation: string, user: string) =>
    platform().isMember!({ workspace: team(), conversation }, user)

  test('is known, however many they are, and for half a minute without asking again', async () => {
    expect(await isMember('C0CROWD0000', customer)).toBe(true)
    expect(await isMember('C0CROWD0000', engineer)).toBe(false)
    expect(calls('conversations.members')).toHaveLength(2)
    await house.deed({ do: 'leave', user: customer, channel: 'C0CROWD0000' })
    ahead += 31_000
    expect(await isMember('C0CROWD0000', customer)).toBe(false)
  })

  test('cannot be known without the scope, and is asked again later when Slack fails', async () => {
    house.slack.setFaults([{ method: 'conversations.members', kind: 'refuse', error: 'missing_scope' }])
    expect(await isMember(triage, customer)).toBe('unknowable')
    house.slack.setFaults([{ method: 'conversations.members', kind: 'error' }])
    expect(await faultOf(isMember(triage, customer))).toMatchObject({ kind: 'uncertain' })
    house.slack.setFaults([])
    expect(await isMember(triage, customer)).toBe(false)
  })
})

describe('what was said', () => {
  const place = (more: object) => ({ workspace: team(), conversation: general, ...more })

  test('in a thread is read oldest first, people’s words alone, with who said them when', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: '*It* is broken' })
    const thread = house.messages(general)[0]!.ts
    await platform().deliver(delivery(toChannel(house, { thread })))
    await house.deed({ do: 'say', user: engineer, channel: general, text: 'Really?', thread })
    const heard = await platform().read!(place({ thread }))
    expect(heard).toMatchObject([
      {
        who: { platform: 'slack', workspace: team(), user: customer },
        name: '王小明',
        written: { id: thread, prose: [{ runs: [{ text: 'It', bold: true }, { text: ' is broken' }] }] },
      },
      { who: { user: engineer }, name: 'Erika Engineer' },
    ])
    expect(Math.abs(heard![0]!.at.getTime() - Number(thread) * 1000)).toBeLessThan(1)
  })

  test('is at most fifty messages', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'root' })
    const thread = house.messages(general)[0]!.ts
    for (let i = 0; i < 60; i++) await house.deed({ do: 'say', user: customer, channel: general, text: `${i}`, thread })
    expect(await platform().read!(place({ thread }))).toHaveLength(50)
  })

  test('as one message is read alone, at the beginning of a thread and within it', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'root' })
    const thread = house.messages(general)[0]!.ts
    await house.deed({ do: 'say', user: customer, channel: general, text: 'answer', thread })
    const answer = house.messages(general)[1]!.ts
    expect(await platform().read!(place({ message: thread }))).toMatchObject([{ written: { id: thread } }])
    expect(await platform().read!(place({ message: answer }))).toMatchObject([{ written: { id: answer } }])
    expect(await platform().read!(place({ message: answer, thread }))).toMatchObject([{ written: { id: answer } }])
  })

  test('is nothing where it is gone, and unknown where it may not be read', async () => {
    expect(await platform().read!(place({ message: '1.000001' }))).toEqual([])
    house.slack.setFaults([{ method: 'conversations.replies', kind: 'refuse', error: 'missing_scope' }])
    expect(await platform().read!(place({ message: '1.000001' }))).toBeUndefined()
    house.slack.setFaults([{ method: 'conversations.replies', kind: 'rate-limited', retryAfterSeconds: 60 }])
    expect(await faultOf(platform().read!(place({ message: '1.000001' })))).toMatchObject({ kind: 'rate-limited' })
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Clients } from '../../../adapters/slack/clients.ts'
import { Conversations } from '../../../adapters/slack/conversations.ts'
import { clientMessageId } from '../../../adapters/slack/delivery-marker.ts'
import { slackOutbound } from '../../../adapters/slack/outbound.ts'
import { People } from '../../../adapters/slack/people.ts'
import { Messages } from '../../../adapters/slack/read-message.ts'
import { Workspaces } from '../../../adapters/slack/workspaces.ts'
import { type Delivery, DeliveryError, type DeliveryFault, type Recipient } from '../../../src/bot/platform.ts'
import { shows } from './support/scripted-bot.ts'
import { customer, general, type House, KeptInstallations, slackHouse } from './support/slack-house.ts'

let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())
beforeEach(() => house.slack.reset())

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const team = () => house.slack.state().team.id
const toPerson = (): Recipient => ({ kind: 'person', who: { platform: 'slack', workspace: team(), user: customer } })
const toChannel = (more: object = {}): Recipient => ({
  kind: 'conversation',
  platform: 'slack',
  workspace: team(),
  conversation: general,
  ...more,
})
const delivery = (to: Recipient, more: Partial<Delivery> = {}): Delivery => ({
  id: 'row-1',
  attempt: 1,
  to,
  content: shows('Notice'),
  language: 'en',
  ...more,
})
const posts = () => house.slack.calls.filter(({ method }) => method === 'chat.postMessage')

async function faultOf(going: Promise<unknown>): Promise<DeliveryFault> {
  try {
    await going
  } catch (error) {
    if (error instanceof DeliveryError) return error.fault
    throw error
  }
  throw new Error('it was delivered')
}

describe('a delivery', () => {
  test('to a person opens their conversation and carries its marker', async () => {
    const delivered = await house.adapter.platform.deliver(delivery(toPerson(), { attempt: 3 }))
    const message = house.messages().at(-1)
    expect(message).toMatchObject({
      bot: true,
      text: 'Notice',
      metadata: { event_type: 'anshin_delivery', event_payload: { delivery_id: 'row-1', attempt: 3 } },
    })
    expect(delivered).toEqual({ reference: message?.ts, conversation: message?.channel })
  })

  test('carries the same client id in every attempt, another for another delivery', () => {
    expect(clientMessageId('row-1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(clientMessageId('row-1')).toBe(clientMessageId('row-1'))
    expect(clientMessageId('row-2')).not.toBe(clientMessageId('row-1'))
  })

  test('to a dialog without a channel goes to the person, and is found there', async () => {
    const to = toChannel({ conversation: customer, onlyFor: customer })
    const { conversation } = await house.adapter.platform.deliver(delivery(to))
    expect(conversation).toMatch(/^D/)
    const found = await house.adapter.platform.find(delivery(to), new Date(Date.now() - 60_000))
    expect(found).toMatchObject({ conversation })
  })

  test('to a thread stands in the thread', async () => {
    const { reference } = await house.adapter.platform.deliver(delivery(toChannel()))
    await house.adapter.platform.deliver(delivery(toChannel({ thread: reference }), { id: 'row-2' }))
    expect(house.messages(general).at(-1)?.thread).toBe(reference)
  })

  test('for one reader of a channel is seen by them alone', async () => {
    await house.adapter.platform.deliver(delivery(toChannel({ onlyFor: customer })))
    expect(house.messages(general)).toMatchObject([{ ephemeralFor: customer }])
  })

  test('for one reader who is not in that channel goes to their own conversation', async () => {
    await house.adapter.platform.deliver(delivery(toChannel({ conversation: 'C0TRIAGE000', onlyFor: customer })))
    const [message, ...more] = house.messages()
    expect(more).toEqual([])
    expect(message?.channel).toMatch(/^D/)
    expect(message?.ephemeralFor).toBeUndefined()
  })

  test('asks Slack to interpret nothing and to unfold no link', async () => {
    await house.adapter.platform.deliver(
      delivery(toChannel(), { content: shows('<!channel> & <https://a.example|b>') }),
    )
    const [call] = posts()
    expect(call?.args).toMatchObject({ text: '&lt;!channel&gt; &amp; &lt;https://a.example|b&gt;', parse: 'none' })
    expect(String(call?.args.unfurl_links)).toBe('false')
  })
})

test('a conversation that is gone is opened anew', async () => {
  await house.adapter.platform.deliver(delivery(toPerson()))
  house.slack.reset()
  await house.adapter.platform.deliver(delivery(toPerson()))
  expect(house.messages()).toHaveLength(1)
})

describe('a failed delivery names what it was, after one request', () => {
  test.each<[string, object, Partial<DeliveryFault>]>([
    ['429', { kind: 'rate-limited', retryAfterSeconds: 7 }, { kind: 'rate-limited', retryAfterSeconds: 7 }],
    ['500', { kind: 'error' }, { kind: 'uncertain' }],
    ['500 after it was executed', { kind: 'error-executed' }, { kind: 'uncertain' }],
    ['a reset', { kind: 'reset' }, { kind: 'uncertain' }],
    ['a reset after it was executed', { kind: 'reset-executed' }, { kind: 'uncertain' }],
    [
      'channel_not_found',
      { kind: 'refuse', error: 'channel_not_found' },
      { kind: 'permanent', detail: 'channel_not_found' },
    ],
    ['is_archived', { kind: 'refuse', error: 'is_archived' }, { kind: 'permanent' }],
    ['not_in_channel', { kind: 'refuse', error: 'not_in_channel' }, { kind: 'permanent' }],
    ['a refusal of tomorrow', { kind: 'refuse', error: 'never_heard_of' }, { kind: 'permanent' }],
    ['ratelimited in the body', { kind: 'refuse', error: 'ratelimited' }, { kind: 'rate-limited' }],
    ['internal_error', { kind: 'refuse', error: 'internal_error' }, { kind: 'uncertain' }],
    ['fatal_error', { kind: 'refuse', error: 'fatal_error' }, { kind: 'uncertain' }],
    ['a page of a proxy', { kind: 'refuse', error: '<html>bad gateway</html>' }, { kind: 'uncertain' }],
    ['token_revoked', { kind: 'refuse', error: 'token_revoked' }, { kind: 'workspace-gone' }],
    ['account_inactive', { kind: 'refuse', error: 'account_inactive' }, { kind: 'workspace-gone' }],
    ['invalid_auth', { kind: 'refuse', error: 'invalid_auth' }, { kind: 'workspace-gone' }],
  ])('%s', async (_name, fault, expected) => {
    house.slack.setFaults([{ method: 'chat.postMessage', ...fault } as never])
    expect(await faultOf(house.adapter.platform.deliver(delivery(toChannel())))).toMatchObject(expected)
    expect(posts()).toHaveLength(1)
  })

  test('user_not_found while the conversation is opened is for good', async () => {
    house.slack.setFaults([{ method: 'conversations.open', kind: 'refuse', error: 'user_not_found' }])
    const other = { kind: 'person' as const, who: { platform: 'slack' as const, workspace: team(), user: 'U0NOBODY' } }
    expect(await faultOf(house.adapter.platform.deliver(delivery(other)))).toMatchObject({ kind: 'permanent' })
  })

  test('a conversation that could not be opened was certainly not written into', async () => {
    house.slack.setFaults([{ method: 'conversations.open', kind: 'error' }])
    const to = { kind: 'person' as const, who: { platform: 'slack' as const, workspace: team(), user: 'U0ENGINEER0' } }
    expect(await faultOf(house.adapter.platform.deliver(delivery(to)))).toMatchObject({ kind: 'not-executed' })
  })

  test('nobody listening was certainly not reached; a workspace without the app is gone; e-mail is not ours', async () => {
    const installations = new KeptInstallations()
    await installations.save({ platform: 'slack', workspace: 'T1', token: 'xoxb-1', scopes: [] })
    const clients = new Clients(quiet, `http://127.0.0.1:${await closedPort()}/api/`, Date.now)
    const people = new People(clients, quiet, Date.now)
    const conversations = new Conversations(clients, Date.now)
    const platform = slackOutbound({
      bot: house.bot,
      workspaces: new Workspaces(installations, Date.now),
      clients,
      conversations,
      people,
      messages: new Messages({ clients, people, conversations, log: quiet }),
      now: Date.now,
    })
    const to = (workspace: string) => ({ ...toChannel(), workspace }) as Recipient
    expect(await faultOf(platform.deliver(delivery(to('T1'))))).toMatchObject({ kind: 'not-executed' })
    expect(await faultOf(platform.deliver(delivery(to('T2'))))).toMatchObject({ kind: 'workspace-gone' })
    expect(await faultOf(platform.deliver(delivery({ kind: 'email', address: 'a@b.example' })))).toMatchObject({
      kind: 'permanent',
    })
    installations.find = async () => {
      throw new Error('no database')
    }
    expect(await faultOf(platform.deliver(delivery(to('T3'))))).toMatchObject({ kind: 'not-executed' })
  })

  test('after a refused token the installation is read again, so that a new one works at once', async () => {
    const own = await slackHouse()
    own.slack.setFaults([{ method: 'chat.postMessage', kind: 'refuse', error: 'token_revoked', times: 1 }])
    const to: Recipient = {
      kind: 'conversation',
      platform: 'slack',
      workspace: own.slack.state().team.id,
      conversation: general,
    }
    await faultOf(own.adapter.platform.deliver(delivery(to)))
    const asked = own.installations.asked.length
    await own.adapter.platform.deliver(delivery(to))
    expect(own.installations.asked.length).toBe(asked + 1)
    await own.close()
  })
})

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

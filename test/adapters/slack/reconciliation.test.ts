import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Delivery, DeliveryError, type DeliveryFault, type Recipient } from '../../../src/bot/platform.ts'
import { shows } from './support/scripted-bot.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())
beforeEach(() => house.slack.reset())

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

async function faultOf(going: Promise<unknown>): Promise<DeliveryFault> {
  try {
    await going
  } catch (error) {
    if (error instanceof DeliveryError) return error.fault
    throw error
  }
  throw new Error('it was delivered')
}

describe('what became of an uncertain delivery', () => {
  const aMinuteAgo = () => new Date(Date.now() - 60_000)

  test.each([
    ['a person', () => toPerson()],
    ['a channel', () => toChannel()],
  ])('is found by its marker with %s', async (_name, to) => {
    await house.adapter.platform.deliver(delivery(to(), { id: 'row-0' }))
    house.slack.setFaults([{ method: 'chat.postMessage', kind: 'reset-executed', times: 1 }])
    await faultOf(house.adapter.platform.deliver(delivery(to())))
    const found = await house.adapter.platform.find(delivery(to()), aMinuteAgo())
    expect(found).toMatchObject({ reference: house.messages().at(-1)?.ts })
    expect(await house.adapter.platform.find(delivery(to(), { id: 'row-2' }), aMinuteAgo())).toBeUndefined()
  })

  test('is found in its thread', async () => {
    const { reference: thread } = await house.adapter.platform.deliver(delivery(toChannel()))
    await house.adapter.platform.deliver(delivery(toChannel({ thread }), { id: 'row-2' }))
    const found = await house.adapter.platform.find(delivery(toChannel({ thread }), { id: 'row-2' }), aMinuteAgo())
    expect(found).toMatchObject({ reference: house.messages(general).at(-1)?.ts })
  })

  test('is found behind many later messages', async () => {
    await house.adapter.platform.deliver(delivery(toChannel()))
    for (let i = 0; i < 250; i++) await house.adapter.platform.deliver(delivery(toChannel(), { id: `later-${i}` }))
    expect(await house.adapter.platform.find(delivery(toChannel()), aMinuteAgo())).toMatchObject({
      reference: house.messages(general)[0]?.ts,
    })
  })

  test.each(['missing_scope', 'not_in_channel'])('cannot be known where Slack says %s', async (error) => {
    house.slack.setFaults([{ method: 'conversations.history', kind: 'refuse', error }])
    expect(await house.adapter.platform.find(delivery(toChannel()), aMinuteAgo())).toBe('unknowable')
  })

  test('cannot be known of an ephemeral message', async () => {
    expect(await house.adapter.platform.find(delivery(toChannel({ onlyFor: customer })), aMinuteAgo())).toBe(
      'unknowable',
    )
  })

  test('is asked again later when Slack is busy', async () => {
    house.slack.setFaults([{ method: 'conversations.history', kind: 'rate-limited', retryAfterSeconds: 60 }])
    expect(await faultOf(house.adapter.platform.find(delivery(toChannel()), aMinuteAgo()) as Promise<unknown>)).toEqual(
      {
        kind: 'rate-limited',
        retryAfterSeconds: 60,
      },
    )
  })
})

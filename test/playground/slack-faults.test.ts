import { WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fault } from '../../adapters/playground/contract.ts'
import { Faults } from '../../adapters/playground/faults.ts'
import { type SlackSimulator, startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { clientOf, customer, general, refusal, signingSecret, triage, until } from './slack-bot.ts'

let clock = 1_800_000_000_000
let simulator: SlackSimulator
beforeEach(async () => {
  simulator = await startSlackSimulator({ signingSecret, now: () => clock })
})
afterEach(() => simulator.close())

const post = (text: string, channel = general) => clientOf(simulator).chat.postMessage({ channel, text })
const texts = () => simulator.state().messages.map(({ text }) => text)
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (fault: unknown) => fault,
  )

test('a channel takes a small burst, then one message a second; other channels are not held up', async () => {
  for (const text of ['1', '2', '3']) await post(text)
  const fault = await failure(post('4'))
  expect(fault).toBeInstanceOf(WebAPIRateLimitedError)
  expect((fault as WebAPIRateLimitedError).retryAfter).toBe(1)
  await post('elsewhere', triage)
  clock += 1000
  await post('5')
  expect(await failure(post('6'))).toBeInstanceOf(WebAPIRateLimitedError)
  expect(texts()).toEqual(['1', '2', '3', 'elsewhere', '5'])
  expect(simulator.calls.filter(({ outcome }) => outcome === 'ratelimited')).toHaveLength(2)
})

test('a channel limit counts for a person too, whether named by user or by conversation', async () => {
  const { channel } = await post('1', customer)
  await post('2', customer)
  await post('3', channel!)
  expect(await failure(post('4', customer))).toBeInstanceOf(WebAPIRateLimitedError)
})

test('other methods have their tier: the twenty-first list within a minute waits', async () => {
  const client = clientOf(simulator)
  for (let i = 0; i < 20; i++) await client.conversations.list({})
  clock += 20_000
  const fault = await failure(client.conversations.list({}))
  expect((fault as WebAPIRateLimitedError).retryAfter).toBe(40)
  clock += 40_000
  await client.conversations.list({})
})

test('limits can be switched off', async () => {
  const free = await startSlackSimulator({ signingSecret, now: () => clock, strict: { perChannelMs: 0 } })
  try {
    const client = clientOf(free)
    for (let i = 0; i < 25; i++) await client.chat.postMessage({ channel: general, text: `${i}` })
    for (let i = 0; i < 25; i++) await client.conversations.list({})
    expect(free.state().messages).toHaveLength(25)
  } finally {
    await free.close()
  }
})

test.each<[Fault['kind'], boolean]>([
  ['rate-limited', false],
  ['error', false],
  ['error-executed', true],
  ['reset', false],
  ['reset-executed', true],
])('the fault %s fails the call; executed: %s', async (kind, executed) => {
  simulator.setFaults([{ method: 'chat.postMessage', kind, times: 1, retryAfterSeconds: 7 }])
  const fault = await failure(post('struck'))
  expect(fault).toBeInstanceOf(Error)
  if (kind === 'rate-limited') expect((fault as WebAPIRateLimitedError).retryAfter).toBe(7)
  expect(texts()).toEqual(executed ? ['struck'] : [])
  expect(simulator.calls.at(-1)?.outcome).toBe(`fault:${kind}`)
  await post('healed')
  expect(texts().at(-1)).toBe('healed')
})

test('a time-out never answers; executed late it appears after the caller gave up', async () => {
  const givenUp = async (text: string): Promise<unknown> => {
    const patience = new AbortController()
    const call = fetch(`${simulator.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.token}` },
      body: new URLSearchParams({ channel: general, text }),
      signal: patience.signal,
    })
    const failed = failure(call)
    await until(() => simulator.calls.some(({ args }) => args.text === text))
    patience.abort()
    return failed
  }
  simulator.setFaults([{ method: '*', kind: 'timeout', times: 1 }])
  expect(await givenUp('lost')).toMatchObject({ name: 'AbortError' })
  simulator.setFaults([{ method: '*', kind: 'timeout-executed', times: 1, delayMs: 1000 }])
  expect(await givenUp('late')).toMatchObject({ name: 'AbortError' })
  expect(texts()).toEqual([])
  await until(() => texts().length > 0)
  expect(texts()).toEqual(['late'])
})

test('a delayed answer comes, and a refusal carries its word', async () => {
  simulator.setFaults([
    { method: 'chat.postMessage', kind: 'delay', times: 1, delayMs: 20 },
    { method: 'chat.postMessage', kind: 'refuse', error: 'account_inactive' },
  ])
  await post('slow')
  expect((await refusal(post('no'))).error).toBe('account_inactive')
  simulator.setFaults([])
  await post('yes')
  expect(texts()).toEqual(['slow', 'yes'])
})

test('a reset shows as a failed request, not as an answer', async () => {
  simulator.setFaults([{ method: 'auth.test', kind: 'reset' }])
  expect(await failure(clientOf(simulator).auth.test())).toBeInstanceOf(WebAPIRequestError)
})

test('faults count down, strike a share by repeatable chance, and spare other methods', () => {
  const faults = new Faults(7)
  const rules: Fault[] = [
    { method: 'a', kind: 'error', times: 2 },
    { method: '*', kind: 'reset', share: 0.3 },
  ]
  const run = () => {
    faults.set(rules)
    return Array.from({ length: 1000 }, (_, i) => faults.draw(i < 3 ? 'a' : 'b')?.kind)
  }
  const first = run()
  expect(first.slice(0, 2)).toEqual(['error', 'error'])
  expect(first.slice(2)).not.toContain('error')
  const struck = first.filter((kind) => kind === 'reset').length
  expect(struck).toBeGreaterThan(240)
  expect(struck).toBeLessThan(360)
  expect(run()).toEqual(first)
})

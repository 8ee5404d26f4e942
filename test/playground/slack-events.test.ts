import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import {
  type SlackSimulator,
  signSlackRequest,
  startSlackSimulator,
} from '../../adapters/playground/slack/simulator.ts'
import { clientOf, customer, general, signingSecret, stage, until } from './slack-bot.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Arrival {
  headers: IncomingMessage['headers']
  body: any
}

/** A bot of bare HTTP: answers what `answer` says, and keeps what came. */
async function bareBot(
  answer: (count: number) => { status: number; headers?: Record<string, string> } | 'never',
  options: Partial<Parameters<typeof startSlackSimulator>[0]> = {},
): Promise<{ simulator: SlackSimulator; arrivals: Arrival[] }> {
  const arrivals: Arrival[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    arrivals.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) })
    const told = answer(arrivals.length)
    if (told !== 'never') response.writeHead(told.status, told.headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  const simulator = await startSlackSimulator({ signingSecret, eventsUrl, retryDelaysMs: [0, 10, 20], ...options })
  closing.push(
    () => simulator.close(),
    () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  )
  return { simulator, arrivals }
}

const hello = { do: 'say' as const, user: customer, channel: customer, text: 'hello' }

test('an event that fails is sent three times more, the same, with number and reason', async () => {
  const { simulator, arrivals } = await bareBot(() => ({ status: 500 }))
  expect(await simulator.act(hello)).toMatchObject({ ok: false, status: 500 })
  await until(() => simulator.retriesDue === 0)
  expect(new Set(arrivals.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(arrivals.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3'])
  expect(arrivals.slice(1).map(({ headers }) => headers['x-slack-retry-reason'])).toEqual(Array(3).fill('http_error'))
})

test('a retry ends with the first success', async () => {
  const { simulator, arrivals } = await bareBot((count) => ({ status: count < 2 ? 503 : 200 }))
  await simulator.act(hello)
  await until(() => simulator.retriesDue === 0)
  expect(arrivals).toHaveLength(2)
})

test('silence counts as a failure by time-out', async () => {
  const { simulator, arrivals } = await bareBot((count) => (count < 2 ? 'never' : { status: 200 }), { answerMs: 100 })
  expect(await simulator.act(hello)).toMatchObject({ ok: false, refused: 'operation_timeout' })
  await until(() => arrivals.length === 2)
  expect(arrivals[1]?.headers['x-slack-retry-reason']).toBe('http_timeout')
})

test('x-slack-no-retry stops the retries', async () => {
  const { simulator, arrivals } = await bareBot(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }))
  await simulator.act(hello)
  expect(simulator.retriesDue).toBe(0)
  expect(arrivals).toHaveLength(1)
})

test('the bot hears of its own messages too, marked as its own', async () => {
  const { simulator, arrivals } = await bareBot(() => ({ status: 200 }))
  await clientOf(simulator).chat.postMessage({ channel: general, text: 'echo' })
  await until(() => arrivals.length === 1)
  expect(arrivals[0]?.body.event).toMatchObject({ text: 'echo', bot_id: 'B0ANSHIN000', user: simulator.botUser })
})

test('events without their scope or subscription are not sent', async () => {
  const deaf = await bareBot(() => ({ status: 200 }), { scopes: ['chat:write'] })
  await deaf.simulator.act(hello)
  const unsubscribed = await bareBot(() => ({ status: 200 }), { events: ['app_mention'] })
  await unsubscribed.simulator.act(hello)
  expect([deaf.arrivals, unsubscribed.arrivals]).toEqual([[], []])
})

test('real Bolt accepts the signature, answers the challenge, and refuses another secret', async () => {
  const { simulator, close } = await stage()
  closing.push(close)
  expect(await simulator.verifyUrl()).toBe(true)
  const body = JSON.stringify({ type: 'url_verification', challenge: 'x' })
  const post = async (secret: string, at: number) => {
    const headers = { 'content-type': 'application/json', ...signSlackRequest(secret, body, at) }
    return (await fetch(simulator.sent[0]!.url, { method: 'POST', headers, body })).status
  }
  const now = Math.floor(Date.now() / 1000)
  expect(await post(signingSecret, now)).toBe(200)
  expect(await post('another secret', now)).toBe(401)
  expect(await post(signingSecret, now - 400)).toBe(401)
})

test('redelivery repeats an event as a retry, or byte for byte with its old signature', async () => {
  const { simulator, arrivals } = await bareBot(() => ({ status: 200 }))
  await simulator.act(hello)
  const id = simulator.sent[0]!.id
  expect((await simulator.redeliver({ id, number: 2 })).status).toBe(200)
  expect(arrivals[1]?.headers['x-slack-retry-num']).toBe('2')
  await simulator.redeliver({ id, as: 'replay' })
  expect(arrivals[2]?.body).toEqual(arrivals[0]?.body)
  expect(simulator.sent[2]?.headers).toEqual(simulator.sent[1]?.headers)
  await expect(simulator.redeliver({ id: 'Ev-unknown' })).rejects.toThrow('nothing was sent')
})

test('nothing is due after a reset', async () => {
  const { simulator, arrivals } = await bareBot(() => ({ status: 500 }), { retryDelaysMs: [600_000] })
  await simulator.act(hello)
  expect([arrivals.length, simulator.retriesDue]).toEqual([1, 1])
  simulator.reset()
  expect(simulator.retriesDue).toBe(0)
  expect(simulator.state().messages).toEqual([])
})

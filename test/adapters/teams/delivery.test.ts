import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../../adapters/playground/contract.ts'
import type { Delivery, DeliveryError, Recipient } from '../../../src/bot/platform.ts'
import { view } from './small-bot.ts'
import { channel, emma, hanako, openWorkplace, personal, tenantId, type Workplace } from './workplace.ts'

let at: Workplace

beforeEach(async () => {
  at = await openWorkplace({ guarded: true, adapter: { sendMs: 1_500 } })
  await at.act({ do: 'say', user: hanako, conversation: personal, text: 'hello' })
  await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
})
afterEach(() => at.close())

const who = (user: string) => ({ platform: 'teams', workspace: tenantId, user }) as const
const conversation = (id: string, more: object = {}): Recipient => ({
  kind: 'conversation',
  platform: 'teams',
  workspace: tenantId,
  conversation: id,
  ...more,
})
const delivery = (to: Recipient): Delivery => ({
  id: 'delivery-1',
  attempt: 1,
  to,
  content: { kind: 'view', view: view('Hello') },
  language: 'en',
})
const deliver = (to: Recipient) => at.adapter.platform.deliver(delivery(to))
const faultOf = async (to: Recipient) => {
  const error = (await deliver(to).then(
    () => undefined,
    (reason: unknown) => reason,
  )) as DeliveryError | undefined
  return error?.fault
}
const botMessages = (id: string) => at.simulator.state().messages.filter((m) => m.bot && m.conversation === id)

describe('where it goes', () => {
  test('to a person who wrote before, as one card with a line for the notification', async () => {
    const delivered = await deliver({ kind: 'person', who: who(hanako) })
    const [message] = botMessages(personal)
    expect(delivered).toEqual({ reference: message!.id, conversation: personal })
    expect(message!.attachments![0]!.contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(at.sent()[0]!.body).toMatchObject({ summary: 'Hello', type: 'message' })
    expect(at.simulator.cardWarnings).toEqual([])
  })

  test('to a person who never wrote, where the tenant is known: opened once, then remembered', async () => {
    await deliver({ kind: 'person', who: who(emma) })
    await deliver({ kind: 'person', who: who(emma) })
    expect(botMessages('a:1personal-2')).toHaveLength(2)
    expect(at.simulator.calls.filter(({ operation }) => operation === 'createConversation')).toHaveLength(1)
  })

  test('into the thread of a channel where it was asked', async () => {
    const { thread } = at.bot.accepted.at(-1)!.place
    await deliver(conversation(channel, { thread }))
    expect(botMessages(channel)).toMatchObject([{ replyTo: thread }])
  })

  test('to the one whom it is for, instead of a channel that everyone reads', async () => {
    await deliver(conversation(channel, { onlyFor: emma }))
    expect(botMessages(channel)).toEqual([])
    expect(botMessages('a:1personal-2')).toHaveLength(1)
  })

  test('nowhere, for good, when neither person nor tenant nor conversation is known', async () => {
    const kinds = await Promise.all([
      faultOf({ kind: 'person', who: { platform: 'teams', workspace: 'other', user: 'nobody' } }),
      faultOf(conversation('19:unknown@thread.tacv2')),
      faultOf({ kind: 'email', address: 'a@b.example' }),
    ])
    expect(kinds.map((fault) => fault?.kind)).toEqual(['permanent', 'permanent', 'permanent'])
    expect(at.sent()).toEqual([])
  })

  test('nowhere outside the list, whatever a stored row says: the token stays here', async () => {
    for (const row of at.references.rows.values()) row.serviceUrl = 'http://attacker.example/'
    expect(await faultOf({ kind: 'person', who: who(hanako) })).toMatchObject({ kind: 'permanent' })
    expect(await faultOf({ kind: 'person', who: who(emma) })).toMatchObject({ kind: 'permanent' })
    expect(await faultOf(conversation(channel))).toMatchObject({ kind: 'permanent' })
  })

  test('with the bot’s token', async () => {
    await deliver({ kind: 'person', who: who(hanako) })
    expect(at.sent()[0]!.authorization).toBe('Bearer token-of-the-bot')
  })

  test('a bot cannot look up what it wrote', async () => {
    expect(await at.adapter.platform.find(delivery({ kind: 'person', who: who(hanako) }), new Date())).toBe(
      'unknowable',
    )
  })
})

describe('what a failure means, each after exactly one post', () => {
  test.each<[string, Omit<Fault, 'method'>, object]>([
    [
      '429 with Retry-After',
      { kind: 'rate-limited', retryAfterSeconds: 7 },
      { kind: 'rate-limited', retryAfterSeconds: 7 },
    ],
    ['500', { kind: 'error' }, { kind: 'uncertain' }],
    ['500 although executed', { kind: 'error-executed' }, { kind: 'uncertain' }],
    ['412', { kind: 'refuse', status: 412 }, { kind: 'uncertain' }],
    ['502', { kind: 'refuse', status: 502 }, { kind: 'uncertain' }],
    ['503', { kind: 'refuse', status: 503 }, { kind: 'uncertain' }],
    ['504', { kind: 'refuse', status: 504 }, { kind: 'uncertain' }],
    ['400', { kind: 'refuse', status: 400 }, { kind: 'permanent' }],
    ['401', { kind: 'refuse', status: 401 }, { kind: 'workspace-gone' }],
    ['403', { kind: 'refuse', status: 403 }, { kind: 'permanent' }],
    ['404', { kind: 'refuse', status: 404 }, { kind: 'permanent' }],
    ['413', { kind: 'refuse', status: 413 }, { kind: 'permanent' }],
    ['a reset', { kind: 'reset' }, { kind: 'uncertain' }],
    ['a reset although executed', { kind: 'reset-executed' }, { kind: 'uncertain' }],
    ['silence', { kind: 'timeout' }, { kind: 'uncertain' }],
  ])('%s', async (_, fault, expected) => {
    at.simulator.setFaults([{ method: 'sendActivity', ...fault }])
    expect(await faultOf({ kind: 'person', who: who(hanako) })).toMatchObject(expected)
    expect(at.sent()).toHaveLength(1)
  })

  test('a refused connection: nothing was executed', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    for (const row of at.references.rows.values()) row.serviceUrl = `http://127.0.0.1:${port}/`
    expect(await faultOf({ kind: 'person', who: who(hanako) })).toEqual({
      kind: 'not-executed',
      detail: 'ECONNREFUSED',
    })
  })

  test('a redirect is not followed: a message goes to one place, once', async () => {
    const hits: (string | undefined)[] = []
    const { createServer: http } = await import('node:http')
    const server = http((request, response) => {
      hits.push(request.url)
      response.writeHead(307, { location: '/elsewhere' }).end()
      request.resume()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    for (const row of at.references.rows.values())
      row.serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(await faultOf({ kind: 'person', who: who(hanako) })).toMatchObject({ kind: 'permanent' })
    expect(hits).toHaveLength(1)
    expect(at.sent()).toEqual([])
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('no token to be had: nothing was executed', async () => {
    const tokenless = await openWorkplace({
      guarded: true,
      adapter: { accessToken: () => Promise.reject(new Error('login away')) },
    })
    await tokenless.act({ do: 'say', user: hanako, conversation: personal, text: 'hello' })
    const sent = tokenless.adapter.platform.deliver(delivery({ kind: 'person', who: who(hanako) }))
    await expect(sent).rejects.toMatchObject({ fault: { kind: 'not-executed', detail: 'no token: login away' } })
    expect(tokenless.simulator.calls.filter(({ operation }) => operation !== 'openIdMetadata')).toEqual([])
    await tokenless.close()
  })

  test.each<[Fault['kind'], object]>([
    ['error-executed', { kind: 'not-executed' }],
    ['reset', { kind: 'not-executed' }],
    ['rate-limited', { kind: 'rate-limited' }],
  ])('opening a conversation that fails (%s) said nothing yet, so it may be repeated', async (kind, expected) => {
    at.simulator.setFaults([{ method: 'createConversation', kind }])
    expect(await faultOf({ kind: 'person', who: who(emma) })).toMatchObject(expected)
    expect(at.sent()).toEqual([])
  })

  test('rows that cannot be read: nothing was executed', async () => {
    at.references.find = () => Promise.reject(new Error('database away'))
    expect(await faultOf({ kind: 'person', who: who(hanako) })).toMatchObject({ kind: 'not-executed' })
  })

  test('messages a gap apart are never too fast for Teams', async () => {
    let now = Date.now()
    const paced = await openWorkplace({ simulator: { now: () => now } })
    await paced.act({ do: 'say', user: hanako, conversation: personal, text: 'hello' })
    await paced.adapter.stop()
    for (let i = 0; i < 70; i++) {
      now += paced.adapter.platform.gapMs
      await paced.adapter.platform.deliver(delivery({ kind: 'person', who: who(hanako) }))
    }
    expect(paced.simulator.calls.filter(({ status }) => status === 429)).toEqual([])
    await paced.close()
  })
})

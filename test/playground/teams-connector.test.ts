import type { ConversationReference } from 'botbuilder'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import { cardOf, startTestBot, type TestBot } from './teams-bot.ts'

let teams: TeamsSimulator
let bot: TestBot
let clock = 1_800_000_000_000

beforeEach(async () => {
  teams = await startTeamsSimulator({ now: () => clock })
  bot = await startTestBot(async () => {})
  teams.setMessagesUrl(bot.url)
})
afterEach(async () => {
  await bot.close()
  await teams.close()
})

const hanako = () => teams.state().people[0]!
const emma = () => teams.state().people[1]!
const personal = () => teams.state().conversations.find((c) => c.user === hanako().id)!
const channel = () => teams.state().conversations.find((c) => c.kind === 'channel')!
const reference = (conversation = personal().id): Partial<ConversationReference> => ({
  channelId: 'msteams',
  serviceUrl: teams.serviceUrl,
  bot: { id: teams.botId, name: 'Anshin' },
  conversation: { id: conversation } as ConversationReference['conversation'],
})

/** Speaks first, as the outbox does, with botbuilder's own client. */
const send = async (content: any, conversation?: string): Promise<string> => {
  let id = ''
  await bot.adapter.continueConversationAsync('', reference(conversation), async (turn) => {
    id = (await turn.sendActivity(content))?.id ?? ''
  })
  return id
}
const refusal = async (promise: Promise<unknown>) => {
  const error: any = await promise.then(
    () => expect.unreachable('it was taken'),
    (error) => error,
  )
  return { status: error.statusCode, code: error.body?.error?.code ?? error.details?.error?.code ?? error.code, error }
}
const call = (method: string, path: string, body?: unknown) =>
  fetch(`${teams.serviceUrl}v3/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

test('the bot can speak first, change what it said and take it back', async () => {
  const id = await send('first')
  expect(teams.state().messages).toMatchObject([{ id, bot: true, text: 'first', conversation: personal().id }])
  await bot.adapter.continueConversationAsync('', reference(), async (turn) => {
    await turn.updateActivity({ id, type: 'message', text: 'second', conversation: { id: personal().id } as any })
  })
  expect(teams.state().messages[0]).toMatchObject({ text: 'second', editedAt: expect.any(String) })
  await bot.adapter.continueConversationAsync('', reference(), (turn) => turn.deleteActivity(id))
  expect(teams.state().messages[0]).toMatchObject({ id, deleted: true })
  expect(teams.state().messages[0]?.text).toBeUndefined()
  expect((await call('DELETE', `conversations/${personal().id}/activities/${id}`)).status).toBe(404)
})

test("opening a person's conversation again gives the same one", async () => {
  const open = async (memberId: string) => {
    const parameters = {
      isGroup: false,
      bot: { id: teams.botId },
      members: [{ id: memberId }],
      tenantId: teams.state().tenant.id,
    }
    let id = ''
    await bot.adapter.createConversationAsync('', 'msteams', teams.serviceUrl, '', parameters as any, async (turn) => {
      id = turn.activity.conversation.id
    })
    return id
  }
  expect(await open(hanako().id)).toBe(personal().id)
  expect(await open(teams.userId(hanako().id))).toBe(personal().id)
  expect((await refusal(open('29:nobody'))).status).toBe(400)
})

test('a conversation is not opened in another tenant, without a tenant, or with a person who lacks the app', async () => {
  const members = [{ id: hanako().id }]
  expect((await call('POST', 'conversations', { members, tenantId: 'other' })).status).toBe(403)
  expect((await call('POST', 'conversations', { members })).status).toBe(400)
  await teams.act({ do: 'uninstall', user: hanako().id })
  const response = await call('POST', 'conversations', { members, tenantId: teams.state().tenant.id })
  expect(response.status).toBe(403)
  expect(((await response.json()) as any).error.message).toContain('not installed')
})

test('a post in a channel begins a thread, and its id takes further posts', async () => {
  const response = await call('POST', 'conversations', {
    isGroup: true,
    channelData: { channel: { id: channel().id } },
    activity: { type: 'message', text: 'case 7' },
  })
  expect(response.status).toBe(201)
  const { id, activityId } = (await response.json()) as any
  expect(id).toBe(`${channel().id};messageid=${activityId}`)
  await send('an engineer is on it', id)
  expect(teams.state().messages.at(-1)).toMatchObject({ conversation: channel().id, replyTo: activityId })
  expect((await refusal(send('x', `${channel().id};messageid=1`))).status).toBe(404)
})

test('an unknown conversation is 404, a person who removed or blocked the bot 403 with the reason', async () => {
  expect(await refusal(send('x', 'a:nowhere'))).toMatchObject({ status: 404, code: 'ConversationNotFound' })
  await teams.act({ do: 'block', user: hanako().id })
  expect(await refusal(send('x'))).toMatchObject({ status: 403, code: 'MessageWritesBlocked' })
  await teams.act({ do: 'unblock', user: hanako().id })
  await send('back')
  await teams.act({ do: 'uninstall', user: hanako().id })
  expect(await refusal(send('x'))).toMatchObject({ status: 403, code: 'BotNotInConversationRoster' })
  expect(teams.state().messages.map((m) => m.text)).toEqual(['back'])
})

test('28 KB is the end of a message, and a bad card, an empty message and a stranger attachment are refused', async () => {
  await send('x'.repeat(20_000))
  expect(await refusal(send('x'.repeat(28_672)))).toMatchObject({ status: 413, code: 'MessageSizeTooBig' })
  for (const attachments of [
    [cardOf([{ type: 'TextBlok', text: 'x' }])],
    [{ contentType: 'text/exe', content: {} }],
    [],
  ])
    expect(await refusal(send({ type: 'message', attachments }))).toMatchObject({ status: 400, code: 'BadSyntax' })
  expect(teams.state().messages).toHaveLength(1)
})

test("a person's words cannot be changed or deleted by the bot", async () => {
  const { message } = await teams.act({ do: 'say', user: hanako().id, conversation: personal().id, text: 'mine' })
  const path = `conversations/${personal().id}/activities/${message}`
  expect((await call('PUT', path, { type: 'message', text: 'yours' })).status).toBe(403)
  expect((await call('DELETE', path)).status).toBe(403)
  expect(teams.state().messages[0]?.text).toBe('mine')
})

test('members are told with both ids, one, all or by page', async () => {
  const list = (await (await call('GET', `conversations/${channel().id}/members`)).json()) as any[]
  expect(list.map((m) => m.aadObjectId)).toEqual([hanako().id, emma().id])
  const paged = (await (await call('GET', `conversations/${channel().id}/pagedmembers`)).json()) as any
  expect(paged.members).toEqual(list)
  const one = await call(
    'GET',
    `conversations/${personal().id}/members/${encodeURIComponent(teams.userId(hanako().id))}`,
  )
  expect(await one.json()).toMatchObject({ email: hanako().email, aadObjectId: hanako().id })
  expect((await call('GET', `conversations/${personal().id}/members/${emma().id}`)).status).toBe(404)
  expect((await call('GET', `conversations/${personal().id}`)).status).toBe(200)
  expect((await call('GET', 'nothing/here')).status).toBe(404)
})

test('the eighth message in a second has to wait, in its own thread only', async () => {
  for (let i = 0; i < 7; i++) await send(`${i}`)
  const { status, error } = await refusal(send('too many'))
  expect(status).toBe(429)
  expect(error.response.headers.get('retry-after')).toBe('1')
  await send('elsewhere', channel().id)
  clock += 1000
  await send('8')
  expect(await refusal(send('9'))).toMatchObject({ status: 429 })
  clock += 1000
  await send('9')
})

test('sixty messages fill half a minute, and Retry-After says when it is over', async () => {
  for (let i = 0; i < 60; i++) {
    await send(`${i}`)
    clock += 310
  }
  const { error } = await refusal(send('60'))
  expect(error.response.headers.get('retry-after')).toBe('12')
  clock += 12_000
  await send('60')
})

test('a switched-off limit takes everything', async () => {
  const open = await startTeamsSimulator({ limits: false, now: () => clock })
  const path = `${open.serviceUrl}v3/conversations/${open.state().conversations[0]!.id}/activities`
  for (let i = 0; i < 20; i++)
    expect((await fetch(path, { method: 'POST', body: '{"type":"message","text":"x"}' })).status).toBe(201)
  await open.close()
})

test('faults strike as often as told, with or without effect', async () => {
  const fault = (kind: any, more: object = {}) => teams.setFaults([{ method: 'sendActivity', kind, times: 1, ...more }])
  const count = () => teams.state().messages.length
  fault('rate-limited', { retryAfterSeconds: 9 })
  const limited = await refusal(send('x'))
  expect([limited.status, limited.error.response.headers.get('retry-after')]).toEqual([429, '9'])
  fault('error', { status: 502 })
  expect((await refusal(send('x'))).status).toBe(502)
  fault('refuse', { status: 412, error: 'PreconditionFailed' })
  expect(await refusal(send('x'))).toMatchObject({ status: 412, code: 'PreconditionFailed' })
  fault('reset')
  await refusal(send('x'))
  expect(count()).toBe(0)
  fault('error-executed')
  expect((await refusal(send('1'))).status).toBe(500)
  fault('reset-executed')
  await refusal(send('2'))
  expect(count()).toBe(2)
  fault('delay', { delayMs: 5 })
  await send('3')
  await send('4')
  expect(teams.calls.map((c) => c.fault)).toEqual([
    'rate-limited',
    'error',
    'refuse',
    'reset',
    'error-executed',
    'reset-executed',
    'delay',
    undefined,
  ])
})

test('a time-out never answers, and an executed one may take effect later', async () => {
  const path = `${teams.serviceUrl}v3/conversations/${personal().id}/activities`
  const given = async (text: string) => {
    const stop = new AbortController()
    const asked = fetch(path, { method: 'POST', body: JSON.stringify({ type: 'message', text }), signal: stop.signal })
    await expect.poll(() => teams.calls.filter((c) => c.body?.text === text).length).toBe(1)
    stop.abort()
    await expect(asked).rejects.toThrow()
  }
  teams.setFaults([{ method: '*', kind: 'timeout', times: 1 }])
  await given('lost')
  teams.setFaults([{ method: '*', kind: 'timeout-executed', times: 1, delayMs: 20 }])
  await given('late')
  await expect.poll(() => teams.state().messages.map((m) => m.text)).toEqual(['late'])
})

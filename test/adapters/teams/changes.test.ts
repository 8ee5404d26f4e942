import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../../adapters/playground/contract.ts'
import type { Content, Delivered, Delivery, DeliveryError, Recipient } from '../../../src/bot/platform.ts'
import { view } from './small-bot.ts'
import { channel, chat, emma, hanako, openWorkplace, personal, reading, tenantId, type Workplace } from './workplace.ts'

let at: Workplace
/** How long after the start it is for the adapter, in ms. */
let passed = 0

beforeEach(async () => {
  passed = 0
  const now = () => Date.now() + passed
  at = await openWorkplace({ guarded: true, simulator: reading, adapter: { sendMs: 1_500, now } })
  await at.act({ do: 'say', user: hanako, conversation: personal, text: 'hello' })
  await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
  at.simulator.calls.length = 0
})
afterEach(() => at.close())

const place = (conversation: string, more: object = {}): Recipient => ({
  kind: 'conversation',
  platform: 'teams',
  workspace: tenantId,
  conversation,
  ...more,
})
const hers: Recipient = { kind: 'person', who: { platform: 'teams', workspace: tenantId, user: hanako } }
const titled = (title: string): Content<string> => ({ kind: 'view', view: view(title) })
let deliveries = 0
const deliver = (to: Recipient, content: Content<string>, more: Partial<Delivery> = {}): Promise<Delivered> => {
  const id = `delivery-${++deliveries}`
  return at.adapter.platform.deliver({ id, attempt: 1, to, content, language: 'en', ...more })
}
const faultOf = async (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (error: DeliveryError) => error.fault,
  )
/** What the bot asked of Teams. The typing sign comes when it comes. */
const calls = () => at.simulator.calls.filter(({ operation }) => operation !== 'typing')
const operations = () => calls().map(({ operation }) => operation)
const shown = (conversation: string) =>
  at.simulator.state().messages.filter((message) => message.bot && message.conversation === conversation)
const words = (message: ReturnType<typeof shown>[number] | undefined) => JSON.stringify(message?.attachments)

describe('a message of ours that changes', () => {
  test.each([
    ['a personal chat', hers, personal],
    ['a channel', place(channel), channel],
  ])('in %s stays where it stands, and is the same one afterwards', async (_, to, conversation) => {
    const first = await deliver(to, titled('Open'))
    expect(await deliver(to, titled('Claimed'), { target: first })).toEqual(first)
    expect(shown(conversation)).toHaveLength(1)
    expect(words(shown(conversation)[0])).toContain('Claimed')
    expect(operations()).toEqual(['sendActivity', 'updateActivity'])
    expect(calls().every(({ authorization }) => authorization === 'Bearer token-of-the-bot')).toBe(true)
  })

  test('in a thread is found there', async () => {
    const root = await deliver(place(channel), titled('Case 17'))
    const to = place(channel, { thread: root.reference })
    const answer = await deliver(to, titled('Answer'))
    expect(await deliver(to, titled('Better answer'), { target: answer })).toEqual(answer)
    expect(shown(channel).map(({ replyTo }) => replyTo)).toEqual([undefined, root.reference])
    await deliver(to, { kind: 'removal' }, { target: answer })
    expect(shown(channel).map(({ deleted }) => deleted === true)).toEqual([false, true])
  })

  test('is changed where it was delivered, though the person has another conversation by now', async () => {
    const first = await deliver(place(channel), titled('Open'))
    expect(await deliver(hers, titled('Claimed'), { target: first })).toEqual(first)
    expect(words(shown(channel)[0])).toContain('Claimed')
  })

  test('and is gone is posted anew', async () => {
    const first = await deliver(place(channel), titled('Open'))
    await deliver(place(channel), { kind: 'removal' }, { target: first })
    const second = await deliver(place(channel), titled('Claimed'), { target: first })
    expect(second.reference).not.toBe(first.reference)
    expect(shown(channel).filter(({ deleted }) => !deleted)).toMatchObject([{ id: second.reference }])
  })

  test('and was never delivered is posted', async () => {
    const target = { reference: '' }
    expect((await deliver(hers, titled('Open'), { target })).reference).toBe(shown(personal)[0]!.id)
  })
})

describe('a message of ours that is taken back', () => {
  test('is gone, and taking it back again is done already', async () => {
    const first = await deliver(hers, titled('Open'))
    expect(await deliver(hers, { kind: 'removal' }, { target: first })).toEqual(first)
    expect(shown(personal)).toMatchObject([{ deleted: true }])
    expect(await deliver(hers, { kind: 'removal' }, { target: first })).toEqual(first)
    expect(operations()).toEqual(['sendActivity', 'deleteActivity', 'deleteActivity'])
  })

  test('and was never delivered needs no call', async () => {
    expect(await deliver(hers, { kind: 'removal' })).toEqual({ reference: '' })
    expect(operations()).toEqual([])
  })
})

describe('what a failure means, each after exactly one call', () => {
  const kinds: [string, Omit<Fault, 'method'>, object][] = [
    ['412', { kind: 'refuse', status: 412 }, { kind: 'uncertain' }],
    ['429', { kind: 'rate-limited', retryAfterSeconds: 7 }, { kind: 'rate-limited', retryAfterSeconds: 7 }],
    ['500 although executed', { kind: 'error-executed' }, { kind: 'uncertain' }],
    ['502', { kind: 'refuse', status: 502 }, { kind: 'uncertain' }],
    ['503', { kind: 'refuse', status: 503 }, { kind: 'uncertain' }],
    ['403', { kind: 'refuse', status: 403 }, { kind: 'permanent' }],
    ['413', { kind: 'refuse', status: 413 }, { kind: 'permanent' }],
    ['a reset', { kind: 'reset' }, { kind: 'uncertain' }],
    ['silence', { kind: 'timeout' }, { kind: 'uncertain' }],
  ]
  test.each(kinds)('%s', async (_, fault, expected) => {
    const target = await deliver(hers, titled('Open'))
    at.simulator.setFaults([
      { method: 'updateActivity', ...fault },
      { method: 'deleteActivity', ...fault },
    ])
    expect(await faultOf(deliver(hers, titled('Claimed'), { target }))).toMatchObject(expected)
    expect(await faultOf(deliver(hers, { kind: 'removal' }, { target }))).toMatchObject(expected)
    expect(operations()).toEqual(['sendActivity', 'updateActivity', 'deleteActivity'])
  })
})

describe('threads', () => {
  test('our own post in a channel begins one, and what people answer below it comes under the same name', async () => {
    const root = await deliver(place(channel), titled('Case 17'))
    await at.act({ do: 'say', user: emma, conversation: channel, text: 'mine', replyTo: root.reference })
    expect(at.bot.asked.at(-1)).toMatchObject({ conversation: channel, thread: root.reference })
  })

  test('are in channels alone: chats are flat', async () => {
    await at.act({ do: 'mention', user: emma, conversation: chat, text: 'hello' })
    await deliver(place(chat, { thread: '1700000000000' }), titled('Flat'))
    await deliver({ ...hers, threadOf: 'case' } as Recipient, titled('Flat'), { threadIn: '1700000000000' })
    const sent = at.sent().map(({ path }) => decodeURIComponent(path))
    expect(sent.map((path) => path.includes('messageid'))).toEqual([false, false])
  })
})

describe('what Teams does not have', () => {
  test('a sign on somebody’s message is settled without a call', async () => {
    const mark: Content<string> = { kind: 'mark', message: '1700000000000', mark: 'internal' }
    expect(await deliver(place(channel), mark)).toEqual({ reference: '1700000000000', conversation: channel })
    expect(operations()).toEqual([])
  })

  test('a file is the card that offers it', async () => {
    const link = { kind: 'link', label: 'Download', url: 'https://vendor.example/files/1' } as const
    const file: Content<string> = {
      kind: 'file',
      file: { id: '1', name: 'trace.log' },
      view: view('trace.log', { actions: [link] }),
    }
    const open = () => Promise.reject(new Error('nobody reads the bytes'))
    await deliver(hers, file, { open })
    expect(shown(personal)[0]!.attachments![0]!.content.actions).toMatchObject([
      { type: 'Action.OpenUrl', url: link.url },
    ])
  })

  test('a bot cannot read what others wrote', async () => {
    expect(await at.adapter.platform.read!({ workspace: tenantId, conversation: channel })).toBeUndefined()
  })
})

describe('who is in a conversation', () => {
  const isMember = (user: string, conversation = channel) =>
    at.adapter.platform.isMember!({ workspace: tenantId, conversation }, user)

  test('is asked of Teams, and again after half a minute', async () => {
    expect(await isMember(emma)).toBe(true)
    expect(await isMember('00000000-0000-4000-8000-000000000000')).toBe(false)
    expect(await isMember(emma)).toBe(true)
    expect(operations()).toHaveLength(2)
    passed = 30_001
    expect(await isMember(emma)).toBe(true)
    expect(operations()).toEqual(Array(3).fill('getConversationMember'))
  })

  test('cannot be known where the bot never was, or is not any more', async () => {
    expect(await isMember(emma, '19:other@thread.tacv2')).toBe('unknowable')
    expect(operations()).toEqual([])
    at.simulator.setFaults([{ method: 'getConversationMember', kind: 'refuse', status: 403 }])
    expect(await isMember(emma)).toBe('unknowable')
  })

  test.each<[Omit<Fault, 'method'>, string]>([
    [{ kind: 'rate-limited' }, 'rate-limited'],
    [{ kind: 'error' }, 'not-executed'],
    [{ kind: 'reset' }, 'not-executed'],
  ])('is neither yes nor no while Teams does not tell: %j', async (fault, kind) => {
    at.simulator.setFaults([{ method: 'getConversationMember', ...fault }])
    expect(await faultOf(isMember(emma))).toMatchObject({ kind })
    at.simulator.setFaults([])
    expect(await isMember(emma)).toBe(true)
  })
})

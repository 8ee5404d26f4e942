import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultConversations, defaultPeople } from '../../../adapters/playground/teams/default-tenant.ts'
import type { Delivery } from '../../../src/bot/platform.ts'
import { view } from './small-bot.ts'
import { channel, emma, hanako, openWorkplace, tenantId, type Workplace } from './workplace.ts'

const shared = '19:shared@thread.tacv2'
const elsewhere = '9d0f1a52-1b6e-4c39-9a80-53e1c2f7b6ff'
const partner = 'd4b91e07-4d58-4a1f-b6c3-88f0d97a2e77'
const people = [...defaultPeople, { ...defaultPeople[1]!, id: partner, name: 'Pat Partner', team: elsewhere }]
const members = people.map(({ id }) => id)
const conversations = [
  ...defaultConversations.map((one) => (one.id === channel ? { ...one, members } : one)),
  { id: shared, name: 'Shared', kind: 'channel' as const, members, shared: true as const, readable: true },
]

let at: Workplace
beforeEach(async () => {
  at = await openWorkplace({ guarded: true, simulator: { people, conversations, limits: false } })
})
afterEach(() => at.close())

const note = (conversation: string, more: Partial<Delivery> = {}) =>
  at.adapter.platform.deliver({
    id: 'note',
    attempt: 1,
    to: { kind: 'conversation', platform: 'teams', workspace: tenantId, conversation },
    content: { kind: 'view', view: view('Between us') },
    language: 'en',
    internal: true,
    ...more,
  })
const refusal = { fault: { kind: 'permanent', detail: 'people of another company are in the conversation' } }

describe('what only the vendor may read', () => {
  test('goes where nobody else is known to be', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
    expect((await note(channel)).reference).not.toBe('')
  })

  test('is refused for good in a shared channel, and only that', async () => {
    await at.act({ do: 'say', user: hanako, conversation: shared, text: 'hello' })
    await expect(note(shared)).rejects.toMatchObject(refusal)
    expect(at.sent()).toEqual([])
    expect((await note(shared, { internal: undefined } as never)).reference).not.toBe('')
  })

  test('is refused once somebody of another company spoke there, though nothing of theirs is heard', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
    const first = await note(channel)
    expect(await at.act({ do: 'mention', user: partner, conversation: channel, text: 'hello' })).toMatchObject({
      status: 403,
    })
    expect(at.bot.accepted.map(({ who }) => who.user)).toEqual([emma])
    await expect(note(channel)).rejects.toMatchObject(refusal)
    await expect(note(channel, { target: first })).rejects.toMatchObject(refusal)
  })

  test('may still be taken back there', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
    const first = await note(channel)
    await at.act({ do: 'mention', user: partner, conversation: channel, text: 'hello' })
    await note(channel, { content: { kind: 'removal' }, target: first })
    expect(at.simulator.state().messages.find(({ id }) => id === first.reference)).toMatchObject({ deleted: true })
  })

  test('waits while our own rows cannot tell', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
    const { find } = at.references
    at.references.find = (key) => (key.startsWith('shared:') ? Promise.reject(new Error('away')) : find(key))
    await expect(note(channel)).rejects.toMatchObject({ fault: { kind: 'not-executed' } })
  })
})

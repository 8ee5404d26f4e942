import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '../../../src/bot/platform.ts'
import type { Action } from '../../../src/bot/view.ts'
import { view } from './small-bot.ts'
import {
  channel,
  chat,
  emma,
  sharedFile as file,
  hanako,
  openWorkplace,
  reading,
  tenantId,
  type Workplace,
} from './workplace.ts'

let at: Workplace

beforeEach(async () => {
  at = await openWorkplace({ simulator: reading })
})
afterEach(() => at.close())

const say = (conversation: string, text: string, more: object = {}) =>
  at.act({ do: 'say', user: emma, conversation, text, ...more })

describe('a message’s own menu', () => {
  const choose = (conversation: string, message: string) =>
    at.act({ do: 'message-action', user: emma, conversation, message, commandId: 'register' })
  const answered = (): any => at.bot.answered.at(-1)!.request

  test('tells where the message stands, its words, their formatting, and its files by name', async () => {
    const html = '<p>It <em>stopped</em></p>'
    const files = [file('trace.log', 'x'), file('screen.png', 'x', 'image/png')]
    const root = await say(channel, 'It stopped', { html, files })
    await choose(channel, root.message!)
    expect(answered()).toMatchObject({
      kind: 'invoked',
      command: 'register',
      values: {
        text: 'It stopped\n📎 trace.log\n📎 screen.png',
        message: root.message,
        conversation: channel,
        thread: root.message,
      },
      on: {
        id: root.message,
        prose: [{ kind: 'text', runs: [{ text: 'It ' }, { text: 'stopped', italic: true }] }],
        files: [{ name: 'trace.log' }, { name: 'screen.png' }],
      },
    })
    expect(answered().on.files.every(({ url }: any) => url === undefined)).toBe(true)
  })

  test('of an answer names the thread, in a chat there is none; what is filled in comes with the message too', async () => {
    const root = await say(channel, 'first')
    const second = await say(channel, 'second', { replyTo: root.message })
    await choose(channel, second.message!)
    expect(answered().values).toEqual({
      text: 'second',
      message: second.message,
      conversation: channel,
      thread: root.message,
    })
    const flat = await say(chat, 'flat')
    const { dialog } = await choose(chat, flat.message!)
    expect(answered().values).toEqual({ text: 'flat', message: flat.message, conversation: chat })
    const { task } = at.simulator.state().dialogs.find(({ id }) => id === dialog)!
    const data = { ...task.card.content.actions[0].data, serial: 'SN-1001' }
    await at.act({ do: 'submit', user: emma, dialog: dialog!, data })
    expect(answered()).toMatchObject({
      kind: 'submitted',
      values: { serial: 'SN-1001' },
      on: { id: flat.message, prose: [{ kind: 'text', runs: [{ text: 'flat' }] }] },
    })
  })
})

describe('one button that many people press', () => {
  test('is one happening for each press of each of them, and a press that comes again is none', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'hello' })
    const to = { kind: 'conversation', platform: 'teams', workspace: tenantId, conversation: channel } as const
    const claim: Action<string> = {
      kind: 'invoke',
      label: 'Claim',
      invoke: { command: 'claim', values: { case: '17' } },
    }
    const content: Content<string> = { kind: 'view', view: view('Case 17', { actions: [claim] }) }
    const card = await at.adapter.platform.deliver({ id: 'one', attempt: 1, to, content, language: 'en' })
    const press = (user: string, more: object = {}) => {
      const { attachments } = at.simulator.state().messages.find(({ id }) => id === card.reference)!
      const { data } = attachments![0]!.content.actions[0]
      return at.act({ do: 'press', user, conversation: channel, message: card.reference, data, ...more })
    }
    const claims = () =>
      at.bot.accepted.filter(({ request: { kind } }) => kind === 'invoked').map(({ who }) => who.user)
    await Promise.all([press(hanako), press(emma)])
    expect(claims().sort()).toEqual([hanako, emma].sort())
    await press(emma, { redeliver: { times: 3, together: true } })
    expect(claims()).toHaveLength(3)
    await at.adapter.platform.deliver({ id: 'two', attempt: 1, to, content, language: 'en', target: card })
    await press(emma, { redeliver: { times: 1 } })
    expect(claims()).toHaveLength(4)
    expect(at.bot.accepted.at(-1)!.place).toMatchObject({ conversation: channel, thread: card.reference })
  })
})

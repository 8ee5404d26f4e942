import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Form } from '../../../src/bot/view.ts'
import { buttonsIn, pressInMessage, pressInModal, submit, wordsIn } from './support/press.ts'
import { asks, type Script, shows, view } from './support/scripted-bot.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())
beforeEach(() => {
  house.bot.answered.length = 0
  house.bot.accepted.length = 0
  house.bot.script = () => shows('Answer')
  house.log.length = 0
  house.slack.reset()
})

const go = { kind: 'invoke' as const, label: 'Go', invoke: { command: 'next', values: { id: '7' } } }
const form: Form<string> = {
  command: 'register.lookup',
  title: 'Register',
  submit: 'Look up',
  hidden: { step: 'one' },
  fields: [
    { name: 'serial', kind: 'text', label: 'Serial' },
    { name: 'mail', kind: 'email', label: 'Mail', optional: true },
    { name: 'day', kind: 'day', label: 'Day', optional: true },
    { name: 'level', kind: 'choice', label: 'Level', optional: true, choices: [{ value: 's', label: 'Standard' }] },
  ],
}
const inTurn =
  (...answers: ReturnType<Script>[]): Script =>
  () =>
    answers.shift() ?? shows('Nothing more')
const methods = () => house.slack.calls.map(({ method }) => method).filter((method) => method !== 'users.info')

describe('a slash command', () => {
  test('is answered in the response, to the asker alone, without a call', async () => {
    house.bot.script = () => shows('Covered', { tone: 'good', actions: [go] })
    expect(await house.slash('coverage')).toMatchObject({ ok: true, status: 200 })
    const [message] = house.messages(general)
    expect(message).toMatchObject({ ephemeralFor: customer, text: 'Covered' })
    expect(wordsIn(message?.blocks)).toContain('✅ Covered')
    expect(methods()).toEqual([])
  })

  test('says who asks, where, and in which language and zone they live', async () => {
    await house.slash('help me')
    const { team } = house.slack.state()
    expect(house.bot.answered).toMatchObject([
      {
        who: { platform: 'slack', workspace: team.id, user: customer },
        place: { workspace: team.id, conversation: general, kind: 'channel', private: true },
        request: { kind: 'said', text: 'help me' },
        locale: 'zh-TW',
        zone: 'Asia/Taipei',
      },
    ])
  })

  test('delivered again it is one happening and shows nothing twice', async () => {
    await house.slash('coverage')
    expect(await house.slack.redeliver()).toMatchObject({ status: 200, answer: '' })
    expect(house.bot.answered).toHaveLength(1)
  })

  test('that asks for a form opens it, and forms remember where they began', async () => {
    house.bot.script = () => asks(form)
    await house.slash('register')
    const [modal] = await house.until(() => house.modals().length > 0 && house.modals())
    expect(modal?.view.title.text).toBe('Register')
    house.bot.script = () => shows('Done')
    await submit(house, { serial: 'X' })
    expect(house.bot.answered.at(-1)?.place).toMatchObject({ kind: 'dialog', conversation: general, private: true })
  })

  test('whose form cannot be opened gets it as a message with a button that opens it', async () => {
    house.slack.setFaults([{ method: 'views.open', kind: 'refuse', error: 'expired_trigger_id', times: 1 }])
    house.bot.script = () => asks({ ...form, reopen: { command: 'register', values: { _form: '1' } } })
    await house.slash('register')
    await house.until(() => house.messages(general).length > 0)
    await pressInMessage(house, general, 'Fill in the form')
    expect(house.bot.answered.at(-1)?.request).toEqual({ kind: 'invoked', command: 'register', values: { _form: '1' } })
    await house.until(() => house.modals().length > 0)
  })

  test('answered late reaches its asker though the response address fails', async () => {
    house.slack.setFaults([{ method: 'response_url', kind: 'error' }])
    house.bot.script = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return shows('Late')
    }
    await house.slash('slow')
    const message = await house.until(() => house.messages(general)[0])
    expect(message).toMatchObject({ text: 'Late', ephemeralFor: customer })
    expect(methods()).toContain('chat.postEphemeral')
  })
})

describe('a button', () => {
  test('in an ephemeral message answers below it, to the same person alone', async () => {
    house.bot.script = inTurn(shows('First', { actions: [go] }), shows('Second'))
    await house.slash('x')
    await pressInMessage(house, general, 'Go')
    expect(house.bot.answered.at(-1)).toMatchObject({
      request: { kind: 'invoked', command: 'next', values: { id: '7' } },
      place: { kind: 'channel', conversation: general, private: true },
    })
    await house.until(() => house.messages(general).length === 2)
    expect(house.messages(general)).toMatchObject([{ text: 'First' }, { text: 'Second', ephemeralFor: customer }])
  })

  test('in a direct message answers with a message that stays', async () => {
    const direct = await house.direct()
    await house.adapter.platform.deliver({
      id: 'd1',
      attempt: 1,
      to: { kind: 'person', who: { platform: 'slack', workspace: house.slack.state().team.id, user: customer } },
      content: shows('Notice', { actions: [go] }),
      language: 'en',
    })
    await pressInMessage(house, direct, 'Go')
    const answer = await house.until(() => house.messages(direct).find(({ text }) => text === 'Answer'))
    expect(answer.ephemeralFor).toBeUndefined()
    expect(house.bot.answered.at(-1)?.place).toMatchObject({ kind: 'direct', conversation: direct })
  })

  test('that asks for a form opens it', async () => {
    house.bot.script = inTurn(shows('First', { actions: [go] }), asks(form))
    await house.slash('x')
    await pressInMessage(house, general, 'Go')
    await house.until(() => house.modals().length === 1)
  })

  test('in a dialog changes it; for a form another lies on top, and never more than three', async () => {
    const result = () => shows('Result', { actions: [go] })
    house.bot.script = inTurn(
      asks(form),
      result(),
      result(),
      asks(form),
      result(),
      asks(form),
      result(),
      asks({ ...form, title: 'Last' }),
    )
    await house.slash('x')
    await house.until(() => house.modals().length === 1)
    await submit(house, { serial: 'x' })
    await pressInModal(house, 'Go')
    await house.until(() => methods().includes('views.update'))
    expect(house.modals()).toHaveLength(1)
    for (const depth of [2, 3]) {
      await pressInModal(house, 'Go')
      await house.until(() => house.modals().length === depth)
      await submit(house, { serial: 'x' })
    }
    await pressInModal(house, 'Go')
    await house.until(() => house.modals().at(-1)?.view.title.text === 'Last')
    expect(house.modals()).toHaveLength(3)
    expect(methods().filter((method) => method === 'views.push')).toHaveLength(2)
  })

  test('pressed in a view that changed meanwhile still shows its answer', async () => {
    house.bot.script = inTurn(asks(form), shows('Result', { actions: [go] }), shows('Newest'))
    await house.slash('x')
    await house.until(() => house.modals().length === 1)
    await submit(house, { serial: 'x' })
    house.slack.setFaults([{ method: 'views.update', kind: 'refuse', error: 'hash_conflict', times: 1 }])
    await pressInModal(house, 'Go')
    await house.until(() => house.modals()[0]?.view.title.text === 'Newest')
  })

  test('pressed twice is two happenings, delivered twice it is one', async () => {
    house.bot.script = () => shows('First', { actions: [go] })
    await house.slash('x')
    await pressInMessage(house, general, 'Go')
    await house.slack.redeliver()
    expect(house.bot.answered).toHaveLength(2)
    await pressInMessage(house, general, 'Go')
    expect(house.bot.answered).toHaveLength(3)
  })

  test('on App Home answers in a dialog', async () => {
    house.bot.homeView = () => view('Welcome', { actions: [go] })
    await house.deed({ do: 'home', user: customer })
    const home = await house.until(() => house.slack.state().homes[0])
    const [button] = buttonsIn(home.view.blocks)
    await house.deed({ do: 'press', user: customer, view: home.id, ...button! })
    const modal = await house.until(() => house.modals()[0])
    expect(modal.view.title.text).toBe('Answer')
    expect(house.bot.answered.at(-1)?.place).toMatchObject({ kind: 'home', private: true })
  })
})

test.each([
  ['', []],
  [' though the response address fails', [{ method: 'response_url', kind: 'error' as const }]],
])('what is pressed in a thread that others read is answered there, to the presser alone%s', async (_name, faults) => {
  await house.deed({ do: 'say', user: customer, channel: general, text: 'It is broken' })
  const thread = house.messages(general)[0]!.ts
  await house.adapter.platform.deliver({
    id: 'row-1',
    attempt: 1,
    to: {
      kind: 'conversation',
      platform: 'slack',
      workspace: house.slack.state().team.id,
      conversation: general,
      thread,
    },
    content: shows('Card', { actions: [go] }),
    language: 'en',
  })
  house.slack.setFaults(faults)
  await pressInMessage(house, general, 'Go')
  expect(house.bot.answered.at(-1)?.place).toMatchObject({ conversation: general, thread, kind: 'channel' })
  const answer = await house.until(() => house.messages(general).find(({ text }) => text === 'Answer'))
  expect(answer).toMatchObject({ thread, ephemeralFor: customer })
})

describe('a shortcut', () => {
  test('invokes the command it is named after, and its answer is a dialog', async () => {
    house.bot.script = () => asks({ ...form, command: 'case.open' })
    await house.deed({ do: 'shortcut', user: customer, callbackId: 'case.open' })
    expect(house.bot.answered.at(-1)?.request).toEqual({ kind: 'invoked', command: 'case.open', values: {} })
    await house.until(() => house.modals().length === 1)
  })

  test('on a message brings that message, its words and where it stands', async () => {
    await house.deed({ do: 'say', user: customer, channel: general, text: 'Hello' })
    const [root] = house.messages(general)
    const files = [{ name: 'a.log', base64: Buffer.from('boom').toString('base64') }]
    const text = 'It *fails* with <a> & "b"'
    await house.deed({ do: 'say', user: customer, channel: general, text, thread: root!.ts, files })
    const message = house.messages(general).at(-1)
    await house.deed({
      do: 'message-shortcut',
      user: customer,
      callbackId: 'case.open',
      channel: general,
      ts: message!.ts,
    })
    expect(house.bot.answered.at(-1)?.request).toEqual({
      kind: 'invoked',
      command: 'case.open',
      values: { text, conversation: general, message: message!.ts, thread: root!.ts },
      on: {
        id: message!.ts,
        prose: [{ kind: 'text', runs: [{ text: 'It ' }, { text: 'fails', bold: true }, { text: ' with <a> & "b"' }] }],
        files: [expect.objectContaining({ name: 'a.log', size: 4, type: 'text/plain' })],
      },
    })
  })
})

describe('the home page', () => {
  test('is drawn when it is opened, for the person as Slack knows them', async () => {
    house.bot.homesOf.length = 0
    house.bot.homeView = () => view('Your coverage')
    await house.deed({ do: 'home', user: customer })
    const home = await house.until(() => house.slack.state().homes[0])
    expect(wordsIn(home.view.blocks)).toContain('Your coverage')
    expect(house.bot.homesOf[0]).toMatchObject({ who: { user: customer }, locale: 'zh-TW' })
  })

  test('opened ten times at once is drawn twice: at once, and for what came meanwhile', async () => {
    const own = await slackHouse()
    const drawn = () => own.slack.calls.filter(({ method }) => method === 'views.publish').length
    for (let i = 0; i < 10; i++) await own.deed({ do: 'home', user: customer })
    await own.until(() => drawn() >= 2)
    await own.close()
    expect(drawn()).toBe(2)
  })

  test('that was changed by a newer one is built again', async () => {
    house.slack.setFaults([{ method: 'views.publish', kind: 'refuse', error: 'hash_conflict', times: 1 }])
    const user = 'U0ENGINEER0'
    await house.deed({ do: 'home', user })
    await house.until(() => house.slack.state().homes.find((home) => home.user === user))
    expect(methods().filter((method) => method === 'views.publish')).toHaveLength(2)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Form } from '../../../src/bot/view.ts'
import { buttonsIn, submit, wordsIn } from './support/press.ts'
import { asks, type Script, shows } from './support/scripted-bot.ts'
import { customer, type House, slackHouse } from './support/slack-house.ts'

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

describe('a form', () => {
  const open = async (script: Script) => {
    house.bot.script = () => asks(form)
    await house.slash('register')
    await house.until(() => house.modals().length > 0)
    house.bot.script = script
  }

  test('is submitted with its hidden values, all as strings, what was left empty absent', async () => {
    await open(() => shows('Found'))
    await submit(house, { serial: ' OMF ', day: '2027-01-31', level: 's' })
    expect(house.bot.answered.at(-1)?.request).toEqual({
      kind: 'submitted',
      command: 'register.lookup',
      values: { serial: ' OMF ', day: '2027-01-31', level: 's', step: 'one' },
    })
  })

  test('that is refused shows each error under its field and keeps what was typed', async () => {
    const refused = {
      ...form,
      fields: form.fields.map((field) => ({
        ...field,
        ...(field.name === 'serial' ? { value: 'bad', error: 'Unknown' } : {}),
      })),
    }
    await open(() => ({ reply: asks(refused), refused }))
    const outcome = await submit(house, { serial: 'bad' })
    expect(outcome.body).toEqual({ response_action: 'errors', errors: { 'register.lookup/serial': 'Unknown' } })
    expect(house.modals()[0]?.entered).toMatchObject({ 'register.lookup/serial': { serial: 'bad' } })
  })

  test('may be refused twice and then accepted: a second submission is another happening', async () => {
    const refused = { ...form, fields: [{ ...form.fields[0]!, error: 'Unknown' }] }
    await open(inTurn({ reply: asks(refused), refused }, { reply: asks(refused), refused }, shows('Found')))
    await submit(house, { serial: 'a' })
    await submit(house, { serial: 'b' })
    await submit(house, { serial: 'c' })
    expect(house.modals()[0]?.view.title.text).toBe('Found')
  })

  test('refused as a whole is drawn again with the reason on top and the values in their fields', async () => {
    const refused = {
      ...form,
      intro: [{ kind: 'paragraph' as const, text: 'Locked for 15 minutes' }],
      fields: form.fields.map((field) => (field.name === 'serial' ? { ...field, value: 'OMF' } : field)),
    }
    await open(() => ({ reply: asks(refused), refused }))
    await submit(house, { serial: 'OMF' })
    const [modal] = house.modals()
    expect(wordsIn(modal?.view.blocks[0])).toContain('Locked for 15 minutes')
    const serial = modal?.view.blocks.find((block: any) => block.block_id === 'register.lookup/serial')
    expect(serial.element.initial_value).toBe('OMF')
  })

  test('whose error lies in a field that is not shown is drawn again instead of being refused by Slack', async () => {
    const refused = { ...form, fields: [{ name: 'other', kind: 'text' as const, label: 'Other', error: 'Missing' }] }
    await open(() => ({ reply: asks(refused), refused }))
    expect(await submit(house, { serial: 'x' })).toMatchObject({ ok: true, body: { response_action: 'update' } })
    expect(wordsIn(house.modals()[0]?.view)).toContain('Missing')
  })

  test('leads to the next form, then to the result, in the same place', async () => {
    const confirm = asks({
      command: 'register.confirm',
      title: 'Confirm',
      submit: 'Register',
      hidden: { serial: 'OMF' },
    })
    await open(inTurn(confirm, shows('Registered', { tone: 'good', actions: [go] })))
    await submit(house, { serial: 'OMF' })
    expect(house.modals()[0]?.view.title.text).toBe('Confirm')
    await submit(house, {})
    expect(house.bot.answered.at(-1)?.request).toEqual({
      kind: 'submitted',
      command: 'register.confirm',
      values: { serial: 'OMF' },
    })
    expect(house.modals()).toHaveLength(1)
    expect(buttonsIn(house.modals()[0]?.view.blocks).map(({ text }) => text)).toEqual(['Go'])
    expect(house.modals()[0]?.view.submit).toBeNull()
  })

  test('answered before is closed and nothing is done again', async () => {
    await open(() => 'seen')
    expect((await submit(house, { serial: 'x' })).body).toEqual({ response_action: 'clear' })
    expect(house.modals()).toEqual([])
  })

  test('that takes long says so in its place and shows the answer there later', async () => {
    let release = () => {}
    await open(
      () =>
        new Promise((resolve) => {
          release = () => resolve(shows('Found at last'))
        }),
    )
    await submit(house, { serial: 'x' })
    expect(house.modals()[0]?.view.title.text).toBe('One moment')
    release()
    await house.until(() => house.modals()[0]?.view.title.text === 'Found at last')
  })

  test('that was refused late keeps the values too', async () => {
    let release = () => {}
    const refused = { ...form, fields: [{ ...form.fields[0]!, value: 'mine', error: 'Unknown' }] }
    await open(
      () =>
        new Promise((resolve) => {
          release = () => resolve({ reply: asks(refused), refused })
        }),
    )
    await submit(house, { serial: 'mine' })
    release()
    const modal = await house.until(() => house.modals()[0]?.view.title.text === 'Register' && house.modals()[0])
    expect(modal.view.blocks[0].element.initial_value).toBe('mine')
    expect(wordsIn(modal.view)).toContain('Unknown')
  })

  test('closed before its late answer: the answer comes as a message', async () => {
    let release = () => {}
    await open(
      () =>
        new Promise((resolve) => {
          release = () => resolve(shows('Found at last'))
        }),
    )
    await submit(house, { serial: 'x' })
    await house.deed({ do: 'close', user: customer, view: house.modals()[0]!.id })
    release()
    const message = await house.until(() => house.messages().find(({ text }) => text === 'Found at last'))
    expect(message.ephemeralFor).toBe(customer)
  })

  test('a field cannot pass for a hidden value', async () => {
    const sly = { ...form, fields: [{ name: 'step', kind: 'text' as const, label: 'Step' }] }
    house.bot.script = () => asks(sly)
    await house.slash('register')
    await house.until(() => house.modals().length > 0)
    await submit(house, { step: 'forged' })
    expect(house.bot.answered.at(-1)?.request).toMatchObject({ values: { step: 'one' } })
  })
})

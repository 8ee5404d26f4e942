import { afterEach, beforeEach, expect, test } from 'vitest'
import { customer, general, type Stage, stage } from './slack-bot.ts'
import { type Ear, listen, modal } from './slack-listener.ts'

let ear: Ear
let here: Stage
beforeEach(async () => {
  ear = { heard: [], answerTo: () => undefined }
  here = await stage({}, (app) => listen(app, ear))
})
afterEach(() => here.close())

const slash = (text: string) => here.simulator.act({ do: 'slash', user: customer, channel: general, text })
const openForm = async () => {
  await slash('form')
  return here.simulator.state().modals[0]!.id
}
const submit = (view: string, values: Record<string, Record<string, string | string[] | null>>) =>
  here.simulator.act({ do: 'submit', user: customer, view, values })
test('a submission carries every field, touched or not', async () => {
  const view = await openForm()
  expect(
    await submit(view, { serial: { value: 'SN-1' }, kind: { value: 'b' }, kinds: { value: ['x', 'y'] } }),
  ).toMatchObject({
    ok: true,
  })
  expect(ear.heard.at(-1)?.payload.view.state.values).toMatchObject({
    serial: { value: { type: 'plain_text_input', value: 'SN-1' } },
    kind: { value: { type: 'static_select', selected_option: { value: 'b', text: { text: 'B' } } } },
    day: { value: { type: 'datepicker', selected_date: '2026-11-22' } },
    mail: { value: { type: 'email_text_input', value: null } },
    kinds: { value: { selected_options: [{ value: 'x' }, { value: 'y' }] } },
  })
  expect(here.simulator.state().modals).toEqual([])
})

test.each([
  ['a required field left empty', { serial: { value: '' } }, 'required:serial'],
  ['a text under its least length', { serial: { value: 'x' } }, 'too_short:serial'],
  ['a text over its greatest length', { serial: { value: '12345678901' } }, 'too_long:serial'],
  ['an address without @', { serial: { value: 'SN-1' }, mail: { value: 'nobody' } }, 'not_an_address:mail'],
  ['an option that is not offered', { serial: { value: 'SN-1' }, kind: { value: 'z' } }, 'option_not_found'],
  ['a day that is none', { serial: { value: 'SN-1' }, day: { value: '2026-02-30' } }, 'not_a_date'],
  ['a field that is not there', { serial: { value: 'SN-1' }, ghost: { value: 'x' } }, 'element_not_found'],
])('%s is stopped before the bot hears of it', async (_, values, refused) => {
  const view = await openForm()
  expect(await submit(view, values as never)).toMatchObject({ ok: false, refused })
  expect(ear.heard.filter(({ kind }) => kind === 'submission')).toEqual([])
  expect(here.simulator.state().modals).toHaveLength(1)
})

test('errors stand under their fields and what was typed stays', async () => {
  const view = await openForm()
  ear.answerTo = () => ({ response_action: 'errors', errors: { serial: 'unknown serial' } })
  await submit(view, { serial: { value: 'SN-9' } })
  const [shown] = here.simulator.state().modals
  expect(shown?.errors).toEqual({ serial: 'unknown serial' })
  expect(shown?.entered?.serial).toEqual({ value: 'SN-9' })
  ear.answerTo = () => undefined
  await submit(view, {})
  expect(ear.heard.at(-1)?.payload.view.state.values.serial.value.value).toBe('SN-9')
  expect(here.simulator.state().modals).toEqual([])
})

test('update keeps the view, push puts one on top, clear closes all', async () => {
  const first = await openForm()
  ear.answerTo = () => ({ response_action: 'update', view: modal('Second') })
  await submit(first, { serial: { value: 'SN-1' } })
  expect(here.simulator.state().modals).toMatchObject([{ id: first, view: { title: { text: 'Second' } } }])
  ear.answerTo = () => ({ response_action: 'push', view: modal('Third') })
  await submit(first, {})
  const [, top] = here.simulator.state().modals
  expect(top?.view).toMatchObject({ previous_view_id: first, title: { text: 'Third' } })
  expect((await submit(first, {})).refused).toBe('view_not_on_top')
  ear.answerTo = () => ({ response_action: 'clear' })
  await submit(top!.id, { serial: { value: 'SN-1' } })
  expect(here.simulator.state().modals).toEqual([])
})

test.each([
  ['an error for a block that is not there', { response_action: 'errors', errors: { ghost: 'x' } }],
  ['no error in the list', { response_action: 'errors', errors: {} }],
  ['an unknown action', { response_action: 'explode' }],
  ['a view with a long title', { response_action: 'update', view: modal('A title of twenty-five c.') }],
])('an answer to a submission with %s shows the person that it failed', async (_, answer) => {
  const view = await openForm()
  ear.answerTo = () => answer
  expect(await submit(view, { serial: { value: 'SN-1' } })).toMatchObject({ ok: false, refused: 'invalid_response' })
  expect(here.simulator.state().modals).toMatchObject([{ id: view, view: { title: { text: 'Form' } } }])
})

test('a field of a form tells the bot nothing before it is submitted', async () => {
  const view = await openForm()
  const press = { do: 'press' as const, user: customer, view, blockId: 'kind', actionId: 'value', value: 'a' }
  expect(await here.simulator.act(press)).toMatchObject({ ok: false, refused: 'element_does_not_dispatch' })
  expect(ear.heard.filter(({ kind }) => kind === 'action')).toEqual([])
})

test('closing is told only where the view asked for it', async () => {
  const view = await openForm()
  await here.simulator.act({ do: 'close', user: customer, view })
  expect(ear.heard.at(-1)).toMatchObject({ kind: 'closed', payload: { type: 'view_closed', is_cleared: false } })
  expect(here.simulator.state().modals).toEqual([])
})

import type { App } from '@slack/bolt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoChannels, demoPeople } from '../../adapters/playground/slack/demo-workspace.ts'
import { customer, engineer, general, mrkdwn, plain, type Stage, stage, until } from './slack-bot.ts'

const stranger = { ...demoPeople[0]!, id: 'U0STRANGER0', email: 's@example.com', team: 'T0OTHER0000' }
const shared = {
  id: 'C0SHARED000',
  name: 'shared',
  kind: 'channel' as const,
  members: [customer, stranger.id],
  shared: true,
}

const fields = [
  {
    type: 'input' as const,
    block_id: 'serial',
    label: plain('Serial'),
    element: { type: 'plain_text_input' as const, action_id: 'value', min_length: 2, max_length: 10 },
  },
  {
    type: 'input' as const,
    block_id: 'kind',
    label: plain('Kind'),
    optional: true,
    element: {
      type: 'static_select' as const,
      action_id: 'value',
      options: ['a', 'b'].map((value) => ({ text: plain(value.toUpperCase()), value })),
    },
  },
  {
    type: 'input' as const,
    block_id: 'day',
    label: plain('Day'),
    optional: true,
    element: { type: 'datepicker' as const, action_id: 'value', initial_date: '2026-11-22' },
  },
  {
    type: 'input' as const,
    block_id: 'mail',
    label: plain('Mail'),
    optional: true,
    element: { type: 'email_text_input' as const, action_id: 'value' },
  },
  {
    type: 'input' as const,
    block_id: 'kinds',
    label: plain('Kinds'),
    optional: true,
    element: {
      type: 'checkboxes' as const,
      action_id: 'value',
      options: ['x', 'y'].map((value) => ({ text: plain(value), value })),
    },
  },
]
const modal = (title: string, more = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Go'),
  notify_on_close: true,
  blocks: fields,
  ...more,
})

let ahead = 0
let heard: { kind: string; payload: any }[] = []
let answerTo: (payload: any) => any
let here: Stage
const bot = (app: App): void => {
  app.command('/support', async ({ ack, command, client }) => {
    heard.push({ kind: 'command', payload: command })
    if (command.text === 'silent') return
    if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: modal('Form') })
    await ack(answerTo(command))
  })
  app.action(/.*/, async ({ ack, body }) => {
    heard.push({ kind: 'action', payload: body })
    await ack()
  })
  app.view('form', async ({ ack, body }) => {
    heard.push({ kind: 'submission', payload: body })
    await ack(answerTo(body))
  })
  app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
    heard.push({ kind: 'closed', payload: body })
    await ack()
  })
  app.shortcut(/.*/, async ({ ack, body }) => {
    heard.push({ kind: body.type, payload: body })
    await ack()
  })
  for (const type of [
    'app_mention',
    'message',
    'app_home_opened',
    'reaction_added',
    'app_uninstalled',
    'tokens_revoked',
  ] as const)
    app.event(type, async ({ event, body }) => {
      heard.push({ kind: type, payload: { ...event, envelope: body } })
    })
}
beforeEach(async () => {
  ahead = 0
  heard = []
  answerTo = () => undefined
  const people = [...demoPeople, stranger]
  const channels = [...demoChannels(demoPeople), shared]
  here = await stage({ people, channels, now: () => Date.now() + ahead }, bot)
})
afterEach(() => here.close())

const slash = (text: string) => here.simulator.act({ do: 'slash', user: customer, channel: general, text })
const openForm = async () => {
  await slash('form')
  return here.simulator.state().modals[0]!.id
}
const submit = (view: string, values: Record<string, Record<string, string | string[] | null>>) =>
  here.simulator.act({ do: 'submit', user: customer, view, values })
const texts = () => here.simulator.state().messages.map(({ text }) => text)

test('a slash command arrives signed, as Slack shapes it, and its answer is seen by the asker alone', async () => {
  answerTo = () => ({ text: 'here you are' })
  expect(await slash('coverage <SN-1> & all')).toMatchObject({ ok: true, status: 200 })
  expect(heard[0]?.payload).toMatchObject({
    command: '/support',
    text: 'coverage &lt;SN-1&gt; &amp; all',
    user_id: customer,
    channel_id: general,
    channel_name: 'general',
    is_enterprise_install: 'false',
  })
  expect(here.simulator.state().messages).toMatchObject([{ text: 'here you are', ephemeralFor: customer, bot: true }])
})

test('an in_channel answer is for everybody; one with broken blocks is for nobody', async () => {
  answerTo = () => ({ text: 'hear ye', response_type: 'in_channel' })
  await slash('x')
  expect(here.simulator.state().messages[0]).not.toHaveProperty('ephemeralFor')
  answerTo = () => ({ text: 'broken', blocks: [{ type: 'poem' }] })
  expect(await slash('x')).toMatchObject({ ok: false, refused: 'invalid_blocks' })
  expect(texts()).toEqual(['hear ye'])
})

test('a command that is not answered in time, or with an error, or by nobody, tells the person so', async () => {
  const impatient = await stage({ answerMs: 200 }, bot)
  const silent = impatient.simulator.act({ do: 'slash', user: customer, channel: general, text: 'silent' })
  expect(await silent.finally(() => impatient.close())).toMatchObject({ ok: false, refused: 'operation_timeout' })
  const other = await here.simulator.act({ do: 'slash', user: customer, channel: general, text: '', command: '/other' })
  expect(other.ok).toBe(false)
  here.simulator.setEventsUrl('http://127.0.0.1:9/')
  expect(await slash('x')).toMatchObject({ ok: false, refused: 'dispatch_failed', status: 0 })
})

test('a response_url posts, replaces and deletes, five times in thirty minutes', async () => {
  await here.client.chat.postMessage({
    channel: general,
    text: 'card',
    blocks: [{ type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }],
  })
  const card = here.simulator.state().messages[0]!
  const press = () =>
    here.simulator.act({ do: 'press', user: customer, channel: general, ts: card.ts, blockId: 'row', actionId: 'go' })
  await press()
  const url: string = heard.at(-1)?.payload.response_url
  const respond = async (body: unknown) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, ...((await response.json()) as object) }
  }
  expect(await respond({ text: 'for you' })).toEqual({ status: 200, ok: true })
  expect(here.simulator.state().messages[1]).toMatchObject({ text: 'for you', ephemeralFor: customer })
  expect(await respond({ text: 'all', response_type: 'in_channel' })).toMatchObject({ ok: true })
  expect(await respond({ text: 'new card', replace_original: true })).toMatchObject({ ok: true })
  expect(texts()).toEqual(['new card', 'for you', 'all'])
  expect(await respond({ text: 'x', blocks: [{ type: 'poem' }] })).toMatchObject({
    status: 400,
    error: 'invalid_blocks',
  })
  expect(await respond({ delete_original: true })).toMatchObject({ ok: true })
  expect(texts()).toEqual(['for you', 'all'])
  expect(await respond({ text: 'fifth' })).toMatchObject({ ok: true })
  expect(await respond({ text: 'sixth' })).toEqual({ status: 404, ok: false, error: 'used_url' })
  answerTo = () => undefined
  await slash('x')
  const second = heard.at(-1)?.payload.response_url
  ahead = 30 * 60_000 + 1000
  const late = await fetch(second, { method: 'POST', body: JSON.stringify({ text: 'late' }) })
  expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }])
})

test('pressing sends the element with its value and the message around it', async () => {
  const value = '{"command":"case.open"}'
  const { ts } = await here.client.chat.postMessage({
    channel: customer,
    text: 'card',
    blocks: [
      {
        type: 'section',
        block_id: 'top',
        text: mrkdwn('x'),
        accessory: { type: 'overflow', action_id: 'menu', options: [{ text: plain('A'), value: 'a' }] },
      },
      {
        type: 'actions',
        block_id: 'row',
        elements: [
          { type: 'button', action_id: 'open', text: plain('Open'), value },
          { type: 'datepicker', action_id: 'day' },
        ],
      },
    ],
  })
  const place = { do: 'press' as const, user: customer, channel: customer, ts: ts! }
  await here.simulator.act({ ...place, blockId: 'row', actionId: 'day', value: '2026-11-22' })
  await here.simulator.act({ ...place, blockId: 'row', actionId: 'open' })
  expect(heard[1]?.payload).toMatchObject({
    type: 'block_actions',
    user: { id: customer, team_id: 'T0ANSHIN000' },
    container: { type: 'message', message_ts: ts, is_ephemeral: false },
    message: { ts, text: 'card' },
    actions: [{ type: 'button', block_id: 'row', action_id: 'open', value, text: { text: 'Open' } }],
    state: { values: { row: { day: { type: 'datepicker', selected_date: '2026-11-22' } } } },
  })
  await here.simulator.act({ ...place, blockId: 'top', actionId: 'menu', value: 'a' })
  expect(heard[2]?.payload.actions).toMatchObject([{ type: 'overflow', selected_option: { value: 'a' } }])
  const wrong = await here.simulator.act({ ...place, blockId: 'top', actionId: 'menu', value: 'z' })
  expect(wrong.refused).toBe('option_not_found')
})

test('what is not there cannot be pressed, and the bot hears nothing of it', async () => {
  const { ts } = await here.client.chat.postMessage({ channel: general, text: 'bare' })
  const press = { do: 'press' as const, user: customer, channel: general, blockId: 'row', actionId: 'go' }
  expect((await here.simulator.act({ ...press, ts: ts! })).refused).toBe('element_not_found')
  expect((await here.simulator.act({ ...press, ts: '1.000000' })).refused).toBe('message_not_found')
  expect((await here.simulator.act({ ...press, ts: ts!, channel: 'C0TRIAGE000' })).refused).toBe('channel_not_found')
  expect((await here.simulator.act({ ...press, view: 'V0' })).refused).toBe('view_not_found')
  expect(heard.filter(({ kind }) => kind === 'action')).toEqual([])
})

test("another person's ephemeral message cannot be pressed, and its content is not sent back", async () => {
  const blocks = [
    { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] },
  ]
  answerTo = () => ({ text: 'psst', blocks })
  await slash('x')
  const { ts } = here.simulator.state().messages[0]!
  const press = { do: 'press' as const, channel: general, ts, blockId: 'row', actionId: 'go' }
  expect((await here.simulator.act({ ...press, user: engineer })).refused).toBe('message_not_found')
  expect((await here.simulator.act({ ...press, user: customer })).ok).toBe(true)
  expect(heard.at(-1)?.payload.container).toMatchObject({ is_ephemeral: true })
  expect(heard.at(-1)?.payload).not.toHaveProperty('message')
})

test('a submission carries every field, touched or not', async () => {
  const view = await openForm()
  expect(
    await submit(view, { serial: { value: 'SN-1' }, kind: { value: 'b' }, kinds: { value: ['x', 'y'] } }),
  ).toMatchObject({
    ok: true,
  })
  expect(heard.at(-1)?.payload.view.state.values).toMatchObject({
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
  expect(heard.filter(({ kind }) => kind === 'submission')).toEqual([])
  expect(here.simulator.state().modals).toHaveLength(1)
})

test('errors stand under their fields and what was typed stays', async () => {
  const view = await openForm()
  answerTo = () => ({ response_action: 'errors', errors: { serial: 'unknown serial' } })
  await submit(view, { serial: { value: 'SN-9' } })
  const [shown] = here.simulator.state().modals
  expect(shown?.errors).toEqual({ serial: 'unknown serial' })
  expect(shown?.entered?.serial).toEqual({ value: 'SN-9' })
  answerTo = () => undefined
  await submit(view, {})
  expect(heard.at(-1)?.payload.view.state.values.serial.value.value).toBe('SN-9')
  expect(here.simulator.state().modals).toEqual([])
})

test('update keeps the view, push puts one on top, clear closes all', async () => {
  const first = await openForm()
  answerTo = () => ({ response_action: 'update', view: modal('Second') })
  await submit(first, { serial: { value: 'SN-1' } })
  expect(here.simulator.state().modals).toMatchObject([{ id: first, view: { title: { text: 'Second' } } }])
  answerTo = () => ({ response_action: 'push', view: modal('Third') })
  await submit(first, {})
  const [, top] = here.simulator.state().modals
  expect(top?.view).toMatchObject({ previous_view_id: first, title: { text: 'Third' } })
  expect((await submit(first, {})).refused).toBe('view_not_on_top')
  answerTo = () => ({ response_action: 'clear' })
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
  answerTo = () => answer
  expect(await submit(view, { serial: { value: 'SN-1' } })).toMatchObject({ ok: false, refused: 'invalid_response' })
  expect(here.simulator.state().modals).toMatchObject([{ id: view, view: { title: { text: 'Form' } } }])
})

test('a field of a form tells the bot nothing before it is submitted', async () => {
  const view = await openForm()
  const press = { do: 'press' as const, user: customer, view, blockId: 'kind', actionId: 'value', value: 'a' }
  expect(await here.simulator.act(press)).toMatchObject({ ok: false, refused: 'element_does_not_dispatch' })
  expect(heard.filter(({ kind }) => kind === 'action')).toEqual([])
})

test('closing is told only where the view asked for it', async () => {
  const view = await openForm()
  await here.simulator.act({ do: 'close', user: customer, view })
  expect(heard.at(-1)).toMatchObject({ kind: 'closed', payload: { type: 'view_closed', is_cleared: false } })
  expect(here.simulator.state().modals).toEqual([])
})

test('shortcuts arrive, on a message with that message', async () => {
  await here.simulator.act({ do: 'shortcut', user: customer, callbackId: 'open_case' })
  expect(heard[0]).toMatchObject({ kind: 'shortcut', payload: { callback_id: 'open_case', user: { id: customer } } })
  await here.simulator.act({ do: 'say', user: customer, channel: general, text: 'it is down' })
  const [message] = here.simulator.state().messages
  const deed = { do: 'message-shortcut' as const, user: engineer, channel: general, callbackId: 'case_of_message' }
  await here.simulator.act({ ...deed, ts: message!.ts })
  expect(heard.at(-1)).toMatchObject({
    kind: 'message_action',
    payload: { message: { text: 'it is down', user: customer }, channel: { id: general }, message_ts: message!.ts },
  })
})

test('a mention in a channel comes twice, under two event ids, with one timestamp', async () => {
  await here.simulator.act({ do: 'mention', user: customer, channel: general, text: 'coverage' })
  await until(() => heard.length === 2)
  const [a, b] = heard
  expect(new Set([a?.kind, b?.kind])).toEqual(new Set(['app_mention', 'message']))
  expect(a?.payload.text).toBe(`<@${here.simulator.botUser}> coverage`)
  expect(a?.payload.ts).toBe(b?.payload.ts)
  expect(a?.payload.envelope.event_id).not.toBe(b?.payload.envelope.event_id)
})

test('words in a direct message arrive escaped, with addresses made links', async () => {
  await here.simulator.act({ do: 'say', user: customer, channel: customer, text: 'signup a@example.com & <b>' })
  expect(heard[0]?.payload).toMatchObject({
    channel_type: 'im',
    text: 'signup <mailto:a@example.com|a@example.com> &amp; &lt;b&gt;',
    envelope: { authorizations: [{ is_bot: true, user_id: here.simulator.botUser }] },
  })
  expect(heard[0]?.payload.channel).toMatch(/^D/)
})

test('opening the home and reacting are told', async () => {
  await here.simulator.act({ do: 'home', user: customer })
  expect(heard[0]?.payload).toMatchObject({ tab: 'home', user: customer })
  const { ts, channel } = await here.client.chat.postMessage({ channel: general, text: 'card' })
  await here.simulator.act({ do: 'react', user: customer, channel: channel!, ts: ts!, reaction: 'ticket' })
  const told = await until(() => heard.find(({ kind }) => kind === 'reaction_added'))
  expect(told.payload).toMatchObject({ reaction: 'ticket', item: { channel: general, ts } })
})

test("a stranger's slash command does not arrive in a shared channel, a mention does", async () => {
  const slashed = await here.simulator.act({ do: 'slash', user: stranger.id, channel: shared.id, text: 'help' })
  expect(slashed).toMatchObject({ ok: false, refused: 'invalid_command' })
  await here.simulator.act({ do: 'mention', user: stranger.id, channel: shared.id, text: 'help' })
  const told = await until(() => heard.find(({ kind }) => kind === 'app_mention'))
  expect(told.payload).toMatchObject({
    team: 'T0OTHER0000',
    envelope: { is_ext_shared_channel: true, context_team_id: 'T0ANSHIN000' },
  })
  expect(heard.filter(({ kind }) => kind === 'command')).toEqual([])
})

test('an uninstalled app hears of it once, and of nothing more', async () => {
  await here.simulator.act({ do: 'uninstall' })
  await until(() => heard.length === 2)
  expect(new Set(heard.map(({ kind }) => kind))).toEqual(new Set(['app_uninstalled', 'tokens_revoked']))
  const sent = here.simulator.sent.length
  await here.simulator.act({ do: 'say', user: customer, channel: customer, text: 'anybody there?' })
  expect(here.simulator.sent).toHaveLength(sent)
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoChannels, demoPeople } from '../../adapters/playground/slack/demo-workspace.ts'
import { customer, engineer, general, mrkdwn, plain, type Stage, stage, until } from './slack-bot.ts'
import { type Ear, listen } from './slack-listener.ts'

const stranger = { ...demoPeople[0]!, id: 'U0STRANGER0', email: 's@example.com', team: 'T0OTHER0000' }
const shared = {
  id: 'C0SHARED000',
  name: 'shared',
  kind: 'channel' as const,
  members: [customer, stranger.id],
  shared: true,
}

const people = [...demoPeople, stranger]
const channels = [...demoChannels(demoPeople), shared]
let ahead = 0
let ear: Ear
let here: Stage
beforeEach(async () => {
  ahead = 0
  ear = { heard: [], answerTo: () => undefined }
  here = await stage({ people, channels, now: () => Date.now() + ahead }, (app) => listen(app, ear))
})
afterEach(() => here.close())

const slash = (text: string) => here.simulator.act({ do: 'slash', user: customer, channel: general, text })
const texts = () => here.simulator.state().messages.map(({ text }) => text)

test('a slash command arrives signed, as Slack shapes it, and its answer is seen by the asker alone', async () => {
  ear.answerTo = () => ({ text: 'here you are' })
  expect(await slash('coverage <SN-1> & all')).toMatchObject({ ok: true, status: 200 })
  expect(ear.heard[0]?.payload).toMatchObject({
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
  ear.answerTo = () => ({ text: 'hear ye', response_type: 'in_channel' })
  await slash('x')
  expect(here.simulator.state().messages[0]).not.toHaveProperty('ephemeralFor')
  ear.answerTo = () => ({ text: 'broken', blocks: [{ type: 'poem' }] })
  expect(await slash('x')).toMatchObject({ ok: false, refused: 'invalid_blocks' })
  expect(texts()).toEqual(['hear ye'])
})

test('a command that is not answered in time, or with an error, or by nobody, tells the person so', async () => {
  const impatient = await stage({ answerMs: 200 }, (app) => listen(app, ear))
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
  const url: string = ear.heard.at(-1)?.payload.response_url
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
  ear.answerTo = () => undefined
  await slash('x')
  const second = ear.heard.at(-1)?.payload.response_url
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
  expect(ear.heard[1]?.payload).toMatchObject({
    type: 'block_actions',
    user: { id: customer, team_id: 'T0ANSHIN000' },
    container: { type: 'message', message_ts: ts, is_ephemeral: false },
    message: { ts, text: 'card' },
    actions: [{ type: 'button', block_id: 'row', action_id: 'open', value, text: { text: 'Open' } }],
    state: { values: { row: { day: { type: 'datepicker', selected_date: '2026-11-22' } } } },
  })
  await here.simulator.act({ ...place, blockId: 'top', actionId: 'menu', value: 'a' })
  expect(ear.heard[2]?.payload.actions).toMatchObject([{ type: 'overflow', selected_option: { value: 'a' } }])
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
  expect(ear.heard.filter(({ kind }) => kind === 'action')).toEqual([])
})

test("another person's ephemeral message cannot be pressed, and its content is not sent back", async () => {
  const blocks = [
    { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] },
  ]
  ear.answerTo = () => ({ text: 'psst', blocks })
  await slash('x')
  const { ts } = here.simulator.state().messages[0]!
  const press = { do: 'press' as const, channel: general, ts, blockId: 'row', actionId: 'go' }
  expect((await here.simulator.act({ ...press, user: engineer })).refused).toBe('message_not_found')
  expect((await here.simulator.act({ ...press, user: customer })).ok).toBe(true)
  expect(ear.heard.at(-1)?.payload.container).toMatchObject({ is_ephemeral: true })
  expect(ear.heard.at(-1)?.payload).not.toHaveProperty('message')
})

test('shortcuts arrive, on a message with that message', async () => {
  await here.simulator.act({ do: 'shortcut', user: customer, callbackId: 'open_case' })
  expect(ear.heard[0]).toMatchObject({
    kind: 'shortcut',
    payload: { callback_id: 'open_case', user: { id: customer } },
  })
  await here.simulator.act({ do: 'say', user: customer, channel: general, text: 'it is down' })
  const [message] = here.simulator.state().messages
  const deed = { do: 'message-shortcut' as const, user: engineer, channel: general, callbackId: 'case_of_message' }
  await here.simulator.act({ ...deed, ts: message!.ts })
  expect(ear.heard.at(-1)).toMatchObject({
    kind: 'message_action',
    payload: { message: { text: 'it is down', user: customer }, channel: { id: general }, message_ts: message!.ts },
  })
})

test('a mention in a channel comes twice, under two event ids, with one timestamp', async () => {
  await here.simulator.act({ do: 'mention', user: customer, channel: general, text: 'coverage' })
  await until(() => ear.heard.length === 2)
  const [a, b] = ear.heard
  expect(new Set([a?.kind, b?.kind])).toEqual(new Set(['app_mention', 'message']))
  expect(a?.payload.text).toBe(`<@${here.simulator.botUser}> coverage`)
  expect(a?.payload.ts).toBe(b?.payload.ts)
  expect(a?.payload.envelope.event_id).not.toBe(b?.payload.envelope.event_id)
})

test('words in a direct message arrive escaped, with addresses made links', async () => {
  await here.simulator.act({ do: 'say', user: customer, channel: customer, text: 'signup a@example.com & <b>' })
  expect(ear.heard[0]?.payload).toMatchObject({
    channel_type: 'im',
    text: 'signup <mailto:a@example.com|a@example.com> &amp; &lt;b&gt;',
    envelope: { authorizations: [{ is_bot: true, user_id: here.simulator.botUser }] },
  })
  expect(ear.heard[0]?.payload.channel).toMatch(/^D/)
})

test('opening the home and reacting are told', async () => {
  await here.simulator.act({ do: 'home', user: customer })
  expect(ear.heard[0]?.payload).toMatchObject({ tab: 'home', user: customer })
  const { ts, channel } = await here.client.chat.postMessage({ channel: general, text: 'card' })
  await here.simulator.act({ do: 'react', user: customer, channel: channel!, ts: ts!, reaction: 'ticket' })
  const told = await until(() => ear.heard.find(({ kind }) => kind === 'reaction_added'))
  expect(told.payload).toMatchObject({ reaction: 'ticket', item: { channel: general, ts } })
})

test("a stranger's slash command does not arrive in a shared channel, a mention does", async () => {
  const slashed = await here.simulator.act({ do: 'slash', user: stranger.id, channel: shared.id, text: 'help' })
  expect(slashed).toMatchObject({ ok: false, refused: 'invalid_command' })
  await here.simulator.act({ do: 'mention', user: stranger.id, channel: shared.id, text: 'help' })
  const told = await until(() => ear.heard.find(({ kind }) => kind === 'app_mention'))
  expect(told.payload).toMatchObject({
    team: 'T0OTHER0000',
    envelope: { is_ext_shared_channel: true, context_team_id: 'T0ANSHIN000' },
  })
  expect(ear.heard.filter(({ kind }) => kind === 'command')).toEqual([])
})

test('an uninstalled app hears of it once, and of nothing more', async () => {
  await here.simulator.act({ do: 'uninstall' })
  await until(() => ear.heard.length === 2)
  expect(new Set(ear.heard.map(({ kind }) => kind))).toEqual(new Set(['app_uninstalled', 'tokens_revoked']))
  const sent = here.simulator.sent.length
  await here.simulator.act({ do: 'say', user: customer, channel: customer, text: 'anybody there?' })
  expect(here.simulator.sent).toHaveLength(sent)
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Delivery } from '../../../src/bot/platform.ts'
import type { Reply } from '../../../src/bot/view.ts'
import { registerForm, smallBot, view } from './small-bot.ts'
import { channel, emma, hanako, openWorkplace, personal, tenantId, type Workplace } from './workplace.ts'

let at: Workplace
/** How long after the start it is for the adapter, in ms. */
let passed = 0

beforeEach(async () => {
  passed = 0
  at = await openWorkplace({ adapter: { now: () => Date.now() + passed } })
})
afterEach(() => at.close())

let deliveries = 0
const toConversation = (conversation: string, content: Reply<string>, thread?: string): Delivery => ({
  id: `delivery-${++deliveries}`,
  attempt: 1,
  to: { kind: 'conversation', platform: 'teams', workspace: tenantId, conversation, ...(thread ? { thread } : {}) },
  content,
  language: 'en',
})

/** Shows a card with these buttons to Hanako and gives what her client knows of it. */
async function showCard(content: Reply<string>, where = personal) {
  if (where === personal) await at.act({ do: 'say', user: hanako, conversation: personal, text: 'hello' })
  const { reference } = await at.adapter.platform.deliver(toConversation(where, content))
  const message = at.simulator.state().messages.find(({ id }) => id === reference)!
  return { message: reference, card: message.attachments![0]!.content }
}

const dialogOf = (id: string | undefined) => at.simulator.state().dialogs.find((dialog) => dialog.id === id)!
const bodyOf = (id: string | undefined) => dialogOf(id).task.card.content.body as any[]
const submitData = (id: string | undefined) => dialogOf(id).task.card.content.actions[0].data

const menu: Reply<string> = {
  kind: 'view',
  view: view('Menu', {
    actions: [
      { kind: 'invoke', label: 'Register', invoke: { command: 'register' }, opensForm: true },
      { kind: 'invoke', label: 'Claim', invoke: { command: 'claim', values: { case: '17' } } },
    ],
  }),
}

async function openForm() {
  const { message, card } = await showCard(menu)
  const press = { do: 'press', user: hanako, conversation: personal, message, data: card.actions[0].data } as const
  return { press, outcome: await at.act(press) }
}

describe('words', () => {
  test('a direct message becomes words of a known person in a private place', async () => {
    const { status } = await at.act({ do: 'say', user: hanako, conversation: personal, text: 'coverage SN-1001' })
    expect(status).toBe(200)
    expect(at.bot.accepted[0]).toMatchObject({
      who: { platform: 'teams', workspace: tenantId, user: hanako },
      place: { workspace: tenantId, conversation: personal, kind: 'direct', private: true },
      request: { kind: 'said', text: 'coverage SN-1001' },
      locale: 'ja-JP',
      zone: 'Asia/Tokyo',
      displayName: '佐藤 花子',
    })
  })

  test('a mention in a channel comes without the mention, in its thread, in a place that everyone reads', async () => {
    const { message } = (await at.act({ do: 'mention', user: emma, conversation: channel, text: 'help me' })) as any
    expect(at.bot.accepted[0]).toMatchObject({
      place: { conversation: channel, thread: message, kind: 'channel', private: false },
      request: { kind: 'said', text: 'help me' },
    })
  })

  test('what is said in a channel to others is not for the bot, also where the app may read it', async () => {
    const reading = await openWorkplace({ simulator: { readsChannels: true } })
    await reading.act({ do: 'say', user: emma, conversation: channel, text: 'help' })
    expect(reading.simulator.posted).toHaveLength(1)
    expect(reading.bot.accepted).toEqual([])
    await reading.close()
  })

  test.each([
    ['plain', '<at>Anshin</at>&nbsp;coverage &lt;b&gt;', 'coverage <b>'],
    ['plain', '<at>Anshin</at> 保固 & <b> "x"', '保固 & <b> "x"'],
    ['plain', '<at>Anshin</at> tell <at>Emma</at>', 'tell Emma'],
    ['plain', '1 < 2 and &#x1F600; &#55357; &unknown; &amp;lt;', '1 < 2 and 😀 &#55357; &unknown; &lt;'],
    ['xml', '<at>Anshin</at><p>first<br>second &amp;lt;</p>', 'first\nsecond &lt;'],
  ])('%s %j is understood as %j', async (textFormat, text, understood) => {
    const activity = at.simulator.compose(hanako, personal, '')
    const mentions = [
      { type: 'mention', mentioned: { id: at.simulator.botId }, text: '<at>Anshin</at>' },
      { type: 'mention', mentioned: { id: '29:emma' }, text: '<at>Emma</at>' },
    ]
    await at.simulator.post({ ...activity, text, textFormat, entities: mentions })
    expect(at.bot.accepted[0]!.request).toMatchObject({ kind: 'said', text: understood })
  })

  test('a message that comes four times, together and after each other, is one happening', async () => {
    const say = { do: 'say', user: hanako, conversation: personal, text: 'help' } as const
    await at.act({ ...say, redeliver: { times: 3, together: true } })
    await at.act({ ...say, redeliver: { times: 3 } })
    expect(at.simulator.posted).toHaveLength(8)
    expect(at.bot.accepted).toHaveLength(2)
  })

  test('typing is shown after a message was taken, and never after one that was seen', async () => {
    await at.act({ do: 'say', user: hanako, conversation: personal, text: 'help', redeliver: { times: 2 } })
    const typing = () => at.simulator.calls.filter(({ operation }) => operation === 'typing')
    await vi.waitFor(() => expect(typing()).toHaveLength(1))
    await at.adapter.stop()
    expect(typing()).toHaveLength(1)
  })

  test('a typing sign that Teams refuses harms nothing', async () => {
    at.simulator.setFaults([{ method: 'typing', kind: 'error' }])
    expect(await at.act({ do: 'say', user: hanako, conversation: personal, text: 'help' })).toMatchObject({
      status: 200,
    })
    await at.adapter.stop()
    expect(at.bot.accepted).toHaveLength(1)
  })
})

describe('buttons in messages', () => {
  test('a plain button is a message: recorded, and answered through the outbox', async () => {
    const { message, card } = await showCard(menu)
    await at.act({ do: 'press', user: hanako, conversation: personal, message, data: card.actions[1].data })
    expect(at.bot.accepted.at(-1)).toMatchObject({
      request: { kind: 'invoked', command: 'claim', values: { case: '17' } },
      place: { kind: 'direct', conversation: personal },
    })
  })

  test('the same button works again tomorrow', async () => {
    const { message, card } = await showCard(menu)
    const press = { do: 'press', user: hanako, conversation: personal, message, data: card.actions[1].data } as const
    await at.act(press)
    await at.act(press)
    expect(at.bot.accepted.filter(({ request }) => request.kind === 'invoked')).toHaveLength(2)
  })

  test('a button that opens a form opens a dialog, today and again tomorrow', async () => {
    const { press, outcome } = await openForm()
    expect(dialogOf(outcome.dialog).task).toMatchObject({ title: 'Register' })
    passed = 24 * 3_600_000
    const again = await at.act(press)
    expect(again.dialog).toBeDefined()
    expect(dialogOf(again.dialog).task).toMatchObject({ title: 'Register' })
  })

  test('a form in a message is submitted with its inputs', async () => {
    const { message, card } = await showCard({ kind: 'form', form: registerForm() })
    const data = { ...card.actions[0].data, serial: 'SN-1001' }
    await at.act({ do: 'press', user: hanako, conversation: personal, message, data })
    expect(at.bot.accepted.at(-1)!.request).toEqual({
      kind: 'submitted',
      command: 'register',
      values: { step: 'look-up', serial: 'SN-1001' },
    })
  })

  test('in a channel a form is only a door: it opens in a dialog, where nobody else reads what is typed', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'register' })
    const form = registerForm({
      reopen: { command: 'register' },
      fields: [{ name: 'serial', kind: 'text', label: 'Serial', value: 'SN-1001' }],
    })
    const { message, card } = await showCard({ kind: 'form', form }, channel)
    expect(JSON.stringify(card)).not.toMatch(/SN-1001|Input\./)
    const outcome = await at.act({
      do: 'press',
      user: emma,
      conversation: channel,
      message,
      data: card.actions[0].data,
    })
    expect(dialogOf(outcome.dialog).task.title).toBe('Register')
    expect(at.bot.answered.at(-1)!.place).toMatchObject({ kind: 'dialog', private: true, conversation: channel })
  })

  test('forged data reach the bot as plain words, or not at all', async () => {
    await at.act({ do: 'say', user: hanako, conversation: personal, text: 'hello' })
    const press = (data: object) =>
      at.act({ do: 'press', user: hanako, conversation: personal, message: 'none', data, forged: true })
    const values = JSON.parse('{"__proto__":"x","constructor":"y","a b":"z","list":[1],"n":7,"_form":"1"}')
    await press({ anshin: { command: 'claim', values, nonce: 'n' }, nested: { a: 1 } })
    expect(at.bot.accepted.at(-1)!.request).toEqual({
      kind: 'invoked',
      command: 'claim',
      values: { constructor: 'y', n: '7', _form: '1' },
    })
    await press({ anshin: { command: { toString: 1 } } })
    await press({ anshin: 'claim' })
    expect(at.bot.accepted.at(-1)!.request).toMatchObject({ kind: 'said', text: '' })
  })
})

describe('dialogs', () => {
  test('a refused form keeps what the person typed and says each fault right under its field', async () => {
    const { outcome } = await openForm()
    const data = { ...submitData(outcome.dialog), serial: 'SN-9999', on: '2026-11-22', level: 'premium' }
    await at.act({ do: 'submit', user: hanako, dialog: outcome.dialog!, data })
    const body = bodyOf(outcome.dialog)
    const serial = body.findIndex(({ id }) => id === 'serial')
    expect(body[serial]).toMatchObject({ value: 'SN-9999', errorMessage: 'No such serial number' })
    expect(body[serial + 1].inlines[0]).toMatchObject({ text: 'No such serial number', color: 'Attention' })
    expect(body.find(({ id }) => id === 'on').value).toBe('2026-11-22')
    expect(body.find(({ id }) => id === 'level').value).toBe('premium')
  })

  test('a corrected form is another happening, and so is the same one sent again after a refusal', async () => {
    const { outcome } = await openForm()
    const submit = (serial: string) =>
      at.act({
        do: 'submit',
        user: hanako,
        dialog: outcome.dialog!,
        data: { ...submitData(outcome.dialog), serial },
      })
    await submit('SN-9999')
    await submit('SN-9999')
    await submit('SN-1001')
    expect(at.bot.answered.filter(({ request }) => request.kind === 'submitted')).toHaveLength(3)
    expect(dialogOf(outcome.dialog).task.title).toBe('Registered')
  })

  test('a form whose refusal never reached the person is another happening once they changed it', async () => {
    const { outcome } = await openForm()
    const data = submitData(outcome.dialog)
    await at.act({ do: 'submit', user: hanako, dialog: outcome.dialog!, data: { ...data, serial: 'SN-9999' } })
    const lost = at.simulator.posted.at(-1)!
    const corrected = { ...lost, id: 'f:new', value: { data: { ...data, serial: 'SN-1001' } } }
    expect(await at.simulator.post(corrected)).toMatchObject({ body: { task: { value: { title: 'Registered' } } } })
    expect(at.bot.answered.filter(({ request }) => request.kind === 'submitted')).toHaveLength(2)
  })

  test.each([true, false])(
    'a submission that comes four times under new ids (together: %s) runs once and is answered each time',
    async (together) => {
      const { outcome } = await openForm()
      const data = { ...submitData(outcome.dialog), serial: 'SN-1001' }
      const sent = await at.act({
        do: 'submit',
        user: hanako,
        dialog: outcome.dialog!,
        data,
        redeliver: { times: 3, together },
      })
      const answers = (sent as any).deliveries
      expect(new Set(answers.map(({ activityId }: any) => activityId)).size).toBe(4)
      expect(answers.map(({ status }: any) => status)).toEqual([200, 200, 200, 200])
      expect(new Set(answers.map(({ body }: any) => JSON.stringify(body))).size).toBe(1)
      expect(at.bot.answered.filter(({ request }) => request.kind === 'submitted')).toHaveLength(1)
    },
  )

  test('after a restart a submission that was answered before gets a sentence in the person’s language', async () => {
    const { outcome } = await openForm()
    const data = { ...submitData(outcome.dialog), serial: 'SN-1001' }
    await at.act({ do: 'submit', user: hanako, dialog: outcome.dialog!, data })
    const submitted = at.simulator.posted.at(-1)!
    const bot = smallBot()
    for (const key of at.bot.seen) bot.seen.add(key)
    const restarted = await openWorkplace({ bot })
    const activity = { ...submitted, id: 'f:again', serviceUrl: restarted.simulator.serviceUrl }
    expect(await restarted.simulator.post(activity)).toMatchObject({
      status: 200,
      body: { task: { type: 'message', value: 'ja:teams-already-answered' } },
    })
    expect(bot.answered).toEqual([])
    await restarted.close()
  })

  test('a submission that broke is not remembered: sent again, it is processed', async () => {
    const { outcome } = await openForm()
    const data = { ...submitData(outcome.dialog), serial: 'SN-1001' }
    const submit = { do: 'submit', user: hanako, dialog: outcome.dialog!, data } as const
    at.bot.broken = true
    const failed = await at.act(submit)
    expect(failed).toMatchObject({ ok: false, status: 503 })
    expect(failed.body).toBeUndefined()
    at.bot.broken = false
    expect(await at.act(submit)).toMatchObject({ ok: true })
    expect(dialogOf(outcome.dialog).task.title).toBe('Registered')
  })

  test('Cancel leaves a dialog even where a required field is empty, and does nothing', async () => {
    const { outcome } = await openForm()
    const [, cancel] = dialogOf(outcome.dialog).task.card.content.actions
    const before = at.bot.answered.length
    await at.act({ do: 'submit', user: hanako, dialog: outcome.dialog!, data: cancel.data })
    expect(dialogOf(outcome.dialog)).toBeUndefined()
    expect(at.bot.answered).toHaveLength(before)
  })

  test('buttons inside a dialog answer inside it: Teams opens no dialog on a dialog', async () => {
    const { answer } = at.bot
    at.bot.answer = async (inbound) =>
      inbound.request.kind === 'submitted' ? { reply: menu, language: 'en' } : answer(inbound)
    const { outcome } = await openForm()
    const data = { ...submitData(outcome.dialog), serial: 'SN-1001' }
    await at.act({ do: 'submit', user: hanako, dialog: outcome.dialog!, data })
    const next = await at.act({ do: 'submit', user: hanako, dialog: outcome.dialog!, data: submitData(outcome.dialog) })
    expect(next.ok).toBe(true)
    expect(dialogOf(outcome.dialog).task.title).toBe('Register')
  })

  test('a message’s own menu hands its words over, and a form from there is submitted like any other', async () => {
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'the server <b>fails</b> & stops' })
    const { id } = at.simulator.state().messages.find(({ conversation }) => conversation === channel)!
    const deed = {
      do: 'message-action',
      user: emma,
      conversation: channel,
      message: id,
      commandId: 'register',
    } as const
    const outcome = await at.act(deed)
    expect(at.bot.answered.at(-1)).toMatchObject({
      request: { kind: 'invoked', command: 'register' },
      place: { kind: 'dialog', private: true },
    })
    expect((at.bot.answered.at(-1)!.request as any).values.text).toContain('the server <b>fails</b> & stops')
    const data = { ...submitData(outcome.dialog), serial: 'SN-1001' }
    await at.act({ do: 'submit', user: emma, dialog: outcome.dialog!, data })
    expect(dialogOf(outcome.dialog).task.title).toBe('Registered')
  })

  test('an invoke that the bot never asked for is answered 501', async () => {
    const base = { ...at.simulator.compose(hanako, personal, ''), type: 'invoke' }
    for (const [name, value] of [
      ['task/fetch', { data: { other: 1 } }],
      ['task/submit', null],
      ['composeExtension/fetchTask', {}],
      ['adaptiveCard/action', { action: { data: 'x' } }],
      ['signin/verifyState', {}],
    ])
      expect((await at.simulator.post({ ...base, name, value })).status).toBe(501)
  })

  test('Action.Execute is answered with the next card, once for each card', async () => {
    const base = at.simulator.compose(hanako, personal, '')
    const data = { anshin: { command: 'claim', values: { case: '17' }, nonce: 'card-1' } }
    const value = { action: { type: 'Action.Execute', verb: 'claim', data } }
    const invoke = { ...base, type: 'invoke', name: 'adaptiveCard/action', value }
    const first = await at.simulator.post(invoke)
    expect(first).toMatchObject({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' },
    })
    expect(await at.simulator.post({ ...invoke, id: 'f:other' })).toEqual(first)
    expect(at.bot.answered).toHaveLength(1)
  })

  test.each([
    [personal, 'personal', /Input\.Text/],
    [channel, 'channel', /fill-in/],
  ])(
    'Action.Execute in %s, answered with a form, shows the inputs only where nobody else reads them',
    async (id, conversationType, shown) => {
      const form = registerForm({ reopen: { command: 'register' } })
      at.bot.answer = async () => ({ reply: { kind: 'form', form }, language: 'en' })
      const base = at.simulator.compose(hanako, id, '')
      const value = { action: { data: { anshin: { command: 'register', nonce: 'card-2' } } } }
      const conversation = { ...base.conversation, conversationType }
      const answer = await at.simulator.post({
        ...base,
        conversation,
        type: 'invoke',
        name: 'adaptiveCard/action',
        value,
      })
      const card = JSON.stringify(answer.body)
      expect(card).toMatch(shown)
      expect(card.includes('Input.')).toBe(conversationType === 'personal')
    },
  )
})

describe('installation', () => {
  test('an installation, told twice, is greeted once, with the help and without typing', async () => {
    await at.act({ do: 'install', user: hanako })
    expect(at.simulator.posted).toHaveLength(2)
    expect(at.bot.accepted).toHaveLength(1)
    expect(at.bot.accepted[0]!.request).toEqual({ kind: 'invoked', command: 'help', values: {} })
    await at.adapter.stop()
    expect(at.simulator.calls).toEqual([])
  })

  test('someone else who joins is not greeted', async () => {
    const activity = {
      ...at.simulator.compose(hanako, personal, ''),
      type: 'conversationUpdate',
      membersAdded: [{ id: '29:new' }],
    }
    expect((await at.simulator.post(activity)).status).toBe(200)
    expect(at.bot.accepted).toEqual([])
  })

  test('the way to a person is kept from the first word on, written once, and forgotten when the app goes', async () => {
    await at.act({ do: 'say', user: hanako, conversation: personal, text: 'one' })
    const saves = at.references.saves
    await at.act({ do: 'say', user: hanako, conversation: personal, text: 'two' })
    expect(at.references.saves).toBe(saves)
    expect(at.references.rows.get(`person:${tenantId}:${hanako}`)).toMatchObject({
      conversation: personal,
      kind: 'personal',
      serviceUrl: at.simulator.serviceUrl,
      user: { aadObjectId: hanako },
    })
    await at.act({ do: 'uninstall', user: hanako })
    expect([...at.references.rows.keys()]).toEqual([`tenant:${tenantId}`])
    await at.act({ do: 'install', user: hanako })
    expect(at.references.rows.has(`person:${tenantId}:${hanako}`)).toBe(true)
  })
})

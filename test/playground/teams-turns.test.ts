import type { TurnContext } from 'botbuilder'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import { cardOf, startTestBot, type TestBot } from './teams-bot.ts'

let teams: TeamsSimulator
let bot: TestBot
/** What the bot does with its next activities; each test sets its own. */
let logic: (turn: TurnContext) => Promise<void>

const invoked = (turn: TurnContext, body?: unknown, status = 200) =>
  turn.sendActivity({ type: 'invokeResponse', value: { status, body } })
const dialog = (body: unknown[], actions: unknown[]) => ({
  task: { type: 'continue', value: { title: 'Register', height: 'medium', width: 500, card: cardOf(body, actions) } },
})

beforeEach(async () => {
  teams = await startTeamsSimulator({ limits: false })
  bot = await startTestBot((turn) => logic(turn))
  teams.setMessagesUrl(bot.url)
})
afterEach(async () => {
  await bot.close()
  await teams.close()
})

const hanako = () => teams.state().people[0]!
const personal = () => teams.state().conversations.find((c) => c.user === hanako().id)!
const channel = () => teams.state().conversations.find((c) => c.kind === 'channel')!
const said = () => teams.state().messages.at(-1)!
const say = (text: string) => teams.act({ do: 'say', user: hanako().id, conversation: personal().id, text })

/** Has the bot show a card with these actions and gives the message's id. */
async function showCard(body: unknown[], actions: unknown[]): Promise<string> {
  logic = async (turn) => void (await turn.sendActivity({ type: 'message', attachments: [cardOf(body, actions)] }))
  await say('card')
  return said().id
}
const press = (message: string, data: Record<string, any>, more: object = {}) =>
  teams.act({ do: 'press', user: hanako().id, conversation: personal().id, message, data, ...more })

test('what a person says reaches the bot as Teams posts it, and the answer lands below it', async () => {
  let heard: TurnContext['activity'] | undefined
  logic = async (turn) => {
    heard = turn.activity
    await turn.sendActivity(`echo ${turn.activity.text}`)
  }
  const outcome = await say('保固 <b>1</b>')
  expect(outcome).toMatchObject({ ok: true, status: 200 })
  expect(said()).toMatchObject({ bot: true, text: 'echo 保固 <b>1</b>', replyTo: outcome.message })
  expect(heard).toMatchObject({
    type: 'message',
    id: outcome.message,
    channelId: 'msteams',
    serviceUrl: teams.serviceUrl,
    locale: 'ja-JP',
    from: { aadObjectId: hanako().id, id: teams.userId(hanako().id), name: '佐藤 花子' },
    recipient: { id: teams.botId },
    conversation: { conversationType: 'personal', tenantId: teams.state().tenant.id, id: personal().id },
    channelData: { tenant: { id: teams.state().tenant.id } },
  })
  expect((heard as any).localTimestamp).toBeInstanceOf(Date)
  const { localTimestamp, localTimezone, timestamp } = teams.posted[0]!
  expect(localTimestamp).toMatch(/\+09:00$/)
  expect(Date.parse(localTimestamp)).toBe(Date.parse(timestamp))
  expect(localTimezone).toBe('Asia/Tokyo')
})

test('typing is taken and not kept', async () => {
  logic = async (turn) => void (await turn.sendActivities([{ type: 'typing' }, { type: 'message', text: 'done' }]))
  await say('hi')
  expect(teams.calls.map((call) => call.operation)).toEqual(['typing', 'sendActivity'])
  expect(teams.state().messages.map((m) => m.text)).toEqual(['hi', 'done'])
})

test('in a channel only a mention reaches the bot, in a thread of its own, and the answer stays in the thread', async () => {
  const heard: any[] = []
  logic = async (turn) => {
    heard.push(turn.activity)
    await turn.sendActivity('in thread')
  }
  const at = { user: hanako().id, conversation: channel().id }
  const root = await teams.act({ do: 'say', ...at, text: 'just talking' })
  expect(heard).toEqual([])
  const mention = await teams.act({ do: 'mention', ...at, text: 'help', replyTo: root.message! })
  expect(heard[0]).toMatchObject({
    text: '<at>Anshin</at> help',
    conversation: { id: `${channel().id};messageid=${root.message}`, isGroup: true, conversationType: 'channel' },
    channelData: { team: { name: 'IT' }, channel: { id: channel().id } },
  })
  expect(heard[0].entities[0]).toMatchObject({ type: 'mention', mentioned: { id: teams.botId } })
  expect(said()).toMatchObject({ bot: true, conversation: channel().id, replyTo: root.message })
  expect(mention.message).not.toBe(root.message)
})

test('Action.Submit arrives as a message with a value and no text', async () => {
  const id = await showCard(
    [{ type: 'Input.Text', id: 'serial', isRequired: true, errorMessage: 'needed', value: 'SN-1' }],
    [{ type: 'Action.Submit', title: 'Go', data: { command: 'coverage' } }],
  )
  let heard: any
  logic = async (turn) => {
    heard = turn.activity
  }
  expect((await press(id, { command: 'coverage' })).ok).toBe(true)
  expect(heard).toMatchObject({ type: 'message', replyToId: id, value: { command: 'coverage', serial: 'SN-1' } })
  expect(heard.text).toBeUndefined()
})

test('a button that is not on the card, an unknown field and an empty required field never reach the bot', async () => {
  const id = await showCard(
    [{ type: 'Input.Text', id: 'serial', isRequired: true, errorMessage: 'needed' }],
    [{ type: 'Action.Submit', title: 'Go', data: { command: 'coverage' } }],
  )
  const before = teams.posted.length
  expect(await press(id, { command: 'delete', serial: '1' })).toMatchObject({ ok: false, status: 0 })
  expect((await press(id, { command: 'coverage', serial: '1', admin: 'yes' })).refused).toContain('admin')
  expect((await press(id, { command: 'coverage', serial: '' })).refused).toBe('needed')
  expect(teams.posted).toHaveLength(before)
  logic = async () => {}
  await press(id, { command: 'delete' }, { forged: true })
  expect(teams.posted.at(-1)?.value).toEqual({ command: 'delete' })
})

test('task/fetch opens a dialog, a refused submission keeps it open with the new card, an empty answer closes it', async () => {
  const id = await showCard(
    [],
    [{ type: 'Action.Submit', title: 'Register', data: { msteams: { type: 'task/fetch' }, command: 'register' } }],
  )
  const heard: any[] = []
  const field = (error?: string) => [
    { type: 'Input.Text', id: 'serial', label: 'Serial', ...(error ? { value: 'kept' } : {}) },
    ...(error ? [{ type: 'TextBlock', text: error, color: 'attention' }] : []),
  ]
  const actions = [{ type: 'Action.Submit', title: 'OK', data: { command: 'register' } }]
  const answers: unknown[] = [dialog(field(), actions), dialog(field('unknown serial'), actions), undefined]
  logic = async (turn) => {
    heard.push(turn.activity)
    await invoked(turn, answers.shift())
  }
  const opened = await press(id, { msteams: { type: 'task/fetch' }, command: 'register' })
  expect(heard[0]).toMatchObject({
    type: 'invoke',
    name: 'task/fetch',
    replyToId: id,
    value: { data: { command: 'register' } },
  })
  expect(teams.state().dialogs).toMatchObject([{ id: opened.dialog, user: hanako().id, task: { title: 'Register' } }])

  const submit = (data: Record<string, any>) =>
    teams.act({ do: 'submit', user: hanako().id, dialog: opened.dialog!, data: { command: 'register', ...data } })
  await submit({ serial: 'wrong' })
  expect(heard[1]).toMatchObject({ name: 'task/submit', value: { data: { command: 'register', serial: 'wrong' } } })
  expect(JSON.stringify(teams.state().dialogs)).toContain('unknown serial')
  await submit({})
  expect(heard[2].value.data.serial).toBe('kept')
  expect(teams.state().dialogs).toEqual([])
})

test('a task message is shown in the dialog, which then takes nothing more', async () => {
  const id = await showCard([], [{ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } }])
  logic = (turn) => invoked(turn, { task: { type: 'message', value: 'done' } }).then(() => {})
  const { dialog } = await press(id, { msteams: { type: 'task/fetch' } })
  expect(teams.state().dialogs[0]?.message).toBe('done')
  const refused = await teams.act({ do: 'submit', user: hanako().id, dialog: dialog!, data: {} })
  expect(refused.refused).toContain('message only')
  await teams.act({ do: 'close', user: hanako().id, dialog: dialog! })
  expect(teams.state().dialogs).toEqual([])
})

test('a dialog answer that Teams does not know leaves everything as it was and shows the error', async () => {
  const id = await showCard([], [{ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } }])
  for (const body of [
    { tsak: {} },
    { task: { type: 'open', value: {} } },
    { task: { type: 'continue', value: { title: 'x' } } },
    { task: { type: 'continue', value: { card: { type: 'AdaptiveCard' } } } },
    { task: { type: 'continue', value: { url: 'http://plain.example' } } },
    dialog([{ type: 'Input.Text' }], []),
  ]) {
    logic = (turn) => invoked(turn, body).then(() => {})
    expect(await press(id, { msteams: { type: 'task/fetch' } })).toMatchObject({ ok: false, status: 200 })
    expect(teams.state().dialogs).toEqual([])
  }
})

test('Action.Execute replaces the card or shows a message to the presser', async () => {
  const id = await showCard(
    [],
    [{ type: 'Action.Execute', id: 'b1', verb: 'claim', data: { case: '7' }, fallback: 'drop' }],
  )
  let heard: any
  const answer = (type: string, value: unknown) => async (turn: TurnContext) => {
    heard = turn.activity
    await invoked(turn, { statusCode: 200, type, value })
  }
  logic = answer('application/vnd.microsoft.activity.message', 'not yours')
  await press(id, { case: '7' }, { verb: 'claim' })
  expect(heard).toMatchObject({
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb: 'claim', id: 'b1', data: { case: '7' } }, trigger: 'manual' },
  })
  expect(said().notice).toEqual({ user: hanako().id, text: 'not yours' })

  logic = answer('application/vnd.microsoft.card.adaptive', cardOf([{ type: 'TextBlock', text: 'claimed' }]).content)
  await press(id, { case: '7' }, { verb: 'claim' })
  expect(said().attachments?.[0]?.content.body[0].text).toBe('claimed')
  expect(said().notice).toBeUndefined()
})

test("a message's menu opens a dialog that knows the message, and submitting it says so", async () => {
  logic = async () => {}
  const root = await teams.act({ do: 'say', user: hanako().id, conversation: channel().id, text: 'it <crashed>' })
  const heard: any[] = []
  const answers = [dialog([], [{ type: 'Action.Submit', data: { command: 'case.open' } }]), undefined]
  logic = async (turn) => {
    heard.push(turn.activity)
    await invoked(turn, answers.shift())
  }
  const opened = await teams.act({
    do: 'message-action',
    user: hanako().id,
    conversation: channel().id,
    message: root.message!,
    commandId: 'openCase',
  })
  await teams.act({ do: 'submit', user: hanako().id, dialog: opened.dialog!, data: { command: 'case.open' } })
  expect(heard.map((a) => a.name)).toEqual(['composeExtension/fetchTask', 'composeExtension/submitAction'])
  expect(heard[0].value).toMatchObject({
    commandId: 'openCase',
    commandContext: 'message',
    messagePayload: {
      id: root.message,
      body: { content: '<div>it &lt;crashed&gt;</div>' },
      from: { user: { id: hanako().id } },
    },
  })
  expect(heard[1].value).toMatchObject({ commandId: 'openCase', data: { command: 'case.open' } })
  expect(teams.state().dialogs).toEqual([])
})

test('installing tells the bot of its new conversation, uninstalling of its end', async () => {
  const heard: any[] = []
  logic = async (turn) => void heard.push(turn.activity)
  const before = teams.state().conversations.length
  await teams.act({ do: 'install', user: hanako().id })
  expect(teams.state().conversations).toHaveLength(before)
  expect(heard).toMatchObject([
    { type: 'conversationUpdate', membersAdded: [{ id: teams.botId }], conversation: { id: personal().id } },
    { type: 'installationUpdate', action: 'add' },
  ])
  await teams.act({ do: 'uninstall', user: hanako().id })
  expect(heard[2]).toMatchObject({ type: 'installationUpdate', action: 'remove' })
  expect((await say('hello?')).refused).toContain('not installed')
})

test('re-sent messages keep their id, re-sent invokes get a new one', async () => {
  const ids: string[] = []
  logic = async (turn) => {
    ids.push(turn.activity.id!)
    if (turn.activity.type === 'invoke') await invoked(turn)
  }
  const at = { user: hanako().id, conversation: personal().id }
  await teams.act({ do: 'say', ...at, text: 'once', redeliver: { times: 2 } })
  expect(new Set(ids).size).toBe(1)
  expect(ids).toHaveLength(3)

  const id = await showCard([], [{ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } }])
  ids.length = 0
  logic = async (turn) => {
    ids.push(turn.activity.id!)
    await invoked(turn)
  }
  const outcome = await press(id, { msteams: { type: 'task/fetch' } }, { redeliver: { times: 3, together: true } })
  expect(new Set(ids).size).toBe(4)
  expect(outcome.deliveries?.map((d) => d.activityId).sort()).toEqual([...ids].sort())
})

test('a bot that does not answer in time is asked again', async () => {
  await teams.close()
  teams = await startTeamsSimulator({ limits: false, messagesUrl: bot.url, answerWithinMs: 1000 })
  const ids: string[] = []
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  logic = async (turn) => {
    ids.push(turn.activity.id!)
    if (ids.length === 1) await held
  }
  const outcome = await say('slow')
  release()
  expect(outcome).toMatchObject({ ok: true, status: 200 })
  expect(outcome.deliveries?.map((d) => d.status)).toEqual([0, 200])
  expect(ids).toEqual([outcome.message, outcome.message])
})

test("a person's locale follows their settings, and every change is told", async () => {
  let changes = 0
  const own = await startTeamsSimulator({ messagesUrl: bot.url, onChange: () => void changes++ })
  const person = own.state().people[0]!
  own.setPerson(person.id, { locale: 'zh-TW' })
  expect(changes).toBe(1)
  let locale: string | undefined
  logic = async (turn) => {
    locale = turn.activity.locale
  }
  await own.act({ do: 'say', user: person.id, conversation: own.state().conversations[0]!.id, text: 'x' })
  expect(locale).toBe('zh-TW')
  expect(changes).toBe(2)
  await own.close()
})

test('messageBack and imBack speak for the person, invoke says it silently', async () => {
  const kinds = [
    { type: 'messageBack', text: 'coverage SN-1', displayText: 'My coverage', value: { serial: 'SN-1' } },
    { type: 'imBack', value: 'help' },
    { type: 'invoke', value: { serial: 'SN-1' } },
  ]
  const id = await showCard(
    [],
    kinds.map((msteams) => ({ type: 'Action.Submit', data: { msteams } })),
  )
  const heard: any[] = []
  logic = async (turn) => {
    heard.push(turn.activity)
    if (turn.activity.type === 'invoke') await invoked(turn)
  }
  for (const msteams of kinds) expect((await press(id, { msteams })).ok).toBe(true)
  expect(heard).toMatchObject([
    { type: 'message', text: 'coverage SN-1', value: { serial: 'SN-1' }, replyToId: id },
    { type: 'message', text: 'help' },
    { type: 'invoke', name: 'invoke', value: { serial: 'SN-1' } },
  ])
  const shown = teams.state().messages.slice(2)
  expect(shown.map((m) => [m.user, m.text])).toEqual([
    [hanako().id, 'My coverage'],
    [hanako().id, 'help'],
  ])
})

test('with the permission to read channels, every message there reaches the bot', async () => {
  const reader = await startTeamsSimulator({ messagesUrl: bot.url, readsChannels: true })
  const texts: (string | undefined)[] = []
  logic = async (turn) => {
    texts.push(turn.activity.text)
  }
  await reader.act({ do: 'say', user: hanako().id, conversation: channel().id, text: 'just talking' })
  expect(texts).toEqual(['just talking'])
  await reader.close()
})

test('nobody acts where they are not, and a bot that is down is an error for the person', async () => {
  const own = await startTeamsSimulator({ messagesUrl: 'http://127.0.0.1:1/api/messages' })
  const [one, two] = own.state().people
  const conversation = own.state().conversations.find((c) => c.user === one!.id)!.id
  const say = (user: string, where = conversation) => own.act({ do: 'say', user, conversation: where, text: 'x' })
  expect(await say(two!.id)).toMatchObject({ ok: false, status: 0, refused: expect.stringContaining('is not in') })
  expect((await say('nobody')).refused).toContain('no such person')
  expect((await say(one!.id, 'a:nowhere')).refused).toContain('no such conversation')
  expect(own.posted).toEqual([])
  expect(await say(one!.id)).toMatchObject({ ok: false, status: 0, refused: expect.stringContaining('went wrong') })
  expect(own.posted).toHaveLength(1)
  await own.close()
})

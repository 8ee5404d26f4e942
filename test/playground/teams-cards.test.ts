import { expect, test } from 'vitest'
import { judgeCard } from '../../adapters/playground/teams/cards.ts'
import { pressOn } from '../../adapters/playground/teams/pressable.ts'
import { readTaskAnswer } from '../../adapters/playground/teams/task-module.ts'

// The package's main entry does not load in Node, and this one has no types.
const bundle: string = 'adaptivecards/dist/adaptivecards.js'
const AC: any = (await import(bundle)).default

const card = (body: unknown[], actions: unknown[] = [], more: object = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  actions,
  ...more,
})
const submit = (data?: unknown) => ({ type: 'Action.Submit', title: 'Go', ...(data === undefined ? {} : { data }) })

/** One card with everything that the bot builds, as phones draw it. */
const everything = card(
  [
    { type: 'TextBlock', text: 'Title', weight: 'bolder', wrap: true },
    { type: 'RichTextBlock', inlines: ['plain', { type: 'TextRun', text: '*not bold*' }] },
    { type: 'FactSet', facts: [{ title: 'Serial', value: '…1001' }] },
    { type: 'Container', items: [{ type: 'TextBlock', text: 'inner' }], selectAction: submit({ command: 'x' }) },
    {
      type: 'ColumnSet',
      columns: [
        { width: 'auto', items: [{ type: 'Image', url: 'https://a.example/i.png' }] },
        { type: 'Column', items: [] },
      ],
    },
    { type: 'ActionSet', actions: [submit({ msteams: { type: 'task/fetch' } })] },
    { type: 'Input.Text', id: 'serial', label: 'Serial', isRequired: true, errorMessage: 'needed' },
    { type: 'Input.Toggle', id: 'agree', title: 'I agree' },
    { type: 'Input.ChoiceSet', id: 'language', choices: [{ title: '日本語', value: 'ja' }] },
    { type: 'Input.Date', id: 'on' },
  ],
  [
    submit({ command: 'coverage' }),
    { type: 'Action.OpenUrl', title: 'Open', url: 'https://a.example/' },
    { type: 'Action.ShowCard', title: 'More', card: card([{ type: 'TextBlock', text: 'more' }]) },
    { type: 'Action.ToggleVisibility', targetElements: ['serial'] },
    { type: 'Action.Execute', verb: 'go', fallback: submit({ command: 'go' }) },
  ],
)

test('a card of everything that phones draw passes without a warning', () => {
  expect(judgeCard(everything)).toEqual({ errors: [], warnings: [] })
})

test.each<[string, unknown]>([
  ['not an object', 'card'],
  ['another type', { type: 'Card', version: '1.5' }],
  ['no version', { type: 'AdaptiveCard', body: [] }],
  ['version 1.6', card([], [], { version: '1.6' })],
  ['a body that is no list', card({} as any)],
  ['an unknown element', card([{ type: 'TextBlok', text: 'x' }])],
  ['an element of 1.6', card([{ type: 'Carousel', pages: [] }])],
  [
    'an unknown element deep inside',
    card([{ type: 'ColumnSet', columns: [{ items: [{ type: 'Badge', text: '1' }] }] }]),
  ],
  ['an element newer than the stated version', card([{ type: 'RichTextBlock', inlines: [] }], [], { version: '1.1' })],
  ['a text block without text', card([{ type: 'TextBlock' }])],
  ['a text that is an object', card([{ type: 'TextBlock', text: { key: 'coverage.title' } }])],
  ['an input without id', card([{ type: 'Input.Text' }])],
  ['an input with an empty id', card([{ type: 'Input.Text', id: '' }])],
  [
    'two inputs of one id',
    card([
      { type: 'Input.Text', id: 'a' },
      { type: 'Input.Date', id: 'a' },
    ]),
  ],
  [
    'an id twice over nested cards',
    card(
      [{ type: 'Input.Text', id: 'a' }],
      [{ type: 'Action.ShowCard', card: card([{ type: 'Input.Text', id: 'a' }]) }],
    ),
  ],
  ['a broken pattern', card([{ type: 'Input.Text', id: 'a', regex: '(' }])],
  ['a toggle without title', card([{ type: 'Input.Toggle', id: 'a' }])],
  ['a choice without value', card([{ type: 'Input.ChoiceSet', id: 'a', choices: [{ title: 'x' }] }])],
  ['a fact whose value is a number', card([{ type: 'FactSet', facts: [{ title: 'x', value: 1 }] }])],
  ['a column outside a column set', card([{ type: 'Column', items: [] }])],
  ['an unknown action', card([], [{ type: 'Action.Http', url: 'https://a.example' }])],
  ['a link without url', card([], [{ type: 'Action.OpenUrl' }])],
  ['a javascript link', card([], [{ type: 'Action.OpenUrl', url: 'javascript:alert(1)' }])],
  ['submit data that is a string', card([], [submit('coverage')])],
  ['submit data that is a list', card([], [submit(['coverage'])])],
  ['an unknown msteams type', card([], [submit({ msteams: { type: 'task/open' } })])],
  ['an unknown action in an action set', card([{ type: 'ActionSet', actions: [{ type: 'Action.Foo' }] }])],
  ['a bad fallback', card([], [{ type: 'Action.Execute', fallback: { type: 'Action.Foo' } }])],
  [
    'a refresh for 61 people',
    card([], [], { refresh: { action: { type: 'Action.Execute' }, userIds: Array(61).fill('x') } }),
  ],
])('%s is refused', (_name, content) => {
  expect(judgeCard(content).errors).not.toEqual([])
})

test.each<[string, unknown]>([
  ['a table', card([{ type: 'Table', rows: [{ cells: [{ items: [] }] }] }])],
  ['Action.Execute without fallback', card([], [{ type: 'Action.Execute', verb: 'go' }])],
  ['a refresh', card([], [], { refresh: { action: { type: 'Action.Execute' } } })],
  [
    'a seventh action',
    card(
      [],
      Array.from({ length: 7 }, () => submit({})),
    ),
  ],
  ['a required field without a reason', card([{ type: 'Input.Text', id: 'a', isRequired: true }])],
])('%s is taken with a warning', (_name, content) => {
  const { errors, warnings } = judgeCard(content)
  expect(errors).toEqual([])
  expect(warnings).toHaveLength(1)
})

test('the official renderer parses what this judge passes, without an event', () => {
  const context = new AC.SerializationContext(AC.Versions.v1_5)
  const parsed = new AC.AdaptiveCard()
  parsed.parse(everything, context)
  expect(context.eventCount).toBe(0)
  expect(parsed.validateProperties().validationEvents.map((event: any) => event.message)).toEqual([])
})

test('the judge knows no element or action type that the official renderer lacks', async () => {
  const { elements, actions } = await import('../../adapters/playground/teams/card-elements.ts')
  const known = (registry: any) =>
    Array.from({ length: registry.getItemCount() }, (_, i) => registry.getItemAt(i).typeName as string)
  // Parts that exist only inside their parent.
  const parts = ['Column', 'TableRow', 'TableCell']
  const official = known(AC.GlobalRegistry.elements)
  // Left out of this build of the package unless it is asked for; see its own documentation.
  expect(Object.keys(elements).filter((type) => ![...official, ...parts, 'Table'].includes(type))).toEqual([])
  expect(Object.keys(actions).sort()).toEqual(known(AC.GlobalRegistry.actions).sort())
})

test('pressing takes the most particular button, what fields hold and what was typed', () => {
  const shown = card(
    [
      { type: 'Input.Text', id: 'serial', value: 'SN-1' },
      { type: 'Input.Text', id: 'note', maxLength: 3 },
      { type: 'Input.ChoiceSet', id: 'language', choices: [{ title: '日本語', value: 'ja' }] },
      { type: 'Input.Date', id: 'on' },
      { type: 'Input.Number', id: 'count', min: 1, max: 5 },
    ],
    [submit(), { ...submit({ command: 'a', msteams: { type: 'task/fetch' } }), id: 'b' }],
  )
  const press = (data: Record<string, any>) =>
    pressOn(shown, { command: 'a', msteams: { type: 'task/fetch' }, ...data })
  expect(press({ language: 'ja' })).toMatchObject({
    ok: true,
    action: { id: 'b' },
    data: { serial: 'SN-1', language: 'ja' },
  })
  for (const data of [{ note: 'four' }, { language: 'en' }, { on: '1 May' }, { count: '6' }, { count: 'x' }])
    expect(press(data).ok).toBe(false)
  expect(pressOn(shown, { on: '2026-11-22' })).toMatchObject({ ok: true, action: { title: 'Go' } })
})

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'close'],
  ['an empty object', {}, 'close'],
  ['a message', { task: { type: 'message', value: 'x' } }, 'message'],
  [
    'a card',
    {
      task: {
        type: 'continue',
        value: { title: 'x', card: { contentType: 'application/vnd.microsoft.card.adaptive', content: everything } },
      },
    },
    'continue',
  ],
  [
    'a page',
    { task: { type: 'continue', value: { url: 'https://a.example', height: 300, width: 'large' } } },
    'continue',
  ],
  ['a message without text', { task: { type: 'message' } }, 'refused'],
  ['an unknown size', { task: { type: 'continue', value: { url: 'https://a.example', height: 'huge' } } }, 'refused'],
  ['an unknown key', { task: { type: 'continue', value: { url: 'https://a.example', heigth: 300 } } }, 'refused'],
  ['a bare card', { task: { type: 'continue', value: { card: everything } } }, 'refused'],
  ['a text', 'done', 'refused'],
])('a dialog answer of %s is read as such', (_name, body, kind) => {
  expect(readTaskAnswer(body).kind).toBe(kind)
})

import { expect, test } from 'vitest'
import { refuseMessageBlocks } from '../../adapters/playground/slack/blocks.ts'
import { refuseView } from '../../adapters/playground/slack/view-rules.ts'
import { mrkdwn, plain } from './slack-bot.ts'

const x = (length: number): string => 'x'.repeat(length)
const section = (text: unknown, more = {}) => ({ type: 'section', text, ...more })
const actions = (...elements: unknown[]) => ({ type: 'actions', elements })
const button = (more = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more })
const choice = (value: string, more = {}) => ({ text: plain(`Option ${value}`), value, ...more })
const choices = (count: number) => Array.from({ length: count }, (_, i) => choice(`v${i}`))
const menu = (more = {}) => ({ type: 'static_select', action_id: 'menu', options: choices(2), ...more })
const input = (element: unknown, more = {}) => ({ type: 'input', label: plain('Label'), element, ...more })
const typed = (more = {}) => ({ type: 'plain_text_input', action_id: 'a', ...more })
const modal = (blocks: unknown, more = {}) => ({
  type: 'modal',
  title: plain('T'),
  submit: plain('Go'),
  blocks,
  ...more,
})
const repeat = (count: number, make: (i: number) => unknown) => Array.from({ length: count }, (_, i) => make(i))
const confirm = (more = {}) => ({ title: plain('T'), text: plain('X'), confirm: plain('Y'), deny: plain('N'), ...more })
const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements })
const leaf = (more: Record<string, unknown>) => rich({ type: 'rich_text_section', elements: [more] })

/** Beside each other: what just passes, and what is one too many, with the place of the fault. */
const limits: [string, (n: number) => unknown[], number, string][] = [
  ['blocks in a message', (n) => repeat(n, () => ({ type: 'divider' })), 50, '/blocks'],
  ['a section text', (n) => [section(mrkdwn(x(n)))], 3000, '/blocks/0/text/text'],
  ['a field', (n) => [{ type: 'section', fields: [plain(x(n))] }], 2000, '/blocks/0/fields/0/text'],
  ['fields', (n) => [{ type: 'section', fields: repeat(n, () => plain('x')) }], 10, '/blocks/0/fields'],
  ['a header', (n) => [{ type: 'header', text: plain(x(n)) }], 150, '/blocks/0/text/text'],
  ['a button text', (n) => [actions(button({ text: plain(x(n)) }))], 75, '/blocks/0/elements/0/text/text'],
  ['a button value', (n) => [actions(button({ value: x(n) }))], 2000, '/blocks/0/elements/0/value'],
  ['an accessibility label', (n) => [actions(button({ accessibility_label: x(n) }))], 75, '/accessibility_label'],
  ['an action id', (n) => [actions(button({ action_id: x(n) }))], 255, '/blocks/0/elements/0/action_id'],
  ['a block id', (n) => [{ type: 'divider', block_id: x(n) }], 255, '/blocks/0/block_id'],
  [
    'elements of actions',
    (n) => [actions(...repeat(n, (i) => button({ action_id: `b${i}` })))],
    25,
    '/blocks/0/elements',
  ],
  ['elements of a context', (n) => [{ type: 'context', elements: repeat(n, () => mrkdwn('x')) }], 10, '/0/elements'],
  [
    'an option text',
    (n) => [actions(menu({ options: [choice('a', { text: plain(x(n)) })] }))],
    75,
    '/options/0/text/text',
  ],
  [
    'an option value',
    (n) => [actions(menu({ options: [choice(x(n), { text: plain('a') })] }))],
    150,
    '/options/0/value',
  ],
  [
    'an option description',
    (n) => [actions(menu({ options: [choice('a', { description: plain(x(n)) })] }))],
    75,
    '/description/text',
  ],
  ['options of a select', (n) => [actions(menu({ options: choices(n) }))], 100, '/blocks/0/elements/0/options'],
  ['options of an overflow menu', (n) => [actions({ type: 'overflow', options: choices(n) })], 5, '/options'],
  ['radio buttons', (n) => [actions({ type: 'radio_buttons', options: choices(n) })], 10, '/options'],
  ['check boxes', (n) => [actions({ type: 'checkboxes', options: choices(n) })], 10, '/options'],
  ['a placeholder', (n) => [actions(menu({ placeholder: plain(x(n)) }))], 150, '/placeholder/text'],
  ['a confirmation title', (n) => [actions(button({ confirm: confirm({ title: plain(x(n)) }) }))], 100, '/title/text'],
  ['a confirmation text', (n) => [actions(button({ confirm: confirm({ text: mrkdwn(x(n)) }) }))], 300, '/text/text'],
  [
    'a confirmation button',
    (n) => [actions(button({ confirm: confirm({ confirm: plain(x(n)) }) }))],
    30,
    '/confirm/text',
  ],
  ['a refusing button', (n) => [actions(button({ confirm: confirm({ deny: plain(x(n)) }) }))], 30, '/deny/text'],
]
test.each(limits)('%s: the limit passes and one more is refused', (_, make, limit, at) => {
  expect(refuseMessageBlocks(make(limit))).toBeUndefined()
  const refused = refuseMessageBlocks(make(limit + 1))
  expect(refused?.error).toBe('invalid_blocks')
  expect(refused?.messages).toHaveLength(1)
  expect(refused?.messages[0]).toContain(at)
})

const viewLimits: [string, (n: number) => unknown, number, string][] = [
  ['blocks in a modal', (n) => modal(repeat(n, () => ({ type: 'divider' }))), 100, '/view/blocks'],
  ['a modal title', (n) => modal([], { title: plain(x(n)) }), 24, '/view/title/text'],
  ['a modal submit', (n) => modal([], { submit: plain(x(n)) }), 24, '/view/submit/text'],
  ['a modal close', (n) => modal([], { close: plain(x(n)) }), 24, '/view/close/text'],
  ['private metadata', (n) => modal([], { private_metadata: x(n) }), 3000, '/view/private_metadata'],
  ['a callback id', (n) => modal([], { callback_id: x(n) }), 255, '/view/callback_id'],
  ['an external id', (n) => modal([], { external_id: x(n) }), 255, '/view/external_id'],
  ['an input label', (n) => modal([input(typed(), { label: plain(x(n)) })]), 2000, '/blocks/0/label/text'],
  ['an input hint', (n) => modal([input(typed(), { hint: plain(x(n)) })]), 2000, '/blocks/0/hint/text'],
  ['a field placeholder', (n) => modal([input(typed({ placeholder: plain(x(n)) }))]), 150, '/placeholder/text'],
  ['an initial value', (n) => modal([input(typed({ initial_value: x(n) }))]), 3000, '/element/initial_value'],
  ['max_length', (n) => modal([input(typed({ max_length: n }))]), 3000, '/element/max_length'],
]
test.each(viewLimits)('%s: the limit passes and one more is refused', (_, make, limit, at) => {
  expect(refuseView(make(limit), 'modal')).toBeUndefined()
  const refused = refuseView(make(limit + 1), 'modal')
  expect(refused?.error).toBe('invalid_arguments')
  expect(refused?.messages[0]).toContain(at)
})

test.each<[string, unknown, string]>([
  ['an unknown block', { type: 'poem' }, 'unsupported type: poem'],
  ['a block without a type', { text: plain('x') }, 'missing required field: type'],
  ['an unknown element', actions({ type: 'lever', action_id: 'a' }), 'unsupported type: lever'],
  ['a text field among actions', actions(typed()), 'unsupported type: plain_text_input'],
  ['a header in mrkdwn', { type: 'header', text: mrkdwn('*x*') }, 'unsupported type: mrkdwn'],
  ['a button in mrkdwn', actions(button({ text: mrkdwn('x') })), 'unsupported type: mrkdwn'],
  ['a text that is a string', section('hello'), 'must be an object'],
  ['an empty text', section(plain('')), 'must be more than 0 characters'],
  ['a section without text', { type: 'section' }, 'missing required field: text'],
  ['a property that nobody knows', section(plain('x'), { colour: 'red' }), 'invalid additional property: colour'],
  ['an unknown style', actions(button({ style: 'warning' })), 'must be one of: primary, danger'],
  ['an address without a scheme', actions(button({ url: 'example.com' })), 'must be a valid URL'],
  ['no element at all', actions(), 'no less than 1 items allowed'],
  ['the same action id twice in a block', actions(button(), button()), 'duplicate action_id: go'],
  ['an input', input(typed()), 'unsupported type: input'],
  ['a select without options', actions(menu({ options: undefined })), 'missing required field: options'],
  ['equal option values', actions(menu({ options: [choice('a'), choice('a')] })), 'option values must be unique'],
  ['a foreign initial option', actions(menu({ initial_option: choice('c') })), 'initial_option must be among options'],
  ['a mistaken date', actions({ type: 'datepicker', initial_date: '2026-13-01' }), 'must be a date'],
  ['a mistaken time', actions({ type: 'timepicker', initial_time: '25:00' }), 'must be a time'],
  ['rich text with an unknown part', rich({ type: 'rich_text_poem', elements: [] }), 'unsupported type'],
  [
    'a list of leaves',
    rich({ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'text', text: 'x' }] }),
    'unsupported type: text',
  ],
  ['an empty rich text leaf', leaf({ type: 'text', text: '' }), 'must be more than 0 characters'],
  ['an image without an address', { type: 'image', alt_text: 'x' }, 'missing required field: image_url'],
])('a message block with %s is refused', (_, block, fault) => {
  const refused = refuseMessageBlocks([block])
  expect(refused?.error).toBe('invalid_blocks')
  expect(refused?.messages.join()).toContain(fault)
})

test('the same block id twice in a message is refused', () => {
  const twin = { type: 'divider', block_id: 'twin' }
  expect(refuseMessageBlocks([twin, twin])?.messages.join()).toContain('duplicate block_id: twin')
})

test('all the usual blocks pass together', () => {
  const first = choice('v0')
  expect(
    refuseMessageBlocks([
      { type: 'header', text: plain('Coverage') },
      section(mrkdwn('*DB2* <https://example.com|docs>'), { accessory: { type: 'overflow', options: choices(3) } }),
      { type: 'section', fields: [mrkdwn('a'), plain('b')] },
      { type: 'divider' },
      actions(
        button({ style: 'primary', confirm: confirm() }),
        menu({ initial_option: first }),
        { type: 'radio_buttons', action_id: 'r', options: choices(2), initial_option: first },
        { type: 'checkboxes', action_id: 'c', options: choices(2), initial_options: [first] },
        { type: 'datepicker', action_id: 'd', initial_date: '2024-02-29' },
      ),
      {
        type: 'context',
        elements: [mrkdwn('x'), { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }],
      },
      rich(
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'x', style: { bold: true } },
            { type: 'user', user_id: 'U1' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
        },
        { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://example.com', text: 'x' }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] },
      ),
    ]),
  ).toBeUndefined()
})

test('lengths count code points, not UTF-16 units', () => {
  expect(refuseMessageBlocks([{ type: 'header', text: plain('🎫'.repeat(150)) }])).toBeUndefined()
  expect(refuseMessageBlocks([{ type: 'header', text: plain('🎫'.repeat(151)) }])).toBeDefined()
})

test('a plain text is measured as it is stored: an ampersand counts five', () => {
  expect(refuseMessageBlocks([actions(button({ text: plain(`&${x(70)}`) }))])).toBeUndefined()
  expect(refuseMessageBlocks([actions(button({ text: plain(`&${x(71)}`) }))])).toBeDefined()
  expect(refuseMessageBlocks([actions(button({ text: plain(`&amp;${x(70)}`) }))])).toBeUndefined()
})

test('all texts of a message together have a limit of their own', () => {
  const four = (last: number) => [2400, 2400, 2400, last].map((length) => section(mrkdwn(x(length))))
  expect(refuseMessageBlocks(four(2400))).toBeUndefined()
  expect(refuseMessageBlocks(four(2401))).toEqual({ error: 'msg_blocks_too_long', messages: [] })
})

test.each<[string, unknown, string]>([
  ['inputs but no submit', modal([input(typed())], { submit: undefined }), 'missing required field: submit'],
  ['no title', modal([], { title: undefined }), 'missing required field: title'],
  ['no blocks', modal(undefined), 'missing required field: blocks'],
  ['the type of a home view', { type: 'home', blocks: [] }, 'must be a modal view'],
  ['a markdown block', modal([{ type: 'markdown', text: 'x' }]), 'unsupported type: markdown'],
  ['an initial value over max_length', modal([input(typed({ max_length: 2, initial_value: 'abc' }))]), 'max_length'],
  ['a button as input', modal([input(button())]), 'unsupported type: button'],
])('a modal with %s is refused', (_, view, fault) => {
  const refused = refuseView(view, 'modal')
  expect(refused?.error).toBe('invalid_arguments')
  expect(refused?.messages.join()).toContain(fault)
})

test('a home view has no title and no submit, but may ask', () => {
  expect(refuseView({ type: 'home', blocks: [input(typed())] }, 'home')).toBeUndefined()
  expect(refuseView({ type: 'home', blocks: [], title: plain('x') }, 'home')?.messages.join()).toContain('title')
})

test('a view beyond 250 kB of JSON is too large', () => {
  const wide = menu({
    options: repeat(100, (i) => choice(`${i}`.padEnd(150, 'v'), { text: plain(x(75)), description: plain(x(75)) })),
  })
  const blocks = repeat(10, (i) => ({ ...actions(wide), block_id: `b${i}` }))
  expect(refuseView(modal(blocks.slice(0, 2)), 'modal')).toBeUndefined()
  expect(refuseView(modal(blocks), 'modal')).toEqual({ error: 'view_too_large', messages: [] })
})

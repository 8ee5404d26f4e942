import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeCard } from '../../../adapters/playground/teams/cards.ts'
import { formCard } from '../../../adapters/teams/form-card.ts'
import { limits, shortened, sizeOf } from '../../../adapters/teams/limits.ts'
import { type Surface, viewCard } from '../../../adapters/teams/render.ts'
import type { Action, Block, View } from '../../../src/bot/view.ts'
import { registerForm, view } from './small-bot.ts'

const surface: Surface = {
  where: 'message',
  shared: false,
  nonce: 'n-1',
  phrase: (name, values) => `<${name}${values ? ` ${values.count}` : ''}>`,
}
const inDialog: Surface = { ...surface, where: 'dialog' }

/** Every object in a card, with where it stands. */
function* parts(value: unknown, path = ''): Generator<[string, Record<string, any>]> {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* parts(item, `${path}[${i}]`)
  else if (typeof value === 'object' && value !== null) {
    yield [path, value as Record<string, any>]
    for (const [key, inner] of Object.entries(value)) if (key !== 'data') yield* parts(inner, `${path}.${key}`)
  }
}
const all = (card: unknown, type: string) => [...parts(card)].filter(([, part]) => part.type === type).map(([, p]) => p)
const runs = (card: unknown): string[] => all(card, 'TextRun').map(({ text }) => text)

const button = (label: string, more: object = {}): Action<string> => ({
  kind: 'invoke',
  label,
  invoke: { command: 'claim', values: { case: '17' } },
  ...more,
})

const rich = (text: string): View<string> => ({
  tone: 'warning',
  title: text,
  body: [
    { kind: 'paragraph', text, emphasis: 'strong' },
    { kind: 'facts', facts: [{ label: text, value: text }] },
    { kind: 'bullets', items: [text] },
    { kind: 'divider' },
    { kind: 'entry', title: text, text, facts: [{ label: text, value: text }], actions: [button(text)] },
  ],
  actions: [button(text), { kind: 'link', label: text, url: 'https://vendor.example/x' }],
})

const hostile = [
  '[bank](https://evil.example)',
  '**bold** _x_ `code` # heading',
  '<at>Emma</at>',
  '<a href="https://evil.example">x</a>',
  '{{DATE(2026-01-01)}}',
  '- item\n1. item',
  '\u202eevil\u202c \u200b',
  '![x](https://evil.example/pixel.png)',
]

describe('words of people stay words', () => {
  test.each(hostile)('%j reaches the reader literally, and only in runs that read no markdown', (text) => {
    const card = viewCard(rich(text), surface)
    expect(all(card, 'TextBlock')).toEqual([])
    expect(all(card, 'FactSet')).toEqual([])
    expect(runs(card).join('\n')).toContain(text)
    expect(card).not.toHaveProperty('msteams')
    expect(all(card, 'Action.OpenUrl').map(({ url }) => url)).toEqual(['https://vendor.example/x'])
  })

  test('a form keeps to the same', () => {
    for (const text of hostile) {
      const field = { name: 'serial', kind: 'text', label: text, hint: text, value: text, error: text } as const
      const form = registerForm({ title: text, intro: [{ kind: 'paragraph', text }], fields: [field] })
      const card = formCard(form, surface)
      expect(all(card, 'TextBlock')).toEqual([])
      expect(all(card, 'Input.Text')[0]!.value).toBe(text)
    }
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not an address', 'msteams:/l/x'])(
    'a link to %s is not drawn',
    (url) => {
      const card = viewCard(view('Links', { actions: [{ kind: 'link', label: 'Open', url }] }), surface)
      expect(JSON.stringify(card)).not.toContain(url)
    },
  )

  test('control signs are taken out, lines stay lines', () => {
    expect(runs(viewCard(view('a\u0000b\u001b[31m\r\nc\n\n d'), surface))).toEqual(['ab[31m', 'c', ' d'])
  })
})

describe('what Teams takes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.constantFrom(...hostile),
    fc.constant('許'.repeat(9_000)),
  )
  const action: fc.Arbitrary<Action<string>> = fc.oneof(
    text.map((label) => button(label)),
    text.map((label) =>
      button(label, { style: 'danger', confirm: { title: label, text: label, yes: label, no: label } }),
    ),
    text.map((label): Action<string> => ({ kind: 'link', label, url: 'https://vendor.example' })),
  )
  const facts = fc.array(fc.record({ label: text, value: text }), { maxLength: 12 })
  const block: fc.Arbitrary<Block<string>> = fc.oneof(
    text.map((t): Block<string> => ({ kind: 'paragraph', text: t })),
    facts.map((f): Block<string> => ({ kind: 'facts', facts: f })),
    fc.array(text, { maxLength: 9 }).map((items): Block<string> => ({ kind: 'bullets', items })),
    fc.constant<Block<string>>({ kind: 'divider' }),
    fc
      .record({ title: text, facts, actions: fc.array(action, { maxLength: 8 }) })
      .map((entry): Block<string> => ({ kind: 'entry', ...entry })),
  )
  const anyView: fc.Arbitrary<View<string>> = fc.record({
    tone: fc.constantFrom('plain', 'good', 'info', 'warning', 'bad'),
    title: text,
    body: fc.array(block, { maxLength: 25 }),
    actions: fc.array(action, { maxLength: 14 }),
  })

  test('whatever a feature says, the card is within the limits, also on a phone', () => {
    fc.assert(
      fc.property(anyView, fc.constantFrom(surface, inDialog), (of, where) => {
        const card = viewCard(of, where)
        expect(judgeCard(card)).toEqual({ errors: [], warnings: [] })
        expect(sizeOf(card)).toBeLessThanOrEqual(limits.cardBytes)
        for (const [, { actions }] of parts(card)) if (actions) expect(actions.length).toBeLessThanOrEqual(6)
      }),
      { numRuns: 200 },
    )
  })

  test('a view with fourteen buttons loses none of them', () => {
    const actions = Array.from({ length: 14 }, (_, i) => button(`b${i}`))
    const card = viewCard(view('Many', { actions }), surface)
    expect(all(card, 'Action.Submit').map(({ title }) => title)).toEqual(actions.map(({ label }) => label))
    expect(card.actions).toHaveLength(2)
  })

  test('a list that is too long loses its end, says so, and keeps its buttons', () => {
    const body: Block<string>[] = Array.from({ length: 200 }, (_, i) => ({
      kind: 'paragraph',
      text: `${i} ${'許'.repeat(100)}`,
    }))
    const card = viewCard(view('List', { body, actions: [button('More')] }), surface)
    expect(sizeOf(card)).toBeLessThanOrEqual(limits.cardBytes)
    expect(sizeOf(card)).toBeGreaterThan(limits.cardBytes - 1_000)
    const shown = runs(card)
    expect(shown[1]).toMatch(/^0 /)
    expect(shown.at(-1)).toBe(`<more ${200 - (shown.length - 2)}>`)
    expect(card.actions).toHaveLength(1)
  })

  test('what fits is not cut', () => {
    expect(runs(viewCard(rich('x'), surface)).join()).not.toContain('<more')
  })

  test('a form with everything in it is one that Teams and its phones draw', () => {
    for (const where of [surface, inDialog, { ...surface, shared: true }])
      for (const form of [
        registerForm(),
        registerForm({ fields: [], tone: 'bad' }),
        registerForm({ reopen: { command: 'register' } }),
      ])
        expect(judgeCard(formCard(form, where))).toEqual({ errors: [], warnings: [] })
  })

  test.each([
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12, '👩‍👩‍👧‍👦…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['𠮷野家', 3, '𠮷…'],
    [`a${'\u0301'.repeat(50)}`, 10, '…'],
    ['short', 5, 'short'],
  ])('%j within %i is %j: no sign is torn apart', (text, max, expected) => {
    expect(shortened(text, max)).toBe(expected)
  })
})

describe('buttons', () => {
  test('carry command, values and the card’s own nonce', () => {
    const card = viewCard(view('One', { actions: [button('Claim')] }), surface)
    expect(card.actions![0]!.data).toEqual({ anshin: { command: 'claim', values: { case: '17' }, nonce: 'n-1' } })
  })

  test('open a dialog from a message, and only from there, when the answer is a form', () => {
    const of = view('One', { actions: [button('Register', { opensForm: true }), button('Claim')] })
    const kinds = (card: any) => card.actions.map(({ data }: any) => data.msteams?.type)
    expect(kinds(viewCard(of, surface))).toEqual(['task/fetch', undefined])
    expect(kinds(viewCard(of, inDialog))).toEqual([undefined, undefined])
  })

  test('that need a second thought unfold the question; only its answer does it', () => {
    const confirm = { title: 'Remove?', text: 'It is gone then.', yes: 'Remove it', no: 'Keep it' }
    const card = viewCard(view('One', { actions: [button('Remove', { style: 'danger', confirm })] }), surface)
    const [shown] = card.actions!
    expect(shown).toMatchObject({ type: 'Action.ShowCard', title: 'Remove', style: 'destructive' })
    expect(shown).not.toHaveProperty('data')
    expect(runs(shown)).toEqual(['Remove?', 'It is gone then.'])
    expect(all(shown, 'Action.Submit')).toMatchObject([{ title: 'Remove it' }])
  })
})

describe('the official renderer', () => {
  test('reads the cards without a complaint', async () => {
    // The package's main entry wants a browser's modules; this is the same in one file.
    const loaded: any = await import('adaptivecards/dist/adaptivecards.js' as string)
    const { AdaptiveCard, SerializationContext } = loaded.AdaptiveCard ? loaded : loaded.default
    const cards = [viewCard(rich('x'), surface), formCard(registerForm(), surface), formCard(registerForm(), inDialog)]
    for (const card of cards) {
      const context = new SerializationContext()
      const parsed = new AdaptiveCard()
      parsed.parse(card, context)
      const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message)
      expect(events).toEqual([])
      const found: string[] = parsed.validateProperties().validationEvents.map(({ message }: any) => message)
      // Labels stand above as text, because phones do not show an input's own.
      expect(found.filter((message) => message !== 'Required inputs should have a label')).toEqual([])
    }
  })
})

/** Views and forms of every shape, with hostile texts among them. */
import fc from 'fast-check'
import type { Action, Block, Form, FormField, View } from '../../../../src/bot/view.ts'

export const hostile = [
  '<!channel> <!here> <!subteam^S1|x>',
  '<@U0CUSTOMER0> <#C1|general>',
  '<https://evil.example|your bank>',
  '*bold* _it_ ~no~ `code` ```x```',
  ':+1: :ticket:',
  '&lt;!channel&gt; &amp;',
  '\u202Eright to left\u202C \u200B\u200D',
  '> quote\n• item\n1. one',
  '"},{"type":"divider"}',
  '',
  '   ',
  '\u0000\u0007',
  '👩‍👩‍👧‍👦'.repeat(100),
  '&'.repeat(10_000),
  '漢'.repeat(10_000),
]
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom(...hostile) },
)
const anyAction: fc.Arbitrary<Action<string>> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('invoke' as const),
      label: anyText,
      invoke: fc.record({
        command: fc.constant('case.open'),
        values: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), anyText),
      }),
      style: fc.constantFrom('primary' as const, 'danger' as const),
      confirm: fc.record({ title: anyText, text: anyText, yes: anyText, no: anyText }),
    },
    { requiredKeys: ['kind', 'label', 'invoke'] },
  ),
  fc.record({
    kind: fc.constant('link' as const),
    label: anyText,
    url: fc.constantFrom('https://a.example/x', 'javascript:alert(1)', ''),
  }),
)
const anyFact = fc.record({ label: anyText, value: anyText })
const anyBlock: fc.Arbitrary<Block<string>> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('paragraph' as const),
      text: anyText,
      emphasis: fc.constantFrom('strong' as const, 'subtle' as const),
    },
    { requiredKeys: ['kind', 'text'] },
  ),
  fc.record({ kind: fc.constant('facts' as const), facts: fc.array(anyFact, { maxLength: 60 }) }),
  fc.record({ kind: fc.constant('bullets' as const), items: fc.array(anyText, { maxLength: 60 }) }),
  fc.record(
    {
      kind: fc.constant('entry' as const),
      title: anyText,
      text: anyText,
      facts: fc.array(anyFact, { maxLength: 5 }),
      actions: fc.array(anyAction, { maxLength: 30 }),
    },
    { requiredKeys: ['kind', 'title'] },
  ),
  fc.constant({ kind: 'divider' as const }),
)
export const anyView: fc.Arbitrary<View<string>> = fc.record(
  {
    tone: fc.constantFrom('plain' as const, 'good' as const, 'info' as const, 'warning' as const, 'bad' as const),
    title: anyText,
    body: fc.array(anyBlock, { maxLength: 70 }),
    actions: fc.array(anyAction, { maxLength: 30 }),
  },
  { requiredKeys: ['tone', 'title', 'body'] },
)
const anyField: fc.Arbitrary<FormField<string>> = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    kind: fc.constantFrom(
      'text' as const,
      'multiline' as const,
      'email' as const,
      'phone' as const,
      'day' as const,
      'choice' as const,
    ),
    label: anyText,
    hint: anyText,
    placeholder: anyText,
    optional: fc.boolean(),
    maxLength: fc.integer({ min: 1, max: 10_000 }),
    value: anyText,
    error: anyText,
    choices: fc
      .integer({ min: 0, max: 350 })
      .map((n) =>
        Array.from({ length: n }, (_, i) => ({ value: `v${i}`, label: `Choice ${i} ${'&'.repeat(i % 90)}` })),
      ),
  },
  { requiredKeys: ['name', 'kind', 'label'] },
)
export const anyForm: fc.Arbitrary<Form<string>> = fc.record(
  {
    command: fc.constant('register.lookup'),
    title: anyText,
    submit: anyText,
    cancel: anyText,
    intro: fc.array(anyBlock, { maxLength: 120 }),
    fields: fc.uniqueArray(anyField, { maxLength: 6, selector: ({ name }) => name }),
    hidden: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), anyText),
  },
  { requiredKeys: ['command', 'title', 'submit', 'fields'] },
)

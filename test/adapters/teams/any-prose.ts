import fc from 'fast-check'
import type { Prose, Run } from '../../../src/bot/prose.ts'

export const paragraph = (...runs: Run[]): Prose[number] => ({ kind: 'text', runs })

/** Words as Teams would write them down. */
const letters = fc.string({
  unit: fc.constantFrom('a', 'é', '許', '🙂', '<', '&', '"', ' '),
  minLength: 1,
  maxLength: 12,
})
const word = letters.map((text) => text.trim()).filter((text) => text !== '' && !/ {2}/.test(text))
const look = fc.record(
  {
    bold: fc.constant(true as const),
    italic: fc.constant(true as const),
    strike: fc.constant(true as const),
    code: fc.constant(true as const),
    link: fc.constantFrom('https://a.example/?x=1&y', 'mailto:a@b.example'),
  },
  { requiredKeys: [] },
)
const runs = fc.array(
  fc.tuple(word, look).map(([text, of]): Run => ({ text, ...of })),
  { minLength: 1, maxLength: 5 },
)
const apart = (of: Run[]) => of.filter((run, i) => i === 0 || !same(run, of[i - 1]!))
const same = (a: Run, b: Run) =>
  (['bold', 'italic', 'strike', 'code', 'link'] as const).every((key) => a[key] === b[key])
/** Prose of every kind, as reading gives it: neighbours differ in their look, and nothing is blank. */
export const anyProse: fc.Arbitrary<Prose> = fc.array(
  fc.oneof(
    runs.map((of): Prose[number] => paragraph(...apart(of))),
    runs.map((of): Prose[number] => ({ kind: 'quote', runs: apart(of) })),
    fc
      .array(word, { minLength: 1, maxLength: 4 })
      .map((lines): Prose[number] => ({ kind: 'code', text: lines.join('\n  ') })),
    fc
      .array(runs, { minLength: 1, maxLength: 4 })
      .map((items): Prose[number] => ({ kind: 'list', items: items.map(apart) })),
  ),
  { maxLength: 6 },
)

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeCard } from '../../../adapters/playground/teams/cards.ts'
import { limits, sizeOf } from '../../../adapters/teams/limits.ts'
import { type Surface, viewCard } from '../../../adapters/teams/render.ts'
import type { Prose } from '../../../src/bot/prose.ts'
import type { Block } from '../../../src/bot/view.ts'
import { anyProse, paragraph } from './any-prose.ts'
import { view } from './small-bot.ts'

const surface: Surface = {
  where: 'message',
  shared: true,
  nonce: 'n-1',
  phrase: (name, values) => `<${name}${values ? ` ${values.count}` : ''}>`,
}
function* parts(value: unknown): Generator<Record<string, any>> {
  if (Array.isArray(value)) for (const item of value) yield* parts(item)
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, any>
    for (const inner of Object.values(value)) yield* parts(inner)
  }
}
const all = (card: unknown, type: string) => [...parts(card)].filter((part) => part.type === type)
const text = (card: unknown) => all(card, 'TextRun').map((run) => run.text)
const cardOf = (prose: Prose, more: Block<string>[] = []) =>
  viewCard(
    view('Case 17', {
      body: [{ kind: 'prose', prose }, ...more],
      actions: [{ kind: 'link', label: 'Open', url: 'https://v.example' }],
    }),
    surface,
  )

describe('formatted words become a card', () => {
  test('each look has its own run, and a link is what opens it', () => {
    const card = cardOf([
      paragraph(
        { text: 'a', bold: true },
        { text: 'b', italic: true, strike: true },
        { text: 'c', code: true },
        { text: 'd', link: 'https://a.example/' },
      ),
    ])
    expect(all(card, 'TextRun').slice(1)).toEqual([
      { type: 'TextRun', text: 'a', weight: 'Bolder' },
      { type: 'TextRun', text: 'b', italic: true, strikethrough: true },
      { type: 'TextRun', text: 'c', fontType: 'Monospace' },
      { type: 'TextRun', text: 'd', selectAction: { type: 'Action.OpenUrl', url: 'https://a.example/' } },
    ])
  })

  test('a link that leads to no page is only words', () => {
    expect(JSON.stringify(cardOf([paragraph({ text: 'd', link: 'javascript:alert(1)' })]))).not.toContain('javascript')
  })

  test('lists are lines, code keeps its columns, nothing is read again', () => {
    const hostile = '[x](https://evil.example) **b** <at>Emma</at>'
    const card = cardOf([
      { kind: 'list', ordered: true, items: [[{ text: 'one' }], [{ text: hostile }]] },
      { kind: 'code', text: 'a\n\n  b  c' },
      { kind: 'quote', runs: [{ text: 'q\r\nr' }] },
    ])
    expect(text(card).slice(1)).toEqual(['1. ', 'one', '2. ', hostile, 'a', '\u00a0', '\u00a0 b\u00a0 c', 'q', 'r'])
    expect(all(card, 'TextBlock')).toEqual([])
    expect(card).not.toHaveProperty('msteams')
  })

  test('a picture shows what it shows, with words for who cannot see it; from no other than the web', () => {
    const picture = (url: string) =>
      viewCard(view('Chart', { body: [{ kind: 'picture', url, alt: 'Seven cases' }] }), surface)
    expect(all(picture('https://v.example/chart.png'), 'Image')).toEqual([
      { type: 'Image', url: 'https://v.example/chart.png', altText: 'Seven cases' },
    ])
    expect(all(picture('data:image/png;base64,x'), 'Image')).toEqual([])
    expect(text(picture('data:image/png;base64,x'))).toContain('Seven cases')
  })

  test.each([
    ['one line', '許'.repeat(40_000)],
    ['many lines', 'line of a log\n'.repeat(5_000)],
    ['blank lines', `${'\n'.repeat(20_000)}end`],
  ])('%s that are too long lose their end, say so, and keep what stands below them', (_, long) => {
    const below: Block<string> = { kind: 'facts', facts: [{ label: 'Severity', value: '1' }] }
    for (const prose of [[paragraph({ text: long })], [{ kind: 'code', text: long }]] as Prose[]) {
      const card = cardOf(prose, [below])
      expect(sizeOf(card)).toBeLessThanOrEqual(limits.cardBytes)
      expect(text(card)).toEqual(expect.arrayContaining(['Case 17', 'Severity', '1']))
      expect(card.actions).toHaveLength(1)
      const isWhole = text(card).includes('end')
      expect(text(card).includes('<teams-cut>')).toBe(!isWhole)
      if (!isWhole) expect(sizeOf(card)).toBeGreaterThan(limits.cardBytes - 1_500)
    }
  })

  test('whatever people write, the card is one that Teams and its phones draw, within its limits', () => {
    const long = fc.constantFrom<Prose[number]>(paragraph({ text: '許'.repeat(9_000) }), {
      kind: 'code',
      text: 'x\n'.repeat(900),
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(anyProse, fc.array(long, { maxLength: 3 })), { maxLength: 6 }), (proses) => {
        const body = proses.map((prose): Block<string> => ({ kind: 'prose', prose }))
        const card = viewCard(view('Case 17', { body }), surface)
        expect(judgeCard(card)).toEqual({ errors: [], warnings: [] })
        expect(sizeOf(card)).toBeLessThanOrEqual(limits.cardBytes)
      }),
      { numRuns: 60 },
    )
  })

  test('what fits is whole: nothing says that something is missing', () => {
    fc.assert(
      fc.property(anyProse, (prose) => {
        const shown = text(cardOf(prose)).join('').replaceAll('\u00a0', ' ')
        expect(shown).not.toContain('<teams-cut>')
        for (const block of prose)
          for (const run of block.kind === 'text' ? block.runs : []) expect(shown).toContain(run.text)
      }),
      { numRuns: 100 },
    )
  })
})

/** A person's words on their way out of Slack and into it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refuseMessageBlocks } from '../../../adapters/playground/slack/blocks.ts'
import { ids } from '../../../adapters/slack/names.ts'
import { proseOf } from '../../../adapters/slack/read-prose.ts'
import { messageBudget, renderBody, renderView } from '../../../adapters/slack/render-view.ts'
import { portions, proseElements, proseWeight } from '../../../adapters/slack/write-prose.ts'
import { type Prose, type ProseBlock, type Run, wordsIn } from '../../../src/bot/prose.ts'
import { anyText } from './support/any-view.ts'

const phrase = (name: string, values: Record<string, string | number> = {}) => `${name} ${values.count ?? ''}`.trim()
const rich = (prose: Prose) => ({ blocks: [{ type: 'rich_text', elements: proseElements(prose) }] })

/** Runs that no neighbour could be joined with, in words without space around them. */
const anyRuns: fc.Arbitrary<Run[]> = fc
  .array(
    fc.record(
      {
        text: anyText.filter((text) => text !== ''),
        bold: fc.constant(true as const),
        italic: fc.constant(true as const),
        strike: fc.constant(true as const),
        code: fc.constant(true as const),
        link: fc.constantFrom('https://a.example/x?a=1&b=2', 'mailto:a@b.example', 'http://c.example'),
      },
      { requiredKeys: ['text'] },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((runs) => {
    const framed = [{ text: 'a' }, ...runs.map((run, i) => (i % 2 === 0 ? run : { ...run })), { text: 'z' }] as Run[]
    const look = ({ text: _, ...rest }: Run) => JSON.stringify(Object.entries(rest).sort())
    return framed.reduce<Run[]>((kept, run) => {
      const before = kept.at(-1)
      if (before && look(before) === look(run)) before.text += run.text
      else kept.push({ ...run })
      return kept
    }, [])
  })
const anyProse: fc.Arbitrary<Prose> = fc.array(
  fc.oneof<fc.Arbitrary<ProseBlock>[]>(
    anyRuns.map((runs) => ({ kind: 'text', runs })),
    anyRuns.map((runs) => ({ kind: 'quote', runs })),
    anyText.filter((text) => text.trim() !== '').map((text) => ({ kind: 'code', text })),
    fc.array(anyRuns, { minLength: 1, maxLength: 5 }).map((items) => ({ kind: 'list', items })),
    fc.array(anyRuns, { minLength: 1, maxLength: 5 }).map((items) => ({ kind: 'list', ordered: true, items })),
  ),
  { maxLength: 8 },
)

describe('written as rich text', () => {
  test('words come back as they went in, whatever is in them', () => {
    fc.assert(
      fc.property(anyProse, (prose) => {
        expect(proseOf(prose.length > 0 ? rich(prose) : {}, ids)).toEqual(prose)
      }),
      { numRuns: 200 },
    )
  })

  test('a message with them is taken by Slack, and nothing else than text, links and structure is in it', () => {
    fc.assert(
      fc.property(anyProse, anyProse, (first, second) => {
        const blocks = renderView(
          {
            tone: 'plain',
            title: 'Message',
            body: [
              { kind: 'prose', prose: first },
              { kind: 'facts', facts: [{ label: 'From', value: 'Ming' }] },
              { kind: 'prose', prose: second },
            ],
          },
          messageBudget,
          phrase,
        )
        expect(refuseMessageBlocks(blocks)).toBeUndefined()
        expect(JSON.stringify(blocks)).not.toMatch(
          /"type":"(?:user|usergroup|channel|broadcast|emoji|mrkdwn|markdown)"/u,
        )
        // What stands below somebody's words stays, however long those are.
        expect(JSON.stringify(blocks)).toContain('Ming')
      }),
      { numRuns: 100 },
    )
  })

  test('an address that leads elsewhere than to a page or a mailbox is letters', () => {
    const hostile: Prose = [{ kind: 'text', runs: [{ text: 'click', link: 'javascript:alert(1)' }] }]
    expect(proseElements(hostile)).toEqual([{ type: 'rich_text_section', elements: [{ type: 'text', text: 'click' }] }])
  })

  test('words too long are shown as far as it goes, and that is said', () => {
    const prose: Prose = [{ kind: 'code', text: 'line\n'.repeat(10_000) }]
    const blocks = renderBody(
      [
        { kind: 'prose', prose },
        { kind: 'paragraph', text: 'below' },
      ],
      messageBudget,
      phrase,
    )
    const text = JSON.stringify(blocks)
    expect(text).toContain('slack-cut')
    expect(text).toContain('below')
    expect(text.split('line').length).toBeGreaterThan(1_000)
    expect(refuseMessageBlocks(blocks)).toBeUndefined()
  })

  test('portions hold the same words, none of them too heavy, and never half a character', () => {
    fc.assert(
      fc.property(anyProse, fc.integer({ min: 150, max: 2_000 }), (prose, limit) => {
        const parts = portions(prose, limit)
        const squeezed = (text: string) => text.replace(/[\s•\d.]/gu, '')
        expect(squeezed(parts.map(wordsIn).join(''))).toBe(squeezed(wordsIn(prose)))
        for (const part of parts) {
          expect(proseWeight(part)).toBeLessThanOrEqual(limit + 10)
          expect(() => encodeURIComponent(wordsIn(part))).not.toThrow()
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('read from what Slack’s editor sends', () => {
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements })
  const read = (...elements: object[]) => proseOf({ blocks: [{ type: 'rich_text', elements }] }, ids)
  const one = (...elements: object[]) => read(section(...elements))

  test.each<[string, object, Run]>([
    ['a person', { type: 'user', user_id: 'U1' }, { text: '@U1' }],
    ['a channel', { type: 'channel', channel_id: 'C1' }, { text: '#C1' }],
    ['everybody', { type: 'broadcast', range: 'channel' }, { text: '@channel' }],
    ['a group', { type: 'usergroup', usergroup_id: 'S1' }, { text: '@S1' }],
    ['an emoji', { type: 'emoji', name: '+1', unicode: '1f44d' }, { text: '👍' }],
    ['an emoji of several signs', { type: 'emoji', name: 'flag-jp', unicode: '1f1ef-1f1f5' }, { text: '🇯🇵' }],
    ['an emoji of the workspace', { type: 'emoji', name: 'partyparrot' }, { text: ':partyparrot:' }],
    ['an emoji beyond all signs', { type: 'emoji', name: 'x', unicode: 'ffffff' }, { text: ':x:' }],
    ['a date', { type: 'date', timestamp: 1, format: '{date}', fallback: 'today' }, { text: 'today' }],
    [
      'a link with words',
      { type: 'link', url: 'https://a.example', text: 'here' },
      { text: 'here', link: 'https://a.example' },
    ],
    [
      'a link alone',
      { type: 'link', url: 'https://a.example' },
      { text: 'https://a.example', link: 'https://a.example' },
    ],
    ['a mailbox', { type: 'link', url: 'mailto:a@b.example' }, { text: 'a@b.example', link: 'mailto:a@b.example' }],
    ['an address of another kind', { type: 'link', url: 'javascript:alert(1)', text: 'x' }, { text: 'x' }],
    ['something of tomorrow', { type: 'hologram', text: 'boo' }, { text: 'boo' }],
  ])('%s is words', (_name, element, run) => {
    expect(one({ type: 'text', text: 'a ' }, element, { type: 'text', text: ' z' })).toEqual([
      { kind: 'text', runs: run.link ? [{ text: 'a ' }, run, { text: ' z' }] : [{ text: `a ${run.text} z` }] },
    ])
  })

  test('lines that the editor ends before a list, and empty parts, leave no empty words', () => {
    const item = section({ type: 'text', text: 'one' })
    expect(
      read(
        section({ type: 'text', text: 'List:\n' }),
        { type: 'rich_text_list', style: 'ordered', elements: [item, section()] },
        { type: 'rich_text_preformatted', elements: [] },
        section({ type: 'text', text: '\n' }),
      ),
    ).toEqual([
      { kind: 'text', runs: [{ text: 'List:' }] },
      { kind: 'list', ordered: true, items: [[{ text: 'one' }]] },
    ])
  })

  test('whatever comes in its place is no reason to fail', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.string(), (blocks, text) => {
        expect(Array.isArray(proseOf({ text, blocks }, ids))).toBe(true)
        const elements = blocks as object[]
        expect(Array.isArray(proseOf({ blocks: [{ type: 'rich_text', elements }] }, ids))).toBe(true)
      }),
    )
  })
})

describe('read from marked text', () => {
  const read = (text: string) => proseOf({ text }, ids)

  test('marks, mentions, links, quotes and code are what they are in rich text', () => {
    expect(
      read('*bold* _it_ ~no~ `co*de*` a*b*c <@U1> <#C1|general> <!here> <!subteam^S1|@team> &lt;!channel&gt;'),
    ).toEqual([
      {
        kind: 'text',
        runs: [
          { text: 'bold', bold: true },
          { text: ' ' },
          { text: 'it', italic: true },
          { text: ' ' },
          { text: 'no', strike: true },
          { text: ' ' },
          { text: 'co*de*', code: true },
          { text: ' a*b*c @U1 #general @here @team <!channel>' },
        ],
      },
    ])
    expect(read('see <https://a.example?a=1&amp;b=2|this &amp; that>\n&gt; said\n&gt; twice\n```\n*log*\n```')).toEqual(
      [
        { kind: 'text', runs: [{ text: 'see ' }, { text: 'this & that', link: 'https://a.example?a=1&b=2' }] },
        { kind: 'quote', runs: [{ text: 'said\ntwice' }] },
        { kind: 'code', text: '*log*' },
      ],
    )
  })

  test.each(['<<<', '```', '`', '*', '<javascript:alert(1)|x>', '<!', '&gt;'])('%j is words', (text) => {
    expect(() => read(text)).not.toThrow()
    expect(wordsIn(read(`${text} and more`))).toContain('and more')
  })

  test.each(['<', '*', '`', '_a ', '<@', '~*_'])('a text full of %j is read in time', (sign) => {
    expect(read(`${sign.repeat(20_000)} end`).length).toBeGreaterThan(0)
  })
})

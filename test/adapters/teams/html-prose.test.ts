import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../adapters/teams/html-prose.ts'
import { type Prose, type Run, wordsIn } from '../../../src/bot/prose.ts'
import { anyProse, paragraph } from './any-prose.ts'

const read = (html: string) => readHtml(html, (name) => name === 'Anshin')
const proseOf = (html: string) => read(html).prose

describe('HTML of a message becomes formatted words', () => {
  test.each<[string, Prose]>([
    ['<p>plain</p>', [paragraph({ text: 'plain' })]],
    ['no tags &amp; an entity', [paragraph({ text: 'no tags & an entity' })]],
    ['<p>one<br>two</p><p>&nbsp;</p><p>three</p>', [paragraph({ text: 'one\ntwo' }), paragraph({ text: 'three' })]],
    [
      '<div><b>a</b><strong>b</strong><i>c</i><em>d</em><s>e</s><strike>f</strike><del>g</del></div>',
      [paragraph({ text: 'ab', bold: true }, { text: 'cd', italic: true }, { text: 'efg', strike: true })],
    ],
    [
      '<p>a <b>b <i>c</i></b> d</p>',
      [paragraph({ text: 'a ' }, { text: 'b ', bold: true }, { text: 'c', bold: true, italic: true }, { text: ' d' })],
    ],
    ['<p>run <code>df -h</code></p>', [paragraph({ text: 'run ' }, { text: 'df -h', code: true })]],
    ['<pre>  a\n    b &lt;c&gt;</pre>', [{ kind: 'code', text: '  a\n    b <c>' }]],
    ['<codeblock class="Bash"><code>a&nbsp; b<br>c</code></codeblock>', [{ kind: 'code', text: 'a  b\nc' }]],
    ['<h1>Big</h1>text', [paragraph({ text: 'Big', bold: true }), paragraph({ text: 'text' })]],
    ['<ul><li>a</li><li><p>b</p><p>c</p></li></ul>', [{ kind: 'list', items: [[{ text: 'a' }], [{ text: 'b\nc' }]] }]],
    [
      '<ol><li>a<ul><li>b</li></ul></li></ol>',
      [{ kind: 'list', ordered: true, items: [[{ text: 'a' }], [{ text: 'b' }]] }],
    ],
    [
      '<blockquote><p>a</p><ul><li>b</li></ul></blockquote>c',
      [{ kind: 'quote', runs: [{ text: 'a\n• b' }] }, paragraph({ text: 'c' })],
    ],
    [
      '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
      [paragraph({ text: 'a\tb' }), paragraph({ text: 'c' })],
    ],
    [
      '<a href="https://a.example/x?y=1&amp;z">here</a>',
      [paragraph({ text: 'here', link: 'https://a.example/x?y=1&z' })],
    ],
    ['<a href="mailto:a@b.example">mail</a>', [paragraph({ text: 'mail', link: 'mailto:a@b.example' })]],
    ['hi <at id="0">Emma</at>, <at id="1">Anshin</at> !', [paragraph({ text: 'hi @Emma, !' })]],
    [
      '<p>ok <img itemtype="http://schema.skype.com/Emoji" alt="🙂" src="https://statics.example/1.png"></p>',
      [paragraph({ text: 'ok 🙂' })],
    ],
    ['<p>ok <emoji id="smile" alt="🙂"></emoji></p>', [paragraph({ text: 'ok 🙂' })]],
    [
      '<img itemtype="http://schema.skype.com/AMSImage" src="https://x.example/v3/attachments/1"><p>x</p>',
      [paragraph({ text: 'x' })],
    ],
    [
      '<img src="https://media.example/funny.gif">',
      [paragraph({ text: 'funny.gif', link: 'https://media.example/funny.gif' })],
    ],
    [
      'a<attachment id="1">gone<br><ul><li>too</li></ul></attachment><script>gone()</script><style>p{}</style>b',
      [paragraph({ text: 'ab' })],
    ],
    ['', []],
    ['<p>&nbsp;</p><br><ul><li></li></ul><pre>\n</pre>', []],
  ])('%j', (html, prose) => {
    expect(proseOf(html)).toEqual(prose)
  })

  test('a quotation of Teams’ own is named and left out, a person’s stays', () => {
    const html =
      'before <blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1700000000000"><strong itemprop="mri">N</strong>' +
      '<ul><li>quoted</li></ul><blockquote>deep</blockquote></blockquote><blockquote>mine</blockquote><p>answer</p>'
    expect(read(html)).toEqual({
      quotes: '1700000000000',
      prose: [
        paragraph({ text: 'before' }),
        { kind: 'quote', runs: [{ text: 'mine' }] },
        paragraph({ text: 'answer' }),
      ],
    })
  })

  test.each([
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href=" &#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="msteams:/l/x">x</a>',
    `<a href="https://a.example/${'x'.repeat(3_000)}">x</a>`,
  ])('%j leads nowhere', (html) => {
    expect(proseOf(html)).toEqual([paragraph({ text: 'x' })])
  })

  test.each([
    ['deep nesting', '<b>'.repeat(40_000), ''],
    ['closing tags that nothing opened', `${'<a>'.repeat(15_000)}${'</b>'.repeat(15_000)}x`, 'x'],
    ['a great many brackets', `x${'<'.repeat(100_000)}`, `x${'<'.repeat(100_000)}`],
    ['unfinished tags', `x${'<a '.repeat(40_000)}`, 'x'],
    ['unfinished comments', `x${'<!--'.repeat(30_000)}`, 'x'],
    ['entities', '&amp;'.repeat(29_000), '&'.repeat(29_000)],
    ['blank letters', `${'<b>&nbsp;</b><i>&nbsp;</i>'.repeat(5_000)}x`, 'x'],
    ['list items', `<ul>${'<li>x'.repeat(20_000)}`, undefined],
    ['too long for a message', `<p>${'x'.repeat(400_000)}</p>`, 'x'.repeat(400_000)],
  ])('%s are read in one pass', (_, html, words) => {
    const read = wordsIn(proseOf(html))
    if (words !== undefined) expect(read.replace(/<a $/, '').replace(/<!--$/, '')).toBe(words)
  })

  const tag = fc.constantFrom(
    'p',
    'b',
    'i',
    'li',
    'ul',
    'ol',
    'pre',
    'blockquote',
    'at',
    'a href="javascript:x"',
    'td',
    'code',
    'div',
    'script',
    'br',
    'img',
  )
  const piece = fc.oneof(
    tag.map((name) => `<${name}>`),
    tag.map((name) => `</${name.split(' ')[0]}>`),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('&nbsp;', '&lt;', '&#0;', '&#x110000;', '<', '>', '"', '<!--', ']]>', '<?x', '</'),
  )
  test('whatever stands in it, what comes out is words with links that are safe', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const block of proseOf(pieces.join(''))) {
          const runs =
            block.kind === 'code' ? [{ text: block.text }] : block.kind === 'list' ? block.items.flat() : block.runs
          expect(runs.length).toBeGreaterThan(0)
          for (const { text, link } of runs as Run[]) {
            expect(text).not.toBe('')
            expect(link ?? 'https:').toMatch(/^(https?|mailto):/)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const inHtml = ({ text, bold, italic, strike, code, link }: Run) => {
  let html = escaped(text)
  if (code) html = `<code>${html}</code>`
  if (strike) html = `<s>${html}</s>`
  if (italic) html = `<em>${html}</em>`
  if (bold) html = `<strong>${html}</strong>`
  return link ? `<a href="${escaped(link)}">${html}</a>` : html
}
const htmlOf = (prose: Prose) =>
  prose
    .map((block) => {
      if (block.kind === 'code') return `<pre>${escaped(block.text)}</pre>`
      if (block.kind === 'list')
        return `<ul>${block.items.map((item) => `<li>${item.map(inHtml).join('')}</li>`).join('')}</ul>`
      const inside = block.runs.map(inHtml).join('')
      return block.kind === 'quote' ? `<blockquote>${inside}</blockquote>` : `<p>${inside}</p>`
    })
    .join('\r\n')

describe('and back', () => {
  test('what is written as HTML is read as it was', () => {
    fc.assert(
      fc.property(anyProse, (prose) => {
        expect(proseOf(htmlOf(prose))).toEqual(prose)
      }),
      { numRuns: 300 },
    )
  })
})

/** The words of a message that comes without blocks: Slack's own marks in one text. */
import type { ProseBlock, Run } from '../../src/bot/prose.ts'
import { type Names, proseLink } from './names.ts'

type Look = Pick<Run, 'bold' | 'italic' | 'strike'>

const signs: Record<string, string> = { lt: '<', gt: '>', amp: '&' }
export const unescaped = (text: string): string =>
  text.includes('&') ? text.replace(/&(lt|gt|amp);/gu, (_entity, name: string) => signs[name]!) : text

const looks: Record<string, keyof Look> = { '*': 'bold', _: 'italic', '~': 'strike' }
/** No pattern looks beyond a `<`, a line's end or its own sign: over a text full of signs it would take the square of its length. */
const special = /<([^<>\n]*)>|`([^`\n]+)`|(?<![^\s(*_~])([*_~])(?=\S)([^\n*_~`<>]*[^\s*_~`<>])\3(?![^\s).,!?:;*_~])/gu

function runOf(text: string, look: Look): Run[] {
  return text === '' ? [] : [{ text, ...look }]
}

/** `<@U…>`, `<#C…|name>`, `<!here>`, `<https://…|label>`. */
function bracketed(inner: string, names: Names, look: Look): Run[] {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? undefined : unescaped(inner.slice(bar + 1))
  const id = target.slice(1)
  switch (target[0]) {
    case '@':
      return runOf(names.person(id), look)
    case '#':
      return runOf(label ? `#${label}` : names.channel(id), look)
    case '!':
      if (label) return runOf(label, look)
      return runOf(`@${id.split('^').at(-1)}`, look)
    default:
      return proseLink(unescaped(target), label, look)
  }
}

function runsOf(text: string, names: Names, look: Look = {}): Run[] {
  const runs: Run[] = []
  let at = 0
  for (const match of text.matchAll(special)) {
    const [whole, inner, code, sign, marked] = match
    runs.push(...runOf(unescaped(text.slice(at, match.index)), look))
    at = match.index + whole.length
    if (inner !== undefined) runs.push(...bracketed(inner, names, look))
    else if (code !== undefined) runs.push({ text: unescaped(code), ...look, code: true })
    else runs.push(...runsOf(marked!, names, { ...look, [looks[sign!]!]: true }))
  }
  return [...runs, ...runOf(unescaped(text.slice(at)), look)]
}

/** Lines that begin with `>` are a quote, all others text. */
function blocksOf(text: string, names: Names): ProseBlock[] {
  const groups: { kind: 'text' | 'quote'; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const kind = line.startsWith('&gt;') ? 'quote' : 'text'
    const words = kind === 'quote' ? line.replace(/^&gt; ?/u, '') : line
    const before = groups.at(-1)
    if (before?.kind === kind) before.lines.push(words)
    else groups.push({ kind, lines: [words] })
  }
  return groups.map(({ kind, lines }) => ({ kind, runs: runsOf(lines.join('\n'), names) }))
}

export function mrkdwnBlocks(text: string, names: Names): ProseBlock[] {
  return text.split('```').flatMap((part, i, all): ProseBlock[] => {
    const isFenced = i % 2 === 1 && i < all.length - 1
    if (isFenced) return [{ kind: 'code', text: unescaped(part).replace(/^\n|\n$/gu, '') }]
    // A fence that is never closed is three signs.
    return blocksOf(i % 2 === 1 ? `\`\`\`${part}` : part, names)
  })
}

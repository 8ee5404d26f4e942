/**
 * A person's own words, with the formatting that they gave them. Adapters read it from what their platform tells and
 * write it with their platform's elements; nothing in it is ever parsed again, so a `<!channel>` in it stays nine letters
 * and a mention is the name of a person, never a mention.
 */

/** Letters of one look. `text` may hold line breaks; `link` is an http(s) or mailto address. */
export interface Run {
  text: string
  bold?: true
  italic?: true
  strike?: true
  code?: true
  link?: string
}

export type ProseBlock =
  | { kind: 'text'; runs: Run[] }
  | { kind: 'quote'; runs: Run[] }
  /** Lines as they are: a log, a stack trace. */
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered?: true; items: Run[][] }

export type Prose = ProseBlock[]

/** Words without any formatting; none for words that are only spaces. */
export const plainProse = (text: string): Prose => {
  const kept = text.replaceAll('\r\n', '\n').trim()
  return kept === '' ? [] : [{ kind: 'text', runs: [{ text: kept }] }]
}

const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')

const wordsOf = (block: ProseBlock): string => {
  switch (block.kind) {
    case 'text':
    case 'quote':
      return textOf(block.runs)
    case 'code':
      return block.text
    case 'list':
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '•'} ${textOf(item)}`).join('\n')
  }
}

/** The words alone, one block a line: for search, previews and platforms that show no formatting. */
export const wordsIn = (prose: Prose): string => prose.map(wordsOf).join('\n')

/**
 * What follows the first `token` in the first line of words, formatting kept: of "@Anshin answer 12 try *this*" the words
 * after 12. Undefined where the token does not stand there.
 */
export function proseAfter(prose: Prose, token: string): Prose | undefined {
  const [first, ...rest] = prose
  if (first?.kind !== 'text') return undefined
  const at = first.runs.findIndex(({ text }) => text.normalize('NFKC').includes(token))
  const run = first.runs[at]
  if (!run) return undefined
  const text = run.text.normalize('NFKC')
  const left = text.slice(text.indexOf(token) + token.length).replace(/^[\s:：,，、.。]+/u, '')
  const runs = [...(left === '' ? [] : [{ ...run, text: left }]), ...first.runs.slice(at + 1)]
  return [...(runs.length > 0 ? [{ kind: 'text' as const, runs }] : []), ...rest]
}

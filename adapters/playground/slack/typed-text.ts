import type { Workspace } from './workspace.ts'

/**
 * What a person types, as Slack's editor sends it: the words with their marks as `text`, and the same as rich text.
 * It knows `*bold*`, `_italic_`, `~strike~`, `` `code` ``, fences, quotes, lists, addresses, a few emoji and names after an @.
 */
export interface Typed {
  text: string
  blocks: Record<string, unknown>[]
}

type Look = Partial<Record<'bold' | 'italic' | 'strike' | 'code', true>>
type Element = Record<string, unknown>

interface Leaf {
  element: Element
  /** The same in `text`. */
  mark: string
}

const emoji: Record<string, string> = {
  '+1': '1f44d',
  eyes: '1f440',
  flag_jp: '1f1ef-1f1f5',
  tada: '1f389',
  ticket: '1f3ab',
  warning: '26a0-fe0f',
}

/** Slack sends typed words with `& < >` as entities. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const marks: { sign: string; look: keyof Look }[] = [
  { sign: '*', look: 'bold' },
  { sign: '_', look: 'italic' },
  { sign: '~', look: 'strike' },
]
const paired = (sign: string): RegExp =>
  new RegExp(`(?<![^\\s(])[${sign}](?=\\S)([^\\n${sign}]*[^\\s${sign}])[${sign}](?![^\\s).,!?:;])`, 'u')

const styled = (element: Element, look: Look): Element =>
  Object.keys(look).length > 0 ? { ...element, style: look } : element

/** The first of what the editor makes more than letters of; everything before it is letters. */
function special(
  workspace: Workspace,
  text: string,
  look: Look,
): { at: number; length: number; leaves: Leaf[] } | undefined {
  const found: { at: number; length: number; leaves: Leaf[] }[] = []
  const look1 = (pattern: RegExp, make: (match: RegExpExecArray) => Leaf[] | undefined): void => {
    const match = pattern.exec(text)
    const leaves = match ? make(match) : undefined
    if (match && leaves) found.push({ at: match.index, length: match[0].length, leaves })
  }
  look1(/`([^`\n]+)`/u, ([, code = '']) => [
    { element: { type: 'text', text: code, style: { ...look, code: true } }, mark: `\`${escaped(code)}\`` },
  ])
  for (const { sign, look: name } of marks) {
    look1(paired(sign), ([, inner = '']) => {
      const within = leavesOf(workspace, inner, { ...look, [name]: true })
      return within.map((leaf, i) => ({
        ...leaf,
        mark: `${i === 0 ? sign : ''}${leaf.mark}${i === within.length - 1 ? sign : ''}`,
      }))
    })
  }
  look1(/https?:\/\/[^\s<>|`]+/u, ([url]) => [
    { element: styled({ type: 'link', url }, look), mark: `<${escaped(url)}>` },
  ])
  look1(/(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u, ([address]) => [
    {
      element: styled({ type: 'link', url: `mailto:${address}`, text: address }, look),
      mark: `<mailto:${address}|${address}>`,
    },
  ])
  look1(/:([a-z0-9_+]+):/u, ([, name = '']) =>
    Object.hasOwn(emoji, name)
      ? [{ element: styled({ type: 'emoji', name, unicode: emoji[name] }, look), mark: `:${name}:` }]
      : undefined,
  )
  look1(/(?<!\S)@(channel|here|everyone)\b/u, ([, range = '']) => [
    { element: styled({ type: 'broadcast', range }, look), mark: `<!${range}>` },
  ])
  const person = (id: string): Leaf[] => [{ element: styled({ type: 'user', user_id: id }, look), mark: `<@${id}>` }]
  look1(/<@([UW][A-Z0-9]+)>/u, ([, id = '']) =>
    id === workspace.botUser || workspace.person(id) ? person(id) : undefined,
  )
  for (const { id, name } of workspace.people) {
    const at = text.indexOf(`@${name}`)
    if (at >= 0 && !/\S/u.test(text[at - 1] ?? ' ')) found.push({ at, length: name.length + 1, leaves: person(id) })
  }
  look1(/(?<!\S)#([\p{L}\p{N}_-]+)/u, ([, name = '']) => {
    const conversation = workspace.conversations.find((each) => each.kind === 'channel' && each.name === name)
    return conversation
      ? [
          {
            element: styled({ type: 'channel', channel_id: conversation.id }, look),
            mark: `<#${conversation.id}|${name}>`,
          },
        ]
      : undefined
  })
  return found.sort((a, b) => a.at - b.at || b.length - a.length)[0]
}

function leavesOf(workspace: Workspace, text: string, look: Look = {}): Leaf[] {
  const leaves: Leaf[] = []
  const letters = (words: string): void => {
    if (words !== '') leaves.push({ element: styled({ type: 'text', text: words }, look), mark: escaped(words) })
  }
  let rest = text
  for (;;) {
    const next = special(workspace, rest, look)
    if (!next) break
    letters(rest.slice(0, next.at))
    leaves.push(...next.leaves)
    rest = rest.slice(next.at + next.length)
  }
  letters(rest)
  return leaves
}

type Part =
  | { kind: 'section' | 'quote'; lines: string[] }
  | { kind: 'code'; lines: string[] }
  | { kind: 'bullet' | 'ordered'; lines: string[] }

const opening: [RegExp, Exclude<Part['kind'], 'code' | 'section'>][] = [
  [/^> ?/u, 'quote'],
  [/^[-•] /u, 'bullet'],
  [/^\d+\. /u, 'ordered'],
]

/** Lines of one kind belong together. */
function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let fence: string[] | undefined
  for (const line of text.split('\n')) {
    if (line.trim() === '```') {
      if (fence) parts.push({ kind: 'code', lines: fence })
      fence = fence ? undefined : []
      continue
    }
    if (fence) {
      fence.push(line)
      continue
    }
    const kind = opening.find(([sign]) => sign.test(line))
    const words = kind ? line.replace(kind[0], '') : line
    const before = parts.at(-1)
    if (before && before.kind === (kind?.[1] ?? 'section')) before.lines.push(words)
    else parts.push({ kind: kind?.[1] ?? 'section', lines: [words] })
  }
  // A fence that is never closed is three signs and no fence.
  if (fence) parts.push({ kind: 'section', lines: ['```', ...fence] })
  return parts
}

/** `mention`: the account whose name stands before the words. */
export function typedText(workspace: Workspace, typed: string, mention?: string): Typed {
  const texts: string[] = []
  const elements: Element[] = []
  const parts = partsOf(typed)
  if (mention && parts[0]?.kind !== 'section') parts.unshift({ kind: 'section', lines: [''] })
  for (const [i, { kind, lines }] of parts.entries()) {
    if (kind === 'code') {
      const code = lines.join('\n')
      elements.push({ type: 'rich_text_preformatted', elements: code === '' ? [] : [{ type: 'text', text: code }] })
      texts.push(`\`\`\`${escaped(code)}\`\`\``)
    } else if (kind === 'bullet' || kind === 'ordered') {
      const items = lines.map((line) => leavesOf(workspace, line))
      elements.push({
        type: 'rich_text_list',
        style: kind,
        indent: 0,
        elements: items.map((leaves) => ({
          type: 'rich_text_section',
          elements: leaves.map(({ element }) => element),
        })),
      })
      texts.push(items.map((leaves, n) => `${kind === 'bullet' ? '•' : `${n + 1}.`} ${markOf(leaves)}`).join('\n'))
    } else {
      const leaves = leavesOf(workspace, lines.join('\n'))
      if (mention && i === 0) {
        const space = { element: { type: 'text', text: ' ' }, mark: ' ' }
        leaves.unshift({ element: { type: 'user', user_id: mention }, mark: `<@${mention}>` }, space)
      }
      // The editor's own words end with their line when something else follows.
      if (kind === 'section' && i < parts.length - 1) leaves.push({ element: { type: 'text', text: '\n' }, mark: '' })
      const type = kind === 'quote' ? 'rich_text_quote' : 'rich_text_section'
      elements.push({ type, elements: leaves.map(({ element }) => element) })
      texts.push(kind === 'quote' ? markOf(leaves).replace(/^/gmu, '&gt; ') : markOf(leaves))
    }
  }
  return {
    text: texts.join('\n'),
    blocks: [{ type: 'rich_text', block_id: workspace.ids.token(5), elements }],
  }
}

const markOf = (leaves: Leaf[]): string => leaves.map(({ mark }) => mark).join('')

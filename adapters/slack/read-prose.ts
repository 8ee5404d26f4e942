/** A person's message as neutral words: from the rich text that Slack's editor sends, else from its marked text. */
import type { Prose, ProseBlock, Run } from '../../src/bot/prose.ts'
import { type Names, proseLink } from './names.ts'
import type { MessagePayload } from './payload.ts'
import { mrkdwnBlocks } from './read-mrkdwn.ts'

type Node = Record<string, unknown>
type Look = Omit<Run, 'text' | 'link'>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const childrenOf = ({ elements }: Node): Node[] => (Array.isArray(elements) ? elements.filter(isNode) : [])
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function lookOf({ style }: Node): Look {
  if (!isNode(style)) return {}
  return {
    ...(style.bold === true ? { bold: true } : {}),
    ...(style.italic === true ? { italic: true } : {}),
    ...(style.strike === true ? { strike: true } : {}),
    ...(style.code === true ? { code: true } : {}),
  }
}

/** `1f1ef-1f1f5` → 🇯🇵; an emoji of the workspace's own has a name alone. */
function emojiOf({ unicode, name }: Node): string {
  const points = wordOf(unicode)
    .split('-')
    .map((hex) => (/^[0-9a-f]{2,6}$/iu.test(hex) ? Number.parseInt(hex, 16) : Number.NaN))
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : `:${wordOf(name)}:`
}

function leafRuns(leaf: Node, names: Names): Run[] {
  const look = lookOf(leaf)
  const plain = (text: string): Run[] => (text === '' ? [] : [{ text, ...look }])
  switch (leaf.type) {
    case 'text':
      return plain(wordOf(leaf.text))
    case 'link':
      return proseLink(wordOf(leaf.url), wordOf(leaf.text) || undefined, look)
    case 'emoji':
      return plain(emojiOf(leaf))
    case 'user':
      return plain(names.person(wordOf(leaf.user_id)))
    case 'channel':
      return plain(names.channel(wordOf(leaf.channel_id)))
    case 'broadcast':
      return plain(`@${wordOf(leaf.range)}`)
    case 'usergroup':
      return plain(`@${wordOf(leaf.usergroup_id)}`)
    case 'team':
      return plain(`@${wordOf(leaf.team_id)}`)
    case 'date':
      return plain(wordOf(leaf.fallback))
    case 'color':
      return plain(wordOf(leaf.value))
    default:
      // An element of tomorrow: whatever words it has.
      return plain(wordOf(leaf.text))
  }
}

const runsOf = (node: Node, names: Names): Run[] => childrenOf(node).flatMap((leaf) => leafRuns(leaf, names))

function blockOf(element: Node, names: Names): ProseBlock {
  switch (element.type) {
    case 'rich_text_list': {
      const items = childrenOf(element).map((item) => trimmed(runsOf(item, names)))
      return { kind: 'list', ...(element.style === 'ordered' ? { ordered: true } : {}), items }
    }
    case 'rich_text_preformatted':
      return {
        kind: 'code',
        text: runsOf(element, names)
          .map(({ text, link }) => link ?? text)
          .join(''),
      }
    case 'rich_text_quote':
      return { kind: 'quote', runs: runsOf(element, names) }
    default:
      return { kind: 'text', runs: runsOf(element, names) }
  }
}

const sameLook = (a: Run, b: Run): boolean =>
  a.bold === b.bold && a.italic === b.italic && a.strike === b.strike && a.code === b.code && a.link === b.link

/** Neighbours of one look as one run. */
export function joined(runs: Run[]): Run[] {
  const together: Run[] = []
  for (const run of runs) {
    const before = together.at(-1)
    if (before && sameLook(before, run)) before.text += run.text
    else together.push({ ...run })
  }
  return together
}

/** Without the space around them: Slack's editor ends a line that a list follows. */
function trimmed(given: Run[]): Run[] {
  const runs = joined(given)
  while (runs[0] && runs[0].text.trimStart() === '') runs.shift()
  while (runs.length > 0 && runs.at(-1)!.text.trimEnd() === '') runs.pop()
  const [first] = runs
  if (first) first.text = first.text.trimStart()
  const last = runs.at(-1)
  if (last) last.text = last.text.trimEnd()
  return runs
}

function tidy(blocks: ProseBlock[]): Prose {
  return blocks.flatMap((block): Prose => {
    if (block.kind === 'code') return block.text.trim() === '' ? [] : [block]
    if (block.kind === 'list') {
      const items = block.items.filter((item) => item.length > 0)
      return items.length > 0 ? [{ ...block, items }] : []
    }
    const runs = trimmed(block.runs)
    return runs.length > 0 ? [{ ...block, runs }] : []
  })
}

const richIn = (blocks: unknown[] | undefined): Node[] =>
  (blocks ?? []).filter(isNode).filter(({ type }) => type === 'rich_text')

export function proseOf({ text = '', blocks }: Pick<MessagePayload, 'text' | 'blocks'>, names: Names): Prose {
  const rich = richIn(blocks).flatMap(childrenOf)
  return tidy(rich.length > 0 ? rich.map((element) => blockOf(element, names)) : mrkdwnBlocks(text, names))
}

/** The ids for which names are wanted. */
export function namedIn({ text = '', blocks }: Pick<MessagePayload, 'text' | 'blocks'>): {
  people: string[]
  channels: string[]
} {
  const people = new Set<string>()
  const channels = new Set<string>()
  proseOf(
    { text, ...(blocks ? { blocks } : {}) },
    {
      person: (id) => {
        people.add(id)
        return ''
      },
      channel: (id) => {
        channels.add(id)
        return ''
      },
    },
  )
  return { people: [...people], channels: [...channels] }
}

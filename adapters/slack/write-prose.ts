/** Neutral words as rich text: elements that Slack shows and never parses. */
import type { RichTextBlockElement, RichTextElement } from '@slack/types'
import { type Prose, type ProseBlock, type Run, wordsIn } from '../../src/bot/prose.ts'
import { limits, unitsWithin, weigh } from './limits.ts'

function leafOf({ text, link, bold, italic, strike, code }: Run): RichTextElement {
  const look = {
    ...(bold ? { bold: true } : {}),
    ...(italic ? { italic: true } : {}),
    ...(strike ? { strike: true } : {}),
    ...(code ? { code: true } : {}),
  }
  const style = Object.keys(look).length > 0 ? { style: look } : {}
  return link && link.length <= limits.url && /^(?:https?:\/\/|mailto:)\S+$/iu.test(link)
    ? { type: 'link', url: link, text, ...style }
    : { type: 'text', text, ...style }
}

/** Slack refuses empty texts, and an element without any. */
const leavesOf = (runs: Run[]): RichTextElement[] => {
  const leaves = runs.filter(({ text }) => text !== '').map(leafOf)
  return leaves.length > 0 ? leaves : [{ type: 'text', text: ' ' }]
}

function elementOf(block: ProseBlock): RichTextBlockElement {
  switch (block.kind) {
    case 'text':
      return { type: 'rich_text_section', elements: leavesOf(block.runs) }
    case 'quote':
      return { type: 'rich_text_quote', elements: leavesOf(block.runs) }
    case 'code':
      return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: block.text || ' ' }] }
    case 'list':
      return {
        type: 'rich_text_list',
        style: block.ordered ? 'ordered' : 'bullet',
        elements: block.items.map((item) => ({ type: 'rich_text_section', elements: leavesOf(item) })),
      }
  }
}

export const proseElements = (prose: Prose): RichTextBlockElement[] =>
  prose.filter((block) => block.kind !== 'list' || block.items.length > 0).map(elementOf)

export const proseWeight = (prose: Prose): number => weigh(wordsIn(prose))

/** Where to end within `limit`: at a line's end or a space when one is near, never inside what is seen as one character. */
function endWithin(text: string, limit: number): number {
  const end = unitsWithin(text, limit)
  if (end >= text.length) return text.length
  const near = Math.max(text.lastIndexOf('\n', end), text.lastIndexOf(' ', end))
  // At least one character, also where that alone is heavier: a text must come to its end.
  return near > end / 2 ? near : Math.max(end, [...text][0]?.length ?? 1)
}

function textParts(text: string, limit: number): string[] {
  const parts: string[] = []
  for (let rest = text; rest !== ''; ) {
    const end = weigh(rest) <= limit ? rest.length : endWithin(rest, limit)
    parts.push(rest.slice(0, end))
    rest = rest.slice(end).replace(/^[\n ]/u, '')
  }
  return parts
}

function runParts(runs: Run[], limit: number): Run[][] {
  const parts: Run[][] = [[]]
  let left = limit
  for (const run of runs) {
    for (const text of textParts(run.text, limit)) {
      const weight = weigh(text)
      if (weight > left && parts.at(-1)!.length > 0) {
        parts.push([])
        left = limit
      }
      parts.at(-1)!.push({ ...run, text })
      left -= weight
    }
  }
  return parts
}

function blockParts(block: ProseBlock, limit: number): ProseBlock[] {
  if (proseWeight([block]) <= limit) return [block]
  switch (block.kind) {
    case 'code':
      return textParts(block.text, limit).map((text) => ({ kind: 'code', text }))
    case 'list':
      return block.items.flatMap((item) => runParts(item, limit)).map((item) => ({ ...block, items: [item] }))
    default:
      return runParts(block.runs, limit).map((runs) => ({ ...block, runs }))
  }
}

/** The same words in portions of at most `limit`, so that a budget can end between them. */
export function portions(prose: Prose, limit: number): Prose[] {
  const all: Prose[] = []
  let left = 0
  let source: ProseBlock | undefined
  for (const block of prose) {
    for (const part of blockParts(block, limit)) {
      const weight = proseWeight([part]) + 1
      const portion = all.at(-1)
      const before = portion?.at(-1)
      if (!portion || weight > left) {
        all.push([part])
        left = limit
        // The items of a list that was taken apart are one list again where they fit.
      } else if (source === block && before?.kind === 'list' && part.kind === 'list') {
        portion[portion.length - 1] = { ...before, items: [...before.items, ...part.items] }
      } else portion.push(part)
      source = block
      left -= weight
    }
  }
  return all
}

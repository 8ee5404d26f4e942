/** A view in the reader's language as Block Kit, within what Slack takes. */
import type { KnownBlock, RichTextElement } from '@slack/types'
import type { Block, Fact, Tone, View } from '../../src/bot/view.ts'
import { aside, buttonRows, divider, header, paragraph, picture, richText, words } from './elements.ts'
import { limits, weigh } from './limits.ts'
import { portions, proseElements, proseWeight } from './write-prose.ts'

/** The adapter's own sentences in the reader's language. */
export type Phrase = (name: string, values?: Record<string, string | number>) => string

export interface Budget {
  blocks: number
  text: number
}

export const messageBudget: Budget = { blocks: limits.messageBlocks, text: limits.messageText }
export const viewBudget: Budget = { blocks: limits.viewBlocks, text: limits.viewText }

const marks: Record<Tone, string> = { plain: '', good: '✅ ', info: 'ℹ️ ', warning: '⚠️ ', bad: '⛔ ' }

const withTone = (tone: Tone | undefined, text: string): string => marks[tone ?? 'plain'] + text

/** A header takes 150 letters. A verdict may hold a product's long name, and its end says what matters: it is never cut. */
export function heading(tone: Tone | undefined, title: string): KnownBlock {
  const text = withTone(tone, title)
  return weigh(text) <= limits.header ? header(text) : paragraph([words(text, true)])
}

/** Blocks that stand or fall together, with the weight of the text in them. */
interface Piece {
  blocks: KnownBlock[]
  text: number
}

const factLines = (facts: Fact<string>[], lead: boolean): RichTextElement[] =>
  facts.flatMap(({ label, value }, i) => [
    ...(i > 0 || lead ? [words('\n')] : []),
    words(label, true),
    words(`\u2002${value}`),
  ])

function piecesOf(block: Block<string>, at: number): KnownBlock[] {
  switch (block.kind) {
    case 'paragraph':
      return [
        block.emphasis === 'subtle' ? aside(block.text) : paragraph([words(block.text, block.emphasis === 'strong')]),
      ]
    case 'facts':
      return block.facts.length === 0 ? [] : [paragraph(factLines(block.facts, false))]
    case 'bullets':
      return block.items.length === 0
        ? []
        : [
            richText([
              {
                type: 'rich_text_list',
                style: 'bullet',
                elements: block.items.map((item) => ({ type: 'rich_text_section', elements: [words(item)] })),
              },
            ]),
          ]
    case 'entry':
      return [
        paragraph([
          words(block.title, true),
          ...(block.text !== undefined ? [words(`\n${block.text}`)] : []),
          ...(block.facts ? factLines(block.facts, true) : []),
        ]),
        ...(block.actions ? buttonRows(block.actions, `entry.${at}`) : []),
      ]
    case 'prose':
      return block.prose.length === 0 ? [] : [richText(proseElements(block.prose))]
    case 'picture':
      return [picture(block.url, block.alt)]
    case 'divider':
      return [divider]
  }
}

/** The weight of all that is read in some blocks. */
function textIn(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0
  let sum = 0
  if (Array.isArray(node)) {
    for (const one of node) sum += textIn(one)
    return sum
  }
  for (const name in node) {
    const value = (node as Record<string, unknown>)[name]
    if (name === 'text' && typeof value === 'string') sum += weigh(value)
    else if (typeof value === 'object') sum += textIn(value)
  }
  return sum
}

/** Long lists of facts and bullets are shown in parts, so that a budget can end between them. */
function inParts(block: Block<string>): Block<string>[] {
  const size = 20
  if (block.kind === 'facts' && block.facts.length > size) {
    return chunks(block.facts, size).map((facts) => ({ kind: 'facts', facts }))
  }
  if (block.kind === 'bullets' && block.items.length > size) {
    return chunks(block.items, size).map((items) => ({ kind: 'bullets', items }))
  }
  return [block]
}

/** A list that is too long for the rest of the budget, in two; undefined for what is one thing. */
function inHalves(block: Block<string>): Block<string>[] | undefined {
  if (block.kind === 'facts' && block.facts.length > 1) {
    return chunks(block.facts, Math.ceil(block.facts.length / 2)).map((facts) => ({ kind: 'facts', facts }))
  }
  if (block.kind === 'bullets' && block.items.length > 1) {
    return chunks(block.items, Math.ceil(block.items.length / 2)).map((items) => ({ kind: 'bullets', items }))
  }
  return undefined
}

const chunks = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

/**
 * Somebody's words in portions, cut where they would push out what stands beside and below them, and that said. Of words
 * and all else, either may have half of the budget at least.
 */
function withinProse(body: Block<string>[], budget: Budget, phrase: Phrase): Block<string>[] {
  if (!body.some(({ kind }) => kind === 'prose')) return body
  const others = textIn(body.flatMap((block, i) => (block.kind === 'prose' ? [] : piecesOf(block, i))))
  let left = Math.max(budget.text / 2, budget.text - others) - 300
  return body.flatMap((block): Block<string>[] => {
    if (block.kind !== 'prose') return [block]
    const shown: Block<string>[] = []
    for (const portion of portions(block.prose, limits.proseBlock)) {
      const isWhole = proseWeight(portion) <= left
      const prose = isWhole ? portion : left > 100 ? portions(portion, left)[0]! : []
      if (prose.length > 0) shown.push({ kind: 'prose', prose })
      left = isWhole ? left - proseWeight(portion) : 0
      if (!isWhole) return [...shown, { kind: 'paragraph', text: phrase('slack-cut'), emphasis: 'subtle' }]
    }
    return shown
  })
}

/** The body as far as the budget reaches, and the number of blocks that it did not reach, said in a last line. */
export function renderBody(body: Block<string>[], budget: Budget, phrase: Phrase): KnownBlock[] {
  const parts = withinProse(body, budget, phrase).flatMap(inParts)
  const blocks: KnownBlock[] = []
  let text = 0
  for (let i = 0; i < parts.length; i++) {
    const piece: Piece = { blocks: piecesOf(parts[i]!, i), text: 0 }
    piece.text = textIn(piece.blocks)
    // One block is kept for the line that says what is missing.
    const tooLong = text + piece.text > budget.text - 100
    const halves = tooLong ? inHalves(parts[i]!) : undefined
    if (halves) {
      parts.splice(i--, 1, ...halves)
      continue
    }
    if (tooLong || blocks.length + piece.blocks.length > budget.blocks - 1) {
      const left = parts.slice(i).filter(({ kind }) => kind !== 'divider').length
      if (left > 0) blocks.push(aside(phrase('more', { count: left })))
      break
    }
    blocks.push(...piece.blocks)
    text += piece.text
  }
  return blocks
}

/** Whether the title must stand in the body though the surface has a bar for it: it is too long for that, or has a tone. */
export const titledAbove = (view: View<string>): boolean =>
  weigh(view.title) > limits.modalTitle || view.tone !== 'plain'

/** A body with what must stand above and below it, whole, within the budget of all. */
export function renderBetween(
  top: KnownBlock[],
  body: Block<string>[],
  bottom: KnownBlock[],
  budget: Budget,
  phrase: Phrase,
): KnownBlock[] {
  const rest: Budget = {
    blocks: budget.blocks - top.length - bottom.length,
    text: budget.text - textIn(top) - textIn(bottom),
  }
  return [...top, ...renderBody(body, rest, phrase), ...bottom]
}

/** A whole view. `titled: false` where the surface shows the title itself (a modal). */
export function renderView(view: View<string>, budget: Budget, phrase: Phrase, titled = true): KnownBlock[] {
  const top = titled || titledAbove(view) ? [heading(view.tone, view.title)] : []
  const actions = view.actions ? buttonRows(view.actions, 'view').slice(0, 10) : []
  return renderBetween(top, view.body, actions, budget, phrase)
}

/** What is said with a file: the view's words as rich text alone, which is all that Slack is known to take there. */
export const fileWords = (view: View<string>, phrase: Phrase): KnownBlock[] => [
  paragraph([words(withTone(view.tone, view.title), true)]),
  ...renderBody(view.body, messageBudget, phrase).filter(({ type }) => type === 'rich_text'),
]

/** The same blocks with each picture said in words; the very same where there is none. */
export const withoutPictures = (blocks: KnownBlock[]): KnownBlock[] =>
  blocks.some(({ type }) => type === 'image')
    ? blocks.map((block) => (block.type === 'image' ? aside(block.alt_text) : block))
    : blocks

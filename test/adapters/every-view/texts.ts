import type { Action, Block, Form, Reply } from '../../../src/bot/view.ts'

export const lettersOf = (text: string): number => [...text].length

const ofAction = (action: Action<string>): string[] => [
  action.label,
  ...(action.kind === 'invoke' && action.confirm ? Object.values(action.confirm) : []),
]

/** Every text of a block, its buttons last. */
function ofBlock(block: Block<string>): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.text]
    case 'facts':
      return block.facts.flatMap(({ label, value }) => [label, value])
    case 'bullets':
      return block.items
    case 'entry':
      return [
        block.title,
        ...(block.text === undefined ? [] : [block.text]),
        ...(block.facts ?? []).flatMap(({ label, value }) => [label, value]),
        ...(block.actions ?? []).flatMap(ofAction),
      ]
    case 'picture':
      return [block.alt]
    case 'prose':
    case 'divider':
      return []
  }
}

export const textsOfBlocks = (blocks: Block<string>[] = []): string[] => blocks.flatMap(ofBlock)

export const textsOfFields = ({ fields }: Form<string>): string[] =>
  fields.flatMap(({ label, hint, error, choices }) => [
    label,
    ...(hint === undefined ? [] : [hint]),
    ...(error === undefined ? [] : [error]),
    ...(choices ?? []).map((choice) => choice.label),
  ])

export const buttonsOf = (reply: Reply<string>): Action<string>[] => {
  const blocks = reply.kind === 'view' ? reply.view.body : (reply.form.intro ?? [])
  const inBlocks = blocks.flatMap((block) => (block.kind === 'entry' ? (block.actions ?? []) : []))
  return [...inBlocks, ...(reply.kind === 'view' ? (reply.view.actions ?? []) : [])]
}

/** What stays unsaid where a question unfolds below its button: that it need not be answered. */
export const declinesOf = (reply: Reply<string>): string[] =>
  buttonsOf(reply).flatMap((action) => (action.kind === 'invoke' && action.confirm ? [action.confirm.no] : []))

/** Everything a view says. */
export const textsOfView = (reply: Reply<string> & { kind: 'view' }): string[] => [
  reply.view.title,
  ...textsOfBlocks(reply.view.body),
  ...(reply.view.actions ?? []).flatMap(ofAction),
]

/** Strings that no person sees. */
const unread = new Set(['type', 'value', 'action_id', 'block_id', 'private_metadata', 'callback_id'])

/** All that is read in something rendered, as one long text in the order in which it stands. */
export function readIn(node: unknown): string {
  if (typeof node === 'string') return node
  if (typeof node !== 'object' || node === null) return ''
  if (Array.isArray(node)) return node.map(readIn).join('\u0000')
  return Object.entries(node)
    .filter(([name, value]) => name !== 'data' && !(typeof value === 'string' && unread.has(name)))
    .map(([, value]) => readIn(value))
    .join('\u0000')
}

/** The texts that a rendering does not show whole; lines may be apart, as they are in a card. */
export function missingIn(rendered: unknown, texts: string[]): string[] {
  const read = readIn(rendered)
  return texts.filter((text) => text.split('\n').some((line) => line.trim() !== '' && !read.includes(line.trim())))
}

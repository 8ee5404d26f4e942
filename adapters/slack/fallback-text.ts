/** The words of a message without its blocks: what notifications and screen readers get. */
import { wordsIn } from '../../src/bot/prose.ts'
import type { Block, View } from '../../src/bot/view.ts'
import { cut, escapeText, limits } from './limits.ts'

function lineOf(block: Block<string>): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
    case 'facts':
      return block.facts.map(({ label, value }) => `${label} ${value}`).join('\n')
    case 'bullets':
      return block.items.map((item) => `• ${item}`).join('\n')
    case 'entry':
      return [block.title, block.text, ...(block.facts ?? []).map(({ label, value }) => `${label} ${value}`)]
        .filter((line) => line !== undefined)
        .join('\n')
    case 'prose':
      return wordsIn(block.prose)
    case 'picture':
      return block.alt
    case 'divider':
      return ''
  }
}

/** Slack parses this one text, so its three control characters are escaped; never empty. */
export function fallbackText(title: string, body: Block<string>[]): string {
  let text = title
  for (const block of body) {
    if (text.length > limits.fallbackText) break
    const line = lineOf(block)
    if (line !== '') text += `\n${line}`
  }
  return escapeText(cut(text, limits.fallbackText)) || ' '
}

export const viewText = (view: View<string>): string => fallbackText(view.title, view.body)

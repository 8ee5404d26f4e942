/** The few Adaptive Card elements that the bot's cards are built from, all of version 1.2. */
import { limits, shortened } from './limits.ts'

export type Element = { type: string } & Record<string, unknown>

export interface Card {
  type: 'AdaptiveCard'
  $schema: string
  version: '1.5'
  body: Element[]
  actions?: Element[]
  msteams?: { width: 'Full' }
}

export type Look = {
  weight?: 'Bolder'
  size?: 'Small' | 'Medium' | 'Large'
  color?: 'Good' | 'Warning' | 'Attention' | 'Accent'
  isSubtle?: boolean
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Without the signs that no screen shows, with one kind of line break. */
export const cleaned = (text: string): string => text.replace(/\r\n?/g, '\n').replace(controls, '')

/**
 * Words as they are: a TextRun reads neither markdown nor mentions nor HTML.
 * One block a line, because a run shows a line break as a space.
 */
export function words(text: string, look: Look = {}, first: Record<string, unknown> = {}): Element[] {
  const lines = shortened(cleaned(text).trim(), limits.text).split('\n')
  const shown = lines.filter((line) => line.trim() !== '')
  return shown.map((line, i) => ({
    type: 'RichTextBlock',
    ...(i === 0 ? first : { spacing: 'None' }),
    inlines: [{ type: 'TextRun', text: line, ...look }],
  }))
}

/** Two columns. A FactSet would be shorter, but reads markdown. */
export const pair = (label: string, value: string): Element => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: [
    { type: 'Column', width: 2, items: words(label, { isSubtle: true }) },
    { type: 'Column', width: 3, items: words(value) },
  ],
})

export const card = (body: Element[], actions: Element[]): Card => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  body,
  ...(actions.length > 0 ? { actions } : {}),
})

export const cardType = 'application/vnd.microsoft.card.adaptive'

export interface Attachment {
  contentType: typeof cardType
  content: Card
}

export const attachment = (content: Card): Attachment => ({ contentType: cardType, content })

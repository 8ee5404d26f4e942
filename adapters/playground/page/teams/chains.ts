import type { TeamsMessage } from '../../contract.ts'

export interface Chain {
  root: TeamsMessage
  replies: TeamsMessage[]
}

/** A channel's posts, each with its answers. A post that was taken back stays as long as somebody answered it. */
export function chainsOf(messages: TeamsMessage[]): Chain[] {
  const known = new Set(messages.map(({ id }) => id))
  const isReply = ({ replyTo }: TeamsMessage) => replyTo !== undefined && known.has(replyTo)
  const replies = Map.groupBy(messages.filter(isReply), ({ replyTo }) => replyTo ?? '')
  return messages
    .filter((each) => !isReply(each))
    .map((root) => ({ root, replies: replies.get(root.id) ?? [] }))
    .filter(({ root, replies: answers }) => !root.deleted || answers.length > 0)
}

/** One line of what was said, for where it is quoted. */
export function gist({ text, attachments, files }: TeamsMessage): string {
  const words = text?.trim() || files?.map(({ name }) => name).join(', ') || cardWords(attachments?.[0]?.content)
  return words.replace(/\s+/g, ' ').slice(0, 200)
}

/** The first words of a card. */
function cardWords(card: unknown): string {
  if (Array.isArray(card)) return card.map(cardWords).find((words) => words !== '') ?? ''
  if (typeof card !== 'object' || card === null) return ''
  const { text, body, items, columns, inlines } = card as Record<string, unknown>
  if (typeof text === 'string') return text
  return cardWords([body, items, columns, inlines].filter((each) => each !== undefined))
}

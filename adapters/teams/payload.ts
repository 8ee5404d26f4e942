/** What a message's own menu hands over: the message as Graph tells it, which is not as an activity does. */
import type { Written } from '../../src/bot/inbound.ts'
import { plainProse, wordsIn } from '../../src/bot/prose.ts'
import { type Attachment, attachmentsIn } from './activity.ts'
import { readHtml } from './html-prose.ts'
import { filesIn, type Mentioned, namesBot } from './written.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const object = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {})

/** Undefined where an invoke brings no message. */
export function payloadIn(value: Record<string, unknown>): Payload | undefined {
  const { id, replyToId, body, attachments } = object(value.messagePayload)
  if (typeof id !== 'string' || id === '') return undefined
  const { content, contentType } = object(body)
  return {
    id: id.slice(0, 500),
    ...(typeof replyToId === 'string' && replyToId !== '' ? { replyToId: replyToId.slice(0, 500) } : {}),
    content: typeof content === 'string' ? content : '',
    isHtml: contentType !== 'text',
    attachments: attachmentsIn(attachments),
  }
}

/** The message on whose menu an action was chosen. */
interface Payload {
  id: string
  replyToId?: string
  content: string
  isHtml: boolean
  attachments: Attachment[]
}

/** Beside the words the names of its files, of which a bot gets no more: whoever reads the words sees that there were some. */
export function payloadWords({ id, content, isHtml, attachments }: Payload, bot: Mentioned, workspace: string) {
  const { prose } = isHtml ? readHtml(content, namesBot(bot)) : { prose: plainProse(content) }
  const files = filesIn(attachments, workspace).map(({ url: _, ...file }) => file)
  const quotes = attachments.find(({ contentType }) => contentType === 'messageReference')?.id
  const written: Written = { id, prose, files, ...(quotes ? { quotes } : {}) }
  const text = [wordsIn(prose), ...files.map(({ name }) => `📎 ${name}`)].filter((line) => line !== '').join('\n')
  return { written, text }
}

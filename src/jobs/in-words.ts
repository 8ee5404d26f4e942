/** A message of the outbox as its platform gets it: in the reader's language, with its thread and its target. */
import type { Content, Delivery, Outgoing, Recipient } from '../bot/platform.ts'
import type { Reply, Text } from '../bot/view.ts'
import type { KeptFile } from './files.ts'
import type { QueuedMessage } from './outbox-queue.ts'

/** Puts a message into its reader's words; `isPrivate`: whether serials may be shown whole. */
export type Localize = (
  content: Reply<Text>,
  language: string,
  zone: string | undefined,
  isPrivate: boolean,
) => Reply<string>

/** Throws for a text that has no words in the reader's language. `file`: the bytes of a `file` content. */
export function inWords(queued: QueuedMessage, localize: Localize, file?: KeptFile): Delivery {
  const { id, attempts, message, thread, target } = queued
  const { internal, language } = message
  const content = contentInWords(message, localize)
  return {
    id,
    attempt: attempts,
    to: resolved(message.to, thread?.reference),
    ...(message.to.kind === 'person' && thread ? { threadIn: thread.reference } : {}),
    content: content.kind === 'file' && file ? { ...content, file: { ...content.file, size: file.size } } : content,
    language,
    ...(target ? { target } : {}),
    ...(internal ? { internal } : {}),
    ...(file ? { open: file.open } : {}),
  }
}

function resolved(to: Recipient, thread: string | undefined): Recipient {
  if (to.kind === 'email' || to.threadOf === undefined) return to
  const { threadOf: _, ...rest } = to
  return rest.kind === 'conversation' && thread !== undefined ? { ...rest, thread } : rest
}

/** Removals and marks have no words; of a file only the view has. */
function contentInWords(
  { content, to, language, zone, internal }: QueuedMessage['message'],
  localize: Localize,
): Content<string> {
  const words = <C extends Reply<Text>>(reply: C) =>
    localize(reply, language, zone, isPrivate(to) || internal === true) as Reply<string>
  switch (content.kind) {
    case 'view':
    case 'form':
      return words(content)
    case 'file': {
      const shown = words({ kind: 'view', view: content.view })
      if (shown.kind !== 'view') throw new Error('a view became a form')
      return { ...content, view: shown.view }
    }
    case 'removal':
    case 'mark':
      return content
  }
}

const isPrivate = (to: Outgoing['to']) => to.kind !== 'conversation' || to.onlyFor !== undefined || to.direct === true

/** Somebody's words as they stand in a thread of the other side. */
import type { FileContent } from '../../bot/platform.ts'
import type { Prose } from '../../bot/prose.ts'
import { type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Audience, CaseFile, CaseMessage } from '../../domain/case.ts'
import { shortText } from '../short-text.ts'

/** Who speaks to whom, unmistakable in the engineers' thread: the customer, the vendor to the customer, the vendor to itself. */
function speakerOf({ author, audience }: CaseMessage, side: 'customer' | 'engineers', from?: string): Text {
  const name = author.kind === 'system' ? '' : shortText(author.name, 80)
  if (author.kind === 'contact') {
    return side === 'customer' || !from
      ? say('thread.from.customer', { name })
      : say('thread.from.customer-of', { name, organization: shortText(from, 60) })
  }
  if (side === 'customer') return say('thread.from.staff', { name })
  return say(audience === 'internal' ? 'thread.from.note' : 'thread.from.answer', { name })
}

const filesToCome = (files: readonly CaseFile[]): Block[] =>
  files
    .filter(({ status }) => status === 'waiting' || status === 'kept')
    .map(({ name }) => ({
      kind: 'paragraph' as const,
      text: say('thread.file', { name: shortText(name, 150) }),
      emphasis: 'subtle' as const,
    }))

const filesNotCarried = (files: readonly CaseFile[]): Block[] =>
  files
    .filter(({ status }) => status === 'refused' || status === 'failed')
    .map(({ name, status }) => ({
      kind: 'paragraph' as const,
      text: say(status === 'refused' ? 'thread.file-refused' : 'thread.file-failed', { name: shortText(name, 100) }),
      emphasis: 'subtle' as const,
    }))

/** For a thread of customers: the type keeps notes out. */
export const forCustomer = (message: CaseMessage<'customer'>): View => messageView(message, 'customer')
/** For the engineers' thread; `organization`: whose words they are. */
export const forEngineers = (message: CaseMessage<Audience>, organization: string): View =>
  messageView(message, 'engineers', organization)

function messageView(message: CaseMessage, side: 'customer' | 'engineers', organization?: string): View {
  const { words, files, editedAt, audience } = message
  return {
    tone: 'plain',
    compact: true,
    title: speakerOf(message, side, organization),
    body: [
      ...(words.length > 0 ? [{ kind: 'prose' as const, prose: words as Prose }] : []),
      ...filesToCome(files),
      ...filesNotCarried(files),
      ...(editedAt ? [{ kind: 'paragraph' as const, text: say('thread.edited'), emphasis: 'subtle' as const }] : []),
      ...(side === 'engineers' && audience === 'internal'
        ? [{ kind: 'paragraph' as const, text: say('thread.audience.internal'), emphasis: 'subtle' as const }]
        : []),
    ],
  }
}

/** A file of a message, with a button for where it cannot be handed over itself. */
export function fileContent(message: CaseMessage, file: CaseFile, side: 'customer' | 'engineers'): FileContent<Text> {
  return {
    kind: 'file',
    file: {
      id: file.id,
      name: file.name,
      ...(file.size === undefined ? {} : { size: file.size }),
      ...(file.type === undefined ? {} : { type: file.type }),
    },
    view: {
      tone: 'plain',
      compact: true,
      title: speakerOf(message, side),
      body: [{ kind: 'paragraph', text: say('thread.file', { name: shortText(file.name, 150) }) }],
      actions: [invoke(say('thread.get-file'), 'case.file', { file: file.id })],
    },
  }
}

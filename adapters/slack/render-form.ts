/** A form as a modal, or as a message where no trigger is at hand; a view as a modal. */
import type { KnownBlock, ModalView } from '@slack/types'
import type { Action, Block, Form, Reply, View } from '../../src/bot/view.ts'
import { aside, buttonRows, plain } from './elements.ts'
import { fallbackText, viewText } from './fallback-text.ts'
import { encodeNote, type Origin } from './invocation.ts'
import { limits } from './limits.ts'
import { renderField } from './render-field.ts'
import {
  heading,
  messageBudget,
  type Phrase,
  renderBetween,
  renderBody,
  renderView,
  titledAbove,
  viewBudget,
} from './render-view.ts'

const filledIn = (form: Form<string>): Record<string, string> => {
  const values = { ...form.hidden }
  for (const { name, value } of form.fields) if (value) values[name] = value
  return values
}

export function formModal(form: Form<string>, phrase: Phrase, origin?: Origin): ModalView {
  const fields = form.fields.flatMap((field) => renderField(form.command, field))
  const top: KnownBlock[] = form.tone && form.tone !== 'plain' ? [heading(form.tone, form.title)] : []
  const intro = renderBody(
    form.intro ?? [],
    { ...viewBudget, blocks: limits.viewBlocks - fields.length - top.length },
    phrase,
  )
  const blocks = [...top, ...intro, ...fields].slice(0, limits.viewBlocks)
  return {
    type: 'modal',
    callback_id: form.command.slice(0, limits.id),
    private_metadata: encodeNote({ command: form.command, values: form.hidden ?? {}, ...(origin ? { origin } : {}) }),
    title: plain(form.title, limits.modalTitle),
    submit: plain(form.submit, limits.modalButton),
    close: plain(form.cancel ?? phrase('cancel'), limits.modalButton),
    // Slack refuses a modal without a block.
    blocks: blocks.length > 0 ? blocks : [aside(form.title)],
  }
}

/** The answer to what was done in a dialog. Closing it closes the forms below it too: they were answered. */
export function viewModal(view: View<string>, phrase: Phrase, origin?: Origin): ModalView {
  const blocks = renderView(view, viewBudget, phrase, false)
  // Cut short in the bar, or said there and again right below it, a title is no title.
  const title = titledAbove(view) ? phrase('slack-answer-title') : view.title
  return {
    type: 'modal',
    callback_id: 'view',
    private_metadata: encodeNote({ command: '', values: {}, ...(origin ? { origin } : {}) }),
    title: plain(title, limits.modalTitle),
    close: plain(phrase('close'), limits.modalButton),
    clear_on_close: true,
    blocks: blocks.length > 0 ? blocks : [aside(view.title)],
  }
}

export const replyModal = (reply: Reply<string>, phrase: Phrase, origin?: Origin): ModalView =>
  reply.kind === 'form' ? formModal(reply.form, phrase, origin) : viewModal(reply.view, phrase, origin)

/** What stands in the modal while an answer is longer on its way than Slack waits. */
export const workingModal = (phrase: Phrase): ModalView => ({
  type: 'modal',
  callback_id: 'view',
  title: plain(phrase('slack-working-title'), limits.modalTitle),
  close: plain(phrase('close'), limits.modalButton),
  blocks: [aside(phrase('slack-working'))],
})

export interface MessageBody {
  text: string
  blocks: KnownBlock[]
}

/** A confirmation keeps its button; a form with fields gets one that opens it. */
function formMessage(form: Form<string>, phrase: Phrase): MessageBody {
  const faults: Block<string>[] = form.fields
    .filter(({ error }) => error !== undefined)
    .map(({ label, error }) => ({ kind: 'facts', facts: [{ label, value: `⚠️ ${error}` }] }))
  const action: Action<string> =
    form.fields.length === 0
      ? {
          kind: 'invoke',
          label: form.submit,
          style: 'primary',
          invoke: { command: form.command, values: form.hidden ?? {} },
        }
      : {
          kind: 'invoke',
          label: phrase('fill-in'),
          style: 'primary',
          invoke: form.reopen ?? { command: form.command, values: filledIn(form) },
        }
  const body = [...(form.intro ?? []), ...faults]
  return {
    text: fallbackText(form.title, body),
    blocks: renderBetween([heading(form.tone, form.title)], body, buttonRows([action], 'form'), messageBudget, phrase),
  }
}

export const replyMessage = (reply: Reply<string>, phrase: Phrase): MessageBody =>
  reply.kind === 'form'
    ? formMessage(reply.form, phrase)
    : { text: viewText(reply.view), blocks: renderView(reply.view, messageBudget, phrase) }

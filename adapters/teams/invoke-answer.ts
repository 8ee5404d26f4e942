/** How an answer goes back in the response to an invoke. */
import type { Answer } from '../../src/bot/bot.ts'
import type { Reply } from '../../src/bot/view.ts'
import { attachment, type Card, cardType } from './elements.ts'
import { formCard } from './form-card.ts'
import { limits, shortened } from './limits.ts'
import { type Surface, viewCard } from './render.ts'

export interface InvokeResponse {
  status: number
  body?: unknown
}

export const replyCard = (reply: Reply<string>, surface: Surface): Card =>
  reply.kind === 'form' ? formCard(reply.form, surface) : viewCard(reply.view, surface)

const shown = (answer: Answer): Reply<string> =>
  answer.refused ? { kind: 'form', form: answer.refused } : answer.reply

/** Opens a dialog, or shows the next thing in the one that is open. */
export function dialogAnswer(answer: Answer, surface: Surface): InvokeResponse {
  const reply = shown(answer)
  const title = shortened(reply.kind === 'form' ? reply.form.title : reply.view.title, limits.dialogTitle)
  const card = attachment(replyCard(reply, surface))
  return {
    status: 200,
    body: { task: { type: 'continue', value: { title, height: 'medium', width: 'medium', card } } },
  }
}

/** The new state of the card on which Action.Execute was pressed. */
export const cardAnswer = (answer: Answer, surface: Surface): InvokeResponse => ({
  status: 200,
  body: { statusCode: 200, type: cardType, value: replyCard(shown(answer), surface) },
})

/** A sentence: in a dialog it stands for a moment where the card stood. */
export const sentenceAnswer = (shape: 'dialog' | 'card', text: string): InvokeResponse => ({
  status: 200,
  body:
    shape === 'dialog'
      ? { task: { type: 'message', value: text } }
      : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text },
})

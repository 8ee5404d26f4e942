/** Words for a case from where it has no thread of its own: a form, a button, typed with its number. */

import { z } from 'zod'
import { requiredField } from '../../bot/field.ts'
import { proseAfter, wordsIn } from '../../bot/prose.ts'
import { answer } from '../../bot/view.ts'
import type { NewMessage } from '../../domain/cases.ts'
import { messageOf, messageOfText, numberInFront, originOf } from '../case-writing.ts'
import { type Ask, command } from '../kit.ts'
import { beforeCase, numberCarried, numbered, withCase } from './about-case.ts'
import { takenBackView } from './deeds-view.ts'
import { hiddenText } from './fields.ts'
import { statusesOf } from './list-fields.ts'
import { sayInCase } from './saying.ts'

/** `case reply 12 it happens again`. */
export const replyInCase = command({
  name: 'case.reply',
  listed: true,
  minor: true,
  audience: 'contacts',
  fields: {
    ...numberCarried,
    text: requiredField({
      kind: 'multiline',
      label: 'case.reply-form.field',
      schema: z.string(),
      maxLength: 20_000,
    }),
    message: hiddenText(500),
  },
  form: { title: 'case.reply-form.title', submit: 'case.reply-form.submit' },
  fromWords: (words) => numbered(words, 'text'),
  before: beforeCase({ command: 'case.reply', statuses: statusesOf.open, changes: true }),
  run: ({ number, text, message }, asking) =>
    withCase(asking, number, ({ case: { number } }) =>
      sayInCase(asking, number, typedWords(asking, { text, message })),
    ),
})

/** With the formatting and the files of the message in which they were typed, where there is one. */
function typedWords(asking: Ask, { text, message }: { text: string; message: string | undefined }): NewMessage {
  const { written, place } = asking
  if (written) {
    const prose = proseAfter(written.prose, numberInFront.exec(wordsIn(written.prose))?.[0].length ?? 0)
    if (wordsIn(prose).trim() !== '') return messageOf(asking, written, prose)
  }
  return {
    ...messageOfText(text),
    // Only among two is it sure to be the presser's own message.
    ...(message && place.kind === 'direct' ? { origin: originOf(asking, message) } : {}),
  }
}

/** The words that went to a case by themselves were meant for none. */
export const takeBack = command({
  name: 'case.take-back',
  listed: false,
  audience: 'contacts',
  fields: { message: hiddenText(500) },
  async run({ message }, asking) {
    const { who, services, now } = asking
    const erased = message === undefined ? undefined : await services.cases.erase(who, originOf(asking, message), now)
    return answer(takenBackView(erased?.caseNumber))
  },
})

/** Words that could be meant for several cases, or for none yet. */
import { type Block, invoke, say, type View } from '../../bot/view.ts'
import type { Case } from '../../domain/case.ts'
import { caseHeading } from '../case-words.ts'

export interface Loose {
  /** Absent where they are too long for a button. */
  text?: string
  /** The message in which they were typed. */
  message?: string
  /** What a new case would take along. */
  opening: Record<string, string>
  /** Questions of the vendor that may answer it without a case. */
  questions: readonly Block[]
}

/** Each case a button that takes the words along, and a new one. */
export const looseView = (
  open: readonly Pick<Case, 'number' | 'title'>[],
  { text, message, opening, questions }: Loose,
): View => ({
  tone: 'plain',
  title: say('case.loose.which'),
  body: [
    ...(text === undefined
      ? [{ kind: 'paragraph' as const, text: say('case.loose.quote', { usage: say('commands.case-reply.usage') }) }]
      : []),
    ...open.map(
      (the): Block => ({
        kind: 'entry',
        title: caseHeading(the),
        ...(text === undefined
          ? {}
          : {
              actions: [
                invoke(say('case.loose.add'), 'case.reply', {
                  number: String(the.number),
                  text,
                  ...(message ? { message } : {}),
                }),
              ],
            }),
      }),
    ),
    ...questions,
  ],
  actions: [
    invoke(say('case.from-message.offer.button'), 'case.from-message', opening),
    invoke(say('common.help'), 'help'),
  ],
})

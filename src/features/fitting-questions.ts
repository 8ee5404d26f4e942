/** Questions and answers of the vendor that may spare somebody a case. */
import { type Block, invoke, say } from '../bot/view.ts'
import type { FaqFound } from '../domain/faq-search.ts'
import type { Ask } from './kit.ts'
import { shortText } from './short-text.ts'

/** More would be in the way of what is said beside them. */
const mostQuestions = 2

/** Those that hold most of the words, as blocks below something else; none where nothing surely fits. */
export async function fittingQuestions(
  words: string,
  { services, language }: Pick<Ask, 'services' | 'language'>,
  productId?: string,
): Promise<Block[]> {
  const index = await services.faq()
  return questionBlocks(index.search(words, { language, surely: true, about: productId }).slice(0, mostQuestions))
}

/** Each question with the button that shows its answer. */
export const questionBlocks = (questions: readonly FaqFound[]): Block[] =>
  questions.length === 0
    ? []
    : [
        { kind: 'paragraph', text: say('faq.perhaps'), emphasis: 'strong' },
        ...questions.map(
          ({ id, question }): Block => ({
            kind: 'entry',
            title: say('common.verbatim', { text: shortText(question, 140) }),
            actions: [invoke(say('faq.action.answer'), 'faq.show', { id })],
          }),
        ),
      ]

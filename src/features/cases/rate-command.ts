/** One to five stars for the help in a case, with a comment where somebody has one (R6.7). */
import { z } from 'zod'
import { choiceField, optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { starsText } from '../case-words.ts'
import { command } from '../kit.ts'
import { beforeCase, numberCarried, numbered, unknownReply, viewerReply, withCase } from './about-case.ts'
import { ratedView } from './deeds-view.ts'
import { actorOf } from './own-case.ts'
import { notNowView } from './sheet-view.ts'

const stars = [5, 4, 3, 2, 1] as const

/** `case rate 12 5 quick and friendly`. */
export const rateCase = command({
  name: 'case.rate',
  listed: true,
  minor: true,
  audience: 'contacts',
  fields: {
    ...numberCarried,
    stars: choiceField({
      label: 'case.rate-form.stars',
      choices: stars.map((n) => ({
        value: String(n),
        label: starsText(n),
        aliases: ['★'.repeat(n), '⭐'.repeat(n), `${n}/5`],
      })),
    }),
    comment: optionalField({
      kind: 'multiline',
      label: 'case.rate-form.comment',
      schema: z.string(),
      maxLength: 2_000,
    }),
  },
  form: { title: 'case.rate-form.title', submit: 'case.rate-form.submit' },
  fromWords(words) {
    const { number, rest } = numbered(words, 'rest')
    const [first, ...comment] = (rest ?? '').split(' ')
    return {
      ...(number ? { number } : {}),
      ...(first ? { stars: first } : {}),
      ...(comment.length > 0 ? { comment: comment.join(' ') } : {}),
    }
  },
  before: beforeCase({ command: 'case.rate', statuses: ['resolved', 'closed'], changes: true }),
  run: ({ number, stars, comment }, asking) =>
    withCase(asking, number, async ({ case: { number } }) => {
      const rated = await asking.services.cases.rate(actorOf(asking), number, Number(stars), comment, asking.now)
      switch (rated.status) {
        case 'done':
          return answer(ratedView(rated.case, Number(stars), comment !== undefined))
        case 'not-now':
          return answer(notNowView(rated.case))
        case 'not-allowed':
          return viewerReply(asking)
        case 'unknown':
          return unknownReply(asking)
      }
    }),
})

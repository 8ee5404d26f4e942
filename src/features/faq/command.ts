/** The vendor's questions and answers: searched by words in any of the languages, or listed. */
import { z } from 'zod'
import { optionalField, requiredField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { type Ask, command } from '../kit.ts'
import { pageField } from '../paging.ts'
import { faqAnswerView, faqFoundView, faqListView, goneView, noneFoundView } from './view.ts'

/** `faq`, `faq 續約`, `faq can we renew later`. */
export const searchFaq = command({
  name: 'faq',
  listed: true,
  audience: 'everyone',
  fields: {
    words: optionalField({ label: 'faq.field.words', schema: z.string(), maxLength: 300 }),
    page: pageField('faq.field.words'),
  },
  async run({ words, page = 1 }, asking) {
    const index = await asking.services.faq()
    const { language } = asking
    if (words === undefined) {
      return answer(faqListView(index.list({ language, products: await ownProducts(asking) }), page))
    }
    const found = index.search(words, { language })
    const [only] = found
    if (!only) return answer(noneFoundView(words, asking.asker.contact !== undefined))
    return answer(found.length === 1 ? faqAnswerView(only, waysOn(asking)) : faqFoundView(words, found, page))
  },
})

/** One question with its answer. */
export const showFaq = command({
  name: 'faq.show',
  listed: false,
  audience: 'everyone',
  fields: { id: requiredField({ label: 'faq.field.words', schema: z.string(), maxLength: 300, hidden: true }) },
  async run({ id }, asking) {
    const found = (await asking.services.faq()).find(id, asking.language)
    return answer(found ? faqAnswerView(found, waysOn(asking)) : goneView())
  },
})

const waysOn = ({ asker }: Ask) => ({ canOpen: asker.contact !== undefined })

/** Where others read, the order must not tell what somebody's organization owns. */
async function ownProducts({ asker: { organization }, place, services }: Ask): Promise<string[]> {
  if (!organization || !place.private) return []
  return (await services.coverage.dossiers(organization.id)).map(({ product }) => product.id)
}

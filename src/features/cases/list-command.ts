/** The cases of the asker's organization. */
import { answer, say } from '../../bot/view.ts'
import type { CaseFilter } from '../../domain/cases.ts'
import { command, contactOf, organizationOf } from '../kit.ts'
import { shortText } from '../short-text.ts'
import { type ListState, listFields, productValue, statusesOf } from './list-fields.ts'
import { listView } from './list-view.ts'

/** `case list`, `case list mine`, `case list closed login error`. */
export const listCases = command({
  name: 'case.list',
  listed: true,
  audience: 'contacts',
  fields: listFields,
  form: { title: 'case.list.form-title', submit: 'case.list.submit' },
  async choicesFor(asking) {
    const dossiers = await asking.services.coverage.dossiers(organizationOf(asking).id)
    const products = new Map(dossiers.map(({ product }) => [product.id, product.name]))
    return {
      product: [...products].slice(0, 100).map(([id, name]) => ({
        value: productValue(id),
        label: say('common.verbatim', { text: shortText(name, 70) }),
      })),
    }
  },
  async run({ text, state, whose, product, page }, asking) {
    const organization = organizationOf(asking)
    // Who searches for words means any case; who only looks means those that are not done with.
    const chosen: ListState = state ?? (text === undefined ? 'open' : 'all')
    const filter: CaseFilter = {
      statuses: statusesOf[chosen],
      ...(text === undefined ? {} : { text }),
      ...(whose === 'mine' ? { openedBy: contactOf(asking).id } : {}),
      ...(product === undefined ? {} : { productId: product }),
    }
    const { services, now, place } = asking
    const found = await services.cases.listForCustomer(organization.id, filter, page ?? 1, now)
    return answer(
      listView(found, {
        organization,
        state: chosen,
        isPrivate: place.private,
        ...(text === undefined ? {} : { text }),
        ...(whose === 'mine' ? { mine: true } : {}),
        ...(product === undefined ? {} : { product }),
      }),
    )
  },
})

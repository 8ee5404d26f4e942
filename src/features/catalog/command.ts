/** What the vendor sells and supports: products by family, name or description, and their versions (R8.1b). */
import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { searchCatalog } from '../../domain/catalog.ts'
import { dayIn } from '../../domain/local-date.ts'
import { command } from '../kit.ts'
import { pageField } from '../paging.ts'
import { catalogView, noProductView, productView } from './view.ts'

/** `catalog`, `catalog DB2`, `catalog database`. */
export const showCatalog = command({
  name: 'catalog',
  listed: true,
  audience: 'everyone',
  fields: {
    words: optionalField({ label: 'catalog.field.words', schema: z.string(), maxLength: 200 }),
    page: pageField('catalog.field.words'),
  },
  async run({ words, page = 1 }, asking) {
    const { catalog, coverage } = asking.services
    const { organization, contact } = asking.asker
    const found = searchCatalog(words ?? '', asking.language, await catalog.products())
    const [only] = found
    if (!only) return answer(noProductView(words, contact !== undefined))
    if (found.length > 1)
      return answer(catalogView(found, { page, language: asking.language, ...(words ? { words } : {}) }))
    // Where others read, nobody is told what an organization owns.
    const dossiers = organization && asking.place.private ? await coverage.dossiers(organization.id) : []
    return answer(
      productView(only, {
        // Strangers read it by their own calendar, or by the world's.
        day: dayIn(asking.now, organization?.timeZone ?? asking.zone ?? 'UTC'),
        language: asking.language,
        licenses: dossiers.filter(({ product }) => product.id === only.id),
        canAsk: contact !== undefined,
      }),
    )
  },
})

/** "Who can come to us?": partners for on-site and custom work, the nearest first. */
import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { partnersFor } from '../../domain/guide-search.ts'
import { command } from '../kit.ts'
import { pageField } from '../paging.ts'
import { noPartnerView, partnersView } from './view.ts'

/** `partners`, `partners Japan`, `partners OMFLOW`. */
export const showPartners = command({
  name: 'partners',
  listed: true,
  audience: 'everyone',
  fields: {
    what: optionalField({ label: 'guide.field.what', schema: z.string(), maxLength: 200 }),
    page: pageField('guide.field.what'),
  },
  async run({ what, page = 1 }, asking) {
    const isContact = asking.asker.contact !== undefined
    const { support, catalog } = asking.services
    const [partners, products] = await Promise.all([support.partners(), what ? catalog.products() : []])
    // What others read is the same for everyone.
    const organization = asking.place.private ? asking.asker.organization : undefined
    const found = partnersFor(what, partners, products, organization)
    if (found.length === 0) return answer(noPartnerView(what, isContact))
    return answer(
      partnersView(found, {
        page,
        language: asking.language,
        ...(what ? { what } : {}),
        ...(organization ? { organization } : {}),
        canAsk: isContact,
      }),
    )
  },
})

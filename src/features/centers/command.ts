/** "Whom can we call, and are they there now?": the support centres, by product. */
import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { centersFor } from '../../domain/guide-search.ts'
import { command } from '../kit.ts'
import { pageField } from '../paging.ts'
import { centersView, noCenterView } from './view.ts'

/** `centers`, `centers DB2`: those of the asker's own products come first, where nobody else reads along. */
export const showCenters = command({
  name: 'centers',
  listed: true,
  audience: 'everyone',
  fields: {
    what: optionalField({ label: 'guide.field.what', schema: z.string(), maxLength: 200 }),
    page: pageField('guide.field.what'),
  },
  async run({ what, page = 1 }, asking) {
    const canOpen = asking.asker.contact !== undefined
    const { support, coverage } = asking.services
    const { organization } = asking.asker
    const [centers, dossiers] = await Promise.all([
      support.centers(),
      organization && asking.place.private ? coverage.dossiers(organization.id) : [],
    ])
    const found = centersFor(what, centers, new Set(dossiers.map(({ product }) => product.id)))
    if (found.length === 0) return answer(noCenterView(what, canOpen))
    return answer(
      centersView(found, {
        now: asking.now,
        page,
        ...(asking.zone ? { zone: asking.zone } : {}),
        ...(what ? { what } : {}),
        canOpen,
      }),
    )
  },
})

/** "What may I get?": by product, each with why, and what is refused with what would help (R5.1). */
import { z } from 'zod'
import { optionalField, requiredField } from '../../bot/field.ts'
import { answer, type Reply } from '../../bot/view.ts'
import { findLicenses, nearestLicenses } from '../../domain/license-search.ts'
import { dayIn } from '../../domain/local-date.ts'
import { shelvesOf } from '../../domain/product-shelf.ts'
import { command, organizationOf } from '../kit.ts'
import { pageField } from '../paging.ts'
import { notFoundView } from './not-found-view.ts'
import { ownRelease } from './own-release.ts'
import { refusedView, releaseView, unknownFileView } from './release-view.ts'
import { nothingView, shelfView, shelvesView } from './shelf-view.ts'

/** `downloads`, `downloads DB2`, `downloads OMF-2026-0001`. */
export const downloads = command({
  name: 'downloads',
  listed: true,
  audience: 'contacts',
  fields: {
    what: optionalField({ label: 'downloads.field.what', schema: z.string(), maxLength: 200 }),
    product: optionalField({ label: 'downloads.field.what', schema: z.string(), maxLength: 200, hidden: true }),
    page: pageField('downloads.field.what'),
  },
  async run({ what, product, page = 1 }, asking): Promise<Reply> {
    const { coverage, releases, policy } = asking.services
    const organization = organizationOf(asking)
    const dossiers = await coverage.dossiers(organization.id)
    if (dossiers.length === 0) return answer(nothingView())
    const wanted =
      what === undefined
        ? dossiers.filter((dossier) => product === undefined || dossier.product.id === product)
        : findLicenses(what, dossiers).map(({ dossier }) => dossier)
    if (wanted.length === 0)
      return answer(notFoundView(what ?? '', organization, nearestLicenses(what ?? '', dossiers)))
    const productIds = new Set(wanted.map((dossier) => dossier.product.id))
    const own = dossiers.filter((dossier) => productIds.has(dossier.product.id))
    const day = dayIn(asking.now, organization.timeZone)
    const shelves = shelvesOf(own, await releases.published([...productIds], day), day, policy)
    const [only] = shelves
    return answer(shelves.length === 1 ? shelfView(only!, page, asking.language) : shelvesView(shelves, page))
  },
})

/** One release: its notes and files, or the rule that refuses it. */
export const showRelease = command({
  name: 'downloads.release',
  listed: false,
  audience: 'contacts',
  fields: {
    release: requiredField({ label: 'downloads.field.what', schema: z.string(), maxLength: 200, hidden: true }),
    page: pageField('downloads.field.what'),
  },
  async run({ release: id, page = 1 }, asking): Promise<Reply> {
    const found = await ownRelease(id, asking)
    if (!found) return answer(unknownFileView())
    const { release, entitlement, day } = found
    return answer(
      entitlement.allowed
        ? releaseView(release, entitlement, page, asking.language)
        : refusedView(release, entitlement, day, asking.language),
    )
  },
})

/** R6: the cases over a store. */
import { createAmending } from './amend-case.ts'
import type { CaseParts } from './case-store.ts'
import { createTick } from './case-tick.ts'
import type { Cases } from './cases.ts'
import { createChanges } from './change-case.ts'
import { createClaims } from './claim-case.ts'
import { createEndings } from './finish-case.ts'
import { dayIn } from './local-date.ts'
import { createOpening, offerOf } from './open-case.ts'
import { createWriting } from './write-case.ts'

/** Every deed is one transaction that locks the case, asks whether the actor may, and tells of each fact once. */
export function createCases(parts: CaseParts): Cases {
  const { book, coverage } = parts
  return {
    ...createOpening(parts),
    ...createClaims(parts),
    ...createWriting(parts),
    ...createAmending(parts),
    ...createEndings(parts),
    ...createChanges(parts),
    ...createTick(parts),
    ...book,
    async offers(organizationId, now) {
      const organization = await book.organization(organizationId)
      if (!organization) return []
      const day = dayIn(now, organization.timeZone)
      return (await coverage.dossiers(organizationId)).map((dossier) => offerOf(dossier, day))
    },
  }
}

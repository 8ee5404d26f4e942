/** One case: how it stands, what was said, what can be done. */
import { answer } from '../../bot/view.ts'
import { caseStatuses } from '../../domain/case.ts'
import { caseHere } from '../case-writing.ts'
import { type Ask, command, contactOf } from '../kit.ts'
import { pageField } from '../paging.ts'
import { beforeCase, numberCarried, numbered, withCase } from './about-case.ts'
import { sheetView } from './sheet-view.ts'

/** `case show 12`. */
export const showCase = command({
  name: 'case.show',
  listed: true,
  minor: true,
  audience: 'contacts',
  fields: { ...numberCarried, page: pageField('case.list.field.text') },
  fromWords: (words) => numbered(words),
  before: beforeCase({ command: 'case.show', statuses: caseStatuses, changes: false }),
  run: ({ number, page }, asking) =>
    withCase(asking, number, async (sheet) => {
      const product = sheet.case.product?.id
      const [center, isHere] = await Promise.all([
        product ? asking.services.support.centerOf(product) : undefined,
        asking.place.private || isItsThread(asking, sheet.case.number),
      ])
      return answer(
        sheetView(sheet, {
          contact: contactOf(asking),
          isPrivate: isHere,
          zones: { reader: asking.zone, center: center?.timeZone },
          now: asking.now,
          page: page ?? 1,
        }),
      )
    }),
})

/** Where the case is spoken of anyway, its words are no secret. */
async function isItsThread(asking: Ask, number: number): Promise<boolean> {
  const at = await caseHere(asking)
  return at?.caseNumber === number && at.side === 'customer'
}

/** Commands about one case: which one, whether it is the asker's, and what is answered where it is not. */

import { hiddenFields } from '../../bot/field.ts'
import { answer, type Reply } from '../../bot/view.ts'
import type { CaseStatus } from '../../domain/case.ts'
import type { CaseSheet } from '../../domain/cases.ts'
import { caseNumberField, numberFirst, readCaseNumber } from '../case-fields.ts'
import { type Ask, contactOf, organizationOf } from '../kit.ts'
import { whichCaseView } from './list-view.ts'
import { viewerView } from './open-view.ts'
import { caseOfOwn } from './own-case.ts'
import { unknownCaseView } from './sheet-view.ts'

/** The number never is a field to fill in: it comes with a button, with the words, or is chosen from a list. */
export const numberCarried = hiddenFields({ number: caseNumberField })

/** `12 …`: the number, and the words after it under a name. */
export function numbered(words: string, name?: string): Record<string, string> {
  const { number, rest } = numberFirst(words)
  return { ...(number ? { number } : {}), ...(name && rest ? { [name]: rest } : {}) }
}

/** Which cases a command is for, and whether only those may use it who may change them. */
interface About {
  command: string
  statuses: readonly CaseStatus[]
  changes: boolean
}

/** What is answered before anything else: who may not, which case, or that there is none such. */
export function beforeCase({ command, statuses, changes }: About) {
  return async (asking: Ask, known: Record<string, string>): Promise<Reply | undefined> => {
    const organization = organizationOf(asking)
    const { services, place, now } = asking
    const number = known.number?.trim()
    if (!number) {
      if (changes && contactOf(asking).role === 'viewer') return viewerReply(asking)
      const found = await services.cases.listForCustomer(organization.id, { statuses }, 1, now)
      return answer(whichCaseView(found, { organization, command, isPrivate: place.private }))
    }
    if (!(await caseOfOwn(asking, readCaseNumber(number)))) return answer(unknownCaseView(organization))
    return changes && contactOf(asking).role === 'viewer' ? viewerReply(asking) : undefined
  }
}

export async function viewerReply(asking: Ask): Promise<Reply> {
  const organization = organizationOf(asking)
  return answer(viewerView(organization, await asking.services.support.openersAt(organization.id)))
}

export const unknownReply = (asking: Ask): Reply => answer(unknownCaseView(organizationOf(asking)))

/** The case, or the one answer to every number that is not its asker's. */
export async function withCase(
  asking: Ask,
  number: number | undefined,
  run: (sheet: CaseSheet<'customer'>) => Promise<Reply>,
): Promise<Reply> {
  const sheet = number === undefined ? undefined : await caseOfOwn(asking, number)
  return sheet ? run(sheet) : unknownReply(asking)
}

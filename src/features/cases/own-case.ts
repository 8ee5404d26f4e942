/** The cases that the asker's organization has: any other number is nobody's. */
import type { CaseSheet, ContactActor } from '../../domain/cases.ts'
import { type Ask, contactOf, organizationOf } from '../kit.ts'

export const actorOf = (asking: Ask): ContactActor => ({ kind: 'contact', who: asking.who, contact: contactOf(asking) })

/** Undefined alike for another organization's, for nobody's, and for what is no number. */
export const caseOfOwn = (asking: Ask, number: number): Promise<CaseSheet<'customer'> | undefined> =>
  asking.services.cases.sheetForCustomer(organizationOf(asking).id, number)

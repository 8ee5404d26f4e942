/** The vendor's side of commands that both sides have, and what only the vendor does to a case as a whole. */
import { z } from 'zod'
import { Refusal } from '../../bot/command.ts'
import { choiceField, requiredField } from '../../bot/field.ts'
import { answer, say } from '../../bot/view.ts'
import { type Severity, severities } from '../../domain/case.ts'
import { readCaseNumber } from '../case-fields.ts'
import { caseName, severityShort } from '../case-words.ts'
import { staffActor } from '../kit.ts'
import { pageField } from '../paging.ts'
import { doneView, noCaseView } from './answers-view.ts'
import { caseField, hiddenCase, onMeant, refusalOf, staffCommand } from './kit.ts'
import { staffSheetView } from './sheet-view.ts'

const page = pageField('case.field.number')

/** `case show 12`, with notes. */
export const showForStaff = staffCommand({
  name: 'case.show',
  listed: true,
  minor: true,
  fields: { number: caseField, page },
  run: ({ number: given, page: asked }, asking) =>
    onMeant(asking, given, async (number) => {
      const sheet = await asking.services.cases.sheetForStaff(number)
      if (!sheet) return answer(noCaseView(number))
      const picture = asking.services.links.timeline(number)
      return answer(
        staffSheetView(sheet, {
          page: asked ?? 1,
          me: staffActor(asking).staff.email,
          ...(asking.zone ? { zone: asking.zone } : {}),
          ...(picture ? { picture } : {}),
        }),
      )
    }),
})

export const closeForStaff = staffCommand({
  name: 'case.close',
  listed: true,
  minor: true,
  fields: { number: caseField },
  run: ({ number: given }, asking) =>
    onMeant(asking, given, async (number) => {
      const outcome = await asking.services.cases.close(staffActor(asking), number, asking.now)
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      return answer(doneView(outcome.case, say('triage.closed', { case: caseName(number) })))
    }),
})

export const reopenForStaff = staffCommand({
  name: 'case.reopen',
  listed: true,
  minor: true,
  fields: { number: caseField },
  run: ({ number: given }, asking) =>
    onMeant(asking, given, async (number) => {
      const outcome = await asking.services.cases.reopen(staffActor(asking), number, undefined, asking.now)
      if (outcome.status === 'too-late') throw new Refusal(say('triage.too-late', { case: caseName(number) }))
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      return answer(doneView(outcome.case, say('triage.reopened', { case: caseName(number) })))
    }),
})

export const severityForStaff = staffCommand({
  name: 'case.severity',
  listed: true,
  minor: true,
  fields: {
    number: hiddenCase,
    severity: choiceField({
      label: 'case.fact.severity',
      choices: severities.map((each) => ({ value: String(each) as `${Severity}`, label: severityShort(each) })),
    }),
  },
  form: { title: 'triage.severity.title', submit: 'triage.severity.submit' },
  choicesFor: async () => ({
    severity: severities.map((each) => ({ value: String(each), label: severityShort(each) })),
  }),
  run: ({ number: given, severity }, asking) =>
    onMeant(asking, given, async (number) => {
      const to = Number(severity) as Severity
      const outcome = await asking.services.cases.changeSeverity(staffActor(asking), number, to, asking.now)
      if (outcome.status === 'severity-not-offered') throw new Refusal(say('triage.severity-not-bought'), 'severity')
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      return answer(doneView(outcome.case, say('triage.severity-changed', { severity: severityShort(to) })))
    }),
})

const whole = z.string().transform(readCaseNumber)

/** `merge 12 10`: 12 goes on in 10. */
export const mergeCase = staffCommand({
  name: 'case.merge',
  listed: true,
  minor: true,
  fields: {
    number: requiredField({ label: 'triage.field.duplicate', schema: whole, maxLength: 40 }),
    into: requiredField({ label: 'triage.field.into', schema: whole, maxLength: 40 }),
  },
  form: { title: 'triage.merge.title', submit: 'triage.merge.submit', intro: 'triage.merge.intro' },
  async run({ number, into }, asking) {
    const outcome = await asking.services.cases.merge(staffActor(asking), number, into, asking.now)
    switch (outcome.status) {
      case 'done':
        return answer(doneView(outcome.case, say('triage.merged', { case: caseName(number), into: caseName(into) })))
      case 'other-organization':
        throw new Refusal(say('triage.other-organization'), 'into')
      case 'same-case':
        throw new Refusal(say('triage.same-case'), 'into')
      default:
        return refusalOf(outcome, number)
    }
  },
})

/** A message that could not be delivered goes out once more. */
export const retryDelivery = staffCommand({
  name: 'case.retry',
  listed: false,
  fields: {
    number: caseField,
    delivery: requiredField({ label: 'case.field.number', schema: z.string().uuid('errors.invalid'), hidden: true }),
  },
  run: ({ number: given, delivery }, asking) =>
    onMeant(asking, given, async (number) => {
      const outcome = await asking.services.cases.retry(staffActor(asking), number, delivery, asking.now)
      if (outcome.status === 'gone') {
        return answer({ tone: 'info', title: say('triage.retry-gone'), body: [] })
      }
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      return answer(doneView(outcome.case, say('triage.retried')))
    }),
})

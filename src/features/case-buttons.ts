/** The buttons of a case that both its own views and notices about it carry. */
import { type Action, invoke, say } from '../bot/view.ts'
import type { CaseNumber } from '../domain/case.ts'
import { REOPENS_FOR_DAYS } from '../domain/case-life.ts'
import { starsText } from './case-words.ts'

const of = (number: CaseNumber | number) => ({ number: String(number) })

export const showButton = (number: CaseNumber | number, style?: 'primary'): Action =>
  invoke(say('case.action.show'), 'case.show', of(number), style)
export const replyButton = (number: CaseNumber | number): Action =>
  invoke(say('case.action.reply'), 'case.reply', of(number))
export const detailsButton = (number: CaseNumber | number): Action =>
  invoke(say('case.action.details'), 'case.reply', of(number))
export const reopenButton = (number: CaseNumber | number): Action =>
  invoke(say('case.action.reopen'), 'case.reopen', of(number))

/** Closes as solved or as no longer needed, after asking once. */
export const closeButton = (number: CaseNumber | number, how: 'solved' | 'withdraw'): Action => ({
  kind: 'invoke',
  label: say(`case.action.${how}`),
  invoke: { command: 'case.close', values: of(number) },
  confirm: {
    title: say('case.close.confirm.title'),
    text: say('case.close.confirm.text', { days: REOPENS_FOR_DAYS }),
    yes: say('case.close.confirm.yes'),
    no: say('case.close.confirm.no'),
  },
})

/** One to five stars, each a button: rating is one press (R6.7). */
export const ratingButtons = (number: CaseNumber | number): Action[] =>
  [5, 4, 3, 2, 1].map((stars) => invoke(starsText(stars), 'case.rate', { ...of(number), stars: String(stars) }))

/** Takes an engineer's own answer back from the customer, after asking once. */
export const takeBackButton = (messageId: string): Action => ({
  kind: 'invoke',
  label: say('triage.action.take-back'),
  invoke: { command: 'case.unsay', values: { message: messageId } },
  style: 'danger',
  confirm: {
    title: say('triage.take-back.title'),
    text: say('triage.take-back.text'),
    yes: say('triage.take-back.yes'),
    no: say('triage.take-back.no'),
  },
})

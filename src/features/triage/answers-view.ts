/** Short answers to the vendor's people, for their eyes alone. */
import { type Action, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Case } from '../../domain/case.ts'
import { takeBackButton } from '../case-buttons.ts'
import { caseHeading, caseName } from '../case-words.ts'

const of = ({ number }: Pick<Case, 'number'>) => ({ number: String(number) })

export const notOnDutyView = (): View => ({
  tone: 'warning',
  title: say('triage.not-on-duty.title'),
  body: [{ kind: 'paragraph', text: say('triage.not-on-duty.text') }],
})

export const notHereView = (): View => ({
  tone: 'warning',
  title: say('triage.not-here.title'),
  body: [{ kind: 'paragraph', text: say('triage.not-here.text') }],
})

export const noCaseView = (number: number): View => ({
  tone: 'warning',
  title: say('triage.no-case', { case: caseName(number) }),
  body: [],
  actions: [invoke(say('triage.action.queue'), 'queue')],
})

export const whichCaseView = (): View => ({
  tone: 'info',
  title: say('triage.which-case.title'),
  body: [{ kind: 'paragraph', text: say('triage.which-case.text') }],
  actions: [invoke(say('triage.action.queue'), 'queue')],
})

/** What was done, in one line, with the case that it was done to. */
export const doneView = (the: Case, title: Text, actions: Action[] = []): View => ({
  tone: 'good',
  compact: true,
  title,
  body: [{ kind: 'paragraph', text: caseHeading(the), emphasis: 'subtle' }],
  actions: actions.length > 0 ? actions : [showAction(the)],
})

export const showAction = (the: Pick<Case, 'number'>): Action => invoke(say('triage.action.show'), 'case.show', of(the))

/** Somebody was quicker: who, and since when. */
export const takenView = (the: Case, name: string, at: Date): View => ({
  tone: 'info',
  title: say('triage.taken.title', { case: caseName(the.number), name }),
  body: [{ kind: 'paragraph', text: say('triage.taken.text', { at: { instant: at.toISOString() } }) }],
  actions: [
    showAction(the),
    invoke(say('triage.action.watch'), 'case.watch', of(the)),
    invoke(say('triage.action.take-over'), 'case.take-over', of(the)),
  ],
})

/** A message that went to the customer by mistake can be taken back. */
export const sentView = (the: Case, messageId: string, refused: string[], title: Text): View => ({
  tone: refused.length > 0 ? 'warning' : 'good',
  compact: true,
  title,
  body: refused.map((name) => ({ kind: 'paragraph' as const, text: say('thread.file-refused', { name }) })),
  actions: [takeBackButton(messageId), showAction(the)],
})

/** What an engineer can do to a case in its state: the buttons of its card and of its sheet. */
import { type Action, invoke, say } from '../../bot/view.ts'
import type { Case } from '../../domain/case.ts'
import { after } from '../../domain/case-life.ts'
import { showAction } from './answers-view.ts'

/** What is done to every case; the sheet, one press away, has the rest. */
export function cardButtons(the: Case): Action[] {
  const usual = the.owner
    ? ['case.answer', 'case.ask', 'case.note', 'case.resolve', 'case.reopen']
    : ['case.claim', 'case.note', 'case.reopen']
  return [
    ...deedButtons(the, the.owner?.email ?? '').filter(
      (button) => button.kind === 'invoke' && usual.includes(button.invoke.command),
    ),
    showAction(the),
  ]
}

/** All of it, as `me` may do it. */
export function deedButtons(the: Case, me: string): Action[] {
  const of = { number: String(the.number) }
  const can = (deed: Parameters<typeof after>[1]) => after(the.status, deed) !== undefined
  const isMine = the.owner?.email === me
  return [
    ...(can('claim') && !the.owner ? [invoke(say('triage.action.claim'), 'case.claim', of, 'primary')] : []),
    ...(can('answer') ? [invoke(say('triage.action.answer'), 'case.answer', of)] : []),
    ...(can('ask') ? [invoke(say('triage.action.ask'), 'case.ask', of)] : []),
    ...(the.status === 'closed' ? [] : [invoke(say('triage.action.note'), 'case.note', of)]),
    ...(can('resolve') ? [invoke(say('triage.action.resolve'), 'case.resolve', of)] : []),
    ...(the.owner && can('transfer') && isMine
      ? [
          invoke(say('triage.action.transfer'), 'case.transfer', of),
          invoke(say('triage.action.release'), 'case.release', of),
        ]
      : []),
    ...(the.owner && can('take-over') && !isMine ? [invoke(say('triage.action.take-over'), 'case.take-over', of)] : []),
    ...(the.status === 'closed' ? [] : [invoke(say('triage.action.severity'), 'case.severity', of)]),
    ...(can('close') ? [invoke(say('triage.action.close'), 'case.close', of)] : []),
    ...(can('reopen') && the.closing !== 'merged' ? [invoke(say('triage.action.reopen'), 'case.reopen', of)] : []),
  ]
}

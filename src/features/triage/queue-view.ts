/** The vendor's cases, a page at a time. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import { isOpen } from '../../domain/case-life.ts'
import type { CasePage } from '../../domain/cases.ts'
import { caseHeading, severityShort, statusText } from '../case-words.ts'
import { shortText } from '../short-text.ts'
import { showAction } from './answers-view.ts'

export const queueViews = ['mine', 'unclaimed', 'breaching', 'open', 'all'] as const
export type QueueView = (typeof queueViews)[number]

/** One page of cases, the most urgent first. */
export function queueView({ cases, total, page, pages }: CasePage, view: QueueView, words?: string): View {
  const to = (changes: { view?: QueueView; page?: number }): Record<string, string> => ({
    view: changes.view ?? view,
    ...(words === undefined ? {} : { text: words }),
    ...(changes.page ? { page: String(changes.page) } : {}),
  })
  const turn = (label: Action['label'], next: number): Action => invoke(label, 'queue', to({ page: next }))
  return {
    tone: 'plain',
    title: say(`triage.queue.${view}`),
    body: [
      { kind: 'paragraph', text: say('triage.queue.count', { count: total }), emphasis: 'subtle' },
      ...(words === undefined
        ? []
        : [{ kind: 'paragraph' as const, text: say('triage.queue.words', { words: shortText(words, 100) }) }]),
      ...cases.map(entryOf),
    ],
    actions: [
      ...queueViews
        .filter((each) => each !== view)
        .map((each) => invoke(say(`triage.queue.${each}`), 'queue', to({ view: each }))),
      ...(page > 1 ? [turn(say('triage.action.previous'), page - 1)] : []),
      ...(page < pages ? [turn(say('triage.action.next'), page + 1)] : []),
    ],
  }
}

function entryOf(the: CasePage['cases'][number]): Block {
  const values = { state: statusText(the.status), severity: severityShort(the.severity) }
  return {
    kind: 'entry',
    title: caseHeading(the),
    text: the.owner
      ? say('triage.queue.line-owned', { ...values, name: the.owner.name })
      : say('triage.queue.line', values),
    facts: [
      {
        label: say('case.fact.organization'),
        value: say('common.verbatim', { text: shortText(the.organizationName, 80) }),
      },
      ...(the.dueAt
        ? [{ label: say('triage.queue.due'), value: say('case.instant', { at: { instant: the.dueAt.toISOString() } }) }]
        : []),
    ],
    actions: [
      showAction(the),
      ...(the.owner || !isOpen(the.status)
        ? []
        : [invoke(say('triage.action.claim'), 'case.claim', { number: String(the.number) }, 'primary')]),
    ],
  }
}

/** An engineer's queue: mine, unclaimed, breaching, by product or words. */
import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { type Action, answer, type Block, invoke, say, type View } from '../../bot/view.ts'
import { type CaseStatus, caseStatuses } from '../../domain/case.ts'
import { isOpen } from '../../domain/case-life.ts'
import type { CaseFilter, CasePage } from '../../domain/cases.ts'
import { caseHeading, severityShort, statusText } from '../case-words.ts'
import { staffActor } from '../kit.ts'
import { shortText } from '../short-text.ts'
import { showAction } from './answers.ts'
import { staffCommand } from './kit.ts'

const views = ['mine', 'unclaimed', 'breaching', 'open', 'all'] as const
type QueueView = (typeof views)[number]

/** As people type it in each language; what is none of these is looked for. */
const spoken: Record<string, QueueView> = {
  mine: 'mine',
  my: 'mine',
  我的: 'mine',
  自分: 'mine',
  担当: 'mine',
  unclaimed: 'unclaimed',
  new: 'unclaimed',
  未認領: 'unclaimed',
  未认领: 'unclaimed',
  未担当: 'unclaimed',
  breaching: 'breaching',
  due: 'breaching',
  逾時: 'breaching',
  超时: 'breaching',
  期限: 'breaching',
  open: 'open',
  all: 'all',
  全部: 'all',
  すべて: 'all',
}

const open: readonly CaseStatus[] = caseStatuses.filter(isOpen)

const text = (hidden: boolean) =>
  optionalField({ label: 'triage.field.words', schema: z.string(), maxLength: 200, ...(hidden ? { hidden } : {}) })

const queueCalled = (name: 'queue' | 'case.list') =>
  staffCommand({
    name,
    listed: true,
    fields: {
      text: text(false),
      view: optionalField({ label: 'triage.field.words', schema: z.enum(views), hidden: true }),
      page: optionalField({
        label: 'triage.field.words',
        schema: z
          .string()
          .regex(/^[1-9]\d{0,3}$/u, 'errors.invalid')
          .transform(Number),
        hidden: true,
      }),
    },
    fromWords(words) {
      const [first = '', ...rest] = words.normalize('NFKC').trim().split(/\s+/u)
      const view = spoken[first.toLowerCase()]
      const left = (view ? rest : [first, ...rest]).join(' ')
      return { ...(view ? { view } : {}), ...(left ? { text: left } : {}) }
    },
    async run({ text: words, view, page }, asking) {
      const { cases } = asking.services
      const me = staffActor(asking).staff.email
      const asked: QueueView = view ?? (words === undefined ? 'open' : 'all')
      const found = await cases.listForStaff(filterOf(asked, me, words), page ?? 1, asking.now)
      return answer(queueView(found, asked, words))
    },
  })

/** `queue`, `queue mine`, `queue omflow login`. */
export const queue = queueCalled('queue')
/** What customers find their cases with finds all of them for the vendor's people. */
export const listForStaff = queueCalled('case.list')

function filterOf(view: QueueView, me: string, words: string | undefined): CaseFilter {
  const text = words === undefined ? {} : { text: words }
  switch (view) {
    case 'mine':
      return { ...text, owner: me, statuses: open }
    case 'unclaimed':
      return { ...text, unclaimed: true, statuses: open }
    case 'breaching':
      return { ...text, breaching: true, statuses: open }
    case 'open':
      return { ...text, statuses: open }
    case 'all':
      return text
  }
}

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
      ...views
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

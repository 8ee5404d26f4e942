/** An engineer's queue: mine, unclaimed, breaching, by product or words. */
import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { type CaseStatus, caseStatuses } from '../../domain/case.ts'
import { isOpen } from '../../domain/case-life.ts'
import type { CaseFilter } from '../../domain/cases.ts'
import { staffActor } from '../kit.ts'
import { pageField } from '../paging.ts'
import { staffCommand } from './kit.ts'
import { type QueueView, queueView, queueViews } from './queue-view.ts'

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
      view: optionalField({ label: 'triage.field.words', schema: z.enum(queueViews), hidden: true }),
      page: pageField('triage.field.words'),
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

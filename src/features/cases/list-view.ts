/** Lists of cases: one's own, one's organization's, and which of them a command is about. */
import { formWanted } from '../../bot/form.ts'
import { type Action, type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { CasePage } from '../../domain/cases.ts'
import type { Organization } from '../../domain/organization.ts'
import { showButton } from '../case-buttons.ts'
import { caseHeading, caseName, severityShort, statusForCustomer } from '../case-words.ts'
import { shortText } from '../short-text.ts'
import { type ListState, productValue } from './list-fields.ts'

export interface ListedBy {
  organization: Organization
  state: ListState
  text?: string
  mine?: true
  /** A product's id. */
  product?: string
  /** Whether only the asker reads it: titles are no one else's to read. */
  isPrivate: boolean
}

type Listed = CasePage['cases'][number]

function lineOf({ status, severity, product }: Listed): Text {
  const values = { state: statusForCustomer(status), severity: severityShort(severity) }
  return product
    ? say('case.list.line-product', { ...values, product: shortText(product.name, 60) })
    : say('case.list.line', values)
}

const at = (instant: Date): Text => say('case.instant', { at: { instant: instant.toISOString() } })

/** One case in a list. */
export const caseEntry = (listed: Listed, isPrivate: boolean, action: Action = showButton(listed.number)): Block => ({
  kind: 'entry',
  title: isPrivate ? caseHeading(listed) : caseName(listed.number),
  text: lineOf(listed),
  facts: [
    ...(listed.dueAt ? [{ label: say('case.list.fact.due'), value: at(listed.dueAt) }] : []),
    ...(listed.lastWordAt ? [{ label: say('case.list.fact.last-word'), value: at(listed.lastWordAt) }] : []),
  ],
  actions: [action],
})

const subtle = (text: Text): Block => ({ kind: 'paragraph', text, emphasis: 'subtle' })

/** One page, with the ways to narrow and widen it. */
export function listView(found: CasePage, by: ListedBy): View {
  const { organization, state, text, mine, product, isPrivate } = by
  const productName = product && found.cases.find((each) => each.product?.id === product)?.product?.name
  return {
    tone: 'plain',
    title: mine
      ? say('case.list.title-mine')
      : say('case.list.title', { organization: shortText(organization.name, 80) }),
    body: [
      {
        kind: 'paragraph',
        text: say('case.list.count', { count: found.total, state: say(`case.list.state.${state}`) }),
      },
      ...(text ? [subtle(say('case.list.searched', { text: shortText(text, 80) }))] : []),
      ...(product ? [subtle(say('case.list.of-product', { product: shortText(productName || product, 80) }))] : []),
      ...(found.total === 0 ? [{ kind: 'paragraph' as const, text: say('case.list.none') }] : []),
      ...found.cases.map((listed) => caseEntry(listed, isPrivate)),
      ...(found.pages > 1 ? [subtle(say('case.list.page', { page: found.page, pages: found.pages }))] : []),
      ...(isPrivate || found.total === 0 ? [] : [subtle(say('case.list.in-public'))]),
    ],
    actions: waysOn(found, by),
  }
}

function waysOn({ page, pages }: CasePage, { state, text, mine, product }: ListedBy): Action[] {
  const values: Record<string, string> = {
    state,
    ...(text ? { text } : {}),
    ...(mine ? { whose: 'mine' } : {}),
    ...(product ? { product: productValue(product) } : {}),
  }
  const { whose: _, ...everyone } = values
  return [
    ...(page > 1 ? [invoke(say('case.list.previous'), 'case.list', { ...values, page: String(page - 1) })] : []),
    ...(page < pages ? [invoke(say('case.list.next'), 'case.list', { ...values, page: String(page + 1) })] : []),
    mine
      ? invoke(say('case.list.everyone'), 'case.list', everyone)
      : invoke(say('case.list.mine'), 'case.list', { ...values, whose: 'mine' }),
    state === 'open'
      ? invoke(say('case.list.all-states'), 'case.list', { ...values, state: 'all' })
      : invoke(say('case.list.open-only'), 'case.list', { ...values, state: 'open' }),
    invoke(say('case.list.search'), 'case.list', { ...values, [formWanted]: '1' }),
    invoke(say('case.action.open'), 'case.open', undefined, 'primary'),
  ]
}

/** A command was asked without saying about which case. */
export const whichCaseView = (
  found: CasePage,
  told: { organization: Organization; command: string; isPrivate: boolean },
): View => ({
  tone: 'plain',
  title:
    found.total === 0
      ? say('case.which.none', { organization: shortText(told.organization.name, 60) })
      : say('case.which.title'),
  body: found.cases.map((listed) =>
    caseEntry(
      listed,
      told.isPrivate,
      invoke(say('case.which.choose'), told.command, { number: String(listed.number) }),
    ),
  ),
  actions: [invoke(say('case.action.list'), 'case.list'), invoke(say('case.action.open'), 'case.open')],
})

/** For the start page: the newest of the open ones. */
export function homeBlocks(found: CasePage, most = 3): Block[] {
  return [
    { kind: 'divider' },
    { kind: 'paragraph', text: say('case.home.title'), emphasis: 'strong' },
    ...(found.total === 0 ? [{ kind: 'paragraph' as const, text: say('case.home.none') }] : []),
    ...found.cases.slice(0, most).map((listed) => caseEntry(listed, true)),
  ]
}

/** Beside them. */
export const homeActions = (found: CasePage): Action[] => [
  invoke(say('case.action.open'), 'case.open', undefined, 'primary'),
  invoke(found.total === 0 ? say('case.action.list') : say('case.home.more', { count: found.total }), 'case.list'),
]

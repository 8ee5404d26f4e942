/** One case as its customer reads it. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import { type Case, isForCustomer } from '../../domain/case.ts'
import { canReopen, isOpen, REOPENS_FOR_DAYS } from '../../domain/case-life.ts'
import type { CaseSheet } from '../../domain/cases.ts'
import type { Contact } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'
import { closeButton, reopenButton, replyButton } from '../case-buttons.ts'
import { caseFacts, dueFacts, messageBlocks, timelineBlocks } from '../case-card.ts'
import { authorText, caseHeading, caseName, statusForCustomer, statusText } from '../case-words.ts'
import { shortText } from '../short-text.ts'

/** Messages on one page: what was said last is what is looked for. */
const pageLength = 4

export interface SheetReader {
  contact: Contact
  /** Whether only the reader sees it, or it stands where the case itself is spoken of. */
  isPrivate: boolean
  zones: { reader?: string | undefined; center?: string | undefined }
  now: Date
  /** 1 is the newest. */
  page: number
}

const tones = {
  new: 'info',
  claimed: 'info',
  'in-progress': 'info',
  waiting: 'warning',
  resolved: 'good',
  closed: 'plain',
} as const satisfies Record<Case['status'], View['tone']>

/** Facts, what was said last, what happened, and what can be done now. */
export function sheetView(sheet: CaseSheet<'customer'>, reader: SheetReader): View {
  const { case: the, openedBy } = sheet
  const { isPrivate, zones, page } = reader
  return {
    tone: tones[the.status],
    title: isPrivate ? caseHeading(the) : caseName(the.number),
    body: [
      {
        kind: 'facts',
        facts: caseFacts(the, {
          state: statusForCustomer(the.status),
          due: dueFacts(the, zones),
          openedBy: authorText({ kind: 'contact', id: openedBy.id, name: openedBy.name }),
        }),
      },
      ...(the.status === 'waiting'
        ? [{ kind: 'paragraph' as const, text: say('case.sheet.waiting'), emphasis: 'strong' as const }]
        : []),
      ...(isPrivate
        ? [...wordsOf(sheet, page), ...timelineBlocks(sheet.timeline.filter(({ audience }) => audience === 'customer'))]
        : [{ kind: 'paragraph' as const, text: say('case.sheet.in-public'), emphasis: 'subtle' as const }]),
    ],
    actions: [...(isPrivate ? pages(sheet, page) : []), ...deedsOn(sheet, reader)],
  }
}

function wordsOf({ messages }: CaseSheet<'customer'>, page: number): Block[] {
  const heading: Block = { kind: 'paragraph', text: say('case.messages'), emphasis: 'strong' }
  const end = Math.max(0, messages.length - (page - 1) * pageLength)
  // The types keep notes out; who answers for what customers read looks once more.
  const shown = messages.slice(Math.max(0, end - pageLength), end).filter(isForCustomer)
  return [
    heading,
    ...(shown.length === 0 ? [{ kind: 'paragraph' as const, text: say('case.sheet.no-words') }] : []),
    ...shown.flatMap((message) => messageBlocks(message)),
  ]
}

function pages({ case: { number }, messages }: CaseSheet<'customer'>, page: number): Action[] {
  const to = (next: number) => ({ number: String(number), page: String(next) })
  return [
    ...(page * pageLength < messages.length ? [invoke(say('case.sheet.earlier'), 'case.show', to(page + 1))] : []),
    ...(page > 1 ? [invoke(say('case.sheet.later'), 'case.show', to(page - 1))] : []),
  ]
}

function deedsOn({ case: the, openedBy, followers }: CaseSheet<'customer'>, { contact, now }: SheetReader): Action[] {
  const { number, status } = the
  const of = { number: String(number) }
  const list = invoke(say('case.action.list'), 'case.list')
  const follow =
    openedBy.id === contact.id
      ? []
      : followers.includes(contact.id)
        ? [invoke(say('case.action.unfollow'), 'case.unfollow', of)]
        : [invoke(say('case.action.follow'), 'case.follow', of)]
  if (contact.role === 'viewer') return [...follow, list]
  if (isOpen(status)) {
    return [
      replyButton(number),
      invoke(say('case.action.severity'), 'case.severity', of),
      closeButton(number, 'withdraw'),
      ...follow,
      list,
    ]
  }
  const again = status === 'resolved' || canReopen(the, now) ? [reopenButton(number)] : [followUpButton(the)]
  return [
    ...(status === 'resolved' ? [closeButton(number, 'solved'), replyButton(number)] : []),
    ...again,
    ...(the.closing === 'merged' ? [] : [invoke(say('case.sheet.rate'), 'case.rate', of)]),
    ...follow,
    list,
  ]
}

/** A new case about the same thing that points to this one. */
export const followUpButton = ({ number }: Case): Action =>
  invoke(say('case.sheet.follow-up'), 'case.follow-up', { number: String(number) }, 'primary')

/** Another organization's case, nobody's, and no number at all: one and the same answer. */
export const unknownCaseView = ({ name }: Organization): View => ({
  tone: 'warning',
  title: say('case.unknown.title'),
  body: [{ kind: 'paragraph', text: say('case.unknown.text', { organization: shortText(name, 100) }) }],
  actions: [invoke(say('case.action.list'), 'case.list')],
})

/** The state does not take the deed. */
export const notNowView = ({ number, status }: Case): View => ({
  tone: 'info',
  title: say('case.not-now.title', { number: String(number), state: statusText(status) }),
  body: [],
  actions: [invoke(say('case.action.show'), 'case.show', { number: String(number) })],
})

/** Closed too long ago, or merged: a new case goes on from it. */
export function tooLateView(the: Case): View {
  const { number, closing, mergedInto } = the
  const isMerged = closing === 'merged'
  return {
    tone: 'info',
    title: say('case.too-late.title', { number: String(number) }),
    body: [
      {
        kind: 'paragraph',
        text: isMerged ? say('case.too-late.merged') : say('case.too-late.text', { days: REOPENS_FOR_DAYS }),
      },
    ],
    actions: [
      isMerged && mergedInto
        ? invoke(say('case.action.show'), 'case.show', { number: String(mergedInto) }, 'primary')
        : followUpButton(the),
      invoke(say('case.action.list'), 'case.list'),
    ],
  }
}

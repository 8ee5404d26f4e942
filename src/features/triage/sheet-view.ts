/** A case as the vendor's people read it: with notes, told apart from what the customer read. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import type { Audience } from '../../domain/case.ts'
import { isOpen } from '../../domain/case-life.ts'
import type { Carried, CaseSheet } from '../../domain/cases.ts'
import { caseFacts, dueFacts, messageBlocks, timelineBlocks } from '../case-card.ts'
import { authorText, caseHeading, statusText } from '../case-words.ts'
import { deedButtons } from './buttons.ts'

const pageLength = 4

export interface StaffReader {
  page: number
  /** Mail address of the reader. */
  me: string
  zone?: string
  /** Address of the picture of its clock. */
  picture?: string
}

/** Facts, the newest words of either audience, the timeline and what can be done. */
export function staffSheetView(sheet: CaseSheet<Audience>, { page, me, zone, picture }: StaffReader): View {
  const { case: the, organization, openedBy, messages, timeline, watchers } = sheet
  const end = Math.max(0, messages.length - (page - 1) * pageLength)
  return {
    tone: isOpen(the.status) ? 'info' : 'plain',
    title: caseHeading(the),
    body: [
      {
        kind: 'facts',
        facts: caseFacts(the, {
          state: statusText(the.status),
          due: dueFacts(the, { reader: zone, customer: organization.timeZone }),
          organization: organization.name,
          openedBy: authorText({ kind: 'contact', id: openedBy.id, name: openedBy.name }),
        }),
      },
      ...(picture ? [{ kind: 'picture' as const, url: picture, alt: say('triage.clock-picture') }] : []),
      { kind: 'paragraph', text: say('case.messages'), emphasis: 'strong' },
      ...messages.slice(Math.max(0, end - pageLength), end).flatMap(withAudience),
      ...timelineBlocks(timeline),
    ],
    actions: [
      ...deedButtons(the, me),
      ...failedOnes(the.number, messages),
      watchers.includes(me)
        ? invoke(say('triage.action.unwatch'), 'case.unwatch', { number: String(the.number) })
        : invoke(say('triage.action.watch'), 'case.watch', { number: String(the.number) }),
      ...pages(the.number, messages.length, page),
    ],
  }
}

/** Above each message stands who reads it. */
const withAudience = (message: Carried<Audience>): Block[] => [
  { kind: 'divider' },
  { kind: 'paragraph', text: say(`thread.audience.${message.audience}`), emphasis: 'subtle' },
  ...messageBlocks(message),
]

const failedOnes = (number: number, messages: Carried<Audience>[]): Action[] =>
  messages
    .flatMap(({ delivery }) => delivery.filter(({ state }) => state === 'failed'))
    .slice(-3)
    .map(({ deliveryId }) =>
      invoke(say('triage.action.retry'), 'case.retry', { number: String(number), delivery: deliveryId }),
    )

function pages(number: number, length: number, page: number): Action[] {
  const to = (next: number) => ({ number: String(number), page: String(next) })
  return [
    ...(page * pageLength < length ? [invoke(say('triage.action.earlier'), 'case.show', to(page + 1))] : []),
    ...(page > 1 ? [invoke(say('triage.action.later'), 'case.show', to(page - 1))] : []),
  ]
}

/** What the vendor's people read about cases, and what stands in the threads of both sides. */
import { type Reply, say, type View } from '../../../src/bot/view.ts'
import type { Audience, CaseActor, CaseMessage, CaseThread } from '../../../src/domain/case.ts'
import { cardKey } from '../../../src/domain/case.ts'
import type { CaseEvent } from '../../../src/domain/case-events.ts'
import type { Carried, CaseDossier, CaseSheet } from '../../../src/domain/cases.ts'
import * as thread from '../../../src/features/case-thread/message-view.ts'
import * as answers from '../../../src/features/triage/answers-view.ts'
import * as card from '../../../src/features/triage/card-view.ts'
import { queueView, queueViews } from '../../../src/features/triage/queue-view.ts'
import { staffSheetView } from '../../../src/features/triage/sheet-view.ts'
import { caseOf, casesOf, messageOf, owner, pageOf, sheetOf } from './cases.ts'
import { type Cast, instant } from './people-and-things.ts'

const slack = { platform: 'slack', workspace: 'T1', user: 'U1' } as const
const engineer = (cast: Cast) => ({ email: 'a@b.example', name: cast.contact.name, role: 'engineer' as const })

const notesAmong = (cast: Cast, count: number): Carried<Audience>[] =>
  Array.from({ length: count }, (_, i) => ({
    ...messageOf(cast, i),
    audience: i % 2 === 0 ? ('internal' as const) : ('customer' as const),
    delivery: [{ threadId: 'thread', state: 'failed' as const, deliveryId: `delivery-${i}`, error: 'gone' }],
  }))

const staffSheet = (cast: Cast, the: CaseDossier['case'], count: number): CaseSheet<Audience> => ({
  ...sheetOf(cast, the, 0),
  messages: notesAmong(cast, count),
})

/** Longer than any platform shows in one message. */
const mostLetters = 13_000

const said = <A extends Audience>(message: CaseMessage<A>): CaseMessage<A> => {
  const text = message.text.slice(0, mostLetters)
  return { ...message, text, words: [{ kind: 'text', runs: [{ text }] }] }
}

const messages = (cast: Cast): CaseMessage<'customer'>[] => [0, 1, 2, 3].map((i) => said(messageOf(cast, i)))
const file = (name: string) => ({ id: 'file', name, status: 'kept' as const })

/** By module and export: a list of what that function can answer. */
export const engineerMakers: Record<string, (cast: Cast) => (View | Reply)[]> = {
  'case-thread/message-view.forCustomer': (cast) => messages(cast).map(thread.forCustomer),
  'case-thread/message-view.forEngineers': (cast) =>
    notesAmong(cast, 4).map((message) => thread.forEngineers(said(message), cast.organization.name)),
  'case-thread/message-view.fileContent': (cast) =>
    (['customer', 'engineers'] as const).map(
      (side) => thread.fileContent(messageOf(cast, 0), file(cast.contact.name), side).view,
    ),
  'triage/answers-view.notHereView': () => [answers.notHereView()],
  'triage/answers-view.notOnDutyView': () => [answers.notOnDutyView()],
  'triage/answers-view.noCaseView': () => [answers.noCaseView(123_456_789)],
  'triage/answers-view.whichCaseView': () => [answers.whichCaseView()],
  'triage/answers-view.doneView': (cast) =>
    casesOf(cast).map((the) => answers.doneView(the, say('triage.claimed', { case: 'x' }))),
  'triage/answers-view.takenView': (cast) => [answers.takenView(caseOf(cast), cast.contact.name, instant)],
  'triage/answers-view.sentView': (cast) => [
    answers.sentView(caseOf(cast), 'message', [], say('triage.answered', { case: 'x' })),
    answers.sentView(caseOf(cast), 'message', [cast.contact.name], say('triage.asked', { case: 'x' })),
  ],
  'triage/card-view.triageCard': (cast) => casesOf(cast).map((the) => card.triageCard(dossierOf(cast, the))),
  'triage/queue-view.queueView': (cast) => [
    ...queueViews.map((view) => queueView(pageOf(cast, 10, 300), view)),
    queueView(pageOf(cast, 0), 'mine'),
    queueView(pageOf(cast, 1), 'all', cast.contact.name),
  ],
  'triage/sheet-view.staffSheetView': (cast) => [
    ...casesOf(cast).map((the) => staffSheetView(staffSheet(cast, the, 5), { page: 1, me: 'a@b.example' })),
    staffSheetView(staffSheet(cast, caseOf(cast), 40), {
      page: 2,
      me: 'x@y.example',
      zone: 'Asia/Tokyo',
      picture: 'https://bot.example/pictures/token.png',
    }),
  ],
}

/** A part of views, exported for others. */
export const engineerParts = ['triage/answers-view.showAction', 'triage/queue-view.queueViews']

/** A case with a thread on each side, as its listeners see it. */
export function dossierOf(cast: Cast, the: CaseDossier['case']): CaseDossier {
  const { number } = the
  const person = { kind: 'person', caseNumber: number, side: 'customer', contactId: cast.contact.id } as const
  const threads: CaseThread[] = [
    { id: 'slack', rootKey: 'case:1204:opened:a', who: slack, ...person },
    { id: 'teams', rootKey: 'case:1204:opened:b', who: { ...slack, platform: 'teams' }, ...person },
    {
      ...{ id: 'card', kind: 'conversation', caseNumber: number, side: 'engineers', rootKey: cardKey(number) },
      ...{ platform: 'slack', workspace: 'T1', conversation: 'C1' },
    },
  ]
  const staff = { staff: engineer(cast), identities: [slack], channel: 'C2' }
  return {
    case: { ...the, owner: owner(cast) },
    dueAt: instant,
    organization: cast.organization,
    openedBy: { contact: cast.contact, identities: [slack] },
    threads,
    followers: [],
    owner: staff,
    watchers: [staff],
    managers: [staff],
    center: { name: cast.organization.name, timeZone: 'America/Argentina/ComodRivadavia' },
    mergedThreads: [],
    formerThreads: [],
    engineersElsewhere: [],
  }
}

/** Everything that can happen to a case. */
export function caseEventsOf(cast: Cast): CaseEvent[] {
  const by: CaseActor = { kind: 'contact', who: slack, contact: cast.contact }
  const of = { number: caseOf(cast).number, organizationId: cast.organization.id, by }
  const from = owner(cast)
  const text = cast.contact.name
  const written = { messageId: 'message', audience: 'customer' as const }
  return [
    { kind: 'case-opened', ...of },
    { kind: 'case-claimed', ...of },
    { kind: 'case-released', from, note: text, ...of },
    { kind: 'case-lease-ended', from, ...of },
    { kind: 'case-transferred', from, to: from, ...of },
    { kind: 'case-taken-over', from, reason: text, ...of },
    { kind: 'case-written', ...written, became: 'waiting', ...of },
    { kind: 'case-rewritten', ...written, revision: 1, ...of },
    { kind: 'case-resolved', ...of },
    ...(['solved', 'no-answer', 'withdrawn', 'merged'] as const).map(
      (closing) => ({ kind: 'case-closed', closing, ...of }) as const,
    ),
    { kind: 'case-reopened', reason: text, ...of },
    { kind: 'case-severity-changed', from: 1, to: 4, ...of },
    { kind: 'case-merged', into: of.number, ...of },
    { kind: 'case-rated', stars: 5, ...of },
    { kind: 'case-warned', target: 'first-response', dueAt: instant, ...of },
    { kind: 'case-breached', target: 'next-response', dueAt: instant, ...of },
    { kind: 'case-reminded', count: 1, ...of },
    { kind: 'case-delivery-failed', deliveryId: 'delivery', dedupeKey: 'case:1204:card', reason: text, ...of },
  ]
}

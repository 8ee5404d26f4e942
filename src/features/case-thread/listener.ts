/** What the customer's side reads of a case: the thread's beginning, the other side's words, and where the case stands. */
import type { Outgoing } from '../../bot/platform.ts'
import { type Action, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { CaseThread } from '../../domain/case.ts'
import type { CaseEvent } from '../../domain/case-events.ts'
import { REOPENS_FOR_DAYS, WAITS_FOR_DAYS } from '../../domain/case-life.ts'
import type { CaseDossier } from '../../domain/cases.ts'
import { closeButton, detailsButton, ratingButtons, reopenButton, showButton } from '../case-buttons.ts'
import { caseFacts, dueFacts } from '../case-card.ts'
import { customerThreads, intoThread, isChat, view } from '../case-telling.ts'
import { caseHeading, caseName, severityShort, statusForCustomer } from '../case-words.ts'
import type { Listener, Surroundings } from '../listening.ts'
import { carry, carryChange, carryRemoval, mark } from './carry.ts'

export const tellCustomers: Listener = async (event, surroundings) => {
  if (!('number' in event)) return []
  const dossier = await surroundings.directory.caseDossier(event.number)
  if (!dossier) return []
  return [...(await wordsOf(event, dossier, surroundings)), ...noticesOf(event, dossier, surroundings)]
}

async function wordsOf(event: CaseEvent, dossier: CaseDossier, surroundings: Surroundings): Promise<Outgoing[]> {
  if (event.kind !== 'case-written' && event.kind !== 'case-rewritten' && event.kind !== 'case-erased') return []
  const message = await surroundings.directory.caseMessage(event.messageId)
  if (!message) return []
  switch (event.kind) {
    case 'case-written':
      return [...carry(dossier, message, surroundings), ...mark(dossier, message, surroundings)]
    case 'case-rewritten':
      return carryChange(dossier, message, surroundings)
    case 'case-erased':
      return carryRemoval(dossier, message, surroundings)
  }
}

function noticesOf(event: CaseEvent, dossier: CaseDossier, surroundings: Surroundings): Outgoing[] {
  const threads = customerThreads(dossier)
  if (event.kind === 'case-opened') {
    return threads.map((thread) => beginning(dossier, thread, surroundings))
  }
  if (event.kind === 'case-followed') {
    return threads
      .filter((thread) => thread.kind === 'person' && thread.contactId === event.contactId)
      .map((thread) => beginning(dossier, thread, surroundings))
  }
  const notice = noticeOf(event, dossier)
  if (!notice) return []
  return threads.map((thread) =>
    intoThread(
      dossier,
      thread,
      { dedupeKey: `${surroundings.eventId}:${thread.id}`, content: view(notice) },
      surroundings,
    ),
  )
}

/** The message below which the thread hangs, or in a thread that was there before the word that it is followed now. */
function beginning(dossier: CaseDossier, thread: CaseThread, surroundings: Surroundings): Outgoing {
  const { case: the, center } = dossier
  const isOwn = thread.kind === 'person'
  const where = isChat(thread) ? 'chat' : 'thread'
  const due = dossier.dueAt
    ? dueFacts(
        { ...the, responseDueAt: dossier.dueAt },
        { reader: dossier.organization.timeZone, center: center?.timeZone },
      )
    : []
  const shown: View = {
    tone: 'info',
    title: caseHeading(the),
    body: [
      {
        kind: 'facts',
        facts: where === 'chat' ? caseFacts(the, { state: statusForCustomer(the.status), due }) : due,
      },
      { kind: 'paragraph', text: say(`thread.begins.${where}`) },
    ],
    actions:
      where === 'chat'
        ? [showButton(the.number, 'primary'), detailsButton(the.number), closeButton(the.number, 'withdraw')]
        : [showButton(the.number)],
  }
  const dedupeKey = thread.rootKey ?? `${surroundings.eventId}:${thread.id}`
  return intoThread(dossier, thread, { dedupeKey, content: view(shown) }, surroundings, isOwn)
}

/** A change that the customer is told of; undefined for what only the vendor knows. */
function noticeOf(event: CaseEvent, dossier: CaseDossier): View | undefined {
  const { case: the } = dossier
  const name = the.owner?.name ?? ''
  const number = caseName(the.number)
  switch (event.kind) {
    case 'case-claimed':
      return line(say('thread.claimed', { name }))
    case 'case-transferred':
    case 'case-taken-over':
      return line(say('thread.now-with', { name }))
    case 'case-written':
      return event.audience === 'customer' && event.became === 'waiting'
        ? line(say('thread.waiting'), 'warning', [closeButton(the.number, 'withdraw')])
        : undefined
    case 'case-resolved':
      return {
        tone: 'good',
        title: say('thread.resolved.title', { case: number }),
        body: [{ kind: 'paragraph', text: say('thread.resolved.text') }],
        actions: [closeButton(the.number, 'solved'), reopenButton(the.number)],
      }
    case 'case-closed':
      return {
        tone: 'plain',
        title: say(`thread.closed-as.${event.closing}`, { case: number }),
        body:
          event.closing === 'merged'
            ? []
            : [
                { kind: 'paragraph', text: say('thread.may-reopen', { days: REOPENS_FOR_DAYS }) },
                ...(the.rating
                  ? []
                  : [{ kind: 'paragraph' as const, text: say('thread.please-rate'), emphasis: 'strong' as const }]),
              ],
        ...(event.closing === 'merged'
          ? {}
          : { actions: [...(the.rating ? [] : ratingButtons(the.number)), reopenButton(the.number)] }),
      }
    case 'case-reopened':
      return line(say('thread.reopened', { case: number }))
    case 'case-severity-changed':
      return line(say('thread.severity', { severity: severityShort(event.to) }))
    case 'case-merged':
      return {
        ...line(say('thread.merged', { case: number, into: caseName(event.into) })),
        body: [{ kind: 'paragraph', text: say('thread.merged-text') }],
      }
    case 'case-reminded':
      return line(say('thread.reminded', { case: number, days: WAITS_FOR_DAYS }), 'warning', [
        invoke(say('case.action.reply'), 'case.reply', { number: String(the.number) }),
        closeButton(the.number, 'solved'),
      ])
    default:
      return undefined
  }
}

const line = (title: Text, tone: View['tone'] = 'info', actions: Action[] = []): View => ({
  tone,
  compact: true,
  title,
  body: [],
  ...(actions.length > 0 ? { actions } : {}),
})

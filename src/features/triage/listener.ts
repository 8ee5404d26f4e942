/** What the vendor's people read of a case: its card, what became of it, and alarms. */
import type { Outgoing } from '../../bot/platform.ts'
import { invoke, say, type Text, type View } from '../../bot/view.ts'
import { cardKey } from '../../domain/case.ts'
import type { CaseEvent } from '../../domain/case-events.ts'
import type { CaseDossier, ReachableStaff } from '../../domain/cases.ts'
import { engineerThreads, hasCard, intoThread, toStaff, view } from '../case-telling.ts'
import { caseHeading, caseName, severityShort, starsText } from '../case-words.ts'
import type { Listener, Surroundings } from '../listening.ts'
import { shortText } from '../short-text.ts'
import { showAction } from './answers-view.ts'
import { triageCard } from './card-view.ts'

export const tellEngineers: Listener = async (event, surroundings) => {
  if (!('number' in event)) return []
  const dossier = await surroundings.directory.caseDossier(event.number)
  if (!dossier) return []
  return [
    ...card(event, dossier, surroundings),
    ...threadNotice(event, dossier, surroundings),
    ...persons(event, dossier, surroundings),
    ...managers(event, dossier, surroundings),
  ]
}

/** Events that leave the card as it is. */
const quiet: ReadonlySet<CaseEvent['kind']> = new Set([
  'case-rewritten',
  'case-erased',
  'case-rated',
  'case-followed',
  'case-unfollowed',
  'case-watched',
  'case-unwatched',
  'case-reminded',
  'case-delivery-failed',
])

function card(event: CaseEvent, dossier: CaseDossier, surroundings: Surroundings): Outgoing[] {
  const thread = hasCard(dossier)
  if (!thread || quiet.has(event.kind)) return []
  if (event.kind === 'case-written' && (event.audience === 'internal' || event.opening)) return []
  const key = cardKey(dossier.case.number)
  const content = view(triageCard(dossier, surroundings.vendor?.zone))
  const telling =
    event.kind === 'case-opened'
      ? { dedupeKey: key, content }
      : { dedupeKey: `${key}:${surroundings.eventId}`, replaces: key, content }
  return [intoThread(dossier, thread, telling, surroundings, true)]
}

function threadNotice(event: CaseEvent, dossier: CaseDossier, surroundings: Surroundings): Outgoing[] {
  const notice = noticeOf(event, dossier)
  if (!notice) return []
  return engineerThreads(dossier).map((thread) =>
    intoThread(
      dossier,
      thread,
      { dedupeKey: `${surroundings.eventId}:${thread.id}`, content: view(notice), internal: true },
      surroundings,
    ),
  )
}

const line = (
  title: Text,
  tone: View['tone'] = 'info',
  body: View['body'] = [],
  actions: View['actions'] = [],
): View => ({
  tone,
  compact: true,
  title,
  body,
  ...(actions.length > 0 ? { actions } : {}),
})

const said = (text: string | undefined): View['body'] =>
  text ? [{ kind: 'paragraph', text: say('common.verbatim', { text: shortText(text, 500) }) }] : []

function noticeOf(event: CaseEvent, dossier: CaseDossier): View | undefined {
  const { case: the } = dossier
  switch (event.kind) {
    case 'case-released':
      return line(say('triage.told.released', { name: event.from.name }), 'warning', said(event.note))
    case 'case-lease-ended':
      return line(say('triage.told.lease-ended', { name: event.from.name }), 'warning', handover(dossier))
    case 'case-transferred':
      return line(say('triage.told.transferred', { name: event.to.name }))
    case 'case-taken-over':
      return line(
        say('triage.told.taken-over', { from: event.from.name, name: the.owner?.name ?? '' }),
        'info',
        said(event.reason),
      )
    case 'case-severity-changed':
      return line(
        say('triage.told.severity', { from: severityShort(event.from), to: severityShort(event.to) }),
        'warning',
      )
    case 'case-merged':
      return line(say('triage.told.merged', { case: caseName(the.number), into: caseName(event.into) }))
    case 'case-resolved':
      return line(say('triage.told.resolved'), 'good')
    case 'case-reopened':
      return line(say('triage.told.reopened'), 'warning', said(event.reason))
    case 'case-closed':
      return line(say(`case.closing.${event.closing}`), 'plain')
    case 'case-rated':
      return line(say('triage.told.rated', { stars: starsText(event.stars) }), 'info', said(the.rating?.comment))
    case 'case-warned':
      return line(say('triage.told.warned', { at: { instant: event.dueAt.toISOString() } }), 'warning')
    case 'case-breached':
      return line(say('triage.told.breached', { at: { instant: event.dueAt.toISOString() } }), 'bad')
    case 'case-delivery-failed':
      return line(say('triage.told.delivery-failed'), 'bad', said(event.reason), [
        invoke(
          say('triage.action.retry'),
          'case.retry',
          { number: String(the.number), delivery: event.deliveryId },
          'primary',
        ),
      ])
    default:
      return undefined
  }
}

/** What the next engineer should know, in short. */
const handover = ({ case: the, organization, openedBy }: CaseDossier): View['body'] => [
  {
    kind: 'paragraph',
    text: say('triage.handover', {
      organization: shortText(organization.name, 80),
      name: shortText(openedBy.contact.name, 80),
      severity: severityShort(the.severity),
      opened: { instant: the.openedAt.toISOString() },
    }),
  },
]

/** Those whom it concerns in person: the new owner, the one from whom it was taken, watchers. */
function persons(event: CaseEvent, dossier: CaseDossier, surroundings: Surroundings): Outgoing[] {
  const { case: the, owner, watchers } = dossier
  const by = event.by.kind === 'staff' ? event.by.staff.email : undefined
  const tell = (people: readonly (ReachableStaff | undefined)[], title: Text, body: View['body'] = []) =>
    people
      .filter((person): person is ReachableStaff => person !== undefined && person.staff.email !== by)
      .flatMap((person) =>
        toStaff(
          person,
          {
            dedupeKey: `${surroundings.eventId}:staff`,
            content: view({
              tone: 'info',
              title,
              body: [{ kind: 'paragraph', text: caseHeading(the), emphasis: 'subtle' }, ...body],
              actions: [showAction(the)],
            }),
          },
          surroundings,
        ),
      )
  switch (event.kind) {
    case 'case-transferred':
      return tell([owner], say('triage.told.yours-now'))
    case 'case-taken-over':
      return tell(
        watchers.filter(({ staff }) => staff.email === event.from.email),
        say('triage.told.taken-over', { from: event.from.name, name: the.owner?.name ?? '' }),
        said(event.reason),
      )
    case 'case-warned':
    case 'case-breached':
      return tell(
        [owner],
        say(`triage.told.${event.kind === 'case-warned' ? 'warned' : 'breached'}`, {
          at: { instant: event.dueAt.toISOString() },
        }),
      )
    case 'case-written':
      return event.by.kind === 'contact' ? tell(watchers, say('triage.told.customer-wrote')) : []
    case 'case-resolved':
    case 'case-closed':
    case 'case-reopened':
      return tell(
        watchers,
        say(
          `triage.told.${event.kind === 'case-closed' ? 'closed' : event.kind === 'case-resolved' ? 'resolved' : 'reopened'}`,
        ),
      )
    default:
      return []
  }
}

/** At 100 %: the managers' channel and each manager in person, once (R6.3). What reaches no engineers' thread reaches them too. */
function managers(event: CaseEvent, dossier: CaseDossier, surroundings: Surroundings): Outgoing[] {
  const isUnseen =
    event.kind === 'case-delivery-failed' && engineerThreads(dossier).some(({ id }) => event.dedupeKey.includes(id))
  if (event.kind !== 'case-breached' && !isUnseen) return []
  const { case: the, organization } = dossier
  const shown: View = {
    tone: 'bad',
    title:
      event.kind === 'case-breached'
        ? say('triage.escalation.title', { case: caseName(the.number) })
        : say('triage.told.delivery-failed'),
    body: [
      { kind: 'paragraph', text: caseHeading(the), emphasis: 'strong' },
      {
        kind: 'facts',
        facts: [
          {
            label: say('case.fact.organization'),
            value: say('common.verbatim', { text: shortText(organization.name, 80) }),
          },
          { label: say('case.fact.severity'), value: severityShort(the.severity) },
          {
            label: say('case.fact.engineer'),
            value: the.owner ? say('common.verbatim', { text: the.owner.name }) : say('case.nobody-yet'),
          },
          ...(event.kind === 'case-breached'
            ? [
                {
                  label: say('triage.queue.due'),
                  value: say('case.instant', { at: { instant: event.dueAt.toISOString() } }),
                },
              ]
            : []),
        ],
      },
    ],
    actions: [
      showAction(the),
      invoke(say('triage.action.take-over'), 'case.take-over', { number: String(the.number) }),
    ],
  }
  const channels = new Set(dossier.managers.flatMap(({ channel }) => channel ?? []))
  const { vendor, languageFor, channelCalled } = surroundings
  const places = [...channels].flatMap((id) => {
    const to = channelCalled(id)
    return to ? [{ id, to }] : []
  })
  return [
    ...places.map(
      ({ id, to }): Outgoing => ({
        dedupeKey: `${surroundings.eventId}:managers:${id}`,
        to,
        content: view(shown),
        internal: true,
        language: vendor?.language ?? languageFor(),
        zone: vendor?.zone ?? 'UTC',
        whenUncertain: 'repeat',
      }),
    ),
    ...dossier.managers.flatMap((manager) =>
      toStaff(manager, { dedupeKey: `${surroundings.eventId}:manager`, content: view(shown) }, surroundings),
    ),
  ]
}

/** What customers read about cases, with names of one kind. */
import { formOf } from '../../../src/bot/form.ts'
import type { Reply, View } from '../../../src/bot/view.ts'
import { type Case, type CaseNumber, caseStatuses, outsideTopics, severities } from '../../../src/domain/case.ts'
import type { CaseEvent } from '../../../src/domain/case-events.ts'
import type { Carried, CaseOffer, CasePage, CaseSheet } from '../../../src/domain/cases.ts'
import { coverageOn } from '../../../src/domain/coverage.ts'
import type { Partner, SupportCenter } from '../../../src/domain/support-guide.ts'
import * as deeds from '../../../src/features/cases/deeds-view.ts'
import { describeCase } from '../../../src/features/cases/describe-command.ts'
import { changeSeverity } from '../../../src/features/cases/life-commands.ts'
import { listStates } from '../../../src/features/cases/list-fields.ts'
import * as list from '../../../src/features/cases/list-view.ts'
import * as loose from '../../../src/features/cases/loose-view.ts'
import { licenseChoices, questionChoices, severityChoices, versionChoices } from '../../../src/features/cases/offers.ts'
import { openCase } from '../../../src/features/cases/open-command.ts'
import * as open from '../../../src/features/cases/open-view.ts'
import * as sheets from '../../../src/features/cases/sheet-view.ts'
import { type Cast, instant, manyDossiers, today } from './people-and-things.ts'

const zones = { reader: 'Asia/Tokyo', center: 'America/Argentina/ComodRivadavia' }

const offersOf = (cast: Cast, count: number): CaseOffer[] =>
  manyDossiers(cast, count).map((dossier) => ({
    dossier,
    coverage: coverageOn(today, dossier),
    severities: severities.map((severity) => ({
      severity,
      firstResponse: {
        kind: 'first-response',
        minutes: severity === 3 ? 90 : 120,
        hours: severity === 1 ? 'around-the-clock' : 'business',
      },
    })),
  }))

export const caseOf = (cast: Cast, more: Partial<Case> = {}): Case => ({
  number: 1204 as CaseNumber,
  organizationId: cast.organization.id,
  openedBy: cast.contact.id,
  topic: 'defect',
  severity: 1,
  status: 'new',
  title: cast.contact.name,
  product: cast.dossier.product,
  serial: cast.dossier.serial,
  version: cast.dossier.version,
  openedAt: instant,
  clocks: {},
  responseDueAt: instant,
  ...more,
})

export const owner = (cast: Cast) => ({ email: 'a@b.example', name: cast.contact.name })

export const casesOf = (cast: Cast): Case[] => [
  caseOf(cast, { topic: 'license' }),
  ...caseStatuses.map((status) =>
    caseOf(cast, { status, owner: owner(cast), rating: { stars: 5 }, followUpOf: 12 as CaseNumber }),
  ),
  caseOf(cast, { status: 'closed', closing: 'merged', mergedInto: 7 as CaseNumber, closedAt: instant }),
  caseOf(cast, { status: 'closed', closing: 'solved', closedAt: instant }),
]

const kinds: CaseEvent['kind'][] = [
  'case-opened',
  'case-claimed',
  'case-released',
  'case-lease-ended',
  'case-transferred',
  'case-taken-over',
  'case-written',
  'case-rewritten',
  'case-erased',
  'case-resolved',
  'case-closed',
  'case-reopened',
  'case-severity-changed',
  'case-merged',
  'case-rated',
  'case-followed',
  'case-unfollowed',
  'case-watched',
  'case-unwatched',
  'case-warned',
  'case-breached',
  'case-reminded',
  'case-delivery-failed',
]

export function messageOf(cast: Cast, i: number): Carried<'customer'> {
  const text = i % 2 === 0 ? cast.contact.name : `${cast.contact.name}\n`.repeat(2_000)
  const { id, name } = cast.contact
  return {
    id: `message-${i}`,
    caseNumber: 1204 as CaseNumber,
    audience: 'customer',
    author: [
      { kind: 'contact', id, name } as const,
      { kind: 'staff', ...owner(cast) } as const,
      { kind: 'system' } as const,
    ][i % 3]!,
    words: [{ kind: 'text', runs: [{ text }] }],
    text,
    files: (['waiting', 'kept', 'refused', 'failed'] as const).map((status) => ({ id: status, name, status })),
    at: instant,
    ...(i % 2 === 0 ? { editedAt: instant } : {}),
    ...(i % 5 === 4 ? { erasedAt: instant } : {}),
    revision: 0,
    delivery: (['sent', 'retrying', 'failed'] as const)
      .slice(0, i % 4)
      .map((state) => ({ threadId: 't', state, deliveryId: 'd' })),
  }
}

export const sheetOf = (cast: Cast, the: Case, messages: number): CaseSheet<'customer'> => ({
  case: the,
  organization: cast.organization,
  openedBy: cast.contact,
  messages: Array.from({ length: messages }, (_, i) => messageOf(cast, i)),
  timeline: kinds.map((kind) => ({
    at: instant,
    audience: 'customer',
    by: { kind: 'contact', id: cast.contact.id, name: cast.contact.name },
    kind,
    detail: { closing: 'solved', from: '1', to: '2', into: '12' },
  })),
  merged: [],
  followers: [],
  watchers: [],
})

export const pageOf = (cast: Cast, count: number, total = count): CasePage => ({
  cases: Array.from({ length: count }, (_, i) => ({
    ...casesOf(cast)[i % casesOf(cast).length]!,
    organizationName: cast.organization.name,
    dueAt: instant,
    lastWordAt: instant,
  })),
  total,
  page: total > count ? 2 : 1,
  pages: Math.max(1, Math.ceil(total / 10)),
})

const center = ({ contact: { name } }: Cast): SupportCenter => ({
  id: 'c',
  name,
  phone: name,
  email: name,
  url: 'https://support.example',
  opens: '09:00',
  closes: '17:30',
  days: 'Mon-Fri',
  timeZone: 'Asia/Taipei',
})
const partners = ({ contact: { name } }: Cast): Partner[] =>
  ['a', 'b'].map((id) => ({ id, name, region: name, phone: name, email: name, url: name, families: [name] }))

const asForm = (form: object | undefined) => ({ kind: 'form', form }) as Reply

/** The forms of the two steps and of a change, with what they offer. */
export function caseForms(cast: Cast): { name: string; reply: Reply }[] {
  const [offer] = offersOf(cast, 1)
  const known = { license: cast.dossier.serial, topic: 'how-to', title: cast.contact.name, description: 'x' }
  const second = { severity: severityChoices(offer!), version: versionChoices(offer!) }
  return [
    ...[0, 1, 5, 120].map((count) => ({
      name: `case.open with ${count} licenses`,
      reply: asForm(formOf(openCase, known, {}, { license: licenseChoices(offersOf(cast, count)) })),
    })),
    { name: 'case.describe', reply: asForm(formOf(describeCase, known, {}, second)) },
    {
      name: 'case.describe of a question',
      reply: asForm(formOf(describeCase, known, {}, { severity: questionChoices, version: [] })),
    },
    {
      name: 'case.severity',
      reply: asForm(formOf(changeSeverity, { number: '1204' }, {}, { severity: severityChoices(offer!) })),
    },
  ]
}

const listed = (cast: Cast, isPrivate: boolean) => ({
  organization: cast.organization,
  isPrivate,
  text: cast.contact.name,
  product: 'p',
})

/** By module and export: a list of what that function can answer. */
export const caseMakers: Record<string, (cast: Cast) => (View | Reply)[]> = {
  'cases/deeds-view.closedView': (cast) => [deeds.closedView(caseOf(cast))],
  'cases/deeds-view.reopenedView': (cast) => [deeds.reopenedView(caseOf(cast))],
  'cases/deeds-view.followedView': (cast) => [deeds.followedView(caseOf(cast))],
  'cases/deeds-view.unfollowedView': (cast) => [deeds.unfollowedView(caseOf(cast))],
  'cases/deeds-view.severityChangedView': (cast) =>
    severities.map((severity) => deeds.severityChangedView(caseOf(cast, { severity }), undefined)),
  'cases/deeds-view.wroteView': (cast) => [
    deeds.wroteView(caseOf(cast), { refused: [], undo: '1.2' }),
    deeds.wroteView(caseOf(cast), { refused: messageOf(cast, 0).files }),
  ],
  'cases/deeds-view.wroteBeforeView': (cast) => [deeds.wroteBeforeView(caseOf(cast))],
  'cases/deeds-view.takenBackView': () => [deeds.takenBackView(undefined), deeds.takenBackView(12 as CaseNumber)],
  'cases/deeds-view.isClosedView': (cast) => [true, false].map((can) => deeds.isClosedView(caseOf(cast), can)),
  'cases/deeds-view.ratedView': (cast) =>
    [1, 2, 3, 4, 5].map((stars) => deeds.ratedView(caseOf(cast), stars, stars > 3)),
  'cases/list-view.listView': (cast) => [
    ...listStates.map((state) => list.listView(pageOf(cast, 10, 300), { ...listed(cast, true), state, mine: true })),
    list.listView(pageOf(cast, 10, 300), { ...listed(cast, false), state: 'open' }),
    list.listView(pageOf(cast, 0), { ...listed(cast, true), state: 'all' }),
    list.listView(pageOf(cast, 1), { organization: cast.organization, isPrivate: true, state: 'open' }),
  ],
  'cases/list-view.whichCaseView': (cast) =>
    [0, 10].map((count) =>
      list.whichCaseView(pageOf(cast, count), {
        organization: cast.organization,
        command: 'case.close',
        isPrivate: count > 0,
      }),
    ),
  'cases/loose-view.looseView': (cast) => [
    loose.looseView([caseOf(cast), caseOf(cast)], {
      text: cast.contact.name,
      message: '1.2',
      opening: {},
      questions: [],
    }),
    loose.looseView([caseOf(cast)], { opening: { text: cast.contact.name }, questions: [] }),
  ],
  'cases/open-view.nearestView': (cast) => [
    open.nearestView(manyDossiers(cast, 3), { topic: 'defect', text: cast.contact.name }),
  ],
  'cases/open-view.viewerView': (cast) => [
    open.viewerView(cast.organization, []),
    open.viewerView(
      cast.organization,
      Array.from({ length: 9 }, () => cast.contact),
    ),
  ],
  'cases/open-view.uncoveredView': (cast) => [
    open.uncoveredView(cast.organization, {}),
    open.uncoveredView(cast.organization, { offer: offersOf(cast, 1)[0], center: center(cast) }),
  ],
  'cases/open-view.outsideView': (cast) =>
    outsideTopics.flatMap((topic) => [
      open.outsideView(
        topic,
        { center: center(cast), partners: partners(cast), language: 'ja', family: cast.contact.name },
        { topic: 'how-to' },
      ),
      open.outsideView(topic, { partners: [], language: 'en' }, {}),
    ]),
  'cases/open-view.openedView': (cast) =>
    (['here', 'direct', 'chat', 'below'] as const).map((where) =>
      open.openedView(caseOf(cast), { zones, where, brought: { count: 3, missed: true } }),
    ),
  'cases/open-view.alreadyView': (cast) =>
    (['here', 'opened'] as const).map((how) => open.alreadyView(caseOf(cast), how)),
  'cases/open-view.othersThreadView': () => [open.othersThreadView()],
  'cases/open-view.offerView': (cast) => [open.offerView({ text: cast.contact.name })],
  'cases/sheet-view.sheetView': (cast) =>
    casesOf(cast).flatMap((the) => [
      ...[0, 1, 30].map((count) =>
        sheets.sheetView(sheetOf(cast, the, count), {
          contact: cast.contact,
          isPrivate: true,
          zones,
          now: instant,
          page: 2,
        }),
      ),
      sheets.sheetView(sheetOf(cast, the, 5), {
        contact: { ...cast.contact, id: 'other' as typeof cast.contact.id },
        isPrivate: true,
        zones,
        now: instant,
        page: 1,
      }),
      sheets.sheetView(sheetOf(cast, the, 5), {
        contact: { ...cast.contact, role: 'viewer' },
        isPrivate: false,
        zones: {},
        now: instant,
        page: 1,
      }),
    ]),
  'cases/sheet-view.unknownCaseView': (cast) => [sheets.unknownCaseView(cast.organization)],
  'cases/sheet-view.notNowView': (cast) => casesOf(cast).map((the) => sheets.notNowView(the)),
  'cases/sheet-view.tooLateView': (cast) => casesOf(cast).map((the) => sheets.tooLateView(the)),
}

/** The start page with its cases. */
export const caseHome = (cast: Cast, view: View): View[] =>
  [0, 9].map((count) => ({
    ...view,
    body: [...view.body, ...list.homeBlocks(pageOf(cast, count))],
    actions: [...list.homeActions(pageOf(cast, count)), ...(view.actions ?? [])],
  }))

/** Parts of views, exported for others to put together. */
export const caseParts = [
  'cases/list-view.caseEntry',
  'cases/list-view.homeActions',
  'cases/list-view.homeBlocks',
  'cases/sheet-view.followUpButton',
]

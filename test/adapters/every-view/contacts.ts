/** The people of an organization, who would join them, and their places, in every view. */
import type { Reply, View } from '../../../src/bot/view.ts'
import type { Contact, ContactId } from '../../../src/domain/contact.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import type { JoinRequest } from '../../../src/domain/join-request.ts'
import type { Member } from '../../../src/domain/people.ts'
import type { Tie } from '../../../src/domain/tie.ts'
import * as answers from '../../../src/features/contacts/answers-view.ts'
import * as join from '../../../src/features/contacts/join-view.ts'
import * as list from '../../../src/features/contacts/list-view.ts'
import * as sheet from '../../../src/features/contacts/sheet-view.ts'
import * as told from '../../../src/features/contacts/told-view.ts'
import * as ties from '../../../src/features/ties/view.ts'
import { type Cast, instant } from './people-and-things.ts'

const who = { platform: 'slack', workspace: 'T1', user: 'U1' } as const
const all = ['entitlement', 'renewal', 'billing', 'shipping', 'technical'] as const

const membersOf = ({ contact }: Cast): Member[] => {
  const technical: Contact = { ...contact, id: 'contact-2' as ContactId, role: 'technical', phone: '+886-2-5550-0111' }
  return [
    { contact: { ...contact, purposes: [...all] }, claimed: true, platforms: ['slack', 'teams'] },
    { contact: technical, claimed: true, platforms: ['slack'] },
    { contact: technical, claimed: false, platforms: [], invitedUntil: instant },
    { contact: { ...technical, role: 'viewer' }, claimed: false, platforms: [] },
  ]
}

const requestOf = (cast: Cast, more: Partial<JoinRequest> = {}): JoinRequest => ({
  id: '0123456789abcdef0123456789abcdef0123',
  organizationId: cast.organization.id,
  who,
  contactId: cast.contact.id,
  name: cast.contact.name,
  email: cast.contact.email,
  ground: 'license',
  serial: cast.dossier.serial,
  createdAt: instant,
  expiresAt: instant,
  ...more,
})

const settled = (cast: Cast): JoinRequest[] =>
  (['joined', 'declined', 'void'] as const).map((outcome) =>
    requestOf(cast, { outcome, decidedAt: instant, decidedBy: cast.contact.name }),
  )

const tiesOf = ({ organization }: Cast): Tie[] =>
  [
    { platform: 'slack', workspace: 'T0123456789' } as const,
    { platform: 'slack', workspace: 'T0123456789', conversation: 'C0123456789' } as const,
    { platform: 'teams', workspace: '01234567-89ab-cdef-0123-456789abcdef' } as const,
    { platform: 'teams', workspace: 't', conversation: `19:${'a'.repeat(60)}@thread.tacv2` } as const,
  ].map((place) => ({ ...place, organizationId: organization.id, createdAt: instant }))
const many = <T>(things: T[], count: number): T[] => Array.from({ length: count }, (_, i) => things[i % things.length]!)

const asForm = (form: object) => ({ kind: 'form', form }) as Reply

export const contactMakers: Record<string, (cast: Cast) => (View | Reply)[]> = {
  'contacts/answers-view.notAllowedView': () => [answers.notAllowedView()],
  'contacts/answers-view.unknownView': () => [answers.unknownView()],
  'contacts/answers-view.invitedView': ({ contact }) => [
    answers.invitedView(contact, 'mail', 'ABCD-EFGH-JKLM', instant, true),
    answers.invitedView(contact, 'hand', 'ABCD-EFGH-JKLM', instant, true),
    answers.invitedView(contact, 'hand', 'ABCD-EFGH-JKLM', instant, false),
  ],
  'contacts/answers-view.alreadyMemberView': ({ contact }) => [answers.alreadyMemberView(contact)],
  'contacts/answers-view.removedView': ({ contact }) => [answers.removedView(contact)],
  'contacts/answers-view.restoredView': ({ contact }) => [
    answers.restoredView(contact, true, true),
    answers.restoredView(contact, false, true),
    answers.restoredView(contact, false, false),
  ],
  'contacts/answers-view.leaveForm': ({ organization }) => [asForm(answers.leaveForm(organization))],
  'contacts/answers-view.lastPrimaryView': () => [answers.lastPrimaryView()],
  'contacts/answers-view.leftView': ({ organization }) => [answers.leftView(organization)],
  'contacts/join-view.joinCard': (cast) => [
    join.joinCard(requestOf(cast), cast.organization, 'chat'),
    join.joinCard(requestOf(cast, { ground: 'workspace' }), cast.organization, 'mail'),
  ],
  'contacts/join-view.joinVendorCard': (cast) => [
    join.joinVendorCard(requestOf(cast), cast.organization, true),
    join.joinVendorCard(requestOf(cast), cast.organization, false),
  ],
  'contacts/join-view.joinSettledView': (cast) => [
    ...settled(cast).map((request) => join.joinSettledView(request)),
    join.joinSettledView(settled(cast)[0]!, { role: 'technical' }),
    join.joinSettledView(settled(cast)[0]!, { role: 'primary', reader: 'vendor' }),
  ],
  'contacts/join-view.joinExpiredView': (cast) => [join.joinExpiredView(requestOf(cast))],
  'contacts/join-view.welcomedView': ({ organization }) => [join.welcomedView(organization, 'viewer')],
  'contacts/join-view.declinedView': () => [join.declinedView()],
  'contacts/list-view.contactsView': (cast) => {
    const of = { organization: cast.organization, me: cast.contact }
    const page = (count: number, n = 1) => ({
      members: many(membersOf(cast), Math.min(count, 8)),
      total: count,
      page: n,
      pages: Math.ceil(count / 8) || 1,
    })
    return [
      list.contactsView(page(1), { ...of, requests: [], ties: [] }),
      list.contactsView(page(300), {
        ...of,
        requests: many([requestOf(cast)], 20),
        ties: many(tiesOf(cast), 20),
      }),
      list.contactsView(page(300, 7), { ...of, text: cast.contact.name, requests: [], ties: [] }),
      list.contactsView(page(0), {
        ...of,
        me: { ...cast.contact, role: 'viewer' },
        text: 'x'.repeat(200),
        requests: [],
        ties: [],
      }),
    ]
  },
  'contacts/list-view.tiesView': (cast) => [
    list.tiesView(cast.organization, []),
    list.tiesView(cast.organization, many(tiesOf(cast), 20)),
  ],
  'contacts/sheet-view.sheetView': (cast) => {
    const readers: Contact[] = [
      cast.contact,
      { ...cast.contact, id: 'contact-3' as ContactId, role: 'primary' },
      { ...cast.contact, id: 'contact-3' as ContactId, role: 'viewer' },
    ]
    return readers.flatMap((me) =>
      membersOf(cast).flatMap((member) => [
        sheet.sheetView(member, me, { mail: true }),
        sheet.sheetView(member, me, { mail: false, note: 'appointed' }),
        sheet.sheetView(member, me, { mail: true, note: 'saved' }),
      ]),
    )
  },
  'contacts/told-view.noAccountView': () => [told.noAccountView()],
  'contacts/told-view.staffElsewhereView': () => [told.staffElsewhereView()],
  'contacts/told-view.youWereRemovedView': ({ organization }) => [told.youWereRemovedView(organization)],
  'contacts/told-view.youWereRestoredView': ({ organization }) => [told.youWereRestoredView(organization)],
  'contacts/told-view.youWereAppointedView': ({ organization }) => [told.youWereAppointedView(organization, 'primary')],
  'contacts/told-view.yourDataView': ({ contact }) => [told.yourDataView(contact, contact)],
  'contacts/told-view.removedByView': ({ contact }) => [
    told.removedByView(contact, contact, true),
    told.removedByView(contact, contact, false),
  ],
  'contacts/told-view.leftByView': ({ contact }) => [told.leftByView(contact, true), told.leftByView(contact, false)],
  'contacts/told-view.restoredByView': ({ contact }) => [told.restoredByView(contact, contact)],
  'contacts/told-view.appointedByView': ({ contact }) => [told.appointedByView(contact, contact, 'secondary')],
  'ties/view.notForYouView': () => [ties.notForYouView('role'), ties.notForYouView('elsewhere')],
  'ties/view.tiedView': (cast) =>
    (['tied', 'already', 'taken'] as const).flatMap((status) =>
      tiesOf(cast).map((tie) => ties.tiedView({ status, tie, organization: cast.organization })),
    ),
  'ties/view.tiesOfView': (cast) => [
    ties.tiesOfView(cast.organization, []),
    ties.tiesOfView(cast.organization, many(tiesOf(cast), 20)),
  ],
  'ties/view.untiedView': (cast) => tiesOf(cast).map((tie) => ties.untiedView(tie)),
  'ties/view.whichView': ({ organization }) => [
    ties.whichView(many([organization], 8), true, { command: 'tie', values: { place: 'C0123456789' } }),
    ties.whichView(many([organization], 2), false, { command: 'untie', values: {} }),
  ],
}

/** Exported beside the views, but no views themselves. */
export const contactParts = [
  ...['listAction', 'showAction', 'restoreAction', 'againAction'].map((name) => `contacts/answers-view.${name}`),
  'contacts/join-view.joinEntry',
  ...['accountText', 'purposesText'].map((name) => `contacts/sheet-view.${name}`),
]

export function contactEventsOf(cast: Cast): DomainEvent[] {
  const of = { who, contactId: cast.contact.id, organizationId: cast.organization.id }
  const toColleague = { ...of, subject: 'contact-9' as ContactId }
  return [
    {
      kind: 'contact-invited',
      by: 'mail',
      invitation: { code: 'ABCD-EFGH-JKLM', codeHash: 'hash', expiresAt: instant },
      ...toColleague,
    },
    { kind: 'contact-removed', ...toColleague },
    { kind: 'contact-restored', ...toColleague },
    { kind: 'contact-left', ...of },
    { kind: 'contact-appointed', from: 'viewer', to: 'technical', ...toColleague },
    { kind: 'contact-amended', what: 'data', ...toColleague },
    { kind: 'join-requested', request: requestOf(cast), ...of },
    ...settled(cast).map(
      (request): DomainEvent => ({
        kind: 'join-decided',
        request,
        ...of,
        ...(request.outcome === 'joined' ? { role: 'technical' as const } : {}),
      }),
    ),
    ...tiesOf(cast).map((tie): DomainEvent => ({ kind: 'place-tied', who, tie })),
  ]
}

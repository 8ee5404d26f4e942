/** The people of an organization, who would join them, and which places are theirs. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import { type Contact, isSiteContact } from '../../domain/contact.ts'
import type { JoinRequest } from '../../domain/join-request.ts'
import type { Organization } from '../../domain/organization.ts'
import type { Member, MemberPage } from '../../domain/people.ts'
import type { Tie } from '../../domain/tie.ts'
import { shortText } from '../short-text.ts'
import { tiePlaceText, tieValues } from '../tie-words.ts'
import { showAction } from './answers-view.ts'
import { roleName } from './fields.ts'
import { joinEntry } from './join-view.ts'
import { accountText, purposesText } from './sheet-view.ts'

export interface ListedFor {
  organization: Organization
  me: Contact
  text?: string
  requests: JoinRequest[]
  ties: Tie[]
}

const requestsShown = 3
const tiesShown = 5

const entryOf = (member: Member): Block => ({
  kind: 'entry',
  title: say('contacts.line', { name: shortText(member.contact.name, 80), role: roleName(member.contact.role) }),
  text: accountText(member),
  facts: [{ label: say('contacts.field.purposes'), value: purposesText(member.contact) }],
  actions: [showAction(member.contact)],
})

/** One page; site contacts see on the first who asks to join, and the places. */
export function contactsView(found: MemberPage, { organization, me, text, requests, ties }: ListedFor): View {
  const isFirst = found.page === 1 && text === undefined
  return {
    tone: 'plain',
    title: say('contacts.title', { organization: shortText(organization.name, 80) }),
    body: [
      ...(isFirst ? requestBlocks(requests) : []),
      { kind: 'paragraph', text: say('contacts.count', { count: found.total }) },
      ...(text ? [subtle(say('contacts.searched', { text: shortText(text, 80) }))] : []),
      ...found.members.map(entryOf),
      ...(found.pages > 1 ? [subtle(say('case.list.page', { page: found.page, pages: found.pages }))] : []),
      ...(isFirst ? tieBlocks(ties) : []),
    ],
    actions: waysOn(found, me, text, ties),
  }
}

const subtle = (text: ReturnType<typeof say>): Block => ({ kind: 'paragraph', text, emphasis: 'subtle' })

const requestBlocks = (requests: JoinRequest[]): Block[] =>
  requests.length === 0
    ? []
    : [
        { kind: 'paragraph', text: say('contacts.requests', { count: requests.length }), emphasis: 'strong' },
        ...requests.slice(0, requestsShown).map(joinEntry),
        { kind: 'divider' },
      ]

const tieBlocks = (ties: Tie[]): Block[] =>
  ties.length === 0
    ? []
    : [
        { kind: 'paragraph', text: say('contacts.ties.title'), emphasis: 'strong' },
        { kind: 'bullets', items: ties.slice(0, tiesShown).map(tiePlaceText) },
      ]

function waysOn({ page, pages }: MemberPage, me: Contact, text: string | undefined, ties: Tie[]): Action[] {
  const to = (n: number) => ({ ...(text ? { text } : {}), page: String(n) })
  return [
    ...(page > 1 ? [invoke(say('case.list.previous'), 'contacts', to(page - 1))] : []),
    ...(page < pages ? [invoke(say('case.list.next'), 'contacts', to(page + 1))] : []),
    ...(text ? [invoke(say('contacts.action.list'), 'contacts')] : []),
    ...(isSiteContact(me)
      ? [invoke(say('commands.contacts-invite.name'), 'contacts.invite', undefined, 'primary')]
      : []),
    invoke(say('contacts.action.own'), 'contacts.show', { contact: me.id }),
    ...(ties.length > 0 ? [invoke(say('contacts.action.ties'), 'contacts.ties')] : []),
  ]
}

/** Each place with the way to let it go. */
export const tiesView = (organization: Organization, ties: Tie[]): View => ({
  tone: 'plain',
  title: say('contacts.ties.heading', { organization: shortText(organization.name, 60) }),
  body: [
    { kind: 'paragraph', text: say(ties.length > 0 ? 'contacts.ties.text' : 'contacts.ties.none') },
    ...ties.map(
      (tie): Block => ({
        kind: 'entry',
        title: tiePlaceText(tie),
        actions: [
          {
            kind: 'invoke',
            label: say('ties.action.untie'),
            invoke: { command: 'contacts.untie', values: tieValues(tie) },
            confirm: {
              title: say('ties.untie.title'),
              text: say('ties.untie.text'),
              yes: say('ties.untie.yes'),
              no: say('contacts.cancel'),
            },
          },
        ],
      }),
    ),
  ],
})

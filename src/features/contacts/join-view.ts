/** Somebody asks to join an organization: the card with which its contacts answer, and what came of it. */
import { type Action, type Block, type Fact, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { ContactRole } from '../../domain/contact.ts'
import type { JoinRequest } from '../../domain/join-request.ts'
import type { JoinAnswer } from '../../domain/joining.ts'
import type { Organization } from '../../domain/organization.ts'
import { shortText } from '../short-text.ts'
import { listAction } from './answers-view.ts'
import { roleName } from './fields.ts'

const named = ({ name }: JoinRequest) => shortText(name, 60)
const at = (instant: Date) => ({ instant: instant.toISOString() })

const groundText = ({ ground, serial }: JoinRequest): Text =>
  ground === 'license' && serial
    ? say('contacts.join.by-license', { serial: { serial } })
    : say('contacts.join.by-workspace')

const factsOf = (request: JoinRequest): Fact[] => [
  { label: say('contacts.join.email'), value: say('common.verbatim', { text: request.email }) },
  {
    label: say('vendor.locked.identity'),
    value: say('vendor.locked.account', {
      platform: say(`link.platform.${request.who.platform}`),
      user: request.who.user,
      workspace: request.who.workspace,
    }),
  },
  { label: say('contacts.join.ground'), value: groundText(request) },
  {
    label: say('contacts.join.expires'),
    value: say('vendor.locked.until-value', { instant: at(request.expiresAt) }),
  },
]

const answerAction = (request: JoinRequest, answer: JoinAnswer): Action => {
  const action = invoke(
    say(`contacts.join.answer.${answer}`),
    'contacts.decide',
    { request: request.id, answer },
    answer === 'decline' ? 'danger' : answer === 'viewer' ? undefined : 'primary',
  )
  if (action.kind !== 'invoke' || answer !== 'decline') return action
  return {
    ...action,
    confirm: {
      title: say('contacts.join.sure.title'),
      text: say('contacts.join.sure.text', { name: shortText(request.name, 40) }),
      yes: say('contacts.join.sure.yes'),
      no: say('contacts.cancel'),
    },
  }
}

const answers: JoinAnswer[] = ['technical', 'viewer', 'decline']

export const joinEntry = (request: JoinRequest): Block => ({
  kind: 'entry',
  title: say('common.verbatim', { text: shortText(request.name, 80) }),
  facts: factsOf(request),
  actions: answers.map((answer) => answerAction(request, answer)),
})

/** To a site contact; by mail the answer is given elsewhere. */
export const joinCard = (request: JoinRequest, organization: Organization, how: 'chat' | 'mail'): View => ({
  tone: 'info',
  title: say('contacts.join.title', { name: named(request), organization: shortText(organization.name, 60) }),
  body: [
    { kind: 'paragraph', text: say('contacts.join.text') },
    { kind: 'facts', facts: factsOf(request) },
    ...(how === 'mail' ? [{ kind: 'paragraph' as const, text: say('contacts.join.where') }] : []),
  ],
  ...(how === 'chat' ? { actions: answers.map((answer) => answerAction(request, answer)) } : {}),
})

/** To the vendor, where the organization has nobody who could answer. */
export const joinVendorCard = (request: JoinRequest, organization: Organization, isAlone: boolean): View => ({
  tone: 'warning',
  title: say('contacts.join.title', { name: named(request), organization: shortText(organization.name, 60) }),
  body: [
    { kind: 'paragraph', text: say(isAlone ? 'contacts.join.vendor' : 'contacts.join.unreachable') },
    { kind: 'facts', facts: factsOf(request) },
  ],
  ...(isAlone ? { actions: (['primary', 'decline'] as const).map((answer) => answerAction(request, answer)) } : {}),
})

/** What came of it, in the place of the card. The vendor's people have no list of the customer's contacts to go on to. */
export function joinSettledView(
  request: JoinRequest,
  { role, reader = 'contact' }: { role?: ContactRole | undefined; reader?: 'contact' | 'vendor' } = {},
): View {
  const values = { name: named(request), by: shortText(request.decidedBy ?? '', 60) }
  const outcome = request.outcome ?? 'void'
  return {
    tone: outcome === 'joined' ? 'good' : 'info',
    title: say(`contacts.join.settled.${outcome}`, values),
    body: [
      ...(role ? [{ kind: 'paragraph' as const, text: say('contacts.join.as', { role: roleName(role) }) }] : []),
      { kind: 'facts', facts: factsOf(request).slice(0, 1) },
    ],
    ...(outcome === 'joined' && reader === 'contact'
      ? {
          actions: [invoke(say('contacts.action.show'), 'contacts.show', { contact: request.contactId }), listAction()],
        }
      : {}),
  }
}

export const joinExpiredView = (request: JoinRequest): View => ({
  tone: 'warning',
  title: say('contacts.join.expired.title', { name: named(request) }),
  body: [{ kind: 'paragraph', text: say('contacts.join.expired.text') }],
  actions: [
    invoke(say('commands.contacts-invite.name'), 'contacts.invite', { name: request.name, email: request.email }),
  ],
})

/** To the newcomer. Whom they asked is named only where these agreed; who declined never. */
export const welcomedView = (organization: Organization, role: ContactRole): View => ({
  tone: 'good',
  title: say('contacts.join.welcome.title', { organization: shortText(organization.name, 60) }),
  body: [{ kind: 'paragraph', text: say('contacts.join.welcome.text', { role: roleName(role) }) }],
  actions: [
    invoke(say('commands.coverage.name'), 'coverage', undefined, 'primary'),
    invoke(say('common.help'), 'help'),
  ],
})

export const declinedView = (): View => ({
  tone: 'info',
  title: say('contacts.join.declined.title'),
  body: [{ kind: 'paragraph', text: say('contacts.join.declined.text') }],
})

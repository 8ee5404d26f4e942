/** One person of the organization, with what the reader may do about them. */
import { type Action, type Fact, invoke, say, type Text, type View } from '../../bot/view.ts'
import { type Contact, type ContactRole, purposes } from '../../domain/contact.ts'
import { type Member, mayAmend, mayManage, rolesFor } from '../../domain/people.ts'
import { shortText } from '../short-text.ts'
import { againAction, listAction } from './answers-view.ts'
import { purposeName, roleName } from './fields.ts'

/** Whether they have a chat account, and what they wait for otherwise. */
export function accountText({ claimed, platforms, invitedUntil }: Member): Text {
  if (claimed && platforms.length > 0)
    return say('contacts.account.in', { platforms: { list: platforms.map((name) => say(`link.platform.${name}`)) } })
  return invitedUntil
    ? say('contacts.account.invited', { until: { instant: invitedUntil.toISOString() } })
    : say('contacts.account.none')
}

export const purposesText = ({ purposes: all }: Contact): Text =>
  all.length > 0 ? say('contacts.purposes', { purposes: { list: all.map(purposeName) } }) : say('contacts.no-purposes')

const verbatim = (text: string): Text => say('common.verbatim', { text })

function factsOf(member: Member): Fact[] {
  const { contact } = member
  return [
    { label: say('contacts.field.role'), value: roleName(contact.role) },
    { label: say('contacts.field.purposes'), value: purposesText(contact) },
    { label: say('contacts.field.email'), value: verbatim(contact.email) },
    ...(contact.phone ? [{ label: say('contacts.field.phone'), value: verbatim(contact.phone) }] : []),
    { label: say('contacts.field.account'), value: accountText(member) },
  ]
}

export function sheetView(
  member: Member,
  me: Contact,
  { mail, note }: { mail: boolean; note?: 'saved' | 'appointed' },
): View {
  const { contact } = member
  return {
    tone: note ? 'good' : 'plain',
    title: verbatim(shortText(contact.name, 100)),
    body: [
      ...(note ? [{ kind: 'paragraph' as const, text: say(`contacts.${note}`), emphasis: 'strong' as const }] : []),
      { kind: 'facts', facts: factsOf(member) },
    ],
    actions: [...actionsFor(member, me, mail), listAction()],
  }
}

function actionsFor(member: Member, me: Contact, mail: boolean): Action[] {
  const { contact } = member
  const of = { contact: contact.id }
  const manages = mayManage(me, contact)
  const isSelf = me.id === contact.id
  return [
    ...(mayAmend(me, contact) ? [invoke(say('contacts.action.edit'), 'contacts.edit', of)] : []),
    ...(manages ? purposeActions(contact) : []),
    ...rolesFor(me, member).map((role) => roleAction(contact, role)),
    ...(manages && !member.claimed
      ? (mail ? (['mail', 'hand'] as const) : (['hand'] as const)).map((by) => againAction(contact, by))
      : []),
    ...(manages && !isSelf ? [removeAction(contact)] : []),
    ...(isSelf ? [invoke(say('commands.contacts-leave.name'), 'contacts.leave')] : []),
  ]
}

const purposeActions = (contact: Contact): Action[] =>
  purposes.map((purpose) => {
    const has = contact.purposes.includes(purpose)
    const label = say(has ? 'contacts.action.drop' : 'contacts.action.add', { purpose: purposeName(purpose) })
    return invoke(label, 'contacts.purpose', { contact: contact.id, purpose, set: has ? 'off' : 'on' })
  })

/** To hand over is to be a secondary afterwards: that is asked once more. */
function roleAction(contact: Contact, role: ContactRole): Action {
  const action = invoke(say(`contacts.appoint.${role}`), 'contacts.appoint', { contact: contact.id, role })
  if (action.kind !== 'invoke' || role !== 'primary') return action
  return {
    ...action,
    confirm: {
      title: say('contacts.hand-over.title'),
      text: say('contacts.hand-over.text', { name: shortText(contact.name, 40) }),
      yes: say('contacts.hand-over.yes'),
      no: say('contacts.cancel'),
    },
  }
}

const removeAction = (contact: Contact): Action => ({
  kind: 'invoke',
  label: say('contacts.action.remove'),
  invoke: { command: 'contacts.remove', values: { contact: contact.id } },
  style: 'danger',
  confirm: {
    title: say('contacts.remove.title'),
    text: say('contacts.remove.text', { name: shortText(contact.name, 40) }),
    yes: say('contacts.remove.yes'),
    no: say('contacts.cancel'),
  },
})

/** Short answers about the people of an organization. */
import { type Action, type Form, invoke, say, type View } from '../../bot/view.ts'
import type { Contact, ContactId } from '../../domain/contact.ts'
import type { By } from '../../domain/invitation.ts'
import type { Organization } from '../../domain/organization.ts'
import { shortText } from '../short-text.ts'

const of = ({ id }: { id: ContactId }) => ({ contact: id })
const named = ({ name }: Contact) => shortText(name, 60)

export const listAction = (): Action => invoke(say('contacts.action.list'), 'contacts')
export const showAction = (contact: Pick<Contact, 'id'>): Action =>
  invoke(say('contacts.action.show'), 'contacts.show', of(contact))
export const restoreAction = (contact: Pick<Contact, 'id'>): Action =>
  invoke(say('contacts.action.restore'), 'contacts.restore', of(contact))
export const againAction = (contact: Pick<Contact, 'id'>, by: By): Action =>
  invoke(say(`contacts.action.again-${by}`), 'contacts.invite-again', { ...of(contact), by })

export const notAllowedView = (): View => ({
  tone: 'warning',
  title: say('contacts.not-allowed.title'),
  body: [{ kind: 'paragraph', text: say('contacts.not-allowed.text') }],
  actions: [listAction()],
})

export const unknownView = (): View => ({
  tone: 'warning',
  title: say('contacts.unknown.title'),
  body: [{ kind: 'paragraph', text: say('contacts.unknown.text') }],
  actions: [listAction()],
})

/** By mail the code is not shown: it proves the address. By hand it is shown to the inviter alone. */
export function invitedView(member: Contact, by: By, code: string, expiresAt: Date, mail: boolean): View {
  const until = { instant: expiresAt.toISOString() }
  return by === 'mail'
    ? {
        tone: 'good',
        title: say('contacts.invited.title', { name: named(member) }),
        body: [{ kind: 'paragraph', text: say('contacts.invited.text', { email: member.email, until }) }],
        actions: [againAction(member, 'hand'), listAction()],
      }
    : {
        tone: 'good',
        title: say('contacts.code.title', { name: named(member), code }),
        body: [
          { kind: 'paragraph', text: say('contacts.code.text', { code }) },
          { kind: 'paragraph', text: say('contacts.code.expires', { until }), emphasis: 'subtle' },
        ],
        actions: [...(mail ? [againAction(member, 'mail')] : []), listAction()],
      }
}

export const alreadyMemberView = (member: Contact): View => ({
  tone: 'info',
  title: say('contacts.already', { name: named(member) }),
  body: [],
  actions: [showAction(member), listAction()],
})

export const removedView = (member: Contact): View => ({
  tone: 'good',
  title: say('contacts.removed.title', { name: named(member) }),
  body: [{ kind: 'paragraph', text: say('contacts.removed.text') }],
  actions: [restoreAction(member), listAction()],
})

/** Where no account is left that is theirs, they have to be invited anew. */
export const restoredView = (member: Contact, claimed: boolean, mail: boolean): View => ({
  tone: 'good',
  title: say('contacts.restored.title', { name: named(member) }),
  body: [{ kind: 'paragraph', text: say(claimed ? 'contacts.restored.text' : 'contacts.restored.invite') }],
  actions: [...(claimed ? [] : [againAction(member, mail ? 'mail' : 'hand')]), showAction(member), listAction()],
})

/** Leaving is asked for once more: nobody but a site contact can undo it. */
export const leaveForm = (organization: Organization): Form => ({
  command: 'contacts.leave-now',
  title: say('contacts.leave.title'),
  intro: [{ kind: 'paragraph', text: say('contacts.leave.text', { organization: shortText(organization.name, 100) }) }],
  fields: [],
  submit: say('contacts.leave.submit'),
  tone: 'warning',
  reopen: { command: 'contacts.leave' },
})

export const lastPrimaryView = (): View => ({
  tone: 'warning',
  title: say('contacts.last-primary.title'),
  body: [{ kind: 'paragraph', text: say('contacts.last-primary.text') }],
  actions: [listAction()],
})

export const leftView = (organization: Organization): View => ({
  tone: 'good',
  title: say('contacts.left.title', { organization: shortText(organization.name, 60) }),
  body: [{ kind: 'paragraph', text: say('contacts.left.text') }],
})

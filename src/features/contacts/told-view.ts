/** What people are told of what others did. */
import { type Action, say, type Text, type View } from '../../bot/view.ts'
import type { Contact, ContactRole } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'
import { shortText } from '../short-text.ts'
import { listAction, restoreAction, showAction } from './answers-view.ts'
import { roleName } from './fields.ts'

const named = ({ name }: { name: string }) => shortText(name, 50)

const line = (title: Text, actions: Action[] = [], tone: View['tone'] = 'info'): View => ({
  tone,
  title,
  body: [],
  ...(actions.length > 0 ? { actions } : {}),
})

export const noAccountView = (): View => ({
  tone: 'warning',
  title: say('contacts.no-account.title'),
  body: [{ kind: 'paragraph', text: say('contacts.no-account.text') }],
  actions: [listAction()],
})

export const staffElsewhereView = (): View => ({
  tone: 'warning',
  title: say('contacts.staff-elsewhere.title'),
  body: [{ kind: 'paragraph', text: say('contacts.staff-elsewhere.text') }],
})

/** To the person who was removed. */
export const youWereRemovedView = (organization: Organization): View => ({
  tone: 'info',
  title: say('contacts.told.you-removed', { organization: named(organization) }),
  body: [{ kind: 'paragraph', text: say('contacts.told.you-removed-text') }],
})

export const youWereRestoredView = (organization: Organization): View =>
  line(say('contacts.told.you-restored', { organization: named(organization) }), [], 'good')

export const youWereAppointedView = (organization: Organization, role: ContactRole): View =>
  line(say('contacts.told.you-appointed', { organization: named(organization), role: roleName(role) }), [listAction()])

export const yourDataView = (by: Contact, you: Contact): View =>
  line(say('contacts.told.your-data', { by: named(by) }), [showAction(you)])

/** To the other site contacts; with the way back for those who may. */
export const removedByView = (by: Contact, them: Contact, canUndo: boolean): View =>
  line(
    say('contacts.told.removed', { by: named(by), name: named(them) }),
    canUndo ? [restoreAction(them), listAction()] : [listAction()],
  )

export const leftByView = (them: Contact, canUndo: boolean): View =>
  line(say('contacts.told.left', { name: named(them) }), canUndo ? [restoreAction(them), listAction()] : [listAction()])

export const restoredByView = (by: Contact, them: Contact): View =>
  line(say('contacts.told.restored', { by: named(by), name: named(them) }), [showAction(them)])

export const appointedByView = (by: Contact, them: Contact, role: ContactRole): View =>
  line(say('contacts.told.appointed', { by: named(by), name: named(them), role: roleName(role) }), [showAction(them)])

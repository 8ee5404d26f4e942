/** The person hears what was done to them, the other site contacts what was done at all. */
import type { View } from '../../bot/view.ts'
import { type Contact, isSiteContact } from '../../domain/contact.ts'
import type { ContactEvent } from '../../domain/contact-events.ts'
import type { Organization } from '../../domain/organization.ts'
import { mayManage } from '../../domain/people.ts'
import { type Listener, toReach } from '../listening.ts'
import {
  appointedByView,
  leftByView,
  removedByView,
  restoredByView,
  yourDataView,
  youWereAppointedView,
  youWereRemovedView,
  youWereRestoredView,
} from './told-view.ts'

type MemberEvent = Extract<ContactEvent, { subject: unknown } | { kind: 'contact-left' }>

interface Cast {
  organization: Organization
  by: Contact
  them: Contact
}

export const tellOfMembers: Listener = async (event, surroundings) => {
  if (!('subject' in event) && event.kind !== 'contact-left') return []
  const { directory, eventId } = surroundings
  const subject = event.kind === 'contact-left' ? event.contactId : event.subject
  const [organization, by, them, contacts] = await Promise.all([
    directory.organization(event.organizationId),
    directory.contactOnFile(event.contactId),
    directory.contactOnFile(subject),
    directory.contactsOf(event.organizationId),
  ])
  if (!organization || !by || !them) return []
  const cast = { organization, by: by.contact, them: them.contact }
  const isOwn = event.contactId === subject
  const toThem = isOwn ? undefined : viewForThem(event, cast)
  return [
    ...(toThem
      ? toReach(them, toThem, { subject: eventId, mayMail: event.kind === 'contact-removed' }, surroundings)
      : []),
    ...contacts
      .filter(({ contact }) => isSiteContact(contact) && contact.id !== event.contactId && contact.id !== subject)
      .flatMap((reader) => {
        const view = viewForOthers(event, cast, reader.contact)
        return view ? toReach(reader, view, { subject: eventId, mayMail: false }, surroundings) : []
      }),
  ]
}

function viewForThem(event: MemberEvent, { organization, by, them }: Cast): View | undefined {
  switch (event.kind) {
    case 'contact-removed':
      return youWereRemovedView(organization)
    case 'contact-restored':
      return youWereRestoredView(organization)
    case 'contact-appointed':
      return youWereAppointedView(organization, event.to)
    case 'contact-amended':
      return event.what === 'data' ? yourDataView(by, them) : undefined
    default:
      return undefined
  }
}

function viewForOthers(event: MemberEvent, { by, them }: Cast, reader: Contact): View | undefined {
  switch (event.kind) {
    case 'contact-removed':
      return removedByView(by, them, mayManage(reader, them))
    case 'contact-left':
      return leftByView(them, mayManage(reader, them))
    case 'contact-restored':
      return restoredByView(by, them)
    case 'contact-appointed':
      return appointedByView(by, them, event.to)
    default:
      return undefined
  }
}

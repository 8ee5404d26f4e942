import type { Listener } from '../listening.ts'
import { invitationLetter } from './letter.ts'

/** The code of an invitation by mail goes to its address, and nowhere else. */
export const mailInvitation: Listener = async (event, { directory, languageFor }) => {
  if (event.kind !== 'contact-invited' || event.by !== 'mail') return []
  const [organization, invited, inviter] = await Promise.all([
    directory.organization(event.organizationId),
    directory.contactOnFile(event.subject),
    directory.contactOnFile(event.contactId),
  ])
  if (!organization || !invited) return []
  const { id, name, email, language } = invited.contact
  return [
    invitationLetter(
      {
        ...event.invitation,
        ...{ contactId: id, name, email, organizationId: organization.id, organizationName: organization.name },
        language: language ?? languageFor(inviter?.contact.language ?? organization.locale),
        timeZone: organization.timeZone,
        ...(inviter ? { by: inviter.contact.email } : {}),
      },
      languageFor(),
    ),
  ]
}

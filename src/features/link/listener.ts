import { say } from '../../bot/view.ts'
import { identityKey } from '../../domain/identity.ts'
import { type Listener, toContact } from '../listening.ts'

/** The accounts that were there before hear of the new one: whoever did not do this should know. */
export const tellOfLink: Listener = async (event, surroundings) => {
  if (event.kind !== 'identity-linked') return []
  const contacts = await surroundings.directory.contactsOf(event.organizationId)
  const person = contacts.find(({ contact }) => contact.id === event.contactId)
  if (!person) return []
  const before = person.identities.filter((who) => identityKey(who) !== identityKey(event.who))
  return before.flatMap((who) =>
    toContact(
      { contact: person.contact, identities: [who] },
      {
        tone: 'info',
        title: say('link.told.title'),
        body: [
          { kind: 'paragraph', text: say('link.told.text', { platform: say(`link.platform.${event.who.platform}`) }) },
        ],
      },
      surroundings,
    ),
  )
}

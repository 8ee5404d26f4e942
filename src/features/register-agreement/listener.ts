import { say } from '../../bot/view.ts'
import { isSiteContact } from '../../domain/contact.ts'
import { type Listener, toContact } from '../listening.ts'

/** Site contacts hear of an agreement that a colleague registered. */
export const tellOfAgreement: Listener = async (event, surroundings) => {
  if (event.kind !== 'agreement-registered') return []
  const { directory } = surroundings
  const [license, agreement, contacts] = await Promise.all([
    directory.license(event.serial),
    directory.agreement(event.agreementId),
    directory.contactsOf(event.organizationId),
  ])
  const registrant = contacts.find(({ contact }) => contact.id === event.contactId)
  if (!license || !agreement || !registrant) return []
  return contacts
    .filter(({ contact }) => contact.id !== event.contactId && isSiteContact(contact))
    .flatMap((contact) =>
      toContact(
        contact,
        {
          tone: 'info',
          title: say('agreement.receipt.title', { name: registrant.contact.name, product: license.product.name }),
          body: [
            {
              kind: 'paragraph',
              text: say('agreement.done.text', { from: { day: agreement.startsOn }, to: { day: agreement.endsOn } }),
            },
          ],
        },
        surroundings,
      ),
    )
}

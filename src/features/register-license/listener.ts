import { say, type View } from '../../bot/view.ts'
import { identityKey } from '../../domain/identity.ts'
import { type Listener, toContact, toVendor } from '../listening.ts'

/** Site contacts hear what a colleague registered. */
export const tellOfLicense: Listener = async (event, surroundings) => {
  if (event.kind !== 'license-registered') return []
  const { directory } = surroundings
  const [license, organization, contacts] = await Promise.all([
    directory.license(event.serial),
    directory.organization(event.organizationId),
    directory.contactsOf(event.organizationId),
  ])
  const registrant = contacts.find(({ contact }) => contact.id === event.contactId)
  if (!license || !organization || !registrant) return []
  const view: View = {
    tone: 'info',
    title: say('register.receipt.title', { name: registrant.contact.name, product: license.product.name }),
    body: [
      {
        kind: 'paragraph',
        text: say('register.receipt.text', {
          serial: { serial: license.displaySerial },
          organization: organization.name,
        }),
      },
    ],
  }
  return contacts
    .filter(({ contact }) => contact.id !== event.contactId && ['primary', 'secondary'].includes(contact.role))
    .flatMap((contact) => toContact(contact, view, surroundings))
}

/** R2.3: the vendor is warned, once per lock. */
export const warnOfLock: Listener = async (event, surroundings) => {
  if (event.kind !== 'registration-locked' && event.kind !== 'codes-locked') return []
  const organization =
    'organizationId' in event ? await surroundings.directory.organization(event.organizationId) : undefined
  return toVendor(
    {
      tone: 'warning',
      title: say('vendor.locked.title'),
      body: [
        { kind: 'paragraph', text: say('vendor.locked.text') },
        {
          kind: 'facts',
          facts: [
            { label: say('vendor.locked.identity'), value: say('common.verbatim', { text: identityKey(event.who) }) },
            {
              label: say('vendor.locked.organization'),
              value: organization ? say('common.verbatim', { text: organization.name }) : say('common.unknown'),
            },
            {
              label: say('vendor.locked.until'),
              value: say('vendor.locked.until-value', { instant: { instant: event.until.toISOString() } }),
            },
          ],
        },
      ],
    },
    surroundings,
  )
}

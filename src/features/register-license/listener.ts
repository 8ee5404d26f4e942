import { say, type Text, type View } from '../../bot/view.ts'
import { isSiteContact } from '../../domain/contact.ts'
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
    .filter(({ contact }) => contact.id !== event.contactId && isSiteContact(contact))
    .flatMap((contact) => toContact(contact, view, surroundings))
}

/** R2.3: the vendor is warned, once per lock, with what is needed to reach the person. */
export const warnOfLock: Listener = async (event, surroundings) => {
  if (event.kind !== 'registration-locked' && event.kind !== 'codes-locked') return []
  const { directory } = surroundings
  const { who } = event
  const known = event.kind === 'registration-locked' ? event : undefined
  const [organization, contacts] = known
    ? await Promise.all([directory.organization(known.organizationId), directory.contactsOf(known.organizationId)])
    : []
  const person = contacts?.find(({ contact }) => contact.id === known?.contactId)?.contact
  const what = known ? 'locked' : 'codes-locked'
  const written = (text: string | undefined): Text =>
    text === undefined ? say('common.unknown') : say('common.verbatim', { text })
  return toVendor(
    {
      tone: 'warning',
      title: say(`vendor.${what}.title`),
      body: [
        { kind: 'paragraph', text: say(`vendor.${what}.text`) },
        {
          kind: 'facts',
          facts: [
            { label: say('vendor.locked.person'), value: written(person && `${person.name} · ${person.email}`) },
            { label: say('vendor.locked.organization'), value: written(organization?.name) },
            {
              label: say('vendor.locked.identity'),
              value: say('vendor.locked.account', {
                platform: say(`link.platform.${who.platform}`),
                user: who.user,
                workspace: who.workspace,
              }),
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

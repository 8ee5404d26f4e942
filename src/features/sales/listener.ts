/** A request as the vendor's sales people see it, and what the one who asked hears of it. */
import type { Outgoing, Recipient } from '../../bot/platform.ts'
import type { Organization } from '../../domain/organization.ts'
import { salesCardKey } from '../../domain/sales-request.ts'
import { type Listener, type Surroundings, toContact } from '../listening.ts'
import { salesCard } from './card-view.ts'
import { takenNotice } from './view.ts'

/** The organization's own sales channel, else the vendor's default one. */
function salesPlace({ salesChannel }: Organization, { channelCalled, vendor }: Surroundings): Recipient | undefined {
  return (salesChannel ? channelCalled(salesChannel) : undefined) ?? vendor?.to
}

/** The card when it is asked, its changes, and a word to the asker when somebody took it. */
export const tellSales: Listener = async (event, surroundings) => {
  if (!('sales' in event)) return []
  const { directory, vendor, languageFor, eventId } = surroundings
  const { sales: request } = event
  const [organization, contacts] = await Promise.all([
    directory.organization(request.organizationId),
    directory.contactsOf(request.organizationId),
  ])
  if (!organization) return []
  const asker = contacts.find(({ contact }) => contact.id === request.contactId)
  const place = salesPlace(organization, surroundings)
  const key = salesCardKey(request.id)
  const card: Outgoing[] = place
    ? [
        {
          dedupeKey: event.kind === 'sales-asked' ? key : `${key}:${eventId}`,
          ...(event.kind === 'sales-asked' ? {} : { replaces: key }),
          to: place,
          content: { kind: 'view', view: salesCard(request, { organization, contact: asker?.contact }) },
          internal: true,
          language: vendor?.language ?? languageFor(),
          zone: vendor?.zone ?? 'UTC',
          whenUncertain: 'repeat',
        },
      ]
    : []
  const told = event.kind === 'sales-taken' && asker ? toContact(asker, takenNotice(request), surroundings) : []
  return [...card, ...told]
}

/** Site contacts are asked about a newcomer; once one answered, all cards say so, and the newcomer hears it. */
import type { Outgoing } from '../../bot/platform.ts'
import type { View } from '../../bot/view.ts'
import { isSiteContact } from '../../domain/contact.ts'
import type { JoinDecidedEvent, JoinRequested } from '../../domain/contact-events.ts'
import type { Reachable } from '../../domain/directory.ts'
import { identityKey } from '../../domain/identity.ts'
import { type Listener, type Surroundings, toReach } from '../listening.ts'
import { declinedView, joinCard, joinSettledView, joinVendorCard, welcomedView } from './join-view.ts'

export const tellOfJoining: Listener = async (event, surroundings) => {
  if (event.kind === 'join-requested') return ask(event, surroundings)
  return event.kind === 'join-decided' ? tell(event, surroundings) : []
}

const cardOf = ({ id }: { id: string }) => `join:${id}`

async function ask({ request }: JoinRequested, surroundings: Surroundings): Promise<Outgoing[]> {
  const { directory } = surroundings
  const [organization, contacts] = await Promise.all([
    directory.organization(request.organizationId),
    directory.contactsOf(request.organizationId),
  ])
  if (!organization) return []
  const deciders = contacts.filter(({ contact }) => isSiteContact(contact))
  const asked = deciders.flatMap((decider) => {
    const how = decider.identities.length > 0 ? 'chat' : 'mail'
    const card = joinCard(request, organization, how)
    return toReach(decider, card, { subject: cardOf(request), mayMail: true }, surroundings)
  })
  if (asked.length > 0) return asked
  return inTriage(
    joinVendorCard(request, organization, deciders.length === 0),
    cardOf(request),
    undefined,
    surroundings,
  )
}

async function tell(
  { request, contactId, role, who }: JoinDecidedEvent,
  surroundings: Surroundings,
): Promise<Outgoing[]> {
  const { directory } = surroundings
  const [organization, contacts, newcomer] = await Promise.all([
    directory.organization(request.organizationId),
    directory.contactsOf(request.organizationId),
    directory.contactOnFile(contactId),
  ])
  if (!organization || !newcomer) return []
  const settled = joinSettledView({ ...request, contactId }, { role })
  const key = `${cardOf(request)}:settled`
  const answer = role ? welcomedView(organization, role) : request.outcome === 'declined' ? declinedView() : undefined
  const isDecider = ({ identities }: Reachable) => identities.some((each) => identityKey(each) === identityKey(who))
  return [
    ...contacts
      .filter(({ contact }) => isSiteContact(contact) && contact.id !== contactId)
      .flatMap((decider) =>
        toReach(decider, settled, { subject: key, replaces: cardOf(request), mayMail: false }, surroundings),
      ),
    ...(contacts.some((each) => isSiteContact(each.contact) && isDecider(each))
      ? []
      : inTriage(joinSettledView(request, { role, reader: 'vendor' }), key, cardOf(request), surroundings)),
    ...(answer ? toReach(newcomer, answer, { subject: `${cardOf(request)}:answer`, mayMail: true }, surroundings) : []),
  ]
}

/** For the vendor's people alone: it names a customer's. */
const inTriage = (view: View, key: string, replaces: string | undefined, { vendor }: Surroundings): Outgoing[] =>
  vendor
    ? [
        {
          dedupeKey: `${key}:vendor`,
          to: vendor.to,
          content: { kind: 'view', view },
          ...(replaces ? { replaces: `${replaces}:vendor` } : {}),
          internal: true,
          language: vendor.language,
          zone: vendor.zone,
          whenUncertain: 'repeat',
        },
      ]
    : []

/** From what happened to what is said about it: each ability's listener, asked inside the transaction of the change. */
import type { Outgoing, Recipient } from '../bot/platform.ts'
import type { View } from '../bot/view.ts'
import type { Directory, Reachable } from '../domain/directory.ts'
import type { DomainEvent } from '../domain/events.ts'
import { identityKey } from '../domain/identity.ts'

export interface Surroundings {
  directory: Directory
  /** Unique for this event: what is said about it has it in its key, and so is said once. */
  eventId: string
  now: Date
  /** Where the vendor's people are told; absent when no triage channel is configured. */
  vendor?: { to: Recipient; language: string; zone: string }
  /** Where a channel stands that the vendor's list names by its id; undefined for one of a platform that is not connected. */
  channelCalled(id: string): Recipient | undefined
  /** The language for a platform's locale; the vendor's default for one that nobody told or the bot does not speak. */
  languageFor(locale?: string): string
}

export type Listener = (event: DomainEvent, surroundings: Surroundings) => Promise<Outgoing[]>

/** A message to a contact's first chat account, in their language. */
export function toContact(
  { contact, identities }: Reachable,
  view: View,
  { eventId, languageFor }: Surroundings,
): Outgoing[] {
  const [first] = identities
  if (!first) return []
  const { locale, zone, ...who } = first
  return [
    {
      dedupeKey: `${eventId}:${identityKey(who)}`,
      to: { kind: 'person', who },
      content: { kind: 'view', view },
      language: contact.language ?? languageFor(locale),
      ...(zone ? { zone } : {}),
      whenUncertain: 'repeat',
    },
  ]
}

/** A message to the vendor's channel. */
export const toVendor = (view: View, { eventId, vendor }: Surroundings): Outgoing[] =>
  vendor
    ? [
        {
          dedupeKey: `${eventId}:vendor`,
          to: vendor.to,
          content: { kind: 'view', view },
          language: vendor.language,
          zone: vendor.zone,
          whenUncertain: 'repeat',
        },
      ]
    : []

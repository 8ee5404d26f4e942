/** From what happened to what is said about it: each ability's listener, asked inside the transaction of the change. */
import type { Outgoing, Recipient } from '../bot/platform.ts'
import type { View } from '../bot/view.ts'
import type { Directory, Reachable, ReachableIdentity } from '../domain/directory.ts'
import type { DomainEvent } from '../domain/events.ts'
import { type ChatIdentity, identityKey } from '../domain/identity.ts'

export interface Surroundings {
  directory: Directory
  /** Unique for this event: what is said about it has it in its key, and so is said once. */
  eventId: string
  now: Date
  /** Where the vendor's people are told; absent when no triage channel is configured. */
  vendor?: { to: Recipient; language: string; zone: string }
  /** Whether mail can be sent: else nothing is written that would wait for ever. */
  mail?: true
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

/**
 * The same under a key of one's own, by which a later message can replace it; by mail to who has no chat account. `subject`
 * is what it is about, and with the contact makes the key.
 */
export function toReach(
  { contact, identities: [first] }: Reachable,
  view: View,
  { subject, replaces, mayMail }: { subject: string; replaces?: string; mayMail: boolean },
  { mail, languageFor }: Surroundings,
): Outgoing[] {
  const { locale, zone, ...who } = first ?? ({} as Partial<ReachableIdentity>)
  if (!first && (!mail || !mayMail)) return []
  return [
    {
      dedupeKey: `${subject}:${contact.id}`,
      to: first
        ? { kind: 'person', who: who as ChatIdentity }
        : { kind: 'email', address: contact.email, name: contact.name },
      content: { kind: 'view', view },
      ...(replaces ? { replaces: `${replaces}:${contact.id}` } : {}),
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

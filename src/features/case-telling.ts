/** From a case's threads to messages of the outbox: each in its reader's language. */
import type { Content, Outgoing, Recipient } from '../bot/platform.ts'
import type { View } from '../bot/view.ts'
import { type CaseThread, cardKey } from '../domain/case.ts'
import type { CaseDossier, ReachableStaff } from '../domain/cases.ts'
import type { Reachable, ReachableIdentity } from '../domain/directory.ts'
import { identityKey } from '../domain/identity.ts'
import type { Surroundings } from './listening.ts'

/** What is said, and how it stands to what was said before. */
export interface Telling {
  dedupeKey: string
  content: Content
  replaces?: string
  /** For the vendor alone. */
  internal?: true
}

export const view = (shown: View): Content => ({ kind: 'view', view: shown })

/** Below the bot's own first message where it began the thread. */
export function recipientOf(thread: CaseThread): Recipient {
  const below = thread.rootKey ? { threadOf: thread.rootKey } : {}
  if (thread.kind === 'person') return { kind: 'person', who: thread.who, ...below }
  const { platform, workspace, conversation } = thread
  return {
    kind: 'conversation',
    platform,
    workspace,
    conversation,
    ...(thread.thread ? { thread: thread.thread } : below),
  }
}

/** Where the thread itself hangs: the place of its first message. */
export function placeOf(thread: CaseThread): Recipient {
  const { threadOf: _, ...place } = recipientOf(thread) as Recipient & { threadOf?: string }
  return place as Recipient
}

interface ReadingIn {
  language: string
  zone?: string
}

const readingOf = (
  { contact, identities }: Reachable,
  who: ReachableIdentity | undefined,
  { languageFor }: Surroundings,
): ReadingIn => {
  const at = who ?? identities[0]
  return { language: contact.language ?? languageFor(at?.locale), ...(at?.zone ? { zone: at.zone } : {}) }
}

/** How the thread is read: by its person, in a channel by the one who opened the case, by engineers as the vendor reads. */
export function readerOf(dossier: CaseDossier, thread: CaseThread, surroundings: Surroundings): ReadingIn {
  const { vendor, languageFor } = surroundings
  if (thread.side === 'engineers') {
    const zone = vendor?.zone ?? dossier.center?.timeZone
    return { language: vendor?.language ?? languageFor(), ...(zone ? { zone } : {}) }
  }
  const people = [dossier.openedBy, ...dossier.followers]
  const person = thread.kind === 'person' ? people.find(({ contact }) => contact.id === thread.contactId) : undefined
  const who =
    thread.kind === 'person'
      ? person?.identities.find((identity) => identityKey(identity) === identityKey(thread.who))
      : undefined
  const reading = readingOf(person ?? dossier.openedBy, who, surroundings)
  return { ...reading, zone: reading.zone ?? dossier.organization.timeZone }
}

/** Into the thread; with `asRoot` as the message below which it hangs. */
export function intoThread(
  dossier: CaseDossier,
  thread: CaseThread,
  { dedupeKey, content, replaces, internal }: Telling,
  surroundings: Surroundings,
  asRoot = false,
): Outgoing {
  return {
    dedupeKey,
    to: asRoot ? placeOf(thread) : recipientOf(thread),
    content,
    ...(replaces ? { replaces } : {}),
    ...(internal || thread.side === 'engineers' ? { internal: true as const } : {}),
    ...readerOf(dossier, thread, surroundings),
    whenUncertain: 'repeat',
  }
}

type PersonThread = Extract<CaseThread, { kind: 'person' }>
/** Teams has no threads in a chat: all that is said of a case stands among the rest. */
export const isChat = (thread: CaseThread): thread is PersonThread =>
  thread.kind === 'person' && thread.who.platform === 'teams'

export const customerThreads = ({ threads }: CaseDossier): CaseThread[] =>
  threads.filter(({ side }) => side === 'customer')
export const engineerThreads = ({ threads, engineersElsewhere }: CaseDossier): CaseThread[] => [
  ...threads.filter(({ side }) => side === 'engineers'),
  ...engineersElsewhere,
]

/** A notice to one of the vendor's people, in their first account. */
export function toStaff(
  { staff, identities }: ReachableStaff,
  { dedupeKey, content }: Telling,
  { languageFor, vendor }: Surroundings,
): Outgoing[] {
  const [first] = identities
  if (!first) return []
  const { locale, zone, ...who } = first
  return [
    {
      dedupeKey: `${dedupeKey}:${staff.email}`,
      to: { kind: 'person', who },
      content,
      language: staff.language ?? languageFor(locale),
      zone: zone ?? vendor?.zone ?? 'UTC',
      whenUncertain: 'repeat',
    },
  ]
}

/** The thread of engineers that hangs below the case's own card. */
export const hasCard = (dossier: CaseDossier): CaseThread | undefined =>
  dossier.threads.find(({ side, rootKey }) => side === 'engineers' && rootKey === cardKey(dossier.case.number))

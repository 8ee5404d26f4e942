/** What one side writes, changes and takes back reaches the threads of the other, and the notes reach no customer. */
import type { Outgoing } from '../../bot/platform.ts'
import {
  type CaseMessage,
  type CaseThread,
  carriedFileKey,
  carriedKey,
  isForCustomer,
  type MessageOrigin,
} from '../../domain/case.ts'
import type { CaseDossier } from '../../domain/cases.ts'
import { customerThreads, engineerThreads, intoThread, isChat, type Telling, view } from '../case-telling.ts'
import type { Surroundings } from '../listening.ts'
import { fileContent, forCustomer, forEngineers } from './message-view.ts'

/** A message stands in the thread already in which it was written. */
function isWrittenIn(thread: CaseThread, origin: MessageOrigin | undefined, by: CaseMessage['author']): boolean {
  // From a form: where there are threads it is kept there, in a chat its writer has just read what became of it.
  if (!origin) return isChat(thread) && by.kind === 'contact' && by.id === thread.contactId
  if (thread.kind === 'person') {
    // A person's own conversation has another id than the person; only they write there.
    return by.kind === 'contact' && by.id === thread.contactId && thread.who.platform === origin.platform
  }
  return (
    thread.platform === origin.platform &&
    thread.workspace === origin.workspace &&
    thread.conversation === origin.conversation
  )
}

/** The threads into which a message goes. A note goes to engineers alone; a customer's words never to another customer's case. */
function readersOf(dossier: CaseDossier, message: CaseMessage): CaseThread[] {
  const engineers = engineerThreads(dossier)
  const customers = isForCustomer(message)
    ? [...customerThreads(dossier), ...(message.author.kind === 'contact' ? [] : dossier.mergedThreads)]
    : []
  return [...engineers, ...customers].filter((thread) => !isWrittenIn(thread, message.origin, message.author))
}

function shown(dossier: CaseDossier, message: CaseMessage, thread: CaseThread) {
  if (thread.side === 'engineers') return forEngineers(message, dossier.organization.name)
  if (!isForCustomer(message)) throw new Error('a note was on its way to a customer')
  return forCustomer(message)
}

/** A new message, its files behind it. */
export function carry(dossier: CaseDossier, message: CaseMessage, surroundings: Surroundings): Outgoing[] {
  return readersOf(dossier, message).flatMap((thread) => {
    const words = {
      dedupeKey: carriedKey(message, thread),
      content: view(shown(dossier, message, thread)),
    }
    const files = message.files
      .filter(({ status }) => status === 'waiting' || status === 'kept')
      .map((file) => ({
        dedupeKey: carriedFileKey(message, file, thread),
        content: fileContent(message, file, thread.side),
      }))
    return [words, ...files].map((telling) => intoThread(dossier, thread, telling, surroundings))
  })
}

/** A changed message is changed where it was carried to, and what is missing of its files is taken back. */
export const carryChange = (dossier: CaseDossier, message: CaseMessage, surroundings: Surroundings): Outgoing[] =>
  readersOf(dossier, message).flatMap((thread) => {
    const words = {
      dedupeKey: `${carriedKey(message, thread)}:${message.revision}`,
      replaces: carriedKey(message, thread),
      content: view(shown(dossier, message, thread)),
    }
    const files = message.files
      .filter(({ status }) => status === 'erased')
      .map((file) => removalOf(carriedFileKey(message, file, thread)))
    return [words, ...files].map((telling) => intoThread(dossier, thread, telling, surroundings))
  })

const removalOf = (key: string): Telling => ({
  dedupeKey: `${key}:removed`,
  replaces: key,
  content: { kind: 'removal' },
})

/** Those among whose threads it may stand, though nothing is told there any more. */
const formerReadersOf = ({ formerThreads }: CaseDossier, message: CaseMessage): CaseThread[] =>
  isForCustomer(message) ? formerThreads.filter((thread) => !isWrittenIn(thread, message.origin, message.author)) : []

/** What was taken back is taken back where it was carried to, with its files: also where a reader left since. */
export const carryRemoval = (dossier: CaseDossier, message: CaseMessage, surroundings: Surroundings): Outgoing[] =>
  [...readersOf(dossier, message), ...formerReadersOf(dossier, message)].flatMap((thread) =>
    [carriedKey(message, thread), ...message.files.map((file) => carriedFileKey(message, file, thread))].map((key) =>
      intoThread(dossier, thread, removalOf(key), surroundings),
    ),
  )

/** The sign by which an engineer sees who reads what they wrote. */
export function mark(dossier: CaseDossier, message: CaseMessage, surroundings: Surroundings): Outgoing[] {
  const { origin, author } = message
  if (!origin || author.kind !== 'staff') return []
  const thread = engineerThreads(dossier).find((each) => isWrittenIn(each, origin, author))
  if (!thread) return []
  const sign = message.audience === 'internal' ? ('internal' as const) : ('to-customer' as const)
  return [
    {
      ...intoThread(
        dossier,
        thread,
        {
          dedupeKey: `case:${message.caseNumber}:mark:${message.id}`,
          content: { kind: 'mark', message: origin.message, mark: sign },
        },
        surroundings,
      ),
      whenUncertain: 'once',
    },
  ]
}

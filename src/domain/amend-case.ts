/** People change and take back what they wrote, where they wrote it. */
import type { Author, CaseActor, CaseFile, CaseMessage, MessageOrigin } from './case.ts'
import { atDesk, type Desk, tell } from './case-desk.ts'
import type { CaseParts } from './case-store.ts'
import type { CaseDeeds, Rewritten } from './cases.ts'
import type { ChatIdentity } from './identity.ts'

/** The author, if this account is one of theirs now; nobody changes another's words. */
async function authorBehind({ ports }: Pick<Desk, 'ports'>, who: ChatIdentity, author: Author) {
  const { contact, staff } = await ports.person(who)
  if (author.kind === 'contact' && contact && contact.id === author.id)
    return { kind: 'contact', who, contact } as const
  if (author.kind === 'staff' && staff && staff.email === author.email) return { kind: 'staff', who, staff } as const
  return undefined
}

interface Changed {
  outcome: Rewritten
  erased: CaseFile[]
}

export function createAmending(parts: CaseParts): Pick<CaseDeeds, 'rewrite' | 'erase'> {
  async function onOwnMessage<T>(
    who: ChatIdentity,
    which: MessageOrigin | { id: string },
    now: Date,
    work: (desk: Desk, message: CaseMessage) => Promise<T>,
  ): Promise<T | undefined> {
    return atDesk(parts, { kind: 'system' }, now, async (desk) => {
      const message = await desk.ports.lockMessage(which)
      const by: CaseActor | undefined = message && (await authorBehind(desk, who, message.author))
      if (!message || message.erasedAt || !by) return undefined
      return work({ ...desk, by, author: message.author }, message)
    })
  }

  return {
    async rewrite(who, origin, { words, text, only, left }, now) {
      const rewritten = await onOwnMessage(who, origin, now, async (desk, before): Promise<Changed> => {
        const without = left && (await desk.ports.eraseFiles(before.id, left, now))
        const isViewer = desk.by.kind === 'contact' && desk.by.contact.role === 'viewer'
        const isSame = before.text === text && JSON.stringify(before.words) === JSON.stringify(words)
        const isForOthers = only !== undefined && before.audience !== only
        const message =
          isViewer || isSame || isForOthers
            ? without
            : await desk.ports.rewriteMessage(before.id, { words, text, at: now })
        if (message) {
          const { id: messageId, audience, revision } = message
          const found = await desk.ports.lockCase(message.caseNumber)
          if (found) tell(desk, found, { kind: 'case-rewritten', messageId, audience, revision })
        }
        const outcome: Rewritten =
          isForOthers && !isViewer && !isSame
            ? { status: 'other-readers', message: message ?? before }
            : message
              ? { status: 'rewritten', message }
              : { status: 'unchanged' }
        return { outcome, erased: without?.files.filter(({ status }) => status === 'erased') ?? [] }
      })
      if (rewritten?.erased.length) parts.filesErased?.(rewritten.erased.map(({ id }) => id))
      return rewritten?.outcome ?? { status: 'unchanged' }
    },

    /** A person may take back their words whatever they may do by now. */
    async erase(who, which, now) {
      const erased = await onOwnMessage(who, which, now, async (desk, before) => {
        const message = await desk.ports.eraseMessage(before.id, now)
        const found = await desk.ports.lockCase(message.caseNumber)
        if (found) tell(desk, found, { kind: 'case-erased', messageId: message.id, audience: message.audience })
        return message
      })
      if (erased?.files.length) parts.filesErased?.(erased.files.map(({ id }) => id))
      return erased
    },
  }
}

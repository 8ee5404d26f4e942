/** How a case ends, and how it begins again. */
import type { CaseActor, Closing } from './case.ts'
import { type Desk, keep, onCase, record, tell } from './case-desk.ts'
import { after, type CaseDeed, canReopen } from './case-life.ts'
import { heardByCustomer, moved, wantsAnswer } from './case-moves.ts'
import type { CaseOnFile, CaseParts } from './case-store.ts'
import type { CaseDeeds, ContactActor, Done, Reopened, StaffActor } from './cases.ts'
import { isWordy, keepWords, levelToday, taken, vendorWords } from './write-case.ts'

/** Closes it, on the timeline of both sides and with its event; undefined where its state does not take the deed. */
export async function closedBy(
  desk: Desk,
  found: CaseOnFile,
  deed: Extract<CaseDeed, 'confirm' | 'withdraw' | 'close' | 'merge'>,
  closing: Closing,
): Promise<CaseOnFile | undefined> {
  const next = moved(found, deed, desk.now, closing)
  if (!next) return undefined
  await record(desk, next, 'customer', 'case-closed', { closing })
  const kept = await keep(desk, next)
  tell(desk, kept, { kind: 'case-closed', closing })
  return kept
}

/** What closing means: the customer confirms or withdraws; the vendor gives up waiting, or does not wait the last days. */
const closingBy = (by: CaseActor, { status }: CaseOnFile): readonly ['confirm' | 'withdraw' | 'close', Closing] => {
  const isResolved = status === 'resolved'
  if (by.kind === 'contact') return isResolved ? ['confirm', 'solved'] : ['withdraw', 'withdrawn']
  return ['close', isResolved ? 'solved' : 'no-answer']
}

export function createEndings(parts: CaseParts): Pick<CaseDeeds, 'resolve' | 'close' | 'reopen'> {
  return {
    resolve: (by, number, message, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Done> => {
        const words = message && isWordy(message) ? message : undefined
        if (found.status === 'resolved') {
          // Told twice it is resolved once; further words go out as an answer.
          const added = words && (await vendorWords(desk, by, found, words, 'answer'))
          return { status: 'done', case: added && 'case' in added ? added.case : found }
        }
        if (!after(found.status, 'resolve')) return { status: 'not-now', case: found }
        const kept = words && (await keepWords(desk, found, 'customer', words))
        const next = moved(await taken(desk, by, found), 'resolve', now) ?? found
        const resolved = await keep(desk, kept ? heardByCustomer(next, now) : next)
        if (kept) tell(desk, resolved, { kind: 'case-written', messageId: kept.id, audience: 'customer' })
        await record(desk, resolved, 'customer', 'case-resolved')
        tell(desk, resolved, { kind: 'case-resolved' })
        return { status: 'done', case: resolved }
      }),

    close: (by, number, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Done> => {
        if (found.status === 'closed') return { status: 'done', case: found }
        const closed = await closedBy(desk, found, ...closingBy(by, found))
        return closed ? { status: 'done', case: closed } : { status: 'not-now', case: found }
      }),

    reopen: (by, number, reason, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Reopened> => {
        if (found.status === 'closed' && !canReopen(found, now)) {
          return { status: found.closing === 'merged' ? 'not-now' : 'too-late', case: found }
        }
        const next = moved(found, 'reopen', now)
        if (!next) return { status: 'not-now', case: found }
        return { status: 'done', case: await reopened(desk, by, next, reason) }
      }),
  }
}

async function reopened(
  desk: Desk,
  by: ContactActor | StaffActor,
  next: CaseOnFile,
  reason: Parameters<CaseDeeds['reopen']>[2],
): Promise<CaseOnFile> {
  const { now } = desk
  const words = reason && isWordy(reason) ? await keepWords(desk, next, 'customer', reason) : undefined
  const fromVendor = by.kind === 'staff'
  const owed = fromVendor
    ? words
      ? heardByCustomer(next, now)
      : next
    : wantsAnswer(next, now, await levelToday(desk, next))
  await record(desk, next, 'customer', 'case-reopened')
  const kept = await keep(desk, owed)
  tell(desk, kept, { kind: 'case-reopened', ...(words?.text ? { reason: words.text } : {}) })
  if (words) tell(desk, kept, { kind: 'case-written', messageId: words.id, audience: 'customer' })
  return kept
}

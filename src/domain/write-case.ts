/** What is said in a case: the customer's words, the vendor's, and notes for the vendor alone. */
import type { Audience, CaseMessage, CaseStatus } from './case.ts'
import { type Desk, keep, onCase, record, tell } from './case-desk.ts'
import { after, type CaseDeed, canReopen } from './case-life.ts'
import { heardByCustomer, moved, wantsAnswer } from './case-moves.ts'
import type { CaseOnFile, CaseParts } from './case-store.ts'
import type { CaseDeeds, NewMessage, StaffActor, Wrote } from './cases.ts'
import { claimedBy, isOwner } from './claim-case.ts'
import { coverageOn } from './coverage.ts'
import { dayIn } from './local-date.ts'
import { levelOf, messageOf } from './open-case.ts'
import { isThanks } from './thanks.ts'

/** Keeps a message in its case; undefined where it was kept before. */
export const keepWords = (
  { ports, author, now, parts }: Desk,
  { number }: CaseOnFile,
  audience: Audience,
  message: NewMessage,
): Promise<CaseMessage | undefined> =>
  ports.keepMessage({
    ...messageOf(message, parts.fileLimitBytes),
    ...{ caseNumber: number, audience, author, at: now },
  })

export const isWordy = ({ text, files }: NewMessage): boolean => text.trim() !== '' || files.length > 0

/** The case that words in this one set to work: itself, or the one in which it ended by a merge; its row locked. */
export async function workOf({ ports }: Desk, found: CaseOnFile): Promise<CaseOnFile> {
  const seen = new Set([found.number])
  let work = found
  while (work.mergedInto !== undefined && !seen.has(work.mergedInto)) {
    seen.add(work.mergedInto)
    const target = await ports.lockCase(work.mergedInto)
    if (!target) break
    work = target
  }
  return work
}

/** What came of it, told to both sides' listeners under the case in which it was written. */
async function wrote(
  desk: Desk,
  { found, work, next }: { found: CaseOnFile; work: CaseOnFile; next: CaseOnFile },
  message: CaseMessage,
): Promise<Wrote> {
  const became: { became?: CaseStatus } = next.status === work.status ? {} : { became: next.status }
  if (became.became) await record(desk, next, 'customer', 'case-written', became)
  const kept = await keep(desk, next)
  const own = work.number === found.number ? kept : await keep(desk, { ...found, lastWordAt: desk.now })
  const { id: messageId, audience } = message
  tell(desk, own, { kind: 'case-written', messageId, audience, ...became })
  return {
    status: 'written',
    case: own,
    message,
    refused: message.files.filter(({ status }) => status === 'refused'),
  }
}

/** A merged case is spoken of by the one in which it ended, where that is what stands in the way. */
const closedTo = (work: CaseOnFile, now: Date): Wrote => ({
  status: 'closed',
  case: work,
  canReopen: canReopen(work, now),
})

/** The level of the coverage under which the case stands today. */
export async function levelToday({ ports, now }: Desk, { organizationId, serial, version }: CaseOnFile) {
  const dossier = serial && (await ports.dossier(organizationId, serial))
  const organization = dossier && (await ports.organization(organizationId))
  if (!dossier || !organization) return undefined
  return levelOf(coverageOn(dayIn(now, organization.timeZone), dossier, version ? { versionInUse: version } : {}))
}

/** The customer's words, with the desk theirs and the case locked. */
export async function customerWords(desk: Desk, found: CaseOnFile, given: NewMessage): Promise<Wrote> {
  const work = await workOf(desk, found)
  const thanks = given.files.length === 0 && isThanks(given.text)
  const next = moved(work, thanks ? 'customer-thanks' : 'customer-writes', desk.now)
  if (!next) return closedTo(work, desk.now)
  const message = await keepWords(desk, found, 'customer', given)
  if (!message) return { status: 'already', case: found }
  const heard = thanks ? { ...next, lastWordAt: desk.now } : wantsAnswer(next, desk.now, await levelToday(desk, next))
  return wrote(desk, { found, work, next: heard }, message)
}

/** Who answers what nobody claimed claims it first; who answers another's case watches it from now on. */
export async function taken(desk: Desk, by: StaffActor, found: CaseOnFile): Promise<CaseOnFile> {
  if (!found.owner) return claimedBy(desk, found, by.staff)
  const { email } = by.staff
  if (!isOwner(found, by.staff) && (await desk.ports.setWatcher(found.number, email, true)))
    tell(desk, found, { kind: 'case-watched', email })
  return found
}

/** The vendor's words to the customer by a deed of theirs. */
export async function vendorWords(
  desk: Desk,
  by: StaffActor,
  found: CaseOnFile,
  given: NewMessage,
  deed: Extract<CaseDeed, 'answer' | 'ask'>,
): Promise<Wrote> {
  const work = await workOf(desk, found)
  if (!after(work.status, deed)) return closedTo(work, desk.now)
  const message = await keepWords(desk, found, 'customer', given)
  if (!message) return { status: 'already', case: found }
  const next = moved(await taken(desk, by, work), deed, desk.now) ?? work
  // Asked once more, the customer has their days once more.
  const asked = deed === 'ask' ? { ...next, waitingSince: desk.now, reminders: 0 } : next
  return wrote(desk, { found, work, next: heardByCustomer(asked, desk.now) }, message)
}

export function createWriting(parts: CaseParts): Pick<CaseDeeds, 'say' | 'answer' | 'note'> {
  return {
    say: (by, number, message, now) =>
      onCase(parts, { by, number, now }, (desk, found) => customerWords(desk, found, message)),

    answer: (by, number, message, { asks }, now) =>
      onCase(parts, { by, number, now }, (desk, found) =>
        vendorWords(desk, by, found, message, asks ? 'ask' : 'answer'),
      ),

    note: (by, number, given, now) =>
      onCase(parts, { by, number, now }, async (desk, found): Promise<Wrote> => {
        const message = await keepWords(desk, found, 'internal', given)
        if (!message) return { status: 'already', case: found }
        return wrote(desk, { found, work: found, next: found }, message)
      }),
  }
}

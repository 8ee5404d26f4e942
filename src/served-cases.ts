/** What the bot's own addresses show of cases: files for those who may have them, and pictures of clocks. */
import type { ChatIdentity } from './bot/inbound.ts'
import { caseTimeline } from './domain/case-timeline.ts'
import type { Cases } from './domain/cases.ts'
import type { Asker } from './domain/contact.ts'
import type { Duty } from './features/kit.ts'
import type { CalendarLookup } from './store/calendars.ts'
import type { CaseFileBooks } from './store/case-files.ts'
import type { ShownFile } from './web/files.ts'
import { drawTimeline } from './web/timeline-picture.ts'

const minute = 60_000

/** For whom a link was made, as it stands in it. */
export const readerName = ({ platform, workspace, user }: ChatIdentity): string =>
  JSON.stringify([platform, workspace, user])

export interface FileFinderParts {
  cases: Pick<Cases, 'file'>
  books: Pick<CaseFileBooks, 'shown'>
  duty: Duty
  findAsker(who: ChatIdentity): Promise<Asker>
}

/** The file, if the one for whom the link was made may still have it: whoever left the organization since may not. */
export function fileFinder({ cases, books, duty, findAsker }: FileFinderParts) {
  return async (id: string, reader: string): Promise<ShownFile | undefined> => {
    const [platform, workspace, user] = JSON.parse(reader) as [ChatIdentity['platform'], string, string]
    const who = { platform, workspace, user }
    const { contact, staff } = await findAsker(who)
    const actor = staff
      ? (await duty.admits(who)) && ({ kind: 'staff', who, staff } as const)
      : contact && ({ kind: 'contact', who, contact } as const)
    if (!actor || !(await cases.file(actor, id))) return undefined
    return books.shown(id)
  }
}

const subject = /^case:(\d{1,9})$/
/** What a picture of this case's clock is called. */
export const timelineOf = (number: number): string => `case:${number}`

/** Draws the clock of the case that a picture's name names, as it stands now. */
export function timelineDrawer(cases: Pick<Cases, 'sheetForStaff'>, calendars: CalendarLookup, now: () => Date) {
  return async (name: string): Promise<Buffer | undefined> => {
    const number = subject.exec(name)?.[1]
    const sheet = number && (await cases.sheetForStaff(Number(number)))
    if (!sheet) return undefined
    const { clocks, openedAt, closedAt, product, responseDueAt } = sheet.case
    const calendar = (await calendars.lookup())(product?.id)
    const until = closedAt ?? new Date(Math.max(now().getTime(), responseDueAt?.getTime() ?? 0) + 30 * minute)
    const all = Object.values(clocks)
    return drawTimeline(caseTimeline(all, calendar, { from: openedAt, to: until, now: now() }))
  }
}

/** Removes the bytes of files that were taken back; what a crash leaves is found by the next call. */
export async function forgetErased(
  books: Pick<CaseFileBooks, 'erased' | 'gone'>,
  store: { remove(key: string): Promise<void> },
): Promise<void> {
  for (;;) {
    const erased = await books.erased()
    if (erased.length === 0) return
    for (const { key } of erased) await store.remove(key)
    await books.gone(erased.map(({ id }) => id))
  }
}

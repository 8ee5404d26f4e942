/** Who got what, when, and what was fetched with it (R5.3): for the contacts who answer for the organization. */
import { type Block, type Fact, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { FetchEntry, HandOutEntry } from '../../domain/hand-out.ts'
import { sizeText } from '../file-size.ts'
import { shortText } from '../short-text.ts'
import { nextPage } from './words.ts'

const at = (instant: Date): { instant: string } => ({ instant: instant.toISOString() })
/** Of further fetches only the number is told; the export has them all. */
const mostFetches = 3

export function recordView(
  { entries, page, pages }: { entries: HandOutEntry[]; page: number; pages: number },
  now: Date,
): View {
  if (entries.length === 0) return { tone: 'info', title: say('downloads.record.none'), body: [] }
  return {
    tone: 'plain',
    title: say('downloads.record.title'),
    body: entries.map((entry) => entryBlock(entry, now)),
    actions: nextPage('downloads.record', { page, pages }),
  }
}

function entryBlock(entry: HandOutEntry, now: Date): Block {
  const { fileName, contactName, at: given, until, revokedAt, fetches, fetchCount, id } = entry
  const isOpen = revokedAt === undefined && until > now
  const more = fetchCount - mostFetches
  return {
    kind: 'entry',
    title: say('common.verbatim', { text: shortText(fileName, 120) }),
    text: say('downloads.record.given', { name: shortText(contactName, 80), at: at(given) }),
    facts: [
      { label: say('downloads.record.link'), value: linkText(entry, now) },
      ...(fetches.length === 0
        ? [{ label: say('downloads.record.fetched'), value: say('downloads.record.never') }]
        : fetches.slice(-mostFetches).map(fetchFact)),
      ...(more > 0
        ? [{ label: say('downloads.record.fetched'), value: say('downloads.record.more', { count: more }) }]
        : []),
    ],
    ...(isOpen ? { actions: [invoke(say('downloads.action.revoke'), 'downloads.revoke', { id })] } : {}),
  }
}

function linkText({ until, revokedAt }: HandOutEntry, now: Date): Text {
  if (revokedAt) return say('downloads.record.revoked', { at: at(revokedAt) })
  return say(until > now ? 'downloads.record.open' : 'downloads.record.over', { at: at(until) })
}

const fetchFact = ({ at: fetched, address, outcome, sentBytes }: FetchEntry): Fact => ({
  label: say('downloads.record.fetched'),
  value: say('downloads.record.fetch', {
    at: at(fetched),
    address: address ?? say('common.unknown'),
    outcome: say(`downloads.outcome.${outcome}`),
    size: sizeText(sentBytes),
  }),
})

/** The record holds what colleagues did: it is for those who answer for the organization. */
export const recordForSiteView = (names: readonly string[]): View => ({
  tone: 'info',
  title: say('downloads.record.for-site.title'),
  body: [
    {
      kind: 'paragraph',
      text: say('downloads.record.for-site.text', {
        names: { list: names.slice(0, 5).map((name) => say('case.viewer.person', { name: shortText(name, 80) })) },
      }),
    },
  ],
})

export const revokedView = (done: boolean): View => ({
  tone: done ? 'good' : 'info',
  title: say(done ? 'downloads.revoked.done' : 'downloads.revoked.over'),
  body: [],
  actions: [invoke(say('downloads.action.all'), 'downloads')],
})

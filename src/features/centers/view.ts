/** What is said about support centres: how to reach them, when, and whether now. */
import { type Block, type Fact, invoke, say, type Text, type View } from '../../bot/view.ts'
import { type Opening, openingAt } from '../../domain/center-opening.ts'
import type { CenterListing } from '../../domain/support-guide.ts'
import { hoursOf, waysTo, webButton } from '../guide-view.ts'
import { openFrom } from '../open-from.ts'
import { pageOf } from '../paging.ts'
import { shortText } from '../short-text.ts'

const pageLength = 5
/** More families would be a catalogue. */
const mostFamilies = 6

/** By the reader's clocks, where they are known; else by the centre's. */
const instantBy = (zone: string | undefined) => (at: Date) => ({
  instant: at.toISOString(),
  ...(zone ? { zone } : {}),
})

function openingText(opening: Opening | undefined, zone: string | undefined): Text {
  const instant = instantBy(zone)
  if (!opening) return say('guide.no-hours')
  if (opening.status === 'open') {
    return opening.now ? say('guide.open-until', { until: instant(opening.now.to) }) : say('guide.always-open')
  }
  return say(opening.because === 'holiday' ? 'guide.day-off' : 'guide.closed', { opens: instant(opening.next.from) })
}

/** The hours that are under way, or the next ones, by the reader's clocks where those differ from the centre's. */
function hoursHere(opening: Opening | undefined, { timeZone }: CenterListing, zone: string | undefined): Fact[] {
  const stretch = opening?.status === 'open' ? opening.now : opening?.next
  if (!stretch || zone === undefined || zone === timeZone) return []
  const instant = instantBy(zone)
  return [
    {
      label: say('guide.hours-here'),
      value: say('guide.stretch', { from: instant(stretch.from), to: instant(stretch.to) }),
    },
  ]
}

function entryOf(center: CenterListing, now: Date, zone: string | undefined): Block {
  const opening = center.calendar && openingAt(now, center.calendar)
  const families = [...new Set(center.products.map(({ family }) => family))].slice(0, mostFamilies)
  return {
    kind: 'entry',
    title: say('guide.center', { name: shortText(center.name, 120) }),
    text: openingText(opening, zone ?? center.timeZone),
    facts: [
      ...(families.length > 0
        ? [
            {
              label: say('guide.products'),
              value: say('guide.products-value', { list: { list: families.map((family) => shortText(family, 40)) } }),
            },
          ]
        : []),
      ...waysTo(center),
      ...hoursOf(center),
      ...hoursHere(opening, center, zone),
    ],
    actions: webButton(center.url),
  }
}

export interface Centers {
  now: Date
  /** The reader's. */
  zone?: string
  what?: string
  page: number
  /** Whether the reader may open cases. */
  canOpen: boolean
}

/** Centres with what the clock says of each. */
export function centersView(found: readonly CenterListing[], { now, zone, what, page, canOpen }: Centers): View {
  const { items, note, more } = pageOf(found, page, pageLength, 'centers', what ? { what } : {})
  return {
    tone: 'plain',
    title: what ? say('guide.centers-for', { what: shortText(what, 60) }) : say('guide.centers'),
    body: [...note, ...items.map((center) => entryOf(center, now, zone))],
    actions: [
      ...more,
      ...(canOpen ? [invoke(say('case.action.open'), 'case.open')] : []),
      ...(what ? [invoke(say('guide.all-centers'), 'centers')] : []),
      invoke(say('commands.faq.name'), 'faq'),
    ],
  }
}

/** None for these words, or none at all. */
export const noCenterView = (what: string | undefined, canOpen: boolean): View => ({
  tone: 'info',
  title: what ? say('guide.no-center', { what: shortText(what, 60) }) : say('guide.no-centers'),
  body: [],
  actions: [
    ...(what ? [invoke(say('guide.all-centers'), 'centers', undefined, 'primary')] : []),
    ...(canOpen ? [openFrom(what)] : []),
    invoke(say('commands.catalog.name'), 'catalog'),
  ],
})

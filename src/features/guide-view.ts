/** Who helps where the case desk does not: support centres and partners, with their ways in. */
import { type Action, type Block, type Fact, say, type Text } from '../bot/view.ts'
import { weekdays } from '../domain/business-calendar.ts'
import { breaksOf, daysOf } from '../domain/opening-hours.ts'
import { regionIn } from '../domain/region-names.ts'
import type { CenterListing, Partner, SupportCenter } from '../domain/support-guide.ts'
import { shortText } from './short-text.ts'

const verbatim = (text: string, room = 200): Text => say('common.verbatim', { text: shortText(text, room) })

export const waysTo = ({ phone, email, url }: Pick<Partner, 'phone' | 'email' | 'url'>): Fact[] => [
  ...(phone ? [{ label: say('guide.phone'), value: verbatim(phone) }] : []),
  ...(email ? [{ label: say('guide.email'), value: verbatim(email) }] : []),
  ...(url ? [{ label: say('guide.web'), value: verbatim(url) }] : []),
]

/** An address of the web as a button; whatever else stands in the vendor's data is only read. */
export const webButton = (url: string | undefined): Action[] =>
  url && url.length <= 2_000 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? [{ kind: 'link', label: say('guide.open-web'), url }]
    : []

/** "Mon–Thu, Sat": days that follow one another are one range. */
function weekText(days: string): Text {
  const open = new Set(daysOf(days) ?? daysOf('Mon-Fri'))
  const runs: (typeof weekdays)[number][][] = []
  for (const day of weekdays) {
    const last = runs.at(-1)
    if (!open.has(day)) continue
    if (last && weekdays.indexOf(last.at(-1)!) === weekdays.indexOf(day) - 1) last.push(day)
    else runs.push([day])
  }
  return say('guide.days', {
    list: {
      list: runs.map((run) =>
        run.length === 1
          ? say(`guide.day.${run[0]!}`)
          : say('guide.day-range', { from: say(`guide.day.${run[0]!}`), to: say(`guide.day.${run.at(-1)!}`) }),
      ),
    },
  })
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** When it works by its own clocks; nothing where the vendor's data does not tell. */
export function hoursOf({
  days,
  opens,
  closes,
  timeZone,
  breaks,
}: SupportCenter & Pick<CenterListing, 'breaks'>): Fact[] {
  if (!opens || !closes || !timeZone) return []
  const values = { days: weekText(days ?? ''), opens, closes, zone: timeZone }
  const pauses = (breaksOf(breaks ?? '') ?? []).map(({ from, to }) => `${clock(from)}–${clock(to)}`)
  return [
    {
      label: say('guide.hours'),
      value:
        pauses.length > 0
          ? say('guide.hours-with-breaks', { ...values, breaks: { list: pauses } })
          : say('guide.hours-value', values),
    },
  ]
}

/** A support centre with its ways in. */
export const centerBlock = (center: SupportCenter): Block => ({
  kind: 'entry',
  title: say('guide.center', { name: shortText(center.name, 120) }),
  text: say('guide.center-text'),
  facts: [...waysTo(center), ...hoursOf(center)],
})

/** Partners with their ways in, as they are given. */
export const partnerBlocks = (partners: readonly Partner[], language: string): Block[] =>
  partners.map((partner) => ({
    kind: 'entry',
    title: say('guide.partner', {
      name: shortText(partner.name, 120),
      region: shortText(regionIn(partner.region, language), 60),
    }),
    text: say('guide.partner-text'),
    facts: waysTo(partner),
  }))

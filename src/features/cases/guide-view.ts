/** Who helps where the case desk does not. */
import { type Block, type Fact, say } from '../../bot/view.ts'
import type { Partner, SupportCenter } from '../../domain/support-guide.ts'
import { shortText } from '../short-text.ts'

const verbatim = (text: string) => say('common.verbatim', { text: shortText(text, 200) })

const waysTo = ({ phone, email, url }: Pick<Partner, 'phone' | 'email' | 'url'>): Fact[] => [
  ...(phone ? [{ label: say('case.guide.phone'), value: verbatim(phone) }] : []),
  ...(email ? [{ label: say('case.guide.email'), value: verbatim(email) }] : []),
  ...(url ? [{ label: say('case.guide.web'), value: verbatim(url) }] : []),
]

function hoursOf({ days, opens, closes, timeZone }: SupportCenter): Fact[] {
  if (!opens || !closes || !timeZone) return []
  const values = { days: days ?? '', opens, closes, zone: timeZone }
  return [{ label: say('case.guide.hours'), value: say('case.guide.hours-value', values) }]
}

/** A support centre with its ways in. */
export const centerBlock = (center: SupportCenter): Block => ({
  kind: 'entry',
  title: say('case.guide.center', { name: shortText(center.name, 120) }),
  text: say('case.guide.center-text'),
  facts: [...waysTo(center), ...hoursOf(center)],
})

/** Partners with their ways in, the nearest first. */
export const partnerBlocks = (partners: readonly Partner[]): Block[] =>
  partners.map((partner) => ({
    kind: 'entry',
    title: say('case.guide.partner', { name: shortText(partner.name, 120), region: shortText(partner.region, 60) }),
    text: say('case.guide.partner-text'),
    facts: waysTo(partner),
  }))

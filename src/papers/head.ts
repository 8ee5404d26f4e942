/** What every paper says of itself: whose it is, as of when, from whom. */
import { say } from '../bot/view.ts'
import type { Paper } from '../domain/paper.ts'
import { type Sheet, written } from './sheet.ts'

export function headFacts({ organization, vendor, issuedAt, centers }: Paper): Sheet['facts'] {
  const { name, id, timeZone } = organization
  return [
    { label: say('paper.fact.organization'), value: say('paper.fact.organization-value', { name, id }) },
    {
      label: say('paper.fact.issued'),
      value: { instant: issuedAt, zone: timeZone },
    },
    { label: say('paper.fact.vendor'), value: written(vendor) },
    ...centers.map((center) => ({
      label: say('paper.fact.center'),
      value: written([center.name, center.phone, center.email, center.url].filter(Boolean).join(' | ')),
    })),
  ]
}

/** The small print of every paper. */
export const remarksOf = ({ organization, issuedOn }: Paper, last: Sheet['remarks'][number]): Sheet['remarks'] => [
  say('paper.remark.as-of', { day: { day: issuedOn }, zone: organization.timeZone }),
  say('paper.remark.last-day'),
  last,
]

import { type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Organization } from '../../domain/organization.ts'
import { regionIn } from '../../domain/region-names.ts'
import type { Partner } from '../../domain/support-guide.ts'
import { waysTo, webButton } from '../guide-view.ts'
import { openFrom } from '../open-from.ts'
import { pageOf } from '../paging.ts'
import { askSalesButton } from '../sales-button.ts'
import { shortText } from '../short-text.ts'

const pageLength = 6
/** More families would be a catalogue. */
const mostFamilies = 8

export interface Partners {
  page: number
  language: string
  what?: string
  organization?: Organization
  /** Whether the reader may ask sales. */
  canAsk: boolean
}

function closeness({ id, region }: Partner, organization: Organization | undefined): Text {
  if (organization && id === organization.partnerId) return say('guide.own-partner')
  return organization?.region === region ? say('guide.near-partner') : say('guide.partner-text')
}

const entryOf = (partner: Partner, { language, organization }: Partners): Block => ({
  kind: 'entry',
  title: say('guide.partner', {
    name: shortText(partner.name, 120),
    region: shortText(regionIn(partner.region, language), 60),
  }),
  text: closeness(partner, organization),
  facts: [
    ...(partner.families.length > 0
      ? [
          {
            label: say('guide.products'),
            value: say('guide.products-value', {
              list: { list: partner.families.slice(0, mostFamilies).map((family) => shortText(family, 40)) },
            }),
          },
        ]
      : []),
    ...waysTo(partner),
  ],
  actions: webButton(partner.url),
})

/** Partners as they are given, the nearest first. */
export function partnersView(found: readonly Partner[], told: Partners): View {
  const { what, page, canAsk } = told
  const { items, note, more } = pageOf(found, page, pageLength, 'partners', what ? { what } : {})
  return {
    tone: 'plain',
    title: what ? say('guide.partners-for', { what: shortText(what, 60) }) : say('guide.partners'),
    body: [...note, ...items.map((partner) => entryOf(partner, told))],
    actions: [
      ...more,
      ...(what ? [invoke(say('guide.all-partners'), 'partners')] : []),
      ...(canAsk ? [askSalesButton('question')] : []),
    ],
  }
}

/** None for these words, or none at all. */
export const noPartnerView = (what: string | undefined, canOpen: boolean): View => ({
  tone: 'info',
  title: what ? say('guide.no-partner', { what: shortText(what, 60) }) : say('guide.no-partners'),
  body: [],
  actions: [
    ...(what ? [invoke(say('guide.all-partners'), 'partners', undefined, 'primary')] : []),
    ...(canOpen ? [openFrom(what)] : []),
    invoke(say('commands.centers.name'), 'centers'),
  ],
})

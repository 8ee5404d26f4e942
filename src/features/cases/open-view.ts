/** What is said on the way to a case: who may open one, what is covered, where else help is, and that it is open. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import type { Case, OutsideTopic } from '../../domain/case.ts'
import type { CaseOffer } from '../../domain/cases.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { Organization } from '../../domain/organization.ts'
import type { Partner, SupportCenter } from '../../domain/support-guide.ts'
import { closeButton, detailsButton, showButton } from '../case-buttons.ts'
import { caseFacts, dueFacts } from '../case-card.ts'
import { outsideText, statusForCustomer } from '../case-words.ts'
import { centerBlock, partnerBlocks } from '../guide-view.ts'
import { licenseButton } from '../license-button.ts'
import { nearestBlocks } from '../nearest-licenses.ts'
import { shortText } from '../short-text.ts'

/** Viewers read (R1): who may do more. */
export function viewerView({ name }: Organization, who: readonly { name: string }[]): View {
  const organization = shortText(name, 100)
  const names = who.slice(0, 6).map((each) => say('case.viewer.person', { name: shortText(each.name, 60) }))
  return {
    tone: 'info',
    title: say('case.viewer.title'),
    body: [
      {
        kind: 'paragraph',
        text:
          names.length > 0
            ? say('case.viewer.text', { organization, names: { list: names } })
            : say('case.viewer.nobody', { organization }),
      },
    ],
    actions: [invoke(say('case.action.list'), 'case.list')],
  }
}

/** The question needs no coverage; asked about a license where one is meant. */
const askAboutLicense = (serial: string | undefined): Action => ({
  kind: 'invoke',
  label: say('case.uncovered.ask'),
  style: 'primary',
  invoke: {
    command: 'case.describe',
    values: { topic: 'license', severity: '4', ...(serial ? { serial } : {}) },
    inPublic: { topic: 'license', severity: '4' },
  },
})

/** No support is bought for a license, or for none: the ways on. */
export function uncoveredView(
  { name }: Organization,
  { offer, center }: { offer?: CaseOffer | undefined; center?: SupportCenter | undefined },
): View {
  const serial = offer?.dossier.serial
  return {
    tone: 'warning',
    title: offer
      ? say('case.uncovered.one', { product: shortText(offer.dossier.product.name, 80) })
      : say('case.uncovered.title', { organization: shortText(name, 80) }),
    body: [{ kind: 'paragraph', text: say('case.uncovered.text') }, ...(center ? [centerBlock(center)] : [])],
    actions: [
      askAboutLicense(serial),
      serial
        ? licenseButton(say('coverage.action.agreement'), 'agreement', serial)
        : invoke(say('coverage.action.agreement'), 'agreement'),
      serial
        ? licenseButton(say('commands.coverage.name'), 'coverage', serial)
        : invoke(say('commands.coverage.name'), 'coverage'),
    ],
  }
}

/** The serial is none of one's own: those that were perhaps meant, each a button that goes on with it. */
export const nearestView = (near: readonly LicenseDossier[], values: Record<string, string>): View => ({
  tone: 'warning',
  title: say('case.open.license-unknown'),
  body: nearestBlocks(near, ({ serial }) =>
    licenseButton(say('case.open.this-license'), 'case.open', serial, { more: values }),
  ),
  actions: [invoke(say('case.action.open'), 'case.open')],
})

/** R6.1: out of scope, with the right place; whoever is unsure goes on with `values`. */
export function outsideView(
  topic: OutsideTopic,
  places: {
    center?: SupportCenter | undefined
    partners: readonly Partner[]
    /** The reader's. */
    language: string
    /** What further partners should know. */
    family?: string | undefined
  },
  values: Record<string, string>,
): View {
  const { center, partners, language, family } = places
  const blocks = [...partnerBlocks(partners, language), ...(center ? [centerBlock(center)] : [])]
  return {
    tone: 'info',
    title: say('case.outside.title', { topic: outsideText(topic) }),
    body: [
      { kind: 'paragraph', text: say(blocks.length > 0 ? 'case.outside.text' : 'case.outside.text-nobody') },
      ...blocks,
      { kind: 'paragraph', text: say('case.outside.unsure') },
    ],
    actions: [
      invoke(say('case.outside.go-on'), 'case.describe', values, 'primary'),
      ...(partners.length > 0
        ? [invoke(say('guide.more-partners'), 'partners', family ? { what: family } : undefined)]
        : []),
    ],
  }
}

export interface Brought {
  /** Messages that came along. */
  count: number
  /** Something was there and could not be read. */
  missed: boolean
}

/** It is open: its number, when the first answer is due, and where to write. */
export function openedView(
  opened: Case,
  told: {
    zones: { reader?: string | undefined; center?: string | undefined }
    /** `below`: in this very chat, where its own card tells the rest. */
    where: 'here' | 'direct' | 'chat' | 'below'
    brought?: Brought | undefined
    /** Questions of the vendor that may answer it meanwhile. */
    questions?: readonly Block[] | undefined
  },
): View {
  const { number, title } = opened
  const { where, brought, questions = [] } = told
  const heading = {
    tone: 'good' as const,
    title: say('case.opened.title', { number: String(number), title: shortText(title, 60) }),
  }
  if (where === 'below') {
    return {
      ...heading,
      body: [
        { kind: 'paragraph', text: say('case.opened.next') },
        ...(brought ? broughtBlocks(brought) : []),
        ...questions,
      ],
    }
  }
  return {
    ...heading,
    body: [
      {
        kind: 'facts',
        facts: caseFacts(opened, { state: statusForCustomer(opened.status), due: dueFacts(opened, told.zones) }),
      },
      { kind: 'paragraph', text: say('case.opened.next') },
      { kind: 'paragraph', text: say(`case.opened.${where}`) },
      ...(brought ? broughtBlocks(brought) : []),
      ...questions,
    ],
    actions: [showButton(number, 'primary'), detailsButton(number), closeButton(number, 'withdraw')],
  }
}

const broughtBlocks = ({ count, missed }: Brought): Block[] => [
  ...(count > 0
    ? [{ kind: 'paragraph' as const, text: say('case.opened.brought', { count }), emphasis: 'subtle' as const }]
    : []),
  ...(missed
    ? [{ kind: 'paragraph' as const, text: say('case.opened.not-brought'), emphasis: 'strong' as const }]
    : []),
]

/** The thread, or this very request, has a case already. */
export const alreadyView = (opened: Case, how: 'here' | 'opened'): View => ({
  tone: 'info',
  title: say(`case.already.${how}`),
  body: [
    { kind: 'paragraph', text: say('case.titled', { number: String(opened.number), title: opened.title }) },
    { kind: 'facts', facts: [{ label: say('case.fact.state'), value: statusForCustomer(opened.status) }] },
  ],
  actions: [showButton(opened.number, 'primary'), detailsButton(opened.number)],
})

/** In a channel that several organizations share: nothing of the other's case is told. */
export const othersThreadView = (): View => ({
  tone: 'warning',
  title: say('case.already.here'),
  body: [{ kind: 'paragraph', text: say('case.already.other') }],
})

/** Words that are no command, where a case could be opened from them. */
export const offerView = (values: Record<string, string>, more: readonly Block[] = []): View => ({
  tone: 'plain',
  title: say('case.from-message.offer.title'),
  body: [{ kind: 'paragraph', text: say('case.from-message.offer.text') }, ...more],
  actions: [
    invoke(say('case.from-message.offer.button'), 'case.from-message', values, 'primary'),
    invoke(say('common.help'), 'help'),
  ],
})

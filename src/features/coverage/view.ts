/** What is said about coverage: the verdict, the terms and days that decided it, what would change it, and the way on. */

import { formWanted } from '../../bot/form.ts'
import { type Action, type Block, type Fact, invoke, say, type Text, type View } from '../../bot/view.ts'
import { type Coverage, coverageOn, isCovered } from '../../domain/coverage.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Organization } from '../../domain/organization.ts'
import { licenseButton } from '../license-button.ts'
import { nearestBlocks } from '../nearest-licenses.ts'
import { sliceOf } from '../paging.ts'
import { askSalesButton } from '../sales-button.ts'
import { quoted, typedWords } from '../typed-words.ts'
import { benefitsLine, changes, reasons, termText } from './reasons.ts'

type Judged = Exclude<Coverage, { status: 'not-registered' }>

const tone = {
  'no-agreement': 'warning',
  'not-started': 'info',
  covered: 'good',
  expiring: 'warning',
  'covered-past-end-of-service': 'warning',
  lapsed: 'bad',
} as const satisfies Record<Judged['status'], View['tone']>

/** In an overview the most urgent comes first. */
const urgency: Judged['status'][] = [
  'expiring',
  'lapsed',
  'covered-past-end-of-service',
  'no-agreement',
  'not-started',
  'covered',
]

const nameOf = ({ product, version }: LicenseDossier): Text => say('coverage.name', { product: product.name, version })

const dayOf = (coverage: Judged): { day: string } => {
  if (coverage.status === 'no-agreement') return { day: coverage.day }
  return { day: coverage.status === 'not-started' ? coverage.startsOn : coverage.coveredUntil }
}

/** The verdict on one license on one day. */
export function coverageCard(dossier: LicenseDossier, coverage: Coverage, zone: string): View {
  // A dossier is always of a registered license: the caller found it.
  const judged = coverage as Judged
  const { serial } = dossier
  const facts: Fact[] = [
    {
      label: say('coverage.fact.serial'),
      value: say('coverage.fact.serial-value', { serial: { serial: dossier.displaySerial } }),
    },
    { label: say('coverage.fact.day'), value: say('coverage.fact.day-value', { day: { day: judged.day }, zone }) },
    {
      label: say('coverage.fact.decided-by'),
      value: 'decidedBy' in judged ? termText(judged.decidedBy) : say('coverage.term.none'),
    },
  ]
  if (judged.version.version !== dossier.version) {
    facts.push({ label: say('coverage.fact.version'), value: say('common.verbatim', { text: judged.version.version }) })
  }
  if ('level' in judged && judged.newest.version !== judged.version.version) {
    facts.push({ label: say('coverage.fact.newest'), value: say('common.verbatim', { text: judged.newest.version }) })
  }
  if ('level' in judged)
    facts.push({ label: say('coverage.fact.level'), value: say(`agreement.level.${judged.level}`) })
  const body: Block[] = [
    { kind: 'facts', facts },
    { kind: 'paragraph', text: say('coverage.why.title'), emphasis: 'strong' },
    { kind: 'bullets', items: reasons(judged) },
    { kind: 'paragraph', text: say('coverage.change.title'), emphasis: 'strong' },
    { kind: 'bullets', items: changes(judged) },
    { kind: 'paragraph', text: benefitsLine(judged.status), emphasis: 'subtle' },
  ]
  return {
    tone: tone[judged.status],
    title: say(`coverage.headline.${judged.status}`, {
      product: nameOf(dossier),
      day: dayOf(judged),
      version: judged.version.version,
    }),
    body,
    actions: waysOn(judged, serial),
  }
}

/** A case about it while it is covered, a question about the license otherwise. */
const askSupport = (status: Judged['status'], serial: string): Action =>
  isCovered(status)
    ? licenseButton(say('case.action.open'), 'case.open', serial)
    : licenseButton(say('coverage.action.question'), 'case.describe', serial, {
        more: { topic: 'license', severity: '4' },
      })

/** Where nothing covers it, sales knows the way back. */
const salesWays = (status: Judged['status'], serial: string): Action[] =>
  status === 'lapsed' || status === 'no-agreement'
    ? [askSalesButton(status === 'lapsed' ? 'reinstatement' : 'license', serial)]
    : []

function waysOn({ status }: Judged, serial: string): Action[] {
  const agreement = licenseButton(
    say('coverage.action.agreement'),
    'agreement',
    serial,
    status === 'covered' ? {} : { style: 'primary' },
  )
  return [
    agreement,
    licenseButton(say('commands.downloads.name'), 'downloads', serial),
    askSupport(status, serial),
    ...salesWays(status, serial),
    licenseButton(say('coverage.action.other-day'), 'coverage', serial, { more: { [formWanted]: '1' } }),
    invoke(say('coverage.action.all'), 'coverage'),
  ]
}

export interface Overview {
  organization: Organization
  day: LocalDate
  dossiers: readonly LicenseDossier[]
  page: number
  /** The day that was asked for, when one was: it goes along to the next page. */
  asked?: LocalDate | undefined
}

const pageLength = 8

/** All licenses of an organization, the most urgent first. */
export function coverageOverview(overview: Overview): View {
  const { organization, day, dossiers } = overview
  if (dossiers.length === 0) return noLicense(organization)
  const judged = judgeAll(overview)
  const { entries, more } = pageOf(judged, overview)
  const covered = judged.filter(({ coverage }) => isCovered(coverage.status)).length
  return {
    tone: 'plain',
    title: say('coverage.overview.title', { organization: organization.name }),
    body: [
      {
        kind: 'paragraph',
        text: say('coverage.overview.summary', {
          covered,
          total: dossiers.length,
          day: { day },
          zone: organization.timeZone,
        }),
      },
      ...entries,
    ],
    actions: [...more, invoke(say('coverage.action.register'), 'register')],
  }
}

/** Several licenses fit what was asked. */
export function manyFound(what: string, overview: Overview): View {
  const judged = judgeAll(overview)
  const { entries, more } = pageOf(judged, overview, what)
  return {
    tone: 'plain',
    title: say('coverage.found-many.title', { count: judged.length, what: quoted(what) }),
    body: entries,
    actions: more,
  }
}

export const noneFound = (what: string, organization: Organization, near: readonly LicenseDossier[] = []): View => ({
  tone: 'warning',
  title: say('coverage.found-none.title', { what: typedWords(what) }),
  body: [
    { kind: 'paragraph', text: say('coverage.found-none.text', { organization: organization.name }) },
    ...nearestBlocks(near, ({ serial }) => licenseButton(say('coverage.action.details'), 'coverage', serial)),
  ],
  actions: [
    invoke(say('coverage.action.register'), 'register', undefined, near.length > 0 ? undefined : 'primary'),
    invoke(say('coverage.action.all'), 'coverage'),
  ],
})

export const noneInMessage = (organization: Organization): View => ({
  tone: 'info',
  title: say('coverage.in-message.none.title'),
  body: [{ kind: 'paragraph', text: say('coverage.in-message.none.text', { organization: organization.name }) }],
  actions: [invoke(say('coverage.action.all'), 'coverage')],
})

const noLicense = (organization: Organization): View => ({
  tone: 'info',
  title: say('coverage.overview.none.title', { organization: organization.name }),
  body: [{ kind: 'paragraph', text: say('coverage.overview.none.text') }],
  actions: [invoke(say('coverage.action.register'), 'register', undefined, 'primary')],
})

interface JudgedLicense {
  dossier: LicenseDossier
  coverage: Judged
}

function judgeAll({ dossiers, day }: Overview): JudgedLicense[] {
  return dossiers
    .map((dossier) => ({ dossier, coverage: coverageOn(day, dossier) as Judged }))
    .sort(
      (a, b) =>
        urgency.indexOf(a.coverage.status) - urgency.indexOf(b.coverage.status) ||
        (dayOf(a.coverage).day < dayOf(b.coverage).day ? -1 : 1),
    )
}

function pageOf(all: JudgedLicense[], overview: Overview, what?: string): { entries: Block[]; more: Action[] } {
  const { asked } = overview
  const { items, page, pages, from } = sliceOf(all, overview.page, pageLength)
  const shown = { from: from + 1, to: from + items.length, total: all.length }
  const values = { page: String(page + 1), ...(asked ? { on: asked } : {}), ...(what ? { what } : {}) }
  return {
    entries: [
      ...(pages > 1
        ? [{ kind: 'paragraph' as const, text: say('coverage.overview.page', shown), emphasis: 'subtle' as const }]
        : []),
      ...items.map((each) => entryOf(each, asked)),
    ],
    more: page < pages ? [invoke(say('coverage.action.more'), 'coverage', values)] : [],
  }
}

const stateText = (coverage: Judged): Text =>
  coverage.status === 'expiring' && coverage.daysLeft === 0
    ? say('coverage.state.last-day', { day: dayOf(coverage) })
    : say(`coverage.state.${coverage.status}`, {
        day: dayOf(coverage),
        count: 'daysLeft' in coverage ? coverage.daysLeft : 0,
        ended: { day: coverage.version.endOfServiceOn ?? coverage.day },
      })

const entryOf = ({ dossier, coverage }: JudgedLicense, asked: LocalDate | undefined): Block => ({
  kind: 'entry',
  title: nameOf(dossier),
  text: stateText(coverage),
  facts: [
    {
      label: say('coverage.fact.serial'),
      value: say('coverage.fact.serial-value', { serial: { serial: dossier.displaySerial } }),
    },
  ],
  actions: [
    licenseButton(say('coverage.action.details'), 'coverage', dossier.serial, asked ? { more: { on: asked } } : {}),
  ],
})

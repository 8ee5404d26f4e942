/** What may be had of one product, and of all: the purchased version, license files, newer versions, updates, documents. */
import { type Action, type Block, type Fact, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Coverage } from '../../domain/coverage.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { EndedVersion, Offer, ProductShelf, Withheld } from '../../domain/product-shelf.ts'
import type { ListedRelease } from '../../domain/release.ts'
import { licenseButton } from '../license-button.ts'
import { sliceOf } from '../paging.ts'
import { shortText } from '../short-text.ts'
import { factsLine, groundText, nextPage, pathText, ruleText, titleOf } from './words.ts'

const pageLength = 8

interface Item {
  section: 'licenses' | 'purchased' | 'newer' | 'updates' | 'documents' | 'withheld'
  block: Block
}

/** One product, section by section; `page` counts from 1. */
export function shelfView(shelf: ProductShelf, page: number, language: string): View {
  const { items, ...shown } = sliceOf(itemsOf(shelf, language), page, pageLength)
  return {
    tone: 'plain',
    title: say('downloads.shelf.title', { product: shortText(shelf.product.name, 100) }),
    body: [
      ...(shown.page === 1 ? shelf.ended.flatMap(endedBlocks) : []),
      ...items.flatMap(({ section, block }, i): Block[] =>
        section === items[i - 1]?.section
          ? [block]
          : [{ kind: 'paragraph', text: say(`downloads.section.${section}`), emphasis: 'strong' }, block],
      ),
      ...(isBare(shelf) ? [{ kind: 'paragraph' as const, text: say('downloads.shelf.none') }] : []),
    ],
    actions: [
      ...nextPage('downloads', shown, { product: shelf.product.id }),
      invoke(say('downloads.action.all'), 'downloads'),
      invoke(say('downloads.action.record'), 'downloads.record'),
    ],
  }
}

const isBare = ({ purchased, newer, updates, documents, withheld }: ProductShelf): boolean =>
  [purchased, newer, updates, documents, withheld].every((section) => section.length === 0)

function itemsOf(shelf: ProductShelf, language: string): Item[] {
  const offers = (section: 'purchased' | 'newer' | 'updates' | 'documents'): Item[] =>
    shelf[section].map((offer) => ({ section, block: offerBlock(offer, language) }))
  return [
    ...offers('purchased'),
    ...shelf.licenses.map(
      ({ license, coverage }): Item => ({ section: 'licenses', block: licenseBlock(license, coverage) }),
    ),
    ...offers('newer'),
    ...offers('updates'),
    ...offers('documents'),
    ...shelf.withheld.map((each): Item => ({ section: 'withheld', block: withheldBlock(each, language) })),
  ]
}

/** What its service's end leaves, and where to go from there (R3). */
const endedBlocks = ({ version, endedOn, path }: EndedVersion): Block[] => [
  {
    kind: 'paragraph',
    text: say('downloads.ended.text', { version: shortText(version, 40), day: { day: endedOn } }),
  },
  {
    kind: 'paragraph',
    text: path ? pathText(path) : say('downloads.ended.no-path'),
  },
]

const offerBlock = ({ release, entitlement }: Offer, language: string): Block => ({
  kind: 'entry',
  title: say('common.verbatim', { text: titleOf(release, language) }),
  text: say('downloads.offer', { line: factsLine(release), ground: groundText(release, entitlement) }),
  actions: [openFiles(release)],
})

/** One file is handed over at once; of several one is chosen, beside the notes. */
function openFiles(release: ListedRelease): Action {
  const { id, artifacts } = release
  const [only] = artifacts
  return only && artifacts.length === 1
    ? invoke(say('downloads.action.get'), 'downloads.get', { release: id, file: only.fileName })
    : invoke(say('downloads.action.files', { files: artifacts.length }), 'downloads.release', { release: id })
}

const withheldBlock = ({ release, refusal }: Withheld, language: string): Block => ({
  kind: 'entry',
  title: say('common.verbatim', { text: titleOf(release, language) }),
  text: say('downloads.offer', { line: factsLine(release), ground: ruleText(release, refusal) }),
  actions: [invoke(say('downloads.action.why'), 'downloads.release', { release: release.id })],
})

const licenseBlock = (license: LicenseDossier, coverage: Coverage): Block => ({
  kind: 'entry',
  title: say('downloads.license.title', {
    serial: { serial: license.displaySerial },
    version: shortText(license.version, 40),
  }),
  text: coverageText(coverage),
  actions: [licenseButton(say('downloads.action.license'), 'downloads.license', license.serial)],
})

function coverageText(coverage: Coverage): Text {
  if ('level' in coverage) return say('downloads.license.covered', { day: { day: coverage.coveredUntil } })
  if (coverage.status === 'lapsed') return say('downloads.license.lapsed', { day: { day: coverage.coveredUntil } })
  if (coverage.status === 'not-started')
    return say('downloads.license.not-started', { day: { day: coverage.startsOn } })
  return say('downloads.license.no-agreement')
}

/** All products of which there is a license. */
export function shelvesView(shelves: readonly ProductShelf[], page: number): View {
  const { items, ...shown } = sliceOf(shelves, page, pageLength)
  return {
    tone: 'plain',
    title: say('downloads.all.title'),
    body: items.map((shelf) => ({
      kind: 'entry',
      title: say('common.verbatim', { text: shortText(shelf.product.name, 100) }),
      facts: countFacts(shelf),
      actions: [invoke(say('downloads.action.show'), 'downloads', { product: shelf.product.id })],
    })),
    actions: [...nextPage('downloads', shown), invoke(say('downloads.action.record'), 'downloads.record')],
  }
}

function countFacts({ licenses, purchased, newer, updates, documents, withheld }: ProductShelf): Fact[] {
  const counts = { licenses, purchased, newer, updates, documents, withheld }
  return Object.entries(counts)
    .filter(([, those]) => those.length > 0)
    .map(([section, those]) => ({
      label: say(`downloads.section.${section as keyof typeof counts}`),
      value: say('downloads.all.count', { total: those.length }),
    }))
}

/** Nothing is registered yet, so there is nothing to get. */
export const nothingView = (): View => ({
  tone: 'info',
  title: say('downloads.nothing.title'),
  body: [{ kind: 'paragraph', text: say('downloads.nothing.text') }],
  actions: [invoke(say('coverage.action.register'), 'register', undefined, 'primary')],
})

/** What is said about products: what they are for, which versions there are, and which of them are in service. */
import { type Action, type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import { type CatalogProduct, descriptionIn, newestFirst, versionStateOn } from '../../domain/catalog.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Version } from '../../domain/product.ts'
import { licenseButton } from '../license-button.ts'
import { openFrom } from '../open-from.ts'
import { pageOf } from '../paging.ts'
import { askSalesButton } from '../sales-button.ts'
import { shortText } from '../short-text.ts'

const pageLength = 8
/** The newest; older ones went out of service long ago. */
const mostVersions = 20

const name = ({ name: text }: CatalogProduct, room = 100): Text =>
  say('common.verbatim', { text: shortText(text, room) })

const described = (product: CatalogProduct, language: string): Text[] => {
  const text = descriptionIn(product, language)
  return text ? [say('common.verbatim', { text: shortText(text, 600) })] : []
}

const versionCount = ({ versions }: CatalogProduct): Text => say('catalog.versions', { count: versions.length })

/** Products by family, each with the way to its versions. */
export function catalogView(
  found: readonly CatalogProduct[],
  { page, language, words }: { page: number; language: string; words?: string },
): View {
  const { items, note, more } = pageOf(found, page, pageLength, 'catalog', words ? { words } : {})
  return {
    tone: 'plain',
    title: words ? say('catalog.found', { words: shortText(words, 60) }) : say('catalog.title'),
    body: [
      ...note,
      ...items.flatMap((product, i): Block[] => {
        const [description = versionCount(product)] = described(product, language)
        const isFirst = product.family !== items[i - 1]?.family
        return [
          ...(isFirst
            ? [
                {
                  kind: 'paragraph' as const,
                  text: say('common.verbatim', { text: shortText(product.family, 100) }),
                  emphasis: 'strong' as const,
                },
              ]
            : []),
          {
            kind: 'entry',
            title: name(product),
            text: description,
            actions: [invoke(say('catalog.action.details'), 'catalog', { words: product.id })],
          },
        ]
      }),
    ],
    actions: [...more, ...(words ? [allButton()] : [])],
  }
}

const allButton = (style?: 'primary'): Action => invoke(say('catalog.action.all'), 'catalog', undefined, style)

/** "V2.0: available since …; in service until …; followed by V2.1" */
function versionLine(version: Version, day: LocalDate): Text {
  const state = versionStateOn(day, version)
  const since = version.generallyAvailableOn
  const facts: Text[] = [
    ...(since !== undefined && state.status !== 'not-yet' ? [say('catalog.since', { day: { day: since } })] : []),
    state.status === 'in-service'
      ? state.until === undefined
        ? say('catalog.in-service')
        : say('catalog.in-service-until', { day: { day: state.until } })
      : say(`catalog.${state.status}`, { day: { day: state.on } }),
    ...(version.successor === undefined
      ? []
      : [say('catalog.successor', { version: shortText(version.successor, 60) })]),
  ]
  const [first, second, third] = facts
  const values = { version: shortText(version.version, 60), first: first! }
  if (second === undefined) return say('catalog.line', values)
  return third === undefined
    ? say('catalog.line-of-two', { ...values, second })
    : say('catalog.line-of-three', { ...values, second, third })
}

export interface ProductTold {
  /** The day on which versions are judged. */
  day: LocalDate
  language: string
  /** The reader's own licenses of it. */
  licenses: readonly LicenseDossier[]
  /** Whether the reader may ask sales. */
  canAsk: boolean
}

/** One product with its versions, newest first. */
export function productView(product: CatalogProduct, { day, language, licenses, canAsk }: ProductTold): View {
  const versions = newestFirst(product.versions)
  const [license, ...others] = licenses
  return {
    tone: 'plain',
    title: name(product),
    body: [
      {
        kind: 'facts',
        facts: [
          { label: say('catalog.family'), value: say('common.verbatim', { text: shortText(product.family, 100) }) },
        ],
      },
      ...described(product, language).map((text): Block => ({ kind: 'paragraph', text })),
      { kind: 'paragraph', text: versionCount(product), emphasis: 'strong' },
      ...(versions.length > 0
        ? [
            {
              kind: 'bullets' as const,
              items: versions.slice(0, mostVersions).map((version) => versionLine(version, day)),
            },
          ]
        : []),
      ...(versions.length > mostVersions
        ? [
            {
              kind: 'paragraph' as const,
              text: say('catalog.older', { count: versions.length - mostVersions }),
              emphasis: 'subtle' as const,
            },
          ]
        : []),
    ],
    actions: [
      ...(license
        ? [
            others.length > 0
              ? invoke(say('catalog.action.coverage'), 'coverage', { what: product.name })
              : licenseButton(say('catalog.action.coverage'), 'coverage', license.serial),
          ]
        : []),
      ...(product.centerId === undefined
        ? []
        : [invoke(say('catalog.action.center'), 'centers', { what: product.id })]),
      ...(canAsk ? [askSalesButton('product', product.id)] : []),
      allButton(),
    ],
  }
}

/** None for these words, or none at all. */
export const noProductView = (words: string | undefined, canOpen: boolean): View => ({
  tone: 'info',
  title: words ? say('catalog.none', { words: shortText(words, 60) }) : say('catalog.empty'),
  body: [],
  actions: [
    words ? allButton('primary') : invoke(say('commands.centers.name'), 'centers'),
    ...(canOpen ? [openFrom(words)] : []),
  ],
})

/** Centres, partners, questions, the catalogue and requests to sales, with names of one kind. */
import type { Block, Reply, View } from '../../../src/bot/view.ts'
import type { CatalogProduct } from '../../../src/domain/catalog.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import type { FaqFound } from '../../../src/domain/faq-search.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import { type SalesRequest, type SalesRequestId, salesKinds } from '../../../src/domain/sales-request.ts'
import type { CenterListing, Partner } from '../../../src/domain/support-guide.ts'
import * as catalog from '../../../src/features/catalog/view.ts'
import * as centers from '../../../src/features/centers/view.ts'
import * as faq from '../../../src/features/faq/view.ts'
import { questionBlocks } from '../../../src/features/fitting-questions.ts'
import { nearestBlocks } from '../../../src/features/nearest-licenses.ts'
import * as partners from '../../../src/features/partners/view.ts'
import * as cards from '../../../src/features/sales/card-view.ts'
import * as sales from '../../../src/features/sales/view.ts'
import { askSalesButton } from '../../../src/features/sales-button.ts'
import { centre } from '../../domain/support/calendars.ts'
import { type Cast, instant, manyDossiers, today } from './people-and-things.ts'

const slack = { platform: 'slack', workspace: 'T1', user: 'U1' } as const

const centersOf = (cast: Cast): CenterListing[] => {
  const { name } = cast.contact
  const told = { name, phone: name, email: name, url: 'https://support.example/x', timeZone: 'Asia/Taipei' }
  const products = manyDossiers(cast, 30).map(({ product }, i) => ({ ...product, family: `${i} ${name}` }))
  const hours = { opens: '09:00', closes: '17:30', days: 'Mon-Thu Sat', breaks: '12:00-13:00 15:00-15:15' }
  return [
    {
      id: 'hours',
      ...told,
      ...hours,
      products,
      calendar: centre({ ...hours, timeZone: 'Asia/Taipei', holidays: 'TW' }),
    },
    {
      ...{ id: 'always', ...told, products: [], opens: '00:00', closes: '00:00', days: 'Mon-Sun' },
      calendar: centre({ opens: '00:00', closes: '00:00', days: 'Mon-Sun' }),
    },
    { id: 'silent', ...told, url: name, products },
    { id: 'bare', name, products: [] },
  ]
}

const partnersOf = ({ contact: { name } }: Cast, count: number): Partner[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `partner-${i}`,
    name,
    region: i % 2 === 0 ? name : 'Japan',
    phone: name,
    email: name,
    url: i % 2 === 0 ? name : 'https://partner.example',
    families: Array.from({ length: i * 3 }, () => name),
  }))

const questionsOf = ({ contact: { name } }: Cast, count: number): FaqFound[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `question-${i}`,
    locale: 'en',
    question: name,
    answer: i % 2 === 0 ? name : `${name}\n`.repeat(200),
    isForeign: i % 3 === 0,
  }))

const productOf = (cast: Cast, versions: number): CatalogProduct => ({
  ...cast.dossier.product,
  centerId: 'center',
  description: cast.contact.name,
  versions: Array.from({ length: versions }, (_, i) => ({
    productId: cast.dossier.product.id,
    version: `${cast.contact.name} ${i}`,
    ...(i % 3 === 0 ? {} : { generallyAvailableOn: addDays(today, (i % 5) * 300 - 900) }),
    ...(i % 4 === 0 ? {} : { endOfServiceOn: addDays(today, (i % 7) * 200 - 600) }),
    ...(i % 2 === 0 ? {} : { successor: `${cast.contact.name} ${i + 1}` }),
  })),
})
const productsOf = (cast: Cast, count: number): CatalogProduct[] =>
  Array.from({ length: count }, (_, i) => ({
    ...productOf(cast, i),
    id: `product-${i}`,
    family: `${i} ${cast.contact.name}`,
  }))

export const requestOf = (cast: Cast, more: Partial<SalesRequest> = {}): SalesRequest => ({
  id: '00000000-0000-4000-8000-000000000001' as SalesRequestId,
  organizationId: cast.organization.id,
  contactId: cast.contact.id,
  kind: 'license',
  subject: cast.dossier.serial,
  product: cast.dossier.product,
  displaySerial: cast.dossier.displaySerial,
  words: `${cast.contact.name} `.repeat(100).slice(0, 2_000),
  detail: {},
  createdAt: instant,
  ...more,
})
const taken = (cast: Cast) => ({ taken: { by: { email: 'a@b.example', name: cast.contact.name }, at: instant } })
const requestsOf = (cast: Cast): SalesRequest[] => [
  ...salesKinds.map((kind) => requestOf(cast, { kind })),
  requestOf(cast, taken(cast)),
  requestOf(cast, { ...taken(cast), doneAt: instant }),
  requestOf(cast, { withdrawnAt: instant }),
]

const blocksView = (cast: Cast, body: Block[]): View => ({
  tone: 'plain',
  title: { key: 'common.verbatim', values: { text: cast.contact.name } },
  body,
  actions: [askSalesButton('license', cast.dossier.serial)],
})
const asForm = (form: object) => ({ kind: 'form', form }) as Reply

/** Blocks that other answers carry. */
export const guideBlocks = (cast: Cast): View[] => [
  blocksView(cast, questionBlocks(questionsOf(cast, 2))),
  blocksView(
    cast,
    nearestBlocks(manyDossiers(cast, 3), ({ serial }) => askSalesButton('license', serial)),
  ),
]

/** By module and export: a list of what that function can answer. */
export const guideMakers: Record<string, (cast: Cast) => (View | Reply)[]> = {
  'centers/view.centersView': (cast) =>
    ['2026-11-20T05:00:00Z', '2026-11-20T04:30:00Z', '2027-01-01T03:00:00Z'].flatMap((now) => [
      centers.centersView(centersOf(cast), { now: new Date(now), zone: 'America/New_York', page: 1, canOpen: true }),
      centers.centersView([...centersOf(cast), ...centersOf(cast)], {
        now: new Date(now),
        what: cast.contact.name,
        page: 1,
        canOpen: false,
      }),
    ]),
  'centers/view.noCenterView': (cast) => [
    centers.noCenterView(cast.contact.name, true),
    centers.noCenterView(undefined, false),
  ],
  'partners/view.partnersView': (cast) => [
    partners.partnersView(partnersOf(cast, 4), { page: 1, language: 'ja', canAsk: false }),
    partners.partnersView(partnersOf(cast, 20), {
      page: 2,
      language: 'en',
      what: cast.contact.name,
      organization: { ...cast.organization, partnerId: 'partner-7', region: 'Japan' },
      canAsk: true,
    }),
  ],
  'partners/view.noPartnerView': (cast) => [
    partners.noPartnerView(cast.contact.name, true),
    partners.noPartnerView(undefined, false),
  ],
  'faq/view.faqListView': (cast) => [0, 1, 30].map((count) => faq.faqListView(questionsOf(cast, count), 1)),
  'faq/view.faqFoundView': (cast) =>
    [2, 30].map((count) => faq.faqFoundView(cast.contact.name, questionsOf(cast, count), 1)),
  'faq/view.faqAnswerView': (cast) =>
    questionsOf(cast, 4).map((found, i) => faq.faqAnswerView(found, { canOpen: i % 2 === 0 })),
  'faq/view.noneFoundView': (cast) => [true, false].map((canOpen) => faq.noneFoundView(cast.contact.name, canOpen)),
  'faq/view.goneView': () => [faq.goneView()],
  'catalog/view.catalogView': (cast) => [
    catalog.catalogView(productsOf(cast, 3), { page: 1, language: 'en' }),
    catalog.catalogView(productsOf(cast, 40), { page: 2, language: 'ja', words: cast.contact.name }),
  ],
  'catalog/view.productView': (cast) =>
    [0, 1, 60].flatMap((versions) =>
      [0, 1, 2].map((licenses) =>
        catalog.productView(productOf(cast, versions), {
          day: today,
          language: 'en',
          licenses: manyDossiers(cast, licenses),
          canAsk: licenses > 0,
        }),
      ),
    ),
  'catalog/view.noProductView': (cast) => [
    catalog.noProductView(cast.contact.name, true),
    catalog.noProductView(undefined, false),
  ],
  'sales/view.confirmForm': (cast) => {
    const { serial, displaySerial, product } = cast.dossier
    return [
      asForm(sales.confirmForm({ asked: { kind: 'question' } }, cast.organization, cast.contact.name)),
      asForm(
        sales.confirmForm(
          { asked: { kind: 'product', productId: product.id }, product: product.name },
          cast.organization,
          undefined,
        ),
      ),
      asForm(
        sales.confirmForm(
          { asked: { kind: 'renewal', serial }, product: product.name, displaySerial },
          cast.organization,
          undefined,
        ),
      ),
    ]
  },
  'sales/view.askedView': (cast) => requestsOf(cast).map(sales.askedView),
  'sales/view.alreadyView': (cast) => requestsOf(cast).map(sales.alreadyView),
  'sales/view.withdrawnView': (cast) => requestsOf(cast).map(sales.withdrawnView),
  'sales/view.unreachableView': () => [sales.unreachableView()],
  'sales/view.unknownView': () => [sales.unknownView()],
  'sales/view.takenNotice': (cast) => [sales.takenNotice(requestOf(cast, taken(cast)))],
  'sales/card-view.salesCard': (cast) =>
    requestsOf(cast).flatMap((request) => [
      cards.salesCard(request, { organization: cast.organization, contact: cast.contact }),
      cards.salesCard(request, { organization: cast.organization, contact: undefined }),
    ]),
  'sales/card-view.deedView': (cast) => [
    ...requestsOf(cast).map((request) => cards.deedView({ key: 'sales.taken' }, request)),
    cards.deedView({ key: 'sales.unknown.title' }, undefined, false),
  ],
  'sales/card-view.notOnDutyView': () => [cards.notOnDutyView()],
  'sales/card-view.notHereView': () => [cards.notHereView()],
}

/** Parts of views, exported for others to put together. */
export const guideParts = [
  'guide-view.centerBlock',
  'guide-view.hoursOf',
  'guide-view.partnerBlocks',
  'guide-view.waysTo',
  'guide-view.webButton',
  'sales/view.aboutFacts',
  'sales/view.askedFact',
  'sales/view.kindText',
]

/** Everything that can happen to a request. */
export function salesEventsOf(cast: Cast): DomainEvent[] {
  const sales = requestOf(cast, taken(cast))
  const of = { who: slack, organizationId: cast.organization.id, sales }
  return [
    { kind: 'sales-asked', contactId: cast.contact.id, ...of },
    { kind: 'sales-withdrawn', contactId: cast.contact.id, ...of },
    { kind: 'sales-taken', ...of },
    { kind: 'sales-released', ...of },
    { kind: 'sales-done', ...of },
  ]
}

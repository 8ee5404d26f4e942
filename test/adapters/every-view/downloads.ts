/** What is read about files that are handed out, with names of one kind. */
import type { Reply, View } from '../../../src/bot/view.ts'
import { say } from '../../../src/bot/view.ts'
import { bestEntitlement, type EntitlementPolicy } from '../../../src/domain/entitlement.ts'
import type { FetchOutcome, HandOutEntry } from '../../../src/domain/hand-out.ts'
import type { LicenseDossier } from '../../../src/domain/license.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import { shelvesOf } from '../../../src/domain/product-shelf.ts'
import type { Release, ReleaseKind } from '../../../src/domain/release.ts'
import * as card from '../../../src/features/download-card-view.ts'
import * as license from '../../../src/features/downloads/license-view.ts'
import * as notFound from '../../../src/features/downloads/not-found-view.ts'
import * as record from '../../../src/features/downloads/record-view.ts'
import * as release from '../../../src/features/downloads/release-view.ts'
import * as shelf from '../../../src/features/downloads/shelf-view.ts'
import { groundText } from '../../../src/features/downloads/words.ts'
import { type Cast, everyState, instant, manyDossiers, today } from './people-and-things.ts'

const kinds: readonly ReleaseKind[] = ['new-version', 'update', 'security', 'document']
const sha256 = 'a1b2c3d4'.repeat(8)
const policies: readonly EntitlementPolicy[] = [{ keepsPaidVersions: false }, { keepsPaidVersions: true }]

const fileNameOf = ({ contact }: Cast) => `${contact.name}.zip`.slice(-255)

function releaseOf(cast: Cast, kind: ReleaseKind, version: string, files: number, n = 0): Release {
  const { contact, dossier } = cast
  return {
    ...{ id: `${'r'.repeat(90)}-${kind}-${n}`, productId: dossier.product.id, version, kind },
    title: contact.name,
    titles: { ja: contact.name },
    notes: `${contact.name}\n`.repeat(90),
    notesBy: {},
    publishedOn: addDays(today, -n),
    artifacts: Array.from({ length: files }, (_, i) => ({
      fileName: `${i}-${fileNameOf(cast)}`.slice(0, 255),
      platform: contact.name.slice(0, 100),
      sizeBytes: 10_737_418_240,
      sha256,
      location: 'x',
    })),
  }
}

const releasesOf = (cast: Cast, count: number, versions: readonly string[]): Release[] =>
  Array.from({ length: count }, (_, n) =>
    releaseOf(cast, kinds[n % 4]!, versions[n % versions.length]!, (n % 3) * 11, n),
  )

const versionsOf = ({ versions, version }: LicenseDossier) => [version, ...versions.map((each) => each.version)]

const shelvesFor = (cast: Cast, dossiers: LicenseDossier[], count: number) =>
  policies.flatMap((policy) =>
    shelvesOf(dossiers, releasesOf(cast, count, dossiers.flatMap(versionsOf)), today, policy),
  )

/** Many products of which each has a license. */
const manyShelves = (cast: Cast) =>
  shelvesOf(
    manyDossiers(cast, 40).map((dossier, n) => ({ ...dossier, product: { ...dossier.product, id: `p${n}` } })),
    [],
    today,
    policies[0]!,
  )

const entryOf = (cast: Cast, n: number, outcomes: FetchOutcome[]): HandOutEntry => ({
  ...{ id: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', at: instant, kind: 'artifact', subject: 'r', ground: 'covered' },
  until: new Date(instant.getTime() + (n - 1) * 3600_000),
  ...(n === 3 ? { revokedAt: instant } : {}),
  ...{ fileName: fileNameOf(cast), sizeBytes: 10_737_418_240, sha256 },
  organizationId: cast.organization.id,
  contactName: cast.contact.name,
  who: { platform: 'slack', workspace: 'T1', user: 'U1' },
  fetchCount: outcomes.length,
  fetches: outcomes.map((outcome, i) => ({
    ...{ at: instant, firstByte: 0, sentBytes: 10 ** i, outcome },
    ...(i === 1 ? {} : { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348' }),
  })),
})

const everyOutcome: FetchOutcome[] = ['running', 'complete', 'partial', 'redirected', 'refused']

/** One of each ground and rule. */
function everyEntitlement(cast: Cast) {
  const seen = new Set<string>()
  return everyState(cast).flatMap(([, dossier]) =>
    policies.flatMap((policy) =>
      kinds.flatMap((kind) =>
        [...versionsOf(dossier), 'V0'].flatMap((version) =>
          [0, 500].flatMap((n) => {
            const asked = releaseOf(cast, kind, version, 25, n)
            const entitlement = bestEntitlement(asked, [dossier], today, policy)
            if (!entitlement) return []
            const said = `${entitlement.allowed ? entitlement.ground : entitlement.rule} ${kind}`
            if (seen.has(said)) return []
            seen.add(said)
            return [{ asked, entitlement }]
          }),
        ),
      ),
    ),
  )
}

/** By module and export: a list of what that function can answer. */
export const downloadMakers: Record<string, (cast: Cast) => (View | Reply)[]> = {
  'download-card-view.downloadCard': (cast) =>
    everyEntitlement(cast).flatMap(({ asked, entitlement }) => {
      if (!entitlement.allowed) return []
      const { until, at, id, fileName, sizeBytes } = entryOf(cast, 2, [])
      const handOut = {
        id,
        at,
        until,
        fileName,
        sizeBytes,
        kind: 'artifact' as const,
        subject: 'r',
        ground: 'covered' as const,
      }
      const told = {
        why: groundText(asked, entitlement),
        again: { command: 'downloads.get', values: { release: asked.id, file: fileName } },
        serial: cast.dossier.serial,
        facts: [{ label: say('downloads.card.version'), value: say('common.verbatim', { text: asked.version }) }],
      }
      const url = `https://bot.example.com/downloads/${'t'.repeat(200)}`
      return [{ ...handOut, sha256 }, handOut].map((each) => card.downloadCard(each, url, told, instant))
    }),
  'download-card-view.noAddressView': () => [card.noAddressView()],
  'downloads/license-view.serialOnlyView': ({ dossier }) => [license.serialOnlyView(dossier)],
  'downloads/not-found-view.notFoundView': ({ contact, organization, dossier }) => [
    notFound.notFoundView(contact.name, organization, []),
    notFound.notFoundView('SN-2026-0001', organization, [dossier, dossier, dossier]),
  ],
  'downloads/record-view.recordView': (cast) => [
    record.recordView({ entries: [], page: 1, pages: 1 }, instant),
    record.recordView(
      {
        entries: Array.from({ length: 8 }, (_, n) => entryOf(cast, n, n === 0 ? [] : everyOutcome)),
        page: 1,
        pages: 12,
      },
      instant,
    ),
  ],
  'downloads/record-view.recordForSiteView': ({ contact }) => [
    record.recordForSiteView(Array.from({ length: 9 }, () => contact.name)),
  ],
  'downloads/record-view.revokedView': () => [record.revokedView(true), record.revokedView(false)],
  'downloads/release-view.releaseView': (cast) =>
    everyEntitlement(cast).flatMap(({ asked, entitlement }) =>
      entitlement.allowed
        ? [asked, { ...asked, artifacts: [] }].map((each) => release.releaseView(each, entitlement, 2, 'ja'))
        : [],
    ),
  'downloads/release-view.refusedView': (cast) =>
    everyEntitlement(cast).flatMap(({ asked, entitlement }) =>
      entitlement.allowed ? [] : [release.refusedView(asked, entitlement, today, 'en')],
    ),
  'downloads/release-view.unknownFileView': () => [release.unknownFileView()],
  'downloads/release-view.missingFileView': (cast) => [release.missingFileView(fileNameOf(cast))],
  'downloads/shelf-view.shelfView': (cast) => [
    ...everyState(cast).flatMap(([, dossier]) =>
      shelvesFor(cast, [dossier], 14).flatMap((each) => [1, 2, 9].map((page) => shelf.shelfView(each, page, 'en'))),
    ),
    ...shelvesFor(cast, manyDossiers(cast, 13), 40).flatMap((each) =>
      [1, 3].map((page) => shelf.shelfView(each, page, 'ja')),
    ),
    ...shelvesFor(cast, [cast.dossier], 0).map((each) => shelf.shelfView(each, 1, 'en')),
  ],
  'downloads/shelf-view.shelvesView': (cast) => [1, 2, 9].map((page) => shelf.shelvesView(manyShelves(cast), page)),
  'downloads/shelf-view.nothingView': () => [shelf.nothingView()],
}

import { describe, expect, test } from 'vitest'
import { coverageOn } from '../../src/domain/coverage.ts'
import {
  bestEntitlement,
  type EntitlementPolicy,
  entitlementTo,
  type ReleaseFacts,
} from '../../src/domain/entitlement.ts'
import type { LicenseDossier } from '../../src/domain/license.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { shelvesOf } from '../../src/domain/product-shelf.ts'
import type { ListedRelease, ReleaseKind } from '../../src/domain/release.ts'
import { upgradePath } from '../../src/domain/version-service.ts'

const day = '2026-11-22' as LocalDate
const tomorrow = '2026-11-23' as LocalDate

const versions = (endOfV1?: string) =>
  [
    ['V0', '2021-01-01', undefined, 'V1'],
    ['V1', '2023-01-01', endOfV1, 'V2'],
    ['V2', '2025-06-01', undefined, 'V3'],
    ['V3', '2026-12-01', undefined, undefined],
  ].map(([version, generallyAvailableOn, endOfServiceOn, successor]) => ({
    productId: 'p',
    version,
    generallyAvailableOn,
    ...(endOfServiceOn ? { endOfServiceOn } : {}),
    ...(successor ? { successor } : {}),
  }))

function licensed(terms: [from: string, to: string][], endOfV1?: string, version = 'V1'): LicenseDossier {
  return {
    ...{ serial: 'SN1', displaySerial: 'SN-1', version, quantity: 1, purchasedOn: '2023-06-01', initialMonths: 0 },
    product: { id: 'p', family: 'f', name: 'Product' },
    agreements: terms.map(([startsOn, endsOn], n) => ({
      id: `a${n}`,
      serial: 'SN1',
      startsOn,
      endsOn,
      level: 'standard',
    })),
    versions: versions(endOfV1),
  } as unknown as LicenseDossier
}

/** Each state of coverage on the day; in those that were covered before, 31 March was the last covered day. */
const states = {
  covered: licensed([['2024-01-01', '2027-12-31']]),
  expiring: licensed([['2024-01-01', '2026-11-22']]),
  'covered-past-end-of-service': licensed([['2024-01-01', '2027-12-31']], '2026-03-31'),
  lapsed: licensed([['2024-01-01', '2026-03-31']]),
  'lapsed, and its version past service': licensed([['2024-01-01', '2026-03-31']], '2025-12-31'),
  'not-started': licensed([['2026-12-01', '2027-11-30']]),
  'not-started after a gap': licensed([
    ['2024-01-01', '2026-03-31'],
    ['2026-12-01', '2027-11-30'],
  ]),
  'no-agreement': licensed([]),
}
type State = keyof typeof states

const publishedOn = ['2025-07-01', '2026-03-31', '2026-04-01', '2026-11-22'] as const

/** What is said to the next version, and to fixes of the purchased one, by the day on which they were published. */
const table: [State, keeps: boolean, of: 'V2' | 'fix', ...said: [string, string, string, string]][] = [
  ['covered', false, 'V2', 'covered', 'covered', 'covered', 'covered'],
  ['covered', false, 'fix', 'covered', 'covered', 'covered', 'covered'],
  ['covered', true, 'V2', 'covered', 'covered', 'covered', 'covered'],
  ['covered', true, 'fix', 'covered', 'covered', 'covered', 'covered'],
  ['expiring', false, 'V2', 'covered', 'covered', 'covered', 'covered'],
  ['expiring', false, 'fix', 'covered', 'covered', 'covered', 'covered'],
  ['expiring', true, 'V2', 'covered', 'covered', 'covered', 'covered'],
  ['expiring', true, 'fix', 'covered', 'covered', 'covered', 'covered'],
  ['covered-past-end-of-service', false, 'V2', 'covered', 'covered', 'covered', 'covered'],
  ['covered-past-end-of-service', false, 'fix', 'covered', 'covered', 'end-of-service', 'end-of-service'],
  ['covered-past-end-of-service', true, 'V2', 'covered', 'covered', 'covered', 'covered'],
  ['covered-past-end-of-service', true, 'fix', 'covered', 'covered', 'end-of-service', 'end-of-service'],
  ['lapsed', false, 'V2', 'lapsed', 'lapsed', 'lapsed', 'lapsed'],
  ['lapsed', false, 'fix', 'lapsed', 'lapsed', 'lapsed', 'lapsed'],
  ['lapsed', true, 'V2', 'paid', 'paid', 'lapsed', 'lapsed'],
  ['lapsed', true, 'fix', 'paid', 'paid', 'lapsed', 'lapsed'],
  ['lapsed, and its version past service', false, 'fix', 'lapsed', 'lapsed', 'lapsed', 'lapsed'],
  ['lapsed, and its version past service', true, 'fix', 'paid', 'end-of-service', 'lapsed', 'lapsed'],
  ['not-started', false, 'V2', 'not-started', 'not-started', 'not-started', 'not-started'],
  ['not-started', false, 'fix', 'not-started', 'not-started', 'not-started', 'not-started'],
  ['not-started', true, 'V2', 'not-started', 'not-started', 'not-started', 'not-started'],
  ['not-started', true, 'fix', 'not-started', 'not-started', 'not-started', 'not-started'],
  ['not-started after a gap', false, 'V2', 'not-started', 'not-started', 'not-started', 'not-started'],
  ['not-started after a gap', false, 'fix', 'not-started', 'not-started', 'not-started', 'not-started'],
  ['not-started after a gap', true, 'V2', 'paid', 'paid', 'not-started', 'not-started'],
  ['not-started after a gap', true, 'fix', 'paid', 'paid', 'not-started', 'not-started'],
  ['no-agreement', false, 'V2', 'no-agreement', 'no-agreement', 'no-agreement', 'no-agreement'],
  ['no-agreement', false, 'fix', 'no-agreement', 'no-agreement', 'no-agreement', 'no-agreement'],
  ['no-agreement', true, 'V2', 'no-agreement', 'no-agreement', 'no-agreement', 'no-agreement'],
  ['no-agreement', true, 'fix', 'no-agreement', 'no-agreement', 'no-agreement', 'no-agreement'],
]

const said = (release: ReleaseFacts, license: LicenseDossier, policy: EntitlementPolicy, on = day): string => {
  const entitlement = entitlementTo(release, { license, coverage: coverageOn(on, license) }, policy)
  return entitlement.allowed ? entitlement.ground : entitlement.rule
}
const release = (version: string, kind: ReleaseKind, on: string) => ({ version, kind, publishedOn: on as LocalDate })
const policies = [false, true].map((keepsPaidVersions) => ({ keepsPaidVersions }))

describe('what a license entitles to', () => {
  test.each(table)('%s, keeping what was paid for: %s, %s', (state, keepsPaidVersions, of, ...expected) => {
    const kinds: ReleaseKind[] = of === 'V2' ? ['new-version'] : ['update', 'security']
    for (const kind of kinds) {
      const version = of === 'V2' ? 'V2' : 'V1'
      const answers = publishedOn.map((on) => said(release(version, kind, on), states[state], { keepsPaidVersions }))
      expect(answers).toEqual(expected)
    }
  })

  describe.each(Object.entries(states))('%s', (_, license) => {
    test.each(policies)('the purchased version and documents are always there, whatever the policy %o', (policy) => {
      for (const on of publishedOn) {
        expect(said(release('V1', 'new-version', on), license, policy)).toBe('purchased')
        for (const version of ['V0', 'V1', 'V2', 'V3'])
          expect(said(release(version, 'document', on), license, policy)).toBe('registered')
      }
    })

    test.each(policies)('nothing that comes out tomorrow, nor a version that is not available yet (%o)', (policy) => {
      for (const kind of ['new-version', 'update', 'security', 'document'] as const) {
        expect(said(release('V1', kind, tomorrow), license, policy)).toBe('not-yet')
        expect(said(release('V2', kind, tomorrow), license, policy)).toBe('not-yet')
      }
      expect(said(release('V3', 'new-version', day), license, policy)).toBe('not-yet')
    })

    test.each(policies)('nothing of a version before the purchased one, or of none that is known (%o)', (policy) => {
      for (const version of ['V0', 'V9'])
        for (const kind of ['new-version', 'update', 'security'] as const)
          expect(said(release(version, kind, '2025-07-01'), license, policy)).toBe('other-version')
    })
  })

  test('the last covered day still entitles, the day after does not', () => {
    const license = licensed([['2024-01-01', '2026-11-22']])
    const fix = release('V1', 'update', '2026-11-01')
    expect(said(fix, license, { keepsPaidVersions: false })).toBe('covered')
    expect(said(fix, license, { keepsPaidVersions: false }, tomorrow)).toBe('lapsed')
  })

  test('a version that became available after the lapse was not paid for, though its release is older', () => {
    const license = licensed([['2024-01-01', '2025-05-31']])
    expect(said(release('V2', 'new-version', '2025-05-01'), license, { keepsPaidVersions: true })).toBe('lapsed')
    expect(
      said(release('V2', 'new-version', '2025-05-01'), licensed([['2024-01-01', '2025-06-01']]), {
        keepsPaidVersions: true,
      }),
    ).toBe('paid')
  })
})

describe('of several licenses', () => {
  const policy = { keepsPaidVersions: false }
  const fix = { ...release('V2', 'update', '2026-11-01'), productId: 'p' }
  test('one that grants decides, whatever the others say', () => {
    const best = bestEntitlement(fix, [states.lapsed, states['no-agreement'], states.covered], day, policy)
    expect(best).toMatchObject({ allowed: true, license: states.covered })
  })
  test('the refusal that is nearest to help is told', () => {
    const best = bestEntitlement(fix, [states['no-agreement'], states.lapsed], day, policy)
    expect(best).toMatchObject({ allowed: false, rule: 'lapsed' })
  })
  test('licenses of other products say nothing', () => {
    expect(bestEntitlement({ ...fix, productId: 'another' }, [states.covered], day, policy)).toBeUndefined()
  })
})

describe('the shelf of a product', () => {
  const releases = [
    ['r1', 'V1', 'new-version', '2023-01-01'],
    ['r2', 'V2', 'new-version', '2025-06-01'],
    ['r3', 'V1', 'update', '2026-01-01'],
    ['r4', 'V1', 'security', '2026-05-01'],
    ['r5', 'V1', 'document', '2023-01-01'],
    ['r6', 'V0', 'update', '2022-01-01'],
    ['r7', 'V3', 'new-version', '2026-11-22'],
  ].map(([id, version, kind, on]) => ({
    id,
    productId: 'p',
    version,
    kind,
    publishedOn: on,
    titles: {},
    notesBy: {},
    artifacts: [],
  })) as unknown as ListedRelease[]
  const idsOf = (items: readonly { release: ListedRelease }[]) => items.map(({ release: { id } }) => id)
  const shelf = (license: LicenseDossier) => shelvesOf([license], releases, day, { keepsPaidVersions: false })[0]!

  test('covered: everything but what is of other versions', () => {
    const { purchased, newer, updates, documents, withheld, ended } = shelf(states.covered)
    expect([purchased, newer, updates, documents, withheld].map(idsOf)).toEqual([
      ['r1'],
      ['r2'],
      ['r3', 'r4'],
      ['r5'],
      [],
    ])
    expect(ended).toEqual([])
  })
  test('past its service: what came out until then, and the way to a version in service', () => {
    const { updates, withheld, ended } = shelf(states['covered-past-end-of-service'])
    expect([idsOf(updates), idsOf(withheld)]).toEqual([['r3'], ['r4']])
    expect(ended).toEqual([{ version: 'V1', endedOn: '2026-03-31', path: ['V1', 'V2'] }])
  })
  test('lapsed: the purchased version and documents; the rest is withheld', () => {
    const { purchased, newer, updates, documents, withheld } = shelf(states.lapsed)
    expect([purchased, newer, updates, documents, withheld].map(idsOf)).toEqual([
      ['r1'],
      [],
      [],
      ['r5'],
      ['r2', 'r3', 'r4'],
    ])
  })
})

describe('the way to a version in service', () => {
  const of = (entries: [string, string?, string?, string?][]) =>
    entries.map(([version, successor, generallyAvailableOn, endOfServiceOn]) => ({
      productId: 'p',
      version,
      successor,
      generallyAvailableOn,
      endOfServiceOn,
    })) as never
  test.each([
    ['leads over every step', of([['A', 'B'], ['B', 'C'], ['C']]), ['A', 'B', 'C']],
    ['passes a version out of service', of([['A', 'B'], ['B', 'C', undefined, '2020-01-01'], ['C']]), ['A', 'B', 'C']],
    [
      'stops before what is not available yet',
      of([
        ['A', 'B'],
        ['B', 'C'],
        ['C', undefined, '2026-11-23'],
      ]),
      ['A', 'B'],
    ],
    [
      'is none where all are out of service',
      of([
        ['A', 'B'],
        ['B', undefined, undefined, '2026-11-21'],
      ]),
      undefined,
    ],
    [
      'reaches a version on its last day in service',
      of([
        ['A', 'B'],
        ['B', undefined, undefined, '2026-11-22'],
      ]),
      ['A', 'B'],
    ],
    [
      'ends in a ring',
      of([
        ['A', 'B'],
        ['B', 'A'],
      ]),
      ['A', 'B'],
    ],
    ['is none without a successor', of([['A']]), undefined],
  ])('%s', (_, all, expected) => expect(upgradePath(day, 'A', all)).toEqual(expected))
})

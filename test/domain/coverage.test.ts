import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { benefitNames, benefitsOf } from '../../src/domain/benefits.ts'
import { type Coverage, coverageOn } from '../../src/domain/coverage.ts'
import type { LicenseDossier } from '../../src/domain/license.ts'
import { addDays } from '../../src/domain/local-date.ts'
import { day } from './support/days.ts'
import { agreement, db2, dossier } from './support/licenses.ts'

const ask = (on: string, license: LicenseDossier, options = {}) => coverageOn(day(on), license, options)

/** Narrowed to one state, so that a test reads its facts without guessing. */
function expectStatus<S extends Coverage['status']>(coverage: Coverage, status: S): Extract<Coverage, { status: S }> {
  expect(coverage.status).toBe(status)
  return coverage as Extract<Coverage, { status: S }>
}

describe('the state on a day', () => {
  const yearly = dossier([agreement('2025-04-01 2026-03-31')])
  test.each([
    ['2025-03-31', 'not-started'],
    ['2025-04-01', 'covered'],
    ['2025-12-30', 'covered'],
    ['2025-12-31', 'expiring'],
    ['2026-03-31', 'expiring'],
    ['2026-04-01', 'lapsed'],
  ])('an agreement to 2026-03-31 is on %s %s', (on, status) => expect(ask(on, yearly).status).toBe(status))

  test('no agreement is said only where there never was a term', () => {
    const never = expectStatus(ask('2026-01-01', dossier()), 'no-agreement')
    expect(never).toMatchObject({ terms: [], changes: [{ kind: 'register-agreement' }] })
  })

  test('the initial maintenance covers without any agreement', () => {
    const bought = dossier([], { purchasedOn: day('2024-02-29'), initialMonths: 12 })
    const last = expectStatus(ask('2025-02-28', bought), 'expiring')
    expect(last).toMatchObject({ daysLeft: 0, coveredUntil: '2025-02-28', decidedBy: { kind: 'initial' } })
    expectStatus(ask('2025-03-01', bought), 'lapsed')
    expectStatus(ask('2024-02-28', bought), 'not-started')
  })

  test('covered until is the end of the chain, not of the term that is running', () => {
    const renewed = dossier([agreement('2025-04-01 2026-03-31'), agreement('2026-04-01 2027-03-31')])
    const answer = expectStatus(ask('2026-03-31', renewed), 'covered')
    expect(answer).toMatchObject({
      coveredUntil: '2027-03-31',
      daysLeft: 365,
      decidedBy: { endsOn: '2026-03-31' },
      chain: { startsOn: '2025-04-01', endsOn: '2027-03-31' },
    })
  })

  test('a later agreement after a gap does not stop the earlier one from expiring, and is named', () => {
    const parted = dossier([agreement('2025-04-01 2026-03-31'), agreement('2026-05-01 2027-04-30')])
    const answer = expectStatus(ask('2026-03-31', parted), 'expiring')
    expect(answer.next).toMatchObject({
      chain: { startsOn: '2026-05-01' },
      gap: { from: '2026-04-01', to: '2026-04-30', days: 30, months: 1 },
    })
    expect(answer.changes).toEqual([{ kind: 'coverage-ends', on: '2026-04-01' }])
  })

  test('between two chains it is not started, with the gap named', () => {
    const parted = dossier([agreement('2025-04-01 2026-03-31'), agreement('2026-05-01 2027-04-30')])
    const answer = expectStatus(ask('2026-04-15', parted), 'not-started')
    expect(answer).toMatchObject({
      startsOn: '2026-05-01',
      daysUntil: 16,
      gap: { from: '2026-04-01', to: '2026-04-30', days: 30 },
      decidedBy: { startsOn: '2026-05-01' },
      changes: [{ kind: 'coverage-starts', on: '2026-05-01' }],
    })
    expect(expectStatus(ask('2025-03-31', parted), 'not-started')).not.toHaveProperty('gap')
  })

  test('a lapse is counted from the last end, in days and started months', () => {
    const lapsed = expectStatus(ask('2026-11-22', dossier([agreement('2025-04-01 2026-03-31')])), 'lapsed')
    expect(lapsed).toMatchObject({
      coveredUntil: '2026-03-31',
      gap: { from: '2026-04-01', to: '2026-11-22', days: 236, months: 8 },
      decidedBy: { endsOn: '2026-03-31' },
    })
    expect(lapsed.changes).toContainEqual({ kind: 'reinstate' })
  })

  test('of terms that overlap, the one that ends last decides and premium wins', () => {
    const both = dossier([agreement('2025-01-01 2025-06-30 premium'), agreement('2025-01-01 2025-12-31')])
    const answer = expectStatus(ask('2025-03-01', both), 'covered')
    expect(answer).toMatchObject({ decidedBy: { endsOn: '2025-12-31' }, level: 'premium' })
    expect(expectStatus(ask('2025-07-01', both), 'covered').level).toBe('standard')
  })

  test('an agreement without end is covered, whenever asked', () =>
    expectStatus(ask('2999-01-01', dossier([agreement('2025-01-01 9999-12-31')])), 'covered'))
})

describe('versions and their end of service', () => {
  const license = dossier([agreement('2008-07-01 2010-06-30')], { versions: db2 })

  test.each([
    ['2009-04-30', 'covered'],
    ['2009-05-01', 'covered-past-end-of-service'],
    ['2010-06-30', 'covered-past-end-of-service'],
    ['2010-07-01', 'lapsed'],
  ])('V8.2, in service to 2009-04-30, is on %s %s', (on, status) => expect(ask(on, license).status).toBe(status))

  test('past the end of service goes before expiring, and the end is shown all the same', () => {
    const answer = expectStatus(ask('2010-06-01', license), 'covered-past-end-of-service')
    expect(answer).toMatchObject({
      endOfServiceOn: '2009-04-30',
      coveredUntil: '2010-06-30',
      daysLeft: 29,
      version: { version: 'V8.2', known: true, inService: false },
      newest: { version: 'V9.7', inService: true },
    })
    expect(answer.changes).toContainEqual({ kind: 'upgrade', version: 'V9.7' })
  })

  test('the newest version is one that is generally available by the day', () => {
    expect(ask('2009-06-18', license)).toMatchObject({ newest: { version: 'V8.2' } })
    expect(ask('2009-06-19', license)).toMatchObject({ newest: { version: 'V9.7' } })
  })

  test('the version in use is judged instead of the purchased one', () => {
    expect(ask('2009-02-01', license, { versionInUse: 'V7.2' })).toMatchObject({
      status: 'covered-past-end-of-service',
      version: { version: 'V7.2' },
      newest: { version: 'V8.2' },
    })
    expect(ask('2010-01-01', license, { versionInUse: 'V9.7' }).status).toBe('covered')
  })

  test('a version that the catalogue lacks is not held against anyone, and marked', () =>
    expect(ask('2009-12-01', license, { versionInUse: 'V1' })).toMatchObject({
      status: 'covered',
      version: { known: false, inService: true },
    }))

  test('after a lapse only the purchased version is left, unless the policy lets keep what was paid for', () => {
    const paid = dossier([agreement('2008-07-01 2009-12-31')], { versions: db2, version: 'V8.1' })
    expect(ask('2011-01-01', paid)).toMatchObject({ status: 'lapsed', newest: { version: 'V8.1' } })
    expect(ask('2011-01-01', paid, { keepsPaidVersions: true })).toMatchObject({ newest: { version: 'V9.7' } })
    const tooEarly = dossier([agreement('2008-07-01 2009-06-18')], { versions: db2, version: 'V8.1' })
    expect(ask('2011-01-01', tooEarly, { keepsPaidVersions: true })).toMatchObject({ newest: { version: 'V8.2' } })
  })

  test('successors that run in a ring or into nothing end the search', () => {
    const ring = [
      { productId: 'x', version: 'A', successor: 'B' },
      { productId: 'x', version: 'B', successor: 'A' },
      { productId: 'x', version: 'C', successor: 'gone' },
    ]
    const covered = (version: string) => dossier([agreement('2025-01-01 2026-12-31')], { versions: ring, version })
    expect(ask('2025-06-01', covered('A'))).toMatchObject({ newest: { version: 'B' } })
    expect(ask('2025-06-01', covered('C'))).toMatchObject({ newest: { version: 'C' } })
  })
})

describe('what would change the answer', () => {
  test('the days come in order: expiring, the end, and the way to renew', () =>
    expect(ask('2025-04-01', dossier([agreement('2025-04-01 2026-03-31')]))).toMatchObject({
      changes: [
        { kind: 'expiry-near', on: '2025-12-31' },
        { kind: 'coverage-ends', on: '2026-04-01' },
        { kind: 'renew', by: '2026-03-31' },
      ],
    }))

  test('a version that leaves service first is never announced as expiring', () =>
    expect(ask('2009-01-01', dossier([agreement('2008-07-01 2010-06-30')], { versions: db2 }))).toMatchObject({
      changes: [
        { kind: 'service-ends', on: '2009-05-01', version: 'V8.2' },
        { kind: 'coverage-ends' },
        { kind: 'renew' },
      ],
    }))

  const anyLicense = fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 400 })), { maxLength: 5 }),
      fc.constantFrom(0, 12),
      fc.option(fc.integer({ min: 0, max: 1200 })),
    )
    .map(([parts, initialMonths, eos]) => {
      const start = day('2024-01-01')
      const agreements = parts.map(([from, length], index) =>
        agreement(`${addDays(start, from)} ${addDays(start, from + length)}`, `${index}`),
      )
      const endOfServiceOn = eos === null ? {} : { endOfServiceOn: addDays(start, eos) }
      const versions = [{ productId: 'p', version: 'V8.2', ...endOfServiceOn }]
      return dossier(agreements, { purchasedOn: start, initialMonths, versions })
    })

  test('the answer stays as it is until the first day named, and is another one on that day', () => {
    fc.assert(
      fc.property(anyLicense, fc.integer({ min: -30, max: 1200 }), (license, offset) => {
        const today = addDays(day('2024-01-01'), offset)
        const answer = coverageOn(today, license)
        if (answer.status === 'not-registered') throw new Error('never made here')
        const next = answer.changes.find((change) => 'on' in change)
        if (!next || !('on' in next)) return
        expect(next.on > today).toBe(true)
        expect(coverageOn(addDays(next.on, -1), license).status).toBe(answer.status)
        expect(coverageOn(next.on, license).status).not.toBe(answer.status)
      }),
      { numRuns: 400 },
    )
  })

  test('who is covered is covered until today or later, by a term of today', () => {
    fc.assert(
      fc.property(anyLicense, fc.integer({ min: -30, max: 1200 }), (license, offset) => {
        const today = addDays(day('2024-01-01'), offset)
        const answer = coverageOn(today, license)
        if (!('daysLeft' in answer)) return
        expect(answer.coveredUntil >= today).toBe(true)
        expect(answer.decidedBy.startsOn <= today && today <= answer.decidedBy.endsOn).toBe(true)
        expect(coverageOn(answer.coveredUntil, license)).toHaveProperty('daysLeft', 0)
        expect(coverageOn(addDays(answer.coveredUntil, 1), license)).not.toHaveProperty('daysLeft')
      }),
    )
  })
})

describe('benefits', () => {
  const extents = (status: Coverage['status']) =>
    Object.fromEntries(benefitsOf(status).map(({ name, extent }) => [name, extent]))

  test("IBM's table, with and without coverage", () => {
    expect(extents('covered')).toMatchObject({
      'new-version-download': 'yes',
      'new-version-notices': 'yes',
      'designated-contacts': 'partly',
      'severity-1-phone': 'around-the-clock',
      'remote-phone': 'yes',
      'electronic-reporting': 'around-the-clock',
      'support-site': 'unlimited',
    })
    expect(extents('lapsed')).toMatchObject({
      'new-version-download': 'no',
      'new-version-notices': 'no',
      'designated-contacts': 'no',
      'severity-1-phone': 'no',
      'remote-phone': 'no',
      'electronic-reporting': 'no',
      'support-site': 'limited',
    })
  })

  test('what was bought stays without coverage; fixes for a version out of service end with it', () => {
    expect(extents('lapsed')).toMatchObject({ 'purchased-version': 'yes', 'license-file': 'yes', fixes: 'no' })
    expect(extents('covered-past-end-of-service')).toMatchObject({ fixes: 'no', 'new-version-download': 'yes' })
    expect(extents('not-registered')).toMatchObject({ 'purchased-version': 'no', 'license-file': 'no' })
    expect(benefitsOf('no-agreement').map(({ name }) => name)).toEqual(benefitNames)
  })
})

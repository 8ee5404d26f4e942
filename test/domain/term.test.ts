import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Agreement } from '../../src/domain/agreement.ts'
import { addDays, daysBetween } from '../../src/domain/local-date.ts'
import { chains, termsOf } from '../../src/domain/term.ts'
import { day } from './support/days.ts'
import { agreement, dossier, serial } from './support/licenses.ts'

const spansOf = (agreements: Agreement[], over = {}) =>
  chains(termsOf(dossier(agreements, over))).map(
    ({ startsOn, endsOn, terms }) => `${startsOn} ${endsOn} ${terms.length}`,
  )

describe('the maintenance that comes with the purchase', () => {
  test.each([
    ['2026-02-28', 12, '2027-02-27'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-06-15', 36, '2029-06-14'],
  ])('bought on %s with %i months lasts to %s', (bought, initialMonths, endsOn) =>
    expect(termsOf(dossier([], { purchasedOn: day(bought), initialMonths }))).toEqual([
      { kind: 'initial', startsOn: bought, endsOn, level: 'standard' },
    ]),
  )

  test('with no months there is no term', () => expect(termsOf(dossier())).toEqual([]))
})

describe('chains', () => {
  test.each([
    ['one day after the other joins', ['2025-01-01 2025-12-31', '2026-01-01 2026-12-31'], ['2025-01-01 2026-12-31 2']],
    [
      'one uncovered day parts',
      ['2025-01-01 2025-12-31', '2026-01-02 2026-12-31'],
      ['2025-01-01 2025-12-31 1', '2026-01-02 2026-12-31 1'],
    ],
    ['overlapping joins', ['2025-01-01 2025-12-31', '2025-07-01 2026-06-30'], ['2025-01-01 2026-06-30 2']],
    [
      'a term inside another does not shorten it',
      ['2025-01-01 2026-12-31', '2025-03-01 2025-04-30'],
      ['2025-01-01 2026-12-31 2'],
    ],
    [
      'a long early term reaches over a short one to the next',
      ['2025-01-01 2025-12-31', '2025-02-01 2025-02-28', '2026-01-01 2026-06-30'],
      ['2025-01-01 2026-06-30 3'],
    ],
    ['an end before its start is no term', ['2025-12-31 2025-01-01'], []],
    ['one day is a term', ['2024-02-29 2024-02-29'], ['2024-02-29 2024-02-29 1']],
  ])('%s', (_, terms, expected) => expect(spansOf(terms.map((text) => agreement(text)))).toEqual(expected))

  test('an agreement bought with the license joins its initial maintenance', () =>
    expect(
      spansOf([agreement('2025-07-01 2026-06-30')], { purchasedOn: day('2024-07-01'), initialMonths: 12 }),
    ).toEqual(['2024-07-01 2026-06-30 2']))

  test('a term without end swallows what follows', () =>
    expect(spansOf([agreement('2025-01-01 9999-12-31'), agreement('2030-01-01 2030-12-31')])).toEqual([
      '2025-01-01 9999-12-31 2',
    ]))

  const anyAgreements = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: -3, max: 200 }), fc.boolean()), {
      maxLength: 9,
    })
    .map((parts) =>
      parts.map(([start, length, premium], index): Agreement => {
        const startsOn = addDays(day('2024-01-01'), start)
        return {
          id: `${index}`,
          serial,
          startsOn,
          endsOn: addDays(startsOn, length),
          level: premium ? 'premium' : 'standard',
        }
      }),
    )
  const shuffled = anyAgreements.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  )

  test('the order in which terms arrive never shows', () => {
    fc.assert(
      fc.property(shuffled, ([all, mixed]) => {
        expect(termsOf(dossier(mixed))).toEqual(termsOf(dossier(all)))
        expect(chains([...termsOf(dossier(mixed))].reverse())).toEqual(chains(termsOf(dossier(all))))
      }),
    )
  })

  test('chains never overlap or join, lose no term, and each day of a term is in exactly one', () => {
    fc.assert(
      fc.property(anyAgreements, (all) => {
        const terms = termsOf(dossier(all))
        const found = chains(terms)
        expect(found.flatMap((chain) => chain.terms)).toEqual(terms)
        for (const [index, chain] of found.entries()) {
          const next = found[index + 1]
          if (next) expect(daysBetween(chain.endsOn, next.startsOn)).toBeGreaterThan(1)
        }
        for (let today = day('2023-12-25'); today < day('2027-02-01'); today = addDays(today, 1)) {
          const around = found.filter((chain) => chain.startsOn <= today && today <= chain.endsOn)
          const covered = terms.some((term) => term.startsOn <= today && today <= term.endsOn)
          expect(around).toHaveLength(covered ? 1 : 0)
        }
      }),
      { numRuns: 40 },
    )
  })
})

import { describe, expect, test } from 'vitest'
import type { ContactRole, Purpose } from '../../src/domain/contact.ts'
import type { PaperName } from '../../src/domain/hand-out.ts'
import { mayHave, paperOf, type StatementOfAccount } from '../../src/domain/paper.ts'
import { agreement, holdings, license, now, organization } from '../papers/support/holdings.ts'
import { day } from './support/days.ts'

const roles: ContactRole[] = ['primary', 'secondary', 'technical', 'viewer']
const purposes: Purpose[] = ['entitlement', 'renewal', 'billing', 'shipping', 'technical']

describe('whose concern a paper is', () => {
  const of: Record<PaperName, Purpose[]> = { proof: ['entitlement'], statement: ['entitlement', 'renewal', 'billing'] }
  const matrix = (['proof', 'statement'] as const).flatMap((paper) =>
    roles.flatMap((role) =>
      [...purposes, undefined].map((purpose) => {
        const isSite = role === 'primary' || role === 'secondary'
        return [paper, role, purpose, isSite || (purpose !== undefined && of[paper].includes(purpose))] as const
      }),
    ),
  )
  test.each(matrix)('%s: a %s contact for %s: %s', (paper, role, purpose, may) => {
    expect(mayHave(paper, { role, purposes: purpose ? [purpose] : [] })).toBe(may)
  })
})

describe('a paper', () => {
  const issued = { organization, vendor: 'V', issuedAt: now }

  test('is of the organization’s day, and judges coverage on it', () => {
    const held = {
      ...holdings,
      licenses: [license('MQ-1', { agreements: [agreement('a', '2026-01-01', '2026-11-22')] })],
    }
    const here = paperOf('proof', held, issued)
    expect(here).toMatchObject({ issuedOn: '2026-11-23', lines: [{ coverage: { status: 'lapsed' } }] })
    const west = paperOf('proof', held, { ...issued, organization: { ...organization, timeZone: 'America/New_York' } })
    expect(west).toMatchObject({ issuedOn: '2026-11-22', lines: [{ coverage: { status: 'expiring' } }] })
  })

  test('tells purchases by day, registrations as they happened, and every term by its start', () => {
    const { purchases, registrations, terms } = paperOf('statement', holdings, issued) as StatementOfAccount
    expect(purchases.map(({ displaySerial }) => displaySerial)).toEqual(['MQ-2', 'MQ-1'])
    expect(registrations.map(({ by, agreement }) => [by, agreement?.id])).toEqual([
      ['陳怡君', undefined],
      ['佐藤健', 'a-1'],
    ])
    expect(terms.map(({ license, term }) => [license.displaySerial, term.kind, term.startsOn, term.endsOn])).toEqual([
      ['MQ-1', 'initial', day('2024-02-29'), day('2025-02-28')],
      ['MQ-1', 'agreement', day('2025-03-01'), day('2027-02-28')],
      ['MQ-2', 'initial', day('2020-01-01'), day('2020-12-31')],
    ])
  })
})

import { describe, expect, test } from 'vitest'
import type { BusinessCalendar } from '../../src/domain/business-calendar.ts'
import { type CaseStatus, caseStatuses } from '../../src/domain/case.ts'
import { canReopen, caseDeeds, isOpen, REOPENS_FOR_DAYS, after as stateAfter } from '../../src/domain/case-life.ts'
import { firstClock, moved, ownedBy } from '../../src/domain/case-moves.ts'
import type { CaseOnFile } from '../../src/domain/case-store.ts'

const now = new Date('2026-11-23T02:00:00Z')
const nine = [{ from: 540, to: 1080 }]
const calendar: BusinessCalendar = {
  zone: 'Asia/Taipei',
  hours: { Mon: nine, Tue: nine, Wed: nine, Thu: nine, Fri: nine, Sat: [], Sun: [] },
  holidays: new Set(),
  workingDays: new Set(),
}

const fresh = {
  number: 1,
  severity: 2,
  status: 'new',
  openedAt: now,
  lastWordAt: now,
  reminders: 0,
  clocks: firstClock({ severity: 2 }, now),
} as unknown as CaseOnFile
const erin = { email: 'erin@vendor.example', name: 'Erin' }

/** Every case that deeds can make of a new one, an engineer's own doing as the services do it. */
function* lives(): Generator<{ path: string[]; found: CaseOnFile }> {
  const seen = new Set<string>()
  const open: { path: string[]; found: CaseOnFile }[] = [{ path: [], found: fresh }]
  for (let each = open.shift(); each; each = open.shift()) {
    const { path, found } = each
    const key = `${found.status} ${found.owner?.email}`
    if (seen.has(key)) continue
    seen.add(key)
    yield each
    for (const deed of caseDeeds) {
      const own = ['claim', 'transfer', 'take-over', 'answer', 'ask', 'resolve'].includes(deed)
      const next = moved(own && !found.owner ? ownedBy(found, erin, now, calendar) : found, deed, now)
      if (!next) continue
      open.push({ path: [...path, deed], found: next })
    }
  }
}

describe('the life of a case', () => {
  test('every state is reached, and every state leads to the end', () => {
    expect(new Set([...lives()].map(({ found }) => found.status))).toEqual(new Set(caseStatuses))
    for (const status of caseStatuses.filter((each) => each !== 'closed')) {
      const ends = (from: CaseStatus, depth: number): boolean =>
        from === 'closed' || (depth > 0 && caseDeeds.some((deed) => ends(stateAfter(from, deed) ?? from, depth - 1)))
      expect(ends(status, 3)).toBe(true)
    }
  })

  test('nothing but reopening leads out of a closed case', () => {
    const ways = caseDeeds.filter((deed) => (stateAfter('closed', deed) ?? 'closed') !== 'closed')
    expect(ways).toEqual(['reopen'])
  })

  test('whoever is at work on a case is known, and nobody is on a new one', () => {
    for (const { found, path } of lives()) {
      const atWork = found.status === 'claimed' || found.status === 'in-progress' || found.status === 'waiting'
      if (atWork) expect([path, found.owner]).toEqual([path, erin])
      if (found.status === 'new') expect([path, found.owner]).toEqual([path, undefined])
    }
  })

  test('what hangs on a state goes with it, and clocks run exactly while the vendor owes something', () => {
    for (const { found } of lives()) {
      expect('waitingSince' in found).toBe(found.status === 'waiting')
      expect('closedAt' in found && 'closing' in found).toBe(found.status === 'closed')
      if (isOpen(found.status)) expect(found).not.toHaveProperty('resolvedAt')
      if (found.status !== 'claimed') expect(found).not.toHaveProperty('leaseUntil')
      const runs = found.clocks['first-response']?.spells.at(-1)?.to === undefined
      expect([found.status, runs]).toEqual([found.status, isOpen(found.status) && found.status !== 'waiting'])
    }
  })
})

test.each([
  [0, true],
  [REOPENS_FOR_DAYS * 24 * 3600_000, true],
  [REOPENS_FOR_DAYS * 24 * 3600_000 + 1, false],
])('%i ms after closing it can be opened again: %s', (ms, can) => {
  const at = new Date(now.getTime() + ms)
  expect(canReopen({ status: 'closed', closedAt: now, closing: 'solved' }, at)).toBe(can)
  expect(canReopen({ status: 'closed', closedAt: now, closing: 'merged' }, at)).toBe(false)
})

/** R6.3 as figures: which severities a customer may choose, and within what time each is answered. */
import type { CoverageStatus } from './coverage.ts'
import type { ResponseTarget, TargetHours, TargetKind } from './response-clock.ts'

type Severity = 1 | 2 | 3 | 4
type Level = 'standard' | 'premium'

/** Minutes for each severity, and the hours in which they are counted. */
export type SupportPlan = Readonly<
  Record<TargetKind, Readonly<Record<Severity, Readonly<Record<Level, number>> & { hours: TargetHours }>>>
>

/**
 * The house's plan; another vendor's is another table.
 * First response: two hours for every severity and level, since that is what both programmes promise; severity 1 around the
 * clock. Next response: no programme promises one, so these are the house's own aims. Severity 1 keeps the pace of the first;
 * 2 is answered within half a working day, 3 within a day, 4 within two; premium in half of that.
 */
export const supportPlan: SupportPlan = {
  'first-response': {
    1: { standard: 120, premium: 120, hours: 'around-the-clock' },
    2: { standard: 120, premium: 120, hours: 'business' },
    3: { standard: 120, premium: 120, hours: 'business' },
    4: { standard: 120, premium: 120, hours: 'business' },
  },
  'next-response': {
    1: { standard: 120, premium: 120, hours: 'around-the-clock' },
    2: { standard: 240, premium: 120, hours: 'business' },
    3: { standard: 480, premium: 240, hours: 'business' },
    4: { standard: 960, premium: 480, hours: 'business' },
  },
}

/** The target for an answer at a severity; `level` is that of the agreement, standard where there is none. */
export function targetFor(
  kind: TargetKind,
  severity: Severity,
  level: Level = 'standard',
  plan: SupportPlan = supportPlan,
): ResponseTarget {
  const row = plan[kind][severity]
  return { kind, minutes: row[level], hours: row.hours }
}

/**
 * The severities that may be chosen, the worst first; none where no case may be opened (R6.2). A version past its end of
 * service gets no fixes any more, so nothing is treated as an outage there; a license or account question stops nobody's work.
 */
export function severitiesFor(standing: CoverageStatus | 'license-question'): readonly Severity[] {
  switch (standing) {
    case 'covered':
    case 'expiring':
      return [1, 2, 3, 4]
    case 'covered-past-end-of-service':
      return [2, 3, 4]
    case 'license-question':
      return [3, 4]
    case 'not-registered':
    case 'no-agreement':
    case 'not-started':
    case 'lapsed':
      return []
  }
}

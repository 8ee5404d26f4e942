/** The proof of entitlement as a sheet: each license, the right that it gives, and the services that go with it. */
import { say, type Text } from '../bot/view.ts'
import type { Coverage } from '../domain/coverage.ts'
import type { EntitlementLine, ProofOfEntitlement } from '../domain/paper.ts'
import { headFacts, remarksOf } from './head.ts'
import { type Cell, nothing, type Sheet, written } from './sheet.ts'

export function proofSheet(paper: ProofOfEntitlement): Sheet {
  return {
    title: say('paper.proof.title'),
    facts: headFacts(paper),
    tables: [
      {
        title: say('paper.proof.licenses'),
        columns: [
          { label: say('paper.column.product'), wraps: true },
          { label: say('paper.column.version') },
          { label: say('paper.column.serial') },
          { label: say('paper.column.right') },
          { label: say('paper.column.quantity'), align: 'right' },
          { label: say('paper.column.level') },
          { label: say('paper.column.until') },
          { label: say('paper.column.state'), wraps: true },
        ],
        rows: paper.lines.map(rowOf),
        none: say('paper.none.licenses'),
      },
    ],
    remarks: remarksOf(paper, say('paper.remark.proof')),
  }
}

function rowOf({ license, coverage }: EntitlementLine): Cell[] {
  return [
    written(license.product.name),
    written(license.version),
    written(license.displaySerial),
    say('paper.right.perpetual'),
    { count: license.quantity },
    'level' in coverage ? say(`paper.level.${coverage.level}`) : nothing,
    'coveredUntil' in coverage ? { day: coverage.coveredUntil } : nothing,
    stateOf(coverage),
  ]
}

function stateOf(coverage: Coverage): Text {
  switch (coverage.status) {
    case 'not-registered':
    case 'no-agreement':
      return say('paper.state.no-agreement')
    case 'not-started':
      return say('paper.state.not-started', { day: { day: coverage.startsOn } })
    case 'covered':
      return say('paper.state.covered')
    case 'expiring':
      return say('paper.state.expiring', { count: coverage.daysLeft })
    case 'covered-past-end-of-service':
      return say('paper.state.past-service', { day: { day: coverage.endOfServiceOn } })
    case 'lapsed':
      return say('paper.state.lapsed')
  }
}

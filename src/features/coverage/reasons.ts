/** Why the verdict is what it is, and what would change it, as sentences that name the terms and days. */
import { say, type Text } from '../../bot/view.ts'
import { benefitsOf } from '../../domain/benefits.ts'
import { type Change, type Coverage, type CoverageStatus, isCovered } from '../../domain/coverage.ts'
import type { Chain, Term } from '../../domain/term.ts'

type Judged = Exclude<Coverage, { status: 'not-registered' }>

/** One term, named by its kind and its days. */
export const termText = ({ kind, startsOn, endsOn }: Term): Text =>
  say(`coverage.term.${kind}`, { from: { day: startsOn }, to: { day: endsOn } })

const chainText = ({ terms, startsOn, endsOn }: Chain): Text =>
  say('coverage.why.chain', { count: terms.length, from: { day: startsOn }, to: { day: endsOn } })

/** The sentences that prove the verdict, in the order in which it was reached. */
export function reasons(coverage: Judged): Text[] {
  switch (coverage.status) {
    case 'no-agreement':
      return [say('coverage.why.none'), ...serviceReason(coverage)]
    case 'not-started': {
      const { gap, daysUntil } = coverage
      return [
        say('coverage.why.not-started', { count: daysUntil }),
        ...(gap ? [say('coverage.why.gap-before', { from: { day: gap.from }, to: { day: gap.to } })] : []),
        ...serviceReason(coverage),
      ]
    }
    case 'lapsed':
      return [
        say('coverage.why.lapsed', {
          day: { day: coverage.coveredUntil },
          count: coverage.gap.days,
          months: coverage.gap.months,
        }),
        ...serviceReason(coverage),
      ]
    default: {
      const { chain, next } = coverage
      return [
        chain.terms.length === 1 ? say('coverage.why.one-term') : chainText(chain),
        ...(next ? [say('coverage.why.next', { count: next.gap.days, day: { day: next.chain.startsOn } })] : []),
        ...serviceReason(coverage),
      ]
    }
  }
}

function serviceReason({ version }: Judged): Text[] {
  const { version: name, known, endOfServiceOn, inService } = version
  if (!known) return [say('coverage.why.version-unknown', { version: name })]
  if (endOfServiceOn === undefined) return [say('coverage.why.no-end', { version: name })]
  return [
    say(inService ? 'coverage.why.in-service' : 'coverage.why.past-service', {
      version: name,
      day: { day: endOfServiceOn },
    }),
  ]
}

/** Days that will come and deeds that would help, days first. */
export const changes = (coverage: Judged): Text[] => coverage.changes.map(changeText)

function changeText(change: Change): Text {
  switch (change.kind) {
    case 'coverage-starts':
    case 'expiry-near':
    case 'coverage-ends':
      return say(`coverage.change.${change.kind}`, { day: { day: change.on } })
    case 'service-ends':
      return say('coverage.change.service-ends', { day: { day: change.on }, version: change.version })
    case 'renew':
      return say('coverage.change.renew', { day: { day: change.by } })
    case 'upgrade':
      return say('coverage.change.upgrade', { version: change.version })
    case 'register-agreement':
    case 'reinstate':
      return say(`coverage.change.${change.kind}`)
  }
}

/** What the state brings, in one line (IBM's table of benefits). */
export function benefitsLine(status: CoverageStatus): Text {
  const had = benefitsOf(status).filter(({ extent }) => extent !== 'no')
  const list = had.map(({ name, extent }) =>
    say(
      name === 'support-site' && extent === 'limited'
        ? 'coverage.benefit.support-site-limited'
        : `coverage.benefit.${name}`,
    ),
  )
  return say(isCovered(status) ? 'coverage.benefits.with' : 'coverage.benefits.without', { list: { list } })
}

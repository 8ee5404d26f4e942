/** What covers a license, day by day: its terms, and the unbroken chains that they form. */
import type { Agreement } from './agreement.ts'
import type { LicenseDossier } from './license.ts'
import { compareDays, daysBetween, type LocalDate, lastDayOfTerm } from './local-date.ts'

interface Span {
  startsOn: LocalDate
  /** The last covered day. */
  endsOn: LocalDate
}

/** One stretch of maintenance: what came with the purchase (R2.5), or an agreement that counts (R2.5b). */
export type Term =
  | (Span & { kind: 'initial'; level: 'standard' })
  | (Span & { kind: 'agreement'; level: Agreement['level']; agreementId: string })

/** Terms without an uncovered day between them. */
export interface Chain extends Span {
  /** By start, never empty. */
  terms: Term[]
}

const tieOf = (term: Term): string => (term.kind === 'initial' ? '' : `agreement ${term.agreementId}`)

/** Total, so that the order of rows in a database never shows in an answer. */
const inOrder = (a: Term, b: Term): number =>
  compareDays(a.startsOn, b.startsOn) ||
  compareDays(a.endsOn, b.endsOn) ||
  (tieOf(a) < tieOf(b) ? -1 : tieOf(a) > tieOf(b) ? 1 : 0)

/** The terms of a license by start; one without a day (0 months, or an end before its start) is no term. */
export function termsOf(license: Pick<LicenseDossier, 'purchasedOn' | 'initialMonths' | 'agreements'>): Term[] {
  const terms: Term[] = license.agreements.map(({ id, startsOn, endsOn, level }) => ({
    kind: 'agreement',
    agreementId: id,
    startsOn,
    endsOn,
    level,
  }))
  if (license.initialMonths > 0) {
    const { purchasedOn: startsOn, initialMonths } = license
    terms.push({ kind: 'initial', startsOn, endsOn: lastDayOfTerm(startsOn, initialMonths), level: 'standard' })
  }
  return terms.filter((term) => term.startsOn <= term.endsOn).sort(inOrder)
}

/** Terms that overlap or join (the next starts no later than the day after) as unbroken chains, by start; the order given does not matter. */
export function chains(terms: readonly Term[]): Chain[] {
  const found: Chain[] = []
  for (const term of [...terms].sort(inOrder)) {
    const chain = found.at(-1)
    if (!chain || daysBetween(chain.endsOn, term.startsOn) > 1) {
      found.push({ startsOn: term.startsOn, endsOn: term.endsOn, terms: [term] })
      continue
    }
    chain.terms.push(term)
    if (term.endsOn > chain.endsOn) chain.endsOn = term.endsOn
  }
  return found
}

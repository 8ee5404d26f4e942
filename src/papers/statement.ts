/** The statement of account as a sheet: what was bought, who registered it, which terms it has had, and who answers for it. */
import { say } from '../bot/view.ts'
import { dayIn } from '../domain/local-date.ts'
import type { StatementOfAccount } from '../domain/paper.ts'
import { headFacts, remarksOf } from './head.ts'
import { nothing, type Sheet, type Table, written } from './sheet.ts'

export function statementSheet(paper: StatementOfAccount): Sheet {
  const { programme, anniversary } = paper.organization
  return {
    title: say('paper.statement.title'),
    facts: [
      ...headFacts(paper),
      ...(programme ? [{ label: say('paper.fact.programme'), value: written(programme) }] : []),
      ...(anniversary ? [{ label: say('paper.fact.anniversary'), value: written(anniversary) }] : []),
    ],
    tables: [purchases(paper), registrations(paper), terms(paper), contacts(paper)],
    remarks: remarksOf(paper, say('paper.remark.statement')),
  }
}

const product = { label: say('paper.column.product'), wraps: true }
const version = { label: say('paper.column.version') }
const serial = { label: say('paper.column.serial') }

const purchases = (paper: StatementOfAccount): Table => ({
  title: say('paper.statement.purchases'),
  columns: [
    product,
    version,
    serial,
    { label: say('paper.column.purchased') },
    { label: say('paper.column.quantity'), align: 'right' },
    { label: say('paper.column.list-price'), align: 'right' },
    { label: say('paper.column.renewal-price'), align: 'right' },
    { label: say('paper.column.currency') },
  ],
  rows: paper.purchases.map((license) => [
    written(license.product.name),
    written(license.version),
    written(license.displaySerial),
    { day: license.purchasedOn },
    { count: license.quantity },
    price(license.listPrice, license.currency),
    price(license.renewalPrice, license.currency),
    written(license.currency),
  ]),
  none: say('paper.none.licenses'),
  note: say('paper.statement.purchases-note'),
})

const price = (amount: string | undefined, currency: string | undefined) =>
  amount === undefined ? nothing : { amount, ...(currency ? { currency } : {}) }

const registrations = ({ registrations, organization }: StatementOfAccount): Table => ({
  title: say('paper.statement.registrations'),
  columns: [
    { label: say('paper.column.registered') },
    { label: say('paper.column.what'), wraps: true },
    serial,
    product,
    { label: say('paper.column.by'), wraps: true },
  ],
  rows: registrations.map(({ license, agreement, at, by }) => [
    { day: dayIn(at, organization.timeZone) },
    agreement ? say('paper.what.agreement') : say('paper.what.license'),
    written(license.displaySerial),
    written(license.product.name),
    written(by),
  ]),
  none: say('paper.none.registrations'),
})

const terms = (paper: StatementOfAccount): Table => ({
  title: say('paper.statement.terms'),
  columns: [
    serial,
    product,
    { label: say('paper.column.kind'), wraps: true },
    { label: say('paper.column.from') },
    { label: say('paper.column.to') },
    { label: say('paper.column.level') },
  ],
  rows: paper.terms.map(({ license, term }) => [
    written(license.displaySerial),
    written(license.product.name),
    say(`paper.term.${term.kind}`),
    { day: term.startsOn },
    { day: term.endsOn },
    say(`paper.level.${term.level}`),
  ]),
  none: say('paper.none.terms'),
})

const contacts = (paper: StatementOfAccount): Table => ({
  title: say('paper.statement.contacts'),
  columns: [
    { label: say('paper.column.name'), wraps: true },
    { label: say('paper.column.email'), wraps: true },
    { label: say('paper.column.phone') },
    { label: say('paper.column.role'), wraps: true },
    { label: say('paper.column.purposes'), wraps: true },
  ],
  rows: paper.contacts.map(({ name, email, phone, role, purposes }) => [
    written(name),
    written(email),
    written(phone),
    say(`paper.role.${role}`),
    purposes.length === 0
      ? nothing
      : say('common.verbatim', { text: { list: purposes.map((purpose) => say(`paper.purpose.${purpose}`)) } }),
  ]),
  none: say('paper.none.contacts'),
})

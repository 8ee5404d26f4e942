/** Cases in lists: filtered, searched, in the order of their readers, ten a page. */

import type { CaseFilter, CasePage } from '../domain/cases.ts'
import type { OrganizationId } from '../domain/organization.ts'
import { searchWords } from '../domain/search-words.ts'
import { caseJson, caseOf, fromCases, type ToldCase } from './case-json.ts'
import { storable } from './json-text.ts'
import { pageWithin } from './page-within.ts'
import type { Sql } from './transaction.ts'

const aPage = 10

type Reader = { organizationId: OrganizationId } | 'staff'

/**
 * For customers the newest word first; for the vendor what is late first, then what is due first. Customers' words are
 * looked for in what a customer may read and nowhere else.
 */
export async function listCases(
  sql: Sql,
  reader: Reader,
  filter: CaseFilter,
  page: number,
  now: Date,
): Promise<CasePage> {
  const { where, values, value } = conditions(reader, filter, now)
  const [counted] = await sql.query<{ total: number }>(`SELECT count(*)::int AS total FROM cases k ${where}`, values)
  const total = counted!.total
  const { from, ...shown } = pageWithin(total, aPage, page)
  const order =
    reader === 'staff'
      ? `k.status IN ('resolved', 'closed'), k.response_due_at NULLS LAST, k.severity, k.opened_at, k.number`
      : 'k.last_word_at DESC, k.number DESC'
  const rows = await sql.query<{ found: ToldCase; organizationName: string }>(
    `SELECT ${caseJson} AS found, o.name AS "organizationName" ${fromCases}
     JOIN organizations o ON o.id = k.organization_id ${where}
     ORDER BY ${order} LIMIT ${aPage} OFFSET ${value(from)}`,
    values,
  )
  const cases = rows.map(({ found, organizationName }) => {
    const listed = caseOf(found)
    return { ...listed, organizationName, ...(listed.responseDueAt ? { dueAt: listed.responseDueAt } : {}) }
  })
  return { cases, total, ...shown }
}

function conditions(reader: Reader, filter: CaseFilter, now: Date) {
  const values: unknown[] = []
  const value = (given: unknown): string => `$${values.push(given)}`
  const all: string[] = []
  if (reader !== 'staff') all.push(`k.organization_id = ${value(reader.organizationId)}`)
  if (filter.statuses) all.push(`k.status = ANY (${value([...filter.statuses])}::text[])`)
  if (filter.productId !== undefined) all.push(`k.product_id = ${value(storable(filter.productId))}`)
  if (filter.openedBy !== undefined) all.push(`k.opened_by = ${value(filter.openedBy)}::uuid`)
  if (filter.owner !== undefined) all.push(`k.owner_email = ${value(storable(filter.owner))}`)
  if (filter.unclaimed) all.push(`k.status = 'new'`)
  if (filter.breaching) all.push(`k.response_due_at IS NOT NULL AND (k.response_due_at <= ${value(now)} OR ${warned})`)
  const readable = reader === 'staff' ? '' : `AND m.audience = 'customer'`
  for (const word of searchWords(storable(filter.text ?? ''))) {
    const part = value(`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
    const number = value(word.replace(/^#/, ''))
    all.push(`(k.search_title LIKE ${part} OR k.number::text = ${number} OR ${named(reader, part)} OR EXISTS (
      SELECT 1 FROM case_messages m WHERE m.case_number = k.number ${readable} AND m.search_text LIKE ${part}))`)
  }
  return { where: all.length > 0 ? `WHERE ${all.join(' AND ')}` : '', values, value }
}

/** The product goes by its name, its family or its id; for the vendor the customer's name counts, too. */
function named(reader: Reader, part: string): string {
  const product = `k.product_id IN (SELECT id FROM products
    WHERE lower(name) LIKE ${part} OR lower(family) LIKE ${part} OR lower(id) LIKE ${part})`
  return reader === 'staff'
    ? `${product} OR k.organization_id IN (SELECT id FROM organizations WHERE lower(name) LIKE ${part})`
    : product
}

/** A clock that runs was warned of. */
const warned = `jsonb_path_exists(k.clocks, '$.* ? (exists (@.warnedAt) && !exists (@.metAt))')`

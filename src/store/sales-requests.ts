/** R8.1b: requests to the vendor's sales people, in one transaction. */
import type { SalesPorts } from '../domain/sales.ts'
import { isAboutLicense, type SalesRequest } from '../domain/sales-request.ts'
import type { Prisma } from './generated/client.ts'
import type { PrismaTransaction } from './transaction.ts'

type Row = Omit<SalesRequest, 'createdAt' | 'taken' | 'doneAt' | 'withdrawnAt'> & {
  createdAt: string
  taken?: { by: { email: string; name: string }; at: string }
  doneAt?: string
  withdrawnAt?: string
}

/** With the product's name and the license's serial as people know them. */
const readRequest = `
  SELECT json_strip_nulls(json_build_object('id', r.id, 'organizationId', r.organization_id, 'contactId', r.contact_id,
    'kind', r.kind, 'subject', r.subject, 'words', r.words, 'detail', r.detail, 'createdAt', r.created_at,
    'displaySerial', l.display_serial,
    'product', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END,
    'taken', CASE WHEN r.taken_at IS NOT NULL
      THEN json_build_object('by', json_build_object('email', r.taken_by, 'name', r.taken_name), 'at', r.taken_at) END,
    'doneAt', r.done_at, 'withdrawnAt', r.withdrawn_at)) AS found
  FROM sales_requests r
    LEFT JOIN licenses l ON r.kind NOT IN ('question', 'product') AND l.serial = r.subject
    LEFT JOIN products p ON p.id = CASE WHEN r.kind = 'product' THEN r.subject ELSE l.product_id END`

const isOpen = 'r.done_at IS NULL AND r.withdrawn_at IS NULL'

const requestOf = ({ createdAt, taken, doneAt, withdrawnAt, ...rest }: Row): SalesRequest => ({
  ...rest,
  createdAt: new Date(createdAt),
  ...(taken ? { taken: { by: taken.by, at: new Date(taken.at) } } : {}),
  ...(doneAt ? { doneAt: new Date(doneAt) } : {}),
  ...(withdrawnAt ? { withdrawnAt: new Date(withdrawnAt) } : {}),
})

export const createSalesPorts = (tx: PrismaTransaction): Omit<SalesPorts, 'emit' | 'tally'> => {
  const one = async (condition: string, values: unknown[]) => {
    const [row] = await tx.query<{ found: Row }>(`${readRequest} WHERE ${condition}`, values)
    return row && requestOf(row.found)
  }
  return {
    salesRequest: (id) => one('r.id = $1::uuid FOR UPDATE OF r', [id]),
    openSalesRequest: (organizationId, kind, subject) =>
      one(`r.organization_id = $1 AND r.kind = $2 AND r.subject = $3 AND ${isOpen}`, [organizationId, kind, subject]),
    async isSalesSubject(organizationId, kind, subject) {
      if (kind === 'question') return subject === ''
      const rows = isAboutLicense(kind)
        ? await tx.query('SELECT 1 FROM licenses WHERE serial = $1 AND organization_id = $2', [subject, organizationId])
        : await tx.query('SELECT 1 FROM products WHERE id = $1', [subject])
      return rows.length > 0
    },
    async addSalesRequest({ organizationId, contactId, kind, subject, words, detail, at }) {
      const [added] = await tx.query<{ id: string }>(
        `INSERT INTO sales_requests (organization_id, contact_id, kind, subject, words, detail, created_at)
         VALUES ($1, $2::uuid, $3, $4, $5, $6::jsonb, $7)
         ON CONFLICT (organization_id, kind, subject) WHERE done_at IS NULL AND withdrawn_at IS NULL DO NOTHING
         RETURNING id`,
        [organizationId, contactId, kind, subject, words ?? null, JSON.stringify(detail), at],
      )
      return added && one('r.id = $1::uuid', [added.id])
    },
    async keepSalesRequest({ id, words, detail, taken, doneAt, withdrawnAt }) {
      await tx.prisma.salesRequest.update({
        where: { id },
        data: {
          words: words ?? null,
          detail: detail as Prisma.InputJsonObject,
          takenBy: taken?.by.email ?? null,
          takenName: taken?.by.name ?? null,
          takenAt: taken?.at ?? null,
          doneAt: doneAt ?? null,
          withdrawnAt: withdrawnAt ?? null,
        },
      })
    },
  }
}

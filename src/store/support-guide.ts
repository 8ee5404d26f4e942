/** The vendor's data about who helps. */
import type pg from 'pg'
import type { ContactRole } from '../domain/contact.ts'
import type { Partner, SupportCenter, SupportGuide } from '../domain/support-guide.ts'

const told = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T

export function createSupportGuide(pool: pg.Pool): SupportGuide {
  return {
    async centerOf(productId) {
      const { rows } = await pool.query<SupportCenter>(
        `SELECT c.id, c.name, c.phone, c.email, c.url, c.opens, c.closes, c.days, c.time_zone AS "timeZone"
           FROM products p JOIN support_centers c ON c.id = p.center_id WHERE p.id = $1`,
        [productId],
      )
      return rows[0] && told(rows[0])
    },
    async partnersFor({ region, partnerId }, family, limit) {
      const { rows } = await pool.query<Partner>(
        `SELECT id, name, region, phone, email, url FROM partners WHERE $1::text IS NULL OR $1 = ANY (families)
          ORDER BY (id IS NOT DISTINCT FROM $2) DESC, (region IS NOT DISTINCT FROM $3) DESC, name, id LIMIT $4`,
        [family ?? null, partnerId ?? null, region ?? null, limit],
      )
      return rows.map(told)
    },
    async openersAt(organizationId) {
      const { rows } = await pool.query<{ name: string; role: ContactRole }>(
        `SELECT name, role FROM contacts WHERE organization_id = $1 AND removed_at IS NULL AND role <> 'viewer'
          ORDER BY array_position(ARRAY['primary', 'secondary', 'technical'], role), name, id`,
        [organizationId],
      )
      return rows
    },
  }
}

/** The vendor's data about who helps. */
import type pg from 'pg'
import type { ContactRole } from '../domain/contact.ts'
import type { CenterListing, Partner, SupportCenter, SupportGuide } from '../domain/support-guide.ts'
import type { Calendars } from './calendars.ts'
import { type Nullable, withoutNulls } from './nullable.ts'
import { roleOrder } from './role-order.ts'
import { sqlOf } from './transaction.ts'

const readCenters = `
  SELECT json_strip_nulls(json_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'url', c.url,
    'opens', c.opens, 'closes', c.closes, 'breaks', c.breaks, 'days', c.days, 'timeZone', c.time_zone,
    'products', ARRAY(SELECT json_build_object('id', p.id, 'family', p.family, 'name', p.name) FROM products p
      WHERE p.center_id = c.id ORDER BY p.name, p.id))) AS found
  FROM support_centers c ORDER BY c.name, c.id`

const partnerColumns = 'id, name, region, phone, email, url, families'

export function createSupportGuide(pool: pg.Pool, calendars: Pick<Calendars, 'all'>): SupportGuide {
  return {
    async centers() {
      const [rows, known] = await Promise.all([
        sqlOf(pool).query<{ found: CenterListing }>(readCenters),
        calendars.all(),
      ])
      return rows.map(({ found }) => {
        // Cases are timed by a calendar in any case; a person is told of hours that somebody promised.
        const calendar = found.opens ? known.find(({ center }) => center.id === found.id)?.calendar : undefined
        return { ...found, ...(calendar ? { calendar } : {}) }
      })
    },
    async partners() {
      const rows = await sqlOf(pool).query<Nullable<Partner>>(
        `SELECT ${partnerColumns} FROM partners ORDER BY name, id`,
      )
      return rows.map(withoutNulls<Partner>)
    },
    async centerOf(productId) {
      const { rows } = await pool.query<Nullable<SupportCenter>>(
        `SELECT c.id, c.name, c.phone, c.email, c.url, c.opens, c.closes, c.days, c.time_zone AS "timeZone"
           FROM products p JOIN support_centers c ON c.id = p.center_id WHERE p.id = $1`,
        [productId],
      )
      return rows[0] && withoutNulls<SupportCenter>(rows[0])
    },
    async partnersFor({ region, partnerId }, family, limit) {
      const { rows } = await pool.query<Nullable<Partner>>(
        `SELECT ${partnerColumns} FROM partners WHERE $1::text IS NULL OR $1 = ANY (families)
          ORDER BY (id IS NOT DISTINCT FROM $2) DESC, (region IS NOT DISTINCT FROM $3) DESC, name, id LIMIT $4`,
        [family ?? null, partnerId ?? null, region ?? null, limit],
      )
      return rows.map(withoutNulls<Partner>)
    },
    async openersAt(organizationId) {
      const { rows } = await pool.query<{ name: string; role: ContactRole }>(
        `SELECT name, role FROM contacts WHERE organization_id = $1 AND removed_at IS NULL AND role <> 'viewer'
          ORDER BY ${roleOrder('role')}, name, id`,
        [organizationId],
      )
      return rows
    },
  }
}

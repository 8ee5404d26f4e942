/** All that one organization has with the vendor, for the papers about it. */
import type pg from 'pg'
import type { Contact } from '../domain/contact.ts'
import type { HeldAgreement, HeldLicense, HoldingsStore, Registered } from '../domain/paper.ts'
import type { SupportCenter } from '../domain/support-guide.ts'
import { agreementJson, contactJson, licenseJson, versionJson } from './domain-json.ts'
import { roleOrder } from './role-order.ts'
import { sqlOf } from './transaction.ts'

/** JSON has no instants. */
type AsText<T extends { registered?: Registered }> = Omit<T, 'registered'> & {
  registered?: { at: string; by?: string }
}
type StoredLicense = AsText<Omit<HeldLicense, 'agreements'>> & { agreements: AsText<HeldAgreement>[] }

/** Who registered a row of `t`; removed contacts are still named, another organization's never. */
const registeredJson = (t: string) => `CASE WHEN ${t}.registered_at IS NOT NULL THEN json_build_object(
    'at', ${t}.registered_at, 'by', (SELECT r.name FROM contacts r
      WHERE r.id = ${t}.registered_by AND r.organization_id = l.organization_id)) END`

const readLicenses = `
  SELECT json_strip_nulls(json_build_object(${licenseJson},
    'listPrice', trim_scale(l.list_price)::text, 'renewalPrice', trim_scale(l.renewal_price)::text,
    'currency', l.currency, 'registered', ${registeredJson('l')},
    'agreements', ARRAY(
      SELECT (${agreementJson})::jsonb || jsonb_build_object('registered', ${registeredJson('a')})
      FROM agreements a
      WHERE a.serial = l.serial AND (l.on_account OR a.registered_at IS NOT NULL) ORDER BY a.starts_on, a.id),
    'versions', ARRAY(
      SELECT ${versionJson} FROM versions v WHERE v.product_id = l.product_id ORDER BY v.version)
  )) AS found
  FROM licenses l JOIN products p ON p.id = l.product_id WHERE l.organization_id = $1 ORDER BY l.serial`

const readContacts = `
  SELECT ${contactJson} AS found FROM contacts c WHERE c.organization_id = $1 AND c.removed_at IS NULL
  ORDER BY ${roleOrder('c.role')}, c.name, c.id`

const readCenters = `
  SELECT json_strip_nulls(json_build_object('id', s.id, 'name', s.name, 'phone', s.phone, 'email', s.email, 'url', s.url))
    AS found
  FROM support_centers s WHERE s.id IN (
    SELECT p.center_id FROM licenses l JOIN products p ON p.id = l.product_id WHERE l.organization_id = $1)
  ORDER BY s.name, s.id`

export function createHoldings(pool: pg.Pool): HoldingsStore {
  const sql = sqlOf(pool)
  const contactsOf = async (id: string) =>
    (await sql.query<{ found: Contact }>(readContacts, [id])).map(({ found }) => found)
  return {
    contacts: ({ id }) => contactsOf(id),
    async holdings({ id }) {
      const [licenses, contacts, centers] = await Promise.all([
        sql.query<{ found: StoredLicense }>(readLicenses, [id]),
        contactsOf(id),
        sql.query<{ found: SupportCenter }>(readCenters, [id]),
      ])
      return {
        licenses: licenses.map(({ found }) => ({
          ...withInstant(found),
          agreements: found.agreements.map(withInstant),
        })),
        contacts,
        centers: centers.map(({ found }) => found),
      }
    },
  }
}

function withInstant<T extends { registered?: { at: string; by?: string } }>({ registered, ...rest }: T) {
  return { ...rest, ...(registered ? { registered: { ...registered, at: new Date(registered.at) } } : {}) }
}

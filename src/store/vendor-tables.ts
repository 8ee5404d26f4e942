/** How each kind of vendor record lies in its table, and the SQL that merges a batch of them. */
import type { VendorRecord, VendorTable } from '../domain/vendor-data.ts'
import type { Sql } from './transaction.ts'

interface TableShape<T extends VendorTable> {
  name: string
  /** Field of the record to column and its type. */
  columns: { [F in keyof Required<VendorRecord<T>>]: [column: string, type: string] }
  key: readonly (keyof VendorRecord<T>)[]
}

const shapes: { [T in VendorTable]: TableShape<T> } = {
  holidays: {
    name: 'calendar_days',
    key: ['calendar', 'date'],
    columns: {
      calendar: ['calendar', 'text'],
      date: ['date', 'date'],
      kind: ['kind', 'text'],
      name: ['name', 'text'],
    },
  },
  'support-centers': {
    name: 'support_centers',
    key: ['id'],
    columns: {
      id: ['id', 'text'],
      name: ['name', 'text'],
      phone: ['phone', 'text'],
      email: ['email', 'text'],
      url: ['url', 'text'],
      opens: ['opens', 'text'],
      closes: ['closes', 'text'],
      breaks: ['breaks', 'text'],
      days: ['days', 'text'],
      timeZone: ['time_zone', 'text'],
      holidays: ['holidays', 'text'],
    },
  },
  partners: {
    name: 'partners',
    key: ['id'],
    columns: {
      id: ['id', 'text'],
      name: ['name', 'text'],
      region: ['region', 'text'],
      email: ['email', 'text'],
      phone: ['phone', 'text'],
      url: ['url', 'text'],
      families: ['families', 'text[]'],
    },
  },
  organizations: {
    name: 'organizations',
    key: ['id'],
    columns: {
      id: ['id', 'text'],
      name: ['name', 'text'],
      programme: ['programme', 'text'],
      anniversary: ['anniversary', 'text'],
      timeZone: ['time_zone', 'text'],
      locale: ['locale', 'text'],
      renewalPolicy: ['renewal_policy', 'text'],
      salesChannel: ['sales_channel', 'text'],
      region: ['region', 'text'],
      partnerId: ['partner_id', 'text'],
    },
  },
  contacts: {
    name: 'contacts',
    key: ['organizationId', 'email'],
    columns: {
      organizationId: ['organization_id', 'text'],
      name: ['name', 'text'],
      email: ['email', 'text'],
      phone: ['phone', 'text'],
      role: ['role', 'text'],
      purposes: ['purposes', 'text[]'],
      locale: ['locale', 'text'],
    },
  },
  products: {
    name: 'products',
    key: ['id'],
    columns: {
      id: ['id', 'text'],
      family: ['family', 'text'],
      name: ['name', 'text'],
      centerId: ['center_id', 'text'],
      description: ['description', 'text'],
      descriptions: ['descriptions', 'jsonb'],
    },
  },
  versions: {
    name: 'versions',
    key: ['productId', 'version'],
    columns: {
      productId: ['product_id', 'text'],
      version: ['version', 'text'],
      generallyAvailableOn: ['generally_available_on', 'date'],
      endOfServiceOn: ['end_of_service_on', 'date'],
      successor: ['successor', 'text'],
    },
  },
  staff: {
    name: 'staff',
    key: ['email'],
    columns: {
      email: ['email', 'text'],
      name: ['name', 'text'],
      role: ['role', 'text'],
      locale: ['locale', 'text'],
      products: ['products', 'text[]'],
      triageChannel: ['triage_channel', 'text'],
    },
  },
  releases: {
    name: 'releases',
    key: ['id'],
    columns: {
      id: ['id', 'text'],
      productId: ['product_id', 'text'],
      version: ['version', 'text'],
      kind: ['kind', 'text'],
      title: ['title', 'text'],
      titles: ['titles', 'jsonb'],
      notes: ['notes', 'text'],
      notesBy: ['notes_by', 'jsonb'],
      publishedOn: ['published_on', 'date'],
      fixesCases: ['fixes_cases', 'text'],
    },
  },
  artifacts: {
    name: 'artifacts',
    key: ['releaseId', 'fileName'],
    columns: {
      releaseId: ['release_id', 'text'],
      fileName: ['file_name', 'text'],
      platform: ['platform', 'text'],
      sizeBytes: ['size_bytes', 'bigint'],
      sha256: ['sha256', 'text'],
      location: ['location', 'text'],
    },
  },
  licenses: {
    name: 'licenses',
    key: ['serial'],
    columns: {
      serial: ['serial', 'text'],
      displaySerial: ['display_serial', 'text'],
      registrationHash: ['registration_hash', 'text'],
      productId: ['product_id', 'text'],
      version: ['version', 'text'],
      organizationId: ['organization_id', 'text'],
      quantity: ['quantity', 'int'],
      purchasedOn: ['purchased_on', 'date'],
      initialMonths: ['initial_months', 'int'],
      licenseFile: ['license_file', 'text'],
      listPrice: ['list_price', 'numeric(18,4)'],
      renewalPrice: ['renewal_price', 'numeric(18,4)'],
      currency: ['currency', 'text'],
    },
  },
  agreements: {
    name: 'agreements',
    key: ['serial', 'contractHash'],
    columns: {
      serial: ['serial', 'text'],
      contractHash: ['contract_hash', 'text'],
      startsOn: ['starts_on', 'date'],
      endsOn: ['ends_on', 'date'],
      level: ['level', 'text'],
    },
  },
  faq: {
    name: 'faq',
    key: ['id', 'locale'],
    columns: {
      id: ['id', 'text'],
      locale: ['locale', 'text'],
      question: ['question', 'text'],
      answer: ['answer', 'text'],
      productId: ['product_id', 'text'],
    },
  },
}

/**
 * Merges the records of `$1` (a JSON list) and answers with the counts of `added` and `changed` rows; a row that is the
 * same already is not written. `xmax` is 0 on a row that this statement inserted.
 */
export function mergeStatement(table: VendorTable, untouched: readonly string[]): string {
  const { name, columns, key } = shapes[table] as unknown as TableShape<'organizations'>
  const fields = Object.entries(columns) as [string, [string, string]][]
  const keys: readonly string[] = key
  const source = fields.map(([field, [, type]]) => `"${field}" ${type}`).join(', ')
  const written = fields.filter(([field]) => !keys.includes(field) && !untouched.includes(field))
  const isTouched = table === 'licenses' && !untouched.includes('organizationId')
  const now = (field: string, column: string) =>
    isTouched && column === 'organization_id'
      ? ownerAfter
      : table === 'contacts'
        ? saidAnew(field, column)
        : `EXCLUDED.${column}`
  const set = written.map(([field, [column]]) =>
    table === 'licenses' && field === 'organizationId' ? ownership : `${column} = ${now(field, column)}`,
  )
  const compared = written.map(([, [column]]) => column)
  const beside =
    table === 'licenses'
      ? { column: 'on_account', value: '"organizationId" IS NOT NULL' }
      : table === 'contacts'
        ? {
            column: 'imported',
            value: `jsonb_build_object(${written.map(([field]) => `'${field}', "${field}"`).join(', ')})`,
          }
        : undefined
  if (table === 'contacts') set.push(`imported = ${saidSoFar}`)
  const owner = isTouched
    ? { is: ', old.on_account', becomes: ', EXCLUDED.on_account' }
    : table === 'contacts'
      ? { is: ', old.imported', becomes: `, ${saidSoFar}` }
      : { is: '', becomes: '' }
  return `WITH merged AS (
    INSERT INTO ${name} AS old (${fields.map(([, [column]]) => column).join(', ')}${beside ? `, ${beside.column}` : ''})
    SELECT ${fields.map(([field]) => `"${field}"`).join(', ')}${beside ? `, ${beside.value}` : ''}
    FROM jsonb_to_recordset($1::jsonb) AS given (${source})
    ON CONFLICT (${fields
      .filter(([field]) => keys.includes(field))
      .map(([, [column]]) => column)
      .join(', ')}) DO ${
      set.length === 0
        ? 'NOTHING'
        : `UPDATE SET ${set.join(', ')}
    WHERE (${compared.map((column) => `old.${column}`).join(', ')}${owner.is}) IS DISTINCT FROM (${written.map(([field, [column]]) => now(field, column)).join(', ')}${owner.becomes})`
    }
    RETURNING (xmax = 0) AS is_new
  ) SELECT count(*) FILTER (WHERE is_new)::int AS added, count(*) FILTER (WHERE NOT is_new)::int AS changed FROM merged`
}

/**
 * People change their data, their roles and purposes in chat: the vendor's row decides only where it says something else
 * than at the last import.
 */
const saidAnew = (field: string, column: string): string =>
  `CASE WHEN old.imported -> '${field}' IS DISTINCT FROM EXCLUDED.imported -> '${field}' THEN EXCLUDED.${column} ELSE old.${column} END`
const saidSoFar = "COALESCE(old.imported, '{}'::jsonb) || EXCLUDED.imported"

/**
 * Whose license it is afterwards: the file's organization; where the file names none, that of the customer who
 * registered it, but no longer one on whose account the vendor had put it.
 */
const ownerAfter =
  'CASE WHEN EXCLUDED.organization_id IS NULL AND NOT old.on_account THEN old.organization_id ELSE EXCLUDED.organization_id END'
const ownership = `organization_id = ${ownerAfter}, on_account = EXCLUDED.on_account`

/** Before a license changes hands, what its former organization registered is forgotten, for it and for its agreements. */
export async function forgetFormerOwners(tx: Sql, json: string, keepsOwners: boolean): Promise<void> {
  if (keepsOwners) return
  await tx.query(
    `WITH moved AS (
       UPDATE licenses old SET registered_at = NULL, registered_by = NULL
       FROM jsonb_to_recordset($1::jsonb) AS given (serial text, "organizationId" text)
       WHERE old.serial = given.serial AND old.organization_id IS NOT NULL
         AND old.organization_id IS DISTINCT FROM given."organizationId"
         AND (given."organizationId" IS NOT NULL OR old.on_account)
       RETURNING old.serial
     ) UPDATE agreements SET registered_at = NULL, registered_by = NULL
     WHERE serial IN (SELECT serial FROM moved) AND registered_at IS NOT NULL`,
    [json],
  )
}

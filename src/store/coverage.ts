/** All that decides the coverage of an organization's licenses, in one round trip. */
import type pg from 'pg'
import type { CoverageStore } from '../domain/coverage.ts'
import type { LicenseDossier } from '../domain/license.ts'
import type { OrganizationId } from '../domain/organization.ts'
import { batched } from './batch.ts'
import { agreementJson, licenseJson, versionJson } from './domain-json.ts'

/** Those who ask at the same moment share a statement. */
export function createCoverageStore(pool: pg.Pool): CoverageStore {
  return {
    dossiers: batched<OrganizationId, LicenseDossier[]>((ids) => read(pool, ids), { parallel: 4, largest: 100 }),
  }
}

interface Row {
  organizationId: OrganizationId
  dossier: LicenseDossier
}

/** `l` is a license, `p` its product. An agreement counts on a license that was imported with its organization, else once it was registered (R2.5b). */
export const dossierJson = `json_strip_nulls(json_build_object(${licenseJson},
    'agreements', ARRAY(
      SELECT ${agreementJson} FROM agreements a
      WHERE a.serial = l.serial AND (l.on_account OR a.registered_at IS NOT NULL) ORDER BY a.starts_on, a.id),
    'versions', ARRAY(
      SELECT ${versionJson} FROM versions v WHERE v.product_id = l.product_id ORDER BY v.version)
  ))`

const readDossiers = `
  SELECT l.organization_id AS "organizationId", ${dossierJson} AS dossier
  FROM licenses l JOIN products p ON p.id = l.product_id WHERE l.organization_id = ANY ($1::text[]) ORDER BY l.serial`

async function read(pool: pg.Pool, ids: OrganizationId[]): Promise<LicenseDossier[][]> {
  const { rows } = await pool.query<Row>({
    name: 'dossiers',
    text: readDossiers,
    values: [[...new Set(ids)]],
  })
  const found = new Map<OrganizationId, LicenseDossier[]>(ids.map((id) => [id, []]))
  for (const { organizationId, dossier } of rows) found.get(organizationId)?.push(dossier)
  return ids.map((id) => found.get(id) ?? [])
}

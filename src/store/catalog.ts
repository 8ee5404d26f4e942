/** The vendor's products with their versions. */
import type pg from 'pg'
import type { Catalog, CatalogProduct } from '../domain/catalog.ts'
import { versionJson } from './domain-json.ts'
import { sqlOf } from './transaction.ts'

export const createCatalog = (pool: pg.Pool): Catalog => ({
  async products() {
    const rows = await sqlOf(pool).query<{ found: CatalogProduct }>(
      `SELECT json_strip_nulls(json_build_object('id', p.id, 'family', p.family, 'name', p.name, 'centerId', p.center_id,
         'description', p.description, 'descriptions', p.descriptions,
         'versions', ARRAY(SELECT ${versionJson} FROM versions v WHERE v.product_id = p.id
           ORDER BY v.generally_available_on NULLS FIRST, v.version))) AS found
       FROM products p ORDER BY p.family, p.name, p.id`,
    )
    return rows.map(({ found }) => found)
  },
})

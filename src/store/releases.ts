import type pg from 'pg'
import type { ListedRelease, Release, ReleaseStore } from '../domain/release.ts'
import { storable } from './json-text.ts'

/** `r` is a release, with its files by name. */
const listedJson = `'id', r.id, 'productId', r.product_id, 'version', r.version, 'kind', r.kind, 'title', r.title,
  'titles', r.titles, 'publishedOn', r.published_on, 'artifacts', ARRAY(
    SELECT json_build_object('fileName', a.file_name, 'platform', a.platform, 'sizeBytes', a.size_bytes,
      'sha256', a.sha256, 'location', a.location)
    FROM artifacts a WHERE a.release_id = r.id ORDER BY a.file_name)`

/** What the vendor published, as its data tells it. */
export function createReleaseStore(pool: pg.Pool): ReleaseStore {
  return {
    async published(productIds, by) {
      const { rows } = await pool.query<{ release: ListedRelease }>({
        name: 'releases',
        text: `SELECT json_strip_nulls(json_build_object(${listedJson})) AS release FROM releases r
          WHERE r.product_id = ANY ($1::text[]) AND r.published_on <= $2::date
          ORDER BY r.published_on DESC, r.id`,
        values: [[...productIds], by],
      })
      return rows.map(({ release }) => release)
    },
    async find(id, by) {
      const { rows } = await pool.query<{ release: Release }>({
        name: 'release',
        text: `SELECT json_strip_nulls(json_build_object(${listedJson}, 'notes', r.notes, 'notesBy', r.notes_by)) AS release
          FROM releases r WHERE r.id = $1 AND r.published_on <= $2::date`,
        values: [storable(id), by],
      })
      return rows[0]?.release
    },
  }
}

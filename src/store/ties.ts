/** Which places are one organization's. */
import type pg from 'pg'
import type { Organization } from '../domain/organization.ts'
import type { Tie, TiePlace } from '../domain/tie.ts'
import type { TiePorts, Ties } from '../domain/ties.ts'
import { organizationJson } from './domain-json.ts'
import { lockName } from './tallies.ts'
import { type PrismaTransaction, type Sql, sqlOf } from './transaction.ts'

/** `t` is a tie. */
const tieColumns = `t.platform, t.workspace, NULLIF(t.conversation, '') AS conversation,
  t.organization_id AS "organizationId", t.created_at AS "createdAt"`

type Row = Omit<Tie, 'conversation'> & { conversation: string | null }

const tieFrom = ({ conversation, ...tie }: Row): Tie => ({ ...tie, ...(conversation ? { conversation } : {}) })

const nameOf = ({ platform, workspace, conversation }: TiePlace) =>
  `tie of ${platform} ${conversation ?? `all of ${workspace}`}`

export const createTiePorts = (tx: PrismaTransaction): Omit<TiePorts, 'emit' | 'organization'> => ({
  async tieOf(place) {
    await lockName(tx, nameOf(place))
    const [row] = await tx.query<Row>(
      `SELECT ${tieColumns} FROM organization_ties t
       WHERE t.platform = $1 AND t.conversation = $2 AND ($2 <> '' OR t.workspace = $3)`,
      [place.platform, place.conversation ?? '', place.workspace],
    )
    return row && tieFrom(row)
  },
  async hasForeignCases({ platform, conversation }, organizationId) {
    if (conversation === undefined) return false
    const rows = await tx.query(
      `SELECT 1 FROM case_threads t JOIN cases k ON k.number = t.case_number
       WHERE t.platform = $1 AND t.conversation = $2 AND t.side = 'customer' AND t.kind <> 'person'
         AND t.ended_at IS NULL AND k.organization_id <> $3 AND k.status <> 'closed' LIMIT 1`,
      [platform, conversation, organizationId],
    )
    return rows.length > 0
  },
  async saveTie({ platform, workspace, conversation = '', organizationId, createdAt }, createdBy) {
    await tx.prisma.organizationTie.create({
      data: { platform, workspace, conversation, organizationId, createdAt, createdBy },
    })
  },
  async removeTie({ platform, workspace, conversation = '' }) {
    await tx.prisma.organizationTie.deleteMany({ where: { platform, workspace, conversation } })
  },
})

export function createTieQuestions(pool: pg.Pool): Pick<Ties, 'of' | 'organizations'> {
  const sql: Sql = sqlOf(pool)
  return {
    async of(organizationId) {
      const rows = await sql.query<Row>(
        `SELECT ${tieColumns} FROM organization_ties t WHERE t.organization_id = $1
         ORDER BY t.conversation <> '', t.platform, t.workspace, t.conversation LIMIT 20`,
        [organizationId],
      )
      return rows.map(tieFrom)
    },
    async organizations(words, limit) {
      const rows = await sql.query<{ found: Organization }>(
        `SELECT ${organizationJson} AS found FROM organizations o
         WHERE $1::text IS NULL OR o.id = $1 OR strpos(lower(o.name), lower($1)) > 0 OR lower(o.id) = lower($1)
         ORDER BY o.id = $1 DESC, lower(o.name), o.id LIMIT $2`,
        [words ?? null, limit + 1],
      )
      const [first] = rows
      // An id means one, whatever else has it in its name.
      if (first && first.found.id === words) return { found: [first.found], more: false }
      return { found: rows.slice(0, limit).map(({ found }) => found), more: rows.length > limit }
    },
  }
}

/** Who belongs to an organization, for those who ask. */
import type pg from 'pg'
import type { MemberQuestions } from '../domain/contacts.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import { listMembers, readMember } from './people.ts'
import { sqlOf } from './transaction.ts'

const pageLength = 8

export function createMemberQuestions(pool: pg.Pool): MemberQuestions {
  const sql = sqlOf(pool)
  return {
    member: (organizationId, id, now) => readMember(sql, organizationId, id, now),
    servedFor: (organizationId, accounts) =>
      sql.query<ChatIdentity>(
        `SELECT i.platform, i.workspace, i.user_id AS "user"
         FROM unnest($2::text[], $3::text[], $4::text[]) AS asked (platform, workspace, user_id)
         JOIN chat_identities i USING (platform, workspace, user_id)
         LEFT JOIN contacts c ON c.id = i.contact_id AND c.removed_at IS NULL
         LEFT JOIN staff s ON s.email = i.email
         WHERE c.organization_id = $1 OR s.email IS NOT NULL`,
        [
          organizationId,
          accounts.map(({ platform }) => platform),
          accounts.map(({ workspace }) => workspace),
          accounts.map(({ user }) => user),
        ],
      ),
    async page(organizationId, { text, page }, now) {
      const read = (wanted: number) =>
        listMembers(
          sql,
          organizationId,
          { ...(text === undefined ? {} : { text }), from: (wanted - 1) * pageLength, count: pageLength },
          now,
        )
      const first = await read(page)
      // A page that is no more, because people left meanwhile.
      const [found, shown] = first.total === 0 && page > 1 ? [await read(1), 1] : [first, page]
      return { ...found, page: shown, pages: Math.max(1, Math.ceil(found.total / pageLength)) }
    },
  }
}

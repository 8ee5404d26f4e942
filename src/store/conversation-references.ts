/** How to speak first in a Teams conversation. */
import type pg from 'pg'
import type { ConversationReference, ConversationReferences } from '../bot/bot.ts'
import { sqlOf } from './transaction.ts'

type Row = Omit<ConversationReference, 'user'> & { user: ConversationReference['user'] | null }

export function createConversationReferences(pool: pg.Pool): ConversationReferences {
  const sql = sqlOf(pool)
  return {
    async find(key) {
      const [row] = await sql.query<Row>(
        `SELECT key, tenant, service_url AS "serviceUrl", conversation, kind, bot, "user" FROM conversation_references WHERE key = $1`,
        [key],
      )
      if (!row) return undefined
      const { user, ...rest } = row
      return user ? { ...rest, user } : rest
    },
    async save({ key, tenant, serviceUrl, conversation, kind, bot, user }) {
      // Comes with every activity: only what changed is written.
      await sql.query(
        `INSERT INTO conversation_references AS old (key, tenant, service_url, conversation, kind, bot, "user")
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (key) DO UPDATE SET tenant = EXCLUDED.tenant, service_url = EXCLUDED.service_url,
           conversation = EXCLUDED.conversation, kind = EXCLUDED.kind, bot = EXCLUDED.bot, "user" = EXCLUDED."user", updated_at = now()
         WHERE (old.tenant, old.service_url, old.conversation, old.kind, old.bot, old."user")
           IS DISTINCT FROM (EXCLUDED.tenant, EXCLUDED.service_url, EXCLUDED.conversation, EXCLUDED.kind, EXCLUDED.bot, EXCLUDED."user")`,
        [key, tenant, serviceUrl, conversation, kind, JSON.stringify(bot), user ? JSON.stringify(user) : null],
      )
    },
    async remove(key) {
      await sql.query('DELETE FROM conversation_references WHERE key = $1', [key])
    },
  }
}

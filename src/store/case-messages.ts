/** What is said in cases, in one transaction. */
import type { Author, CaseMessage, CaseNumber } from '../domain/case.ts'
import type { CasePorts } from '../domain/case-store.ts'
import { folded } from '../domain/search-words.ts'
import { messageJson, messageOf, type ToldMessage } from './case-json.ts'
import { jsonText } from './json-text.ts'
import type { Sql, Transaction } from './transaction.ts'

type Ports = Pick<
  CasePorts,
  | 'keepMessage'
  | 'lockMessage'
  | 'rewriteMessage'
  | 'eraseMessage'
  | 'eraseFiles'
  | 'record'
  | 'setFollower'
  | 'setWatcher'
>

/** Of either audience: for the vendor's side and for deciding, never for what a customer reads. */
export async function readMessage(sql: Sql, id: string): Promise<CaseMessage | undefined> {
  const [row] = await sql.query<{ found: ToldMessage }>(
    `SELECT ${messageJson} AS found FROM case_messages m WHERE m.id = $1::uuid`,
    [id],
  )
  return row && messageOf(row.found)
}

export const createCaseMessagePorts = (tx: Transaction): Ports => ({
  async keepMessage({ caseNumber, audience, author, words, text, files, at, origin }) {
    const facts = {
      caseNumber,
      audience,
      ...actorColumns(author),
      words,
      text,
      searchText: folded(text),
      at,
      ...origin,
    }
    const [row] = await tx.query<{ id: string }>(insertMessage, [jsonText(facts)])
    if (!row) return undefined
    const numbered = files.map((file, position) => ({ ...file, position }))
    if (files.length > 0) await tx.query(insertFiles, [row.id, caseNumber, jsonText(numbered)])
    return readMessage(tx, row.id)
  },

  async lockMessage(which) {
    const [row] =
      'id' in which
        ? await tx.query<{ id: string; number: CaseNumber }>(
            'SELECT id, case_number AS number FROM case_messages WHERE id = $1::uuid',
            [which.id],
          )
        : await tx.query<{ id: string; number: CaseNumber }>(
            `SELECT id, case_number AS number FROM case_messages
             WHERE platform = $1 AND workspace = $2 AND conversation = $3 AND message = $4`,
            [which.platform, which.workspace, which.conversation, which.message],
          )
    if (!row) return undefined
    await tx.query('SELECT number FROM cases WHERE number = $1 FOR UPDATE', [row.number])
    return readMessage(tx, row.id)
  },

  async rewriteMessage(id, { words, text, at }) {
    const values = [id, jsonText({ words, text, searchText: folded(text) }), at]
    await tx.query(
      `UPDATE case_messages SET words = $2::jsonb -> 'words', text = $2::jsonb ->> 'text',
         search_text = $2::jsonb ->> 'searchText', edited_at = $3, revision = revision + 1 WHERE id = $1::uuid`,
      values,
    )
    return (await readMessage(tx, id))!
  },

  async eraseFiles(id, left, at) {
    const gone = await tx.query(
      `${wipeFiles} WHERE message_id = $1::uuid AND status <> 'erased'
         AND source ->> 'id' IS NOT NULL AND source ->> 'id' <> ALL ($2::text[]) RETURNING id`,
      [id, [...left]],
    )
    if (gone.length === 0) return undefined
    await tx.query('UPDATE case_messages SET edited_at = $2, revision = revision + 1 WHERE id = $1::uuid', [id, at])
    return (await readMessage(tx, id))!
  },

  /** What kept a file's bytes stays known until they are gone. */
  async eraseMessage(id, at) {
    await tx.query(
      `UPDATE case_messages SET words = '[]'::jsonb, text = '', search_text = '', erased_at = $2, revision = revision + 1
       WHERE id = $1::uuid`,
      [id, at],
    )
    await tx.query(`${wipeFiles} WHERE message_id = $1::uuid`, [id])
    return (await readMessage(tx, id))!
  },

  async record(caseNumber, { at, audience, by, kind, detail }) {
    const { authorKind, author, authorName } = actorColumns(by)
    await tx.query(
      `INSERT INTO case_events (case_number, at, audience, actor_kind, actor, actor_name, kind, detail)
       SELECT $1, $2, $3, x."authorKind", x.author, x."authorName", x.kind, x.detail
       FROM jsonb_to_record($4::jsonb) AS x("authorKind" text, author text, "authorName" text, kind text, detail jsonb)`,
      [caseNumber, at, audience, jsonText({ authorKind, author, authorName, kind, detail })],
    )
  },

  setFollower: (number, contactId, follows) =>
    changed(
      tx,
      follows
        ? 'INSERT INTO case_followers (case_number, contact_id) VALUES ($1, $2::uuid) ON CONFLICT DO NOTHING RETURNING 1'
        : 'DELETE FROM case_followers WHERE case_number = $1 AND contact_id = $2::uuid RETURNING 1',
      [number, contactId],
    ),
  setWatcher: (number, email, watches) =>
    changed(
      tx,
      watches
        ? 'INSERT INTO case_watchers (case_number, email) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1'
        : 'DELETE FROM case_watchers WHERE case_number = $1 AND email = $2 RETURNING 1',
      [number, email],
    ),
})

const wipeFiles = `
  UPDATE case_files SET status = 'erased', name = '', type = NULL, size = NULL, source = NULL, reason = NULL`

const changed = async (tx: Transaction, text: string, values: unknown[]): Promise<boolean> =>
  (await tx.query(text, values)).length > 0

/** A contact's id, an engineer's mail address, or empty for the bot. */
const actorColumns = (author: Author) => ({
  authorKind: author.kind,
  author: author.kind === 'contact' ? author.id : author.kind === 'staff' ? author.email : '',
  authorName: author.kind === 'system' ? '' : author.name,
})

const insertMessage = `
  INSERT INTO case_messages (case_number, audience, author_kind, author, author_name, words, search_text, text, at,
    platform, workspace, conversation, message)
  SELECT x."caseNumber", x.audience, x."authorKind", x.author, x."authorName", x.words, x."searchText", x.text, x.at,
    x.platform, x.workspace, x.conversation, x.message
  FROM jsonb_to_record($1::jsonb) AS x("caseNumber" int, audience text, "authorKind" text, author text, "authorName" text,
    words jsonb, "searchText" text, text text, at timestamptz, platform text, workspace text, conversation text,
    message text)
  ON CONFLICT (platform, workspace, conversation, message) DO NOTHING RETURNING id`

const insertFiles = `
  INSERT INTO case_files (message_id, case_number, position, name, type, size, source, status, reason)
  SELECT $1::uuid, $2, x.position, x.name, x.type, x.size, x.source, x.status, x.reason
  FROM jsonb_to_recordset($3::jsonb) AS x(position int, name text, type text, size bigint, source jsonb, status text,
    reason text)`

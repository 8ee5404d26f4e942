/** Whether every message of the outbox reached its reader, and how often, as the platforms themselves saw it. */
import type pg from 'pg'
import type { Platforms } from './platforms.ts'

interface Row {
  id: string
  key: string
  platform: 'slack' | 'teams' | 'email'
  status: string
  attempts: number
}

export interface Deliveries {
  /** Not delivered, by id, status and key. */
  undelivered: string[]
  /** Marked as sent, but nobody saw it. */
  missing: string[]
  /** Seen more than once although the platform lets us look (Slack), or although it was tried only once. */
  doubled: string[]
  /** Seen more than once after an uncertain try, where nobody can look: allowed on Teams and by mail. */
  repeated: string[]
  total: number
}

/** The outbox ids of all that people saw, each platform's in its order. */
export function deliveryMarks({ slack, teams, mailbox }: Platforms): string[] {
  const marked = /"nonce":"([0-9a-f-]{36})"/
  return [
    ...slack
      .state()
      .messages.filter(({ bot }) => bot)
      .map(
        ({ metadata }) =>
          (metadata as { event_payload?: { delivery_id?: string } } | undefined)?.event_payload?.delivery_id,
      ),
    ...teams
      .state()
      .messages.filter(({ bot }) => bot)
      .map((message) => marked.exec(JSON.stringify(message))?.[1]),
    ...mailbox.mails().map(({ headers }) => headers['x-anshin-delivery']),
  ].filter((id) => id !== undefined)
}

/** The bot must be at rest. Teams messages without a button carry no mark and are not counted. */
export async function deliveries(pool: pg.Pool, platforms: Platforms): Promise<Deliveries> {
  const { rows } = await pool.query<Row>(
    `SELECT m.id, m.dedupe_key AS key, l.platform, m.status, m.attempts FROM outbox_messages m JOIN outbox_lanes l ON l.key = m.lane`,
  )
  const seen = new Map<string, number>()
  for (const id of deliveryMarks(platforms)) seen.set(id, (seen.get(id) ?? 0) + 1)

  const named = (row: Row) => `${row.platform} ${row.status} after ${row.attempts}: ${row.key} (${row.id})`
  const times = ({ id }: Row) => seen.get(id) ?? 0
  const sent = rows.filter(({ status }) => status === 'sent')
  const more = sent.filter((row) => times(row) > 1)
  const mayRepeat = ({ platform, attempts }: Row) => platform !== 'slack' && attempts > 1
  return {
    undelivered: rows.filter(({ status }) => status !== 'sent').map(named),
    missing: sent.filter((row) => times(row) === 0 && row.platform !== 'teams').map(named),
    doubled: more.filter((row) => !mayRepeat(row)).map(named),
    repeated: more.filter(mayRepeat).map(named),
    total: rows.length,
  }
}

export interface Promises {
  /** Direct messages of people that Slack was told to be accepted. */
  accepted: number
  /** Answers to such messages in the outbox. */
  answers: number
  /** Accepted messages without an answer, by the inbox's key. */
  unanswered: string[]
  /** Answers to what nobody said. */
  unasked: string[]
}

/** What was recorded, but killed before Slack heard of it, may be answered too: Slack gives up asking after a while. */
export async function slackPromises(pool: pg.Pool, { slack }: Platforms): Promise<Promises> {
  const said = new Set<string>()
  const accepted = new Set<string>()
  for (const { kind, status, body } of slack.sent) {
    if (kind !== 'event') continue
    const { team_id, event } = JSON.parse(body) as {
      team_id: string
      event: { type: string; user?: string; bot_id?: string; channel: string; ts: string }
    }
    if (event.type !== 'message' || !event.user || event.bot_id) continue
    const key = `slack:${team_id}:${event.channel}:${event.ts}`
    said.add(key)
    if (status === 200) accepted.add(key)
  }
  const { rows } = await pool.query<{ key: string }>(
    `SELECT substr(dedupe_key, length('answer:') + 1) AS key FROM outbox_messages WHERE dedupe_key LIKE 'answer:slack:%'`,
  )
  const answered = new Set(rows.map(({ key }) => key))
  return {
    accepted: accepted.size,
    answers: answered.size,
    unanswered: [...accepted].filter((key) => !answered.has(key)),
    unasked: [...answered].filter((key) => !said.has(key)),
  }
}

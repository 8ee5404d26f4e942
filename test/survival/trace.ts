/** Where a request stands that was accepted and never answered: what a red run must say, for its database is gone afterwards. */
import type pg from 'pg'
import { readActivity } from '../../adapters/teams/activity.ts'
import { translate } from '../../adapters/teams/translate.ts'
import { heardOfBots } from './bot-process.ts'
import type { Asked, Errand } from './errand.ts'
import type { Platforms } from './platforms.ts'

/** It was accepted, and its answer never came. */
export class NeverAnswered extends Error {
  constructor(readonly errand: Errand) {
    super(inWords(errand))
    this.name = 'NeverAnswered'
  }
}

const inWords = ({ what, asked, began }: Errand): string =>
  `${what}: ${asked ? 'accepted' : 'begun'}, and not answered for ${Math.round((Date.now() - began) / 1000)} s`

/** Every fault in words; for what was never answered its rows, its conversation and what the bots said of it. */
export async function traced(faults: unknown[], pool: pg.Pool, platforms: Platforms): Promise<string[]> {
  const told: string[] = []
  for (const fault of faults) {
    if (fault instanceof NeverAnswered) told.push(await tracedErrand(fault.errand, pool, platforms))
    else told.push(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault))
  }
  return told
}

export async function tracedErrand(errand: Errand, pool: pg.Pool, platforms: Platforms): Promise<string> {
  const stands = errand.asked ? await whereItStands(errand.asked(), pool, platforms) : '  it has not come back'
  return `${inWords(errand)}\n${stands}`
}

/** Who is still at what, and what the bot still owes. */
export async function unrest(pool: pg.Pool, platforms: Platforms): Promise<string[]> {
  const { rows } = await pool.query<{ owed: string }>(
    `SELECT concat_ws(' ', 'inbox', key, status, 'attempts', attempts, 'due', due_at, error) AS owed FROM inbox WHERE status = 'pending'
      UNION ALL SELECT concat_ws(' ', 'outbox', dedupe_key, lane, status, 'attempts', attempts, 'failures', failures, error)
      FROM outbox_messages WHERE status IN ('pending', 'sending', 'unknown')`,
  )
  const errands: string[] = []
  for (const errand of platforms.errands) errands.push(await tracedErrand(errand, pool, platforms))
  return [...errands, ...rows.map(({ owed }) => owed)]
}

async function whereItStands(asked: Asked, pool: pg.Pool, platforms: Platforms): Promise<string> {
  const keys = keysOf(asked, platforms)
  const place = asked.platform === 'email' ? asked.address.toLowerCase() : asked.conversation
  const rows = async (sql: string, values: unknown[]) =>
    (await pool.query(sql, values)).rows.map((row) => `    ${JSON.stringify(row)}`)
  const inbox = await rows(
    `SELECT key, status, attempts, received_at, handled_at, due_at, error FROM inbox WHERE key = ANY ($1)`,
    [keys],
  )
  const answers = await rows(
    `SELECT id, dedupe_key, lane, status, attempts, failures, created_at, last_attempt_at, settled_at, error, reference
      FROM outbox_messages WHERE substr(dedupe_key, strpos(dedupe_key, ':') + 1) = ANY ($1)`,
    [keys],
  )
  const lane = await rows(
    `SELECT l.key, l.active, l.next_at, l.leased_by, now() AS now FROM outbox_lanes l WHERE strpos(l.key, $1) > 0`,
    [place],
  )
  const open = await rows(
    `SELECT id, dedupe_key, status, attempts, failures, created_at, error FROM outbox_messages
      WHERE strpos(lane, $1) > 0 ORDER BY position DESC LIMIT 8`,
    [place],
  )
  const heard = heardOfBots([...keys, place]).map((line) => `    ${line}`)
  const parts: [string, string[]][] = [
    [`its key${keys.length === 1 ? '' : 's'}`, keys.map((key) => `    ${key}`)],
    ['in the inbox', inbox],
    ['its answer in the outbox', answers],
    ['its lane', lane],
    ['the newest of the lane', open],
    ['the end of the conversation', conversationOf(asked, platforms)],
    ['what the bots said of it', heard],
  ]
  return parts.map(([title, lines]) => `  ${title}:\n${lines.join('\n') || '    nothing'}`).join('\n')
}

/** Under which keys the inbox knows it. */
function keysOf(asked: Asked, { teams, slack }: Platforms): string[] {
  if (asked.platform === 'email') return []
  if (asked.platform === 'slack') {
    const { team } = slack.state()
    return asked.ts.map((ts) => `slack:${team.id}:${asked.conversation}:${ts}`)
  }
  return teams.posted.flatMap((posted) => {
    if (posted.conversation.id !== asked.conversation || !asked.activities.includes(posted.id ?? '')) return []
    const activity = readActivity(posted)
    if ('lacking' in activity) return []
    const happening = translate(activity)
    return 'inbound' in happening ? [happening.inbound.key] : []
  })
}

function conversationOf(asked: Asked, { teams, slack, mailbox }: Platforms): string[] {
  const short = (message: unknown) => `    ${JSON.stringify(message).slice(0, 400)}`
  switch (asked.platform) {
    case 'teams':
      return teams
        .state()
        .messages.filter(({ conversation }) => conversation === asked.conversation)
        .slice(-6)
        .map(short)
    case 'slack':
      return slack
        .state()
        .messages.filter(({ channel }) => channel === asked.conversation)
        .slice(-6)
        .map(short)
    case 'email':
      return mailbox
        .mails()
        .filter(({ to }) => to.includes(asked.address))
        .slice(-6)
        .map(({ subject, receivedAt, headers }) => short({ subject, receivedAt, id: headers['x-anshin-delivery'] }))
  }
}

/** What one side wrote against what the other reads; whatever differs is named with its rows of the outbox. */
import type pg from 'pg'
import { fileLine, type Message } from './talk.ts'
import type { Line } from './transcripts.ts'

/** A row that was being sent when the bot was killed. */
export interface InFlight {
  id: string
  key: string
  platform: string
}

export async function inFlight(pool: pg.Pool): Promise<InFlight[]> {
  const { rows } = await pool.query<InFlight>(
    `SELECT m.id, m.dedupe_key AS key, l.platform FROM outbox_messages m JOIN outbox_lanes l ON l.key = m.lane
     WHERE m.status = 'sending'`,
  )
  return rows
}

const rowText = `l.platform || ' ' || m.dedupe_key || ': ' || m.status || ' after ' || m.attempts || ' tries, ' ||
  m.failures || ' failed' || COALESCE(', ' || m.error, '')`

/** What is neither delivered nor made needless by what came after it: a change, or that its writer took it back. */
export async function undelivered(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>(
    `SELECT ${rowText} AS row FROM outbox_messages m JOIN outbox_lanes l ON l.key = m.lane
     WHERE m.status <> 'sent' AND NOT (m.status = 'dropped' AND (
       m.error IN ('superseded', 'the message to be marked is gone')
       OR m.error = 'taken back before it was delivered' AND EXISTS (
         SELECT 1 FROM case_messages c WHERE c.erased_at IS NOT NULL AND m.dedupe_key LIKE 'case:%:message:' || c.id || ':%'
       ))) ORDER BY m.position`,
  )
  return rows.map(({ row }) => row)
}

interface Row extends InFlight {
  row: string
  failures: number
  attempts: number
}

/** All rows of the outbox that carry this message, its files, changes and withdrawal. */
async function rowsOf(pool: pg.Pool, { id }: Message): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT m.id, m.dedupe_key AS key, l.platform, m.failures, m.attempts, ${rowText} AS row
     FROM case_messages c JOIN outbox_messages m ON m.dedupe_key LIKE 'case:%:message:' || c.id || ':%'
     JOIN outbox_lanes l ON l.key = m.lane WHERE c.message = $1 ORDER BY m.position`,
    [id],
  )
  return rows
}

export interface Compared {
  /** Lost, wrong, out of order, or twice without need. */
  faults: string[]
  /** Twice: it was on its way when the bot was killed, and the outbox knows. */
  recognised: string[]
}

export async function compared(
  pool: pg.Pool,
  { written, read, killed }: { written: readonly Message[]; read: readonly Line[]; killed: readonly InFlight[] },
): Promise<Compared> {
  const faults: string[] = []
  const recognised: string[] = []
  const named = async (what: string, message: Message) => {
    const rows = await rowsOf(pool, message)
    return `${message.name} (${message.id}) ${what}; outbox: ${rows.map(({ row }) => row).join(' | ') || 'no row'}`
  }
  const sayings = new Map(written.filter(({ kind }) => kind === 'said').map((message) => [message.name, message]))
  const nameOf = ({ text }: Line) => text.slice(0, 4)
  const kindOf = ({ text }: Pick<Line, 'text'>) => (text[4] === '.' && /^.{5}bin /.test(text) ? 'file' : 'words')

  // Of what came twice the last one is the one that changes reach.
  const last = new Map<string, Line>()
  for (const line of read) {
    const key = `${nameOf(line)} ${kindOf(line)}`
    const earlier = last.get(key)
    last.delete(key)
    last.set(key, line)
    const message = sayings.get(nameOf(line))
    if (!message) faults.push(`nobody wrote "${line.text}"`)
    if (message && (earlier || message.erased)) {
      const isCarrier = ({ key: row }: InFlight) =>
        !/:(removed|\d+)$/.test(row) && row.includes(':file:') === (kindOf(line) === 'file')
      const rows = (await rowsOf(pool, message)).filter(isCarrier)
      const known = rows.find(
        ({ id, platform, attempts, failures }) =>
          platform === 'teams' && attempts > 1 && failures > 0 && killed.some((each) => each.id === id),
      )
      const what = await named(`${kindOf(line)} ${earlier ? 'twice' : 'still there although taken back'}`, message)
      if (known) recognised.push(what)
      else faults.push(what)
    }
  }

  const wanted = [...sayings.values()].filter(({ erased }) => !erased)
  const expected = wanted.flatMap((message) => [
    { message, text: message.text },
    ...(message.file ? [{ message, text: fileLine(message.file) }] : []),
  ])
  for (const { message, text } of expected) {
    const found = last.get(`${message.name} ${kindOf({ text })}`)
    if (!found) faults.push(await named(`${kindOf({ text })} missing`, message))
    else if (found.text !== text) faults.push(await named(`reads "${found.text}" instead of "${text}"`, message))
  }
  const order = [...last.values()].map(({ text }) => text).filter((text) => expected.some((each) => each.text === text))
  const should = expected.map(({ text }) => text).filter((text) => order.includes(text))
  for (const [n, text] of should.entries()) {
    if (order[n] === text) continue
    faults.push(
      await named(
        `out of order: "${order[n]}" stands in its place`,
        expected.find((each) => each.text === text)!.message,
      ),
    )
    break
  }
  return { faults, recognised }
}

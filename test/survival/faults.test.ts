/**
 * Platforms that fail: of every ten calls one is held off, one broken before and one after it was executed, one silent
 * before and one after. Slack can be asked what it took; Teams and a mail server cannot, so there a message may come twice.
 */
import type pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Fault } from '../../adapters/playground/contract.ts'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'
import { testDatabases } from '../support/database.ts'
import { waiting } from './books.ts'
import { teamsChat } from './chat.ts'
import { deliveries, deliveryMarks, slackPromises } from './deliveries.ts'
import { startPlatforms } from './platforms.ts'

const perPlatform = 15
const signUps = 5

const each = (method: string): Fault[] => [
  { method, kind: 'rate-limited', share: 0.1, retryAfterSeconds: 1 },
  { method, kind: 'error', share: 0.1 },
  { method, kind: 'error-executed', share: 0.1 },
  { method, kind: 'timeout', share: 0.1 },
  { method, kind: 'timeout-executed', share: 0.1 },
]
const ofMail: Fault[] = [
  { method: 'DATA', kind: 'rate-limited', share: 0.2 },
  { method: 'DATA', kind: 'error', share: 0.2 },
  { method: 'DATA', kind: 'error-executed', share: 0.2 },
  { method: 'DATA', kind: 'reset', share: 0.2 },
  { method: 'DATA', kind: 'reset-executed', share: 0.2 },
]

/** The waiting is the platforms', not the database's: without SURVIVAL_LIVES one engine is enough. */
const engines = testDatabases().slice(process.env.SURVIVAL_LIVES ? 0 : -1)

describe.each(engines)('half of all calls fail ($name)', ({ place }) => {
  test('every answer arrives, in order, once in Slack; one that never can holds up nobody', {
    timeout: 240_000,
  }, async () => {
    const { at, remove } = await place()
    const platforms = await startPlatforms({ slack: perPlatform, teams: perPlatform + signUps + 1, seed: 3 })
    const { slack, teams, mailbox } = platforms
    let pool: pg.Pool | undefined
    const bot = await compose({
      config: readConfig({
        ...platforms.env,
        PORT: '0',
        ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir }),
      }),
      log: createLog('silent'),
      root: projectFolder,
      now: () => new Date(),
      prepare: async (database) => {
        pool = database.pool
      },
    })
    onTestFinished(async () => {
      await bot.stop()
      await platforms.close()
      await remove()
    })
    platforms.connect(bot)
    const sql = pool!

    // The first answer in each conversation of a person who will block the bot is never to arrive.
    const people = teams.state().conversations.filter(({ kind }) => kind === 'personal')
    const [blocker, ...others] = people.map(({ id, user }) => ({ conversation: id, user: user! }))
    await teams.act({ do: 'block', user: blocker!.user })
    slack.setFaults(each('chat.postMessage'))
    teams.setFaults(each('sendActivity'))
    mailbox.setFaults(ofMail)

    // Slack delivers again what a busy bot did not acknowledge in time; in Teams a person says it again.
    const write = async (one: { conversation: string; user: string }, text: string) => {
      while (!(await teams.act({ do: 'say', ...one, text })).ok);
    }
    for (const text of ['help', 'language']) {
      await Promise.all([
        ...slack.state().people.map(({ id }) => slack.act({ do: 'say', user: id, channel: id, text })),
        ...[blocker!, ...others.slice(0, perPlatform)].map((one) => write(one, text)),
      ])
    }
    const newcomers = others.slice(perPlatform).map(async ({ user }, n) => {
      const chat = teamsChat(platforms, user)
      const form = await chat.ask('signup', /"Input\.Text","id":"name"/)
      await chat.fill(form!, { name: 'N', email: `n${n}@new.example`, phone: '+886 2 5555' }, /Confirm your e-mail/)
    })

    // The quarantines of what is uncertain run out: the platforms execute nothing late here.
    const clock = setInterval(() => void letQuarantineEnd(sql).catch(() => {}), 250)
    onTestFinished(() => clearInterval(clock))
    await Promise.all(newcomers)
    const isHeard = async () => (await slackPromises(sql, platforms)).accepted
    await expect.poll(isHeard, { timeout: 30_000 }).toBe(2 * perPlatform)
    await expect.poll(() => waiting(sql), { timeout: 200_000, interval: 500 }).toBe(0)
    clearInterval(clock)

    const { undelivered, repeated: _allowed, missing, doubled } = await deliveries(sql, platforms)
    expect({ missing, doubled }).toEqual({ missing: [], doubled: [] })
    expect(undelivered.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['teams dead', 'teams dead'])
    const { accepted: promises, answers } = await slackPromises(sql, platforms)
    expect([promises, answers]).toEqual([2 * perPlatform, 2 * perPlatform])
    for (let n = 0; n < signUps; n++) {
      expect(mailbox.mails().some(({ to }) => to.includes(`n${n}@new.example`))).toBe(true)
    }
    expect(await disordered(sql, deliveryMarks(platforms))).toEqual([])
    // The faults struck: without them all of the above would hold, too.
    const struck = new Set(slack.calls.map(({ outcome }) => outcome).filter((outcome) => outcome.startsWith('fault:')))
    expect([...struck].sort()).toEqual(
      each('')
        .map(({ kind }) => `fault:${kind}`)
        .sort(),
    )
  })
})

async function letQuarantineEnd(pool: pg.Pool): Promise<void> {
  await pool.query(`UPDATE outbox_lanes l SET next_at = now() WHERE leased_by IS NULL AND next_at > now()
    AND EXISTS (SELECT 1 FROM outbox_messages m WHERE m.lane = l.key AND m.status = 'unknown')`)
}

/** Lanes whose messages were first seen in another order than they were said. */
async function disordered(pool: pg.Pool, marks: string[]): Promise<string[]> {
  const { rows } = await pool.query<{ lane: string; ids: string[] }>(
    `SELECT lane, array_agg(id::text ORDER BY position) AS ids FROM outbox_messages WHERE status = 'sent' GROUP BY lane`,
  )
  return rows.flatMap(({ lane, ids }) => {
    const seenAt = ids.map((id) => marks.indexOf(id)).filter((place) => place >= 0)
    return seenAt.every((place, n) => n === 0 || place > seenAt[n - 1]!) ? [] : [lane]
  })
}

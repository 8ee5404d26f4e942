/**
 * A customer in Teams and an engineer in Slack write, edit, take back and share files while each platform holds off, breaks
 * and keeps silent at one call in ten, and the bot is killed again and again. In the end each side reads exactly what the
 * other wrote, in its order; notes are read by nobody in Teams. Once, but for a message that was on its way to Teams when the
 * bot was killed: nobody can look there, so the outbox knows that it may have come and sends it again.
 * CONVERSATION_MESSAGES=200 holds the whole conversation, with five kills, on both databases; SURVIVAL_SEED repeats one.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import type { Fault } from '../../adapters/playground/contract.ts'
import { seededRandom } from '../../adapters/playground/seeded-random.ts'
import { openDatabase } from '../../src/store/database.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'
import { testDatabases } from '../support/database.ts'
import { waiting } from './books.ts'
import { type Bot, startBot } from './bot-process.ts'
import { openCase, peopled } from './case-world.ts'
import { pause } from './chat.ts'
import { compared, type InFlight, inFlight, undelivered } from './comparison.ts'
import { type Platforms, startPlatforms, triage } from './platforms.ts'
import { slackEngineer, teamsCustomer } from './speakers.ts'
import { talk, transcriptOf } from './talk.ts'
import { customerReads, engineersRead } from './transcripts.ts'

const deeds = Number(process.env.CONVERSATION_MESSAGES ?? (process.env.SURVIVAL_LIVES ? 200 : 20))
const isWhole = deeds >= 200
const kills = isWhole ? 5 : 1
const seed = Number(process.env.SURVIVAL_SEED ?? Math.floor(Math.random() * 1e6))
const hurried = path.join(projectFolder, 'test/survival/programs/hurried-bot.mjs')

/** One engine is enough for every day: CONVERSATION_ENGINE names it. */
const engines = testDatabases().filter(
  ({ name }) => name === (process.env.CONVERSATION_ENGINE ?? (isWhole ? name : 'embedded')),
)

/** Held off, broken and silent, each at one call in ten; half of what broke or kept silent was done all the same. */
const halfDone: Fault[] = [
  { method: '*', kind: 'rate-limited', share: 0.1, retryAfterSeconds: 1 },
  { method: '*', kind: 'error', share: 0.055 },
  { method: '*', kind: 'error-executed', share: 0.055 },
  { method: '*', kind: 'timeout', share: 0.06 },
  // Late, but before Slack's quarantine is over.
  { method: '*', kind: 'timeout-executed', share: 0.06, delayMs: 1000 },
]
/** In Teams nothing that fails is done: of what it does, a bot can only learn by being told. */
const undone: Fault[] = [
  { method: '*', kind: 'rate-limited', share: 0.1, retryAfterSeconds: 1 },
  { method: '*', kind: 'error', share: 0.11 },
  // A silent Teams is waited for as long as in reality, fifteen seconds: too long for every day.
  { method: '*', kind: isWhole ? 'timeout' : 'reset', share: 0.12 },
]

describe.each(engines)(`a conversation (SURVIVAL_SEED=${seed}, $name)`, (engine) => {
  test(`of ${deeds} messages, with ${kills} kills: each side reads what the other wrote`, {
    timeout: 180_000 + deeds * 12_000,
  }, async () => {
    const began = Date.now()
    const { at, remove } = await engine.place()
    const files = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-talk-'))
    const retryDelaysMs = Array.from({ length: 300 }, () => 400)
    const platforms = await startPlatforms({ slack: 1, teams: 1, engineers: 1, seed, retryDelaysMs })
    const env = {
      ...platforms.env,
      ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir! }),
      FILES_URL: `file:${files}`,
      PUBLIC_URL: 'https://bot.example',
    }
    const ask = async <T>(question: (pool: pg.Pool) => Promise<T>): Promise<T> => {
      const { pool, close } = await openDatabase(at)
      return question(pool).finally(close)
    }
    const start = async (): Promise<Bot> => {
      const bot = await startBot(env, hurried)
      platforms.connect(bot)
      return bot
    }

    const db = await openDatabase(at)
    const world = await peopled(db, platforms)
    await db.close()
    let bot = await start()
    const card = await openCase(platforms, world)

    platforms.slack.setFaults(halfDone)
    platforms.teams.setFaults(undone)
    const { customer, engineer } = world
    const side = { seed, deeds: deeds / 2, pause: (random: () => number) => pause(random() * 200) }
    let over = false
    const both = Promise.all([
      talk({ ...side, side: 'c', speaker: teamsCustomer(platforms, customer.user, customer.conversation) }),
      talk({ ...side, side: 'a', speaker: slackEngineer(platforms, engineer.user, triage, card) }),
    ]).finally(() => {
      over = true
    })
    both.catch(() => {})

    const random = seededRandom(seed)
    const killed: InFlight[] = []
    const calls = () => platforms.slack.calls.length + platforms.teams.calls.length
    for (let n = 0; n < kills; n++) {
      // Spread over all that is to be carried, which takes longer than the talk.
      const due = deeds * callsPerDeed * ((n + random()) / kills)
      await movesUntil(calls, () => calls() >= due)
      await pause(random() * 400)
      await bot.kill()
      killed.push(...(await ask(inFlight)))
      bot = await start()
    }
    const [asked, answered] = await both
    expect(over).toBe(true)

    platforms.slack.setFaults([])
    platforms.teams.setFaults([])
    for (let lives = 0; ; lives++) {
      if (lives === 5) throw new Error('the bot does not come to rest')
      await movesUntil(calls, async () => (await waitingAt(bot)) === 0)
      expect(await bot.terminate(), bot.output()).toBe(0)
      const left = await ask(waiting)
      bot = await start()
      if (left === 0) break
    }

    const toEngineers = engineersRead(platforms, triage, card)
    const toCustomer = await customerReads(platforms, customer.conversation, (message, data) =>
      fetched(platforms, bot, { ...customer, message }, data),
    )
    await bot.terminate()
    const result = await ask(async (pool) => {
      const engineers = await compared(pool, { written: asked, read: toEngineers, killed: [] })
      const customers = await compared(pool, { written: answered, read: toCustomer, killed })
      return { engineers, customers, undelivered: await undelivered(pool), total: await outboxSize(pool) }
    })
    console.log(
      `${deeds} messages on ${engine.name}, seed ${seed}, ${kills} kills, ${Math.round((Date.now() - began) / 1000)} s: ` +
        `${toEngineers.length} lines for engineers, ${toCustomer.length} for the customer, ${result.total} in the outbox, ` +
        `${calls()} calls; on their way at a kill: ${killed.map(({ key, platform }) => `${platform} ${key}`).join(', ') || 'none'}; ` +
        `twice in Teams: ${result.customers.recognised.join('; ') || 'none'}`,
    )
    expect({ toEngineers: result.engineers.faults, toCustomer: result.customers.faults }).toEqual({
      toEngineers: [],
      toCustomer: [],
    })
    expect(result.undelivered).toEqual([])
    // There was a conversation: without it all of the above would hold, too.
    const said = [transcriptOf(asked).length, transcriptOf(answered).length] as const
    if (isWhole) {
      expect(Math.min(...said)).toBeGreaterThan(deeds / 8)
      expect(transcriptOf(answered, 'note').length).toBeGreaterThan(0)
    } else {
      // In a short one chance may leave a side nothing: all that it said was taken back.
      expect(said[0] + said[1]).toBeGreaterThan(0)
    }
    const notes = [...JSON.stringify([platforms.teams.state(), platforms.teams.calls]).matchAll(/n\d{3}\.\d+ /g)]
    expect(notes.map(([name]) => name)).toEqual([])
    await platforms.close()
    await remove()
    fs.rmSync(files, { recursive: true })
  })
})

/** Measured: what it takes to carry one, with its answers and repetitions. */
const callsPerDeed = 3

/** As long as anything moves; what has stood still for half a minute is looked at as it is. */
async function movesUntil(calls: () => number, isDone: () => boolean | Promise<boolean>): Promise<void> {
  let seen = { calls: calls(), at: Date.now() }
  while (!(await isDone()) && Date.now() - seen.at < 30_000) {
    await pause(100)
    if (calls() !== seen.calls) seen = { calls: calls(), at: Date.now() }
  }
}

const outboxSize = async (pool: pg.Pool): Promise<number> =>
  (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox_messages')).rows[0]!.n

/** Not settled, as the bot itself says. */
async function waitingAt({ address }: Bot): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text()
  const open = [...text.matchAll(/^anshin_outbox_messages\{status="(?:pending|sending|unknown)"\} (\d+)/gm)]
  return open.length === 3 ? open.reduce((sum, [, n]) => sum + Number(n), 0) : -1
}

/** The customer presses the card's button and follows the link that they get. */
async function fetched(
  { teams }: Platforms,
  bot: Bot,
  where: { user: string; conversation: string; message: string },
  data: Record<string, unknown>,
): Promise<Buffer> {
  const known = new Set(teams.state().messages.map(({ id }) => id))
  await teams.act({ do: 'press', ...where, data })
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
    const fresh = teams.state().messages.filter(({ id }) => !known.has(id))
    const [, url] = /"(https:\/\/bot\.example[^"]+)"/.exec(JSON.stringify(fresh)) ?? []
    if (!url) continue
    const { pathname, search } = new URL(url)
    return Buffer.from(await (await fetch(`${bot.address}${pathname}${search}`)).arrayBuffer())
  }
  throw new Error('no link to a file came')
}

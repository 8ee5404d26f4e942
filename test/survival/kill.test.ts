/**
 * kill -9 at random points of sign-up and registration traffic. What people were told stands in the database afterwards,
 * nothing stands there by half, and what was accepted is answered: once in Slack, at least once in Teams and by mail.
 * SURVIVAL_KILLS=50 runs as many kills as the release check asks for; SURVIVAL_SEED repeats a run's points in time.
 */
import { expect, test } from 'vitest'
import { seededRandom } from '../../adapters/playground/seeded-random.ts'
import { openDatabase } from '../../src/store/database.ts'
import { onEachDatabase } from '../support/database.ts'
import { halfRecords, letTimePass, lost } from './books.ts'
import { type Bot, type Environment, run, startBot } from './bot-process.ts'
import { type Chat, pause, slackChat, teamsChat } from './chat.ts'
import { becomeCustomer, nothingTold } from './customer.ts'
import { deliveries, slackPromises } from './deliveries.ts'
import { channel, type Platforms, startPlatforms } from './platforms.ts'
import { importVendor } from './vendor.ts'

const kills = Number(process.env.SURVIVAL_KILLS ?? 6)
const seed = Number(process.env.SURVIVAL_SEED ?? Math.floor(Math.random() * 1e6))
/** People who are at it at the same time; when one is done the next begins. */
const crowd = 12
const people = 40 + kills * 8
const licensesEach = 1
const title = `kill -9 (${kills} times, SURVIVAL_SEED=${seed})`

onEachDatabase(title, ({ place }) => {
  test('loses nothing that was told, leaves nothing by half, answers what was accepted', {
    timeout: 60_000 + kills * 15_000,
  }, async () => {
    const { at, remove } = await place()
    const platforms = await startPlatforms({ slack: people, teams: people, seed })
    const env = { ...platforms.env, ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir! }) }
    await importVendor(people * licensesEach, env)

    const told = nothingTold()
    const random = seededRandom(seed)
    const street = chats(platforms)
    let open = true
    const faults: unknown[] = []
    let customers = 0
    const work = Array.from({ length: crowd }, async () => {
      while (open) {
        const n = customers++
        const chat = street(n)
        if (!chat) return
        const licenses = Array.from({ length: licensesEach }, (_, k) => n * licensesEach + k)
        await becomeCustomer({ chat, mailbox: platforms.mailbox, told, licenses })
      }
    }).map((one) => one.catch((fault: unknown) => faults.push(fault) && console.log(fault)))

    for (let n = 0; n < kills; n++) {
      await oneLife(env, platforms, random)
      const database = await openDatabase(at)
      expect(await halfRecords(database.pool), `after kill ${n + 1}`).toEqual({})
      expect(await lost(database.pool, told), `after kill ${n + 1}`).toEqual([])
      await letTimePass(database.pool)
      await database.close()
      if (faults.length > 0) break
    }

    // Everyone who began finishes, although their mails and answers may have been on their way at the last kill.
    open = false
    let done = false
    const all = Promise.all(work).then(() => {
      done = true
    })
    let bot: Bot
    for (let lives = 0; ; lives++) {
      bot = await startBot(env)
      platforms.connect(bot)
      await Promise.race([all, pause(4000)])
      if (done || lives >= 5) break
      await bot.terminate()
      const database = await openDatabase(at)
      await letTimePass(database.pool)
      await database.close()
    }
    await all
    expect(faults).toEqual([])
    await drain(at, env, platforms, bot)

    const database = await openDatabase(at)
    const { pool } = database
    expect(await halfRecords(pool)).toEqual({})
    expect(await lost(pool, told)).toEqual([])
    const { repeated, total, ...wrong } = await deliveries(pool, platforms)
    expect(wrong).toEqual({ undelivered: [], missing: [], doubled: [] })
    const { accepted, answers } = await slackPromises(pool, platforms)
    expect(answers).toBe(accepted)
    expect(accepted).toBeGreaterThan(kills)
    expect(told.licenses.size).toBeGreaterThan(kills)
    console.log(
      `${kills} kills: ${told.signedUp.size} sign-ups, ${told.licenses.size} licenses, ${told.agreements.size} agreements told; ` +
        `${told.again} of ${told.steps} steps begun again; ${total} messages, ${repeated.length} repeated in Teams or by mail`,
    )
    await database.close()
    await platforms.close()
    await remove()
  })
})

/** One after the other: Slack by dialog, Teams, Slack by words. */
function chats(platforms: Platforms): (n: number) => Chat | undefined {
  const { slack, teams } = platforms
  const here = slack.state().people.map(({ id }) => id)
  const there = teams.state().people.map(({ id }) => id)
  return (n) => {
    if (n >= people) return undefined
    if (n % 3 === 1) return teamsChat(platforms, there[n]!)
    return slackChat(platforms, here[n]!, channel, n % 3 === 0 ? 'slash' : 'words')
  }
}

/** Starts the bot and kills it: one time in five before it listens, else within a second and a half of traffic. */
async function oneLife(env: Environment, platforms: Platforms, random: () => number): Promise<void> {
  if (random() < 0.2) {
    const early = run('src/main.js', [], { PORT: '0', ...env })
    await pause(100 + random() * 1500)
    early.process.kill('SIGKILL')
    await early.ended
    return
  }
  const bot = await startBot(env)
  platforms.connect(bot)
  await pause(random() * 1500)
  await bot.kill()
}

/** Until nothing waits any more: what was uncertain is looked for once its quarantine is over. */
async function drain(
  at: { url?: string; dataDir?: string },
  env: Environment,
  platforms: Platforms,
  last: Bot,
): Promise<void> {
  let bot = last
  for (let rounds = 0; rounds < 8; rounds++) {
    await pause(500)
    expect(await bot.terminate(), bot.output()).toBe(0)
    const database = await openDatabase(at)
    const { rows } = await database.pool.query<{ n: number }>(
      `SELECT ((SELECT count(*) FROM outbox_messages WHERE status IN ('pending', 'sending', 'unknown'))
        + (SELECT count(*) FROM inbox WHERE status = 'pending'))::int AS n`,
    )
    await letTimePass(database.pool)
    await database.close()
    if (rows[0]!.n === 0) return
    bot = await startBot(env)
    platforms.connect(bot)
  }
  throw new Error('the outbox does not come to rest')
}

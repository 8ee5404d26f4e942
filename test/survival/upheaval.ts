/** A bot that is ended again and again while people sign up and register, and what must hold afterwards. */
import { expect, onTestFinished } from 'vitest'
import { seededRandom } from '../../adapters/playground/seeded-random.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { TestEngine } from '../support/database.ts'
import { halfRecords, letTimePass, lost, waiting } from './books.ts'
import { type Bot, type Environment, startBot } from './bot-process.ts'
import { type Chat, pause, slackChat, teamsChat } from './chat.ts'
import { becomeCustomer, nothingTold } from './customer.ts'
import { deliveries, slackPromises } from './deliveries.ts'
import { channel, type Platforms, startPlatforms } from './platforms.ts'
import { traced, unrest } from './trace.ts'
import { importVendor } from './vendor.ts'

export interface Upheaval {
  engine: TestEngine
  lives: number
  seed: number
  /** Starts a bot, connects the platforms to it and ends it at some point. */
  oneLife(env: Environment, platforms: Platforms, random: () => number): Promise<void>
  /** Leases, graces and quarantines run out between two lives; otherwise the next one finds them as they are. */
  timePasses: boolean
}

/** People who are at it at the same time; when one is done the next begins. */
const crowd = 12

/**
 * Asserts that nothing was lost that people were told, that no record is there by half, that what was accepted was
 * answered, and that no message came twice without need. Resolves with the messages that came twice with need.
 */
export async function survive({ engine, lives, seed, oneLife, timePasses }: Upheaval): Promise<{ repeated: string[] }> {
  const people = 2 * crowd + lives * 8
  const { at, remove } = await engine.place()
  const platforms = await startPlatforms({ slack: people, teams: people, seed })
  platforms.calmSince = Number.POSITIVE_INFINITY
  const told = nothingTold()
  onTestFinished(async () => {
    told.over = true
    await platforms.close()
    await remove()
  })
  const env = { ...platforms.env, ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir! }) }
  await importVendor(people, env)

  const random = seededRandom(seed)
  const chatOf = chats(platforms, people)
  const faults: unknown[] = []
  let open = true
  let customers = 0
  const work = Array.from({ length: crowd }, async () => {
    while (open) {
      const n = customers++
      const chat = chatOf(n)
      if (!chat) return
      await becomeCustomer({ chat, platforms, told, licenses: [n] })
    }
  }).map((one) =>
    one.catch((fault: unknown) => {
      if (!told.over) faults.push(fault)
      told.over = true
    }),
  )

  for (let n = 1; n <= lives && faults.length === 0; n++) {
    await oneLife(env, platforms, random)
    const { pool, close } = await openDatabase(at)
    expect(await halfRecords(pool), `after life ${n}`).toEqual({})
    expect(await lost(pool, told), `after life ${n}`).toEqual([])
    if (timePasses) await letTimePass(pool)
    await close()
  }

  // Everyone who began finishes, although their mails and answers may have been on their way at the last end.
  open = false
  platforms.calmSince = Date.now()
  let done = false
  const all = Promise.all(work).then(() => {
    done = true
  })
  const rests = await untilAtRest(at, env, platforms, timePasses ? 2 : 0, () => faults.length > 0 || done, all)
  told.over = true

  const { pool, close } = await openDatabase(at)
  expect((await traced(faults, pool, platforms)).join('\n\n')).toBe('')
  expect(rests ? [] : await unrest(pool, platforms), 'the bot does not come to rest').toEqual([])
  expect(await halfRecords(pool)).toEqual({})
  expect(await lost(pool, told)).toEqual([])
  const { repeated, total, ...wrong } = await deliveries(pool, platforms)
  expect(wrong).toEqual({ undelivered: [], missing: [], doubled: [] })
  const { accepted, unanswered, unasked } = await slackPromises(pool, platforms)
  expect({ unanswered, unasked }).toEqual({ unanswered: [], unasked: [] })
  // There was traffic: without it all of the above would hold, too.
  expect(accepted).toBeGreaterThan(lives)
  expect(told.agreements.size).toBeGreaterThan(lives)
  console.log(
    `${lives} lives on ${engine.name}, seed ${seed}: told ${told.signedUp.size} sign-ups, ${told.licenses.size} licenses, ` +
      `${told.agreements.size} agreements; ${total} messages, ${repeated.length} of them repeated in Teams or by mail`,
  )
  await close()
  return { repeated }
}

/** One after the other: Slack by dialog, Teams, Slack by words. */
function chats(platforms: Platforms, people: number): (n: number) => Chat | undefined {
  const here = platforms.slack.state().people.map(({ id }) => id)
  const there = platforms.teams.state().people.map(({ id }) => id)
  return (n) => {
    if (n >= people) return undefined
    if (n % 3 === 1) return teamsChat(platforms, there[n]!)
    return slackChat(platforms, here[n]!, channel, n % 3 === 0 ? 'slash' : 'words')
  }
}

/** Further lives, each ended in peace, until nobody is at work and nothing waits: what is uncertain is looked for then. */
async function untilAtRest(
  at: { url?: string; dataDir?: string },
  env: Environment,
  platforms: Platforms,
  /** After each of these time passes, so that what the last end left uncertain is cleared up soon. */
  shortLives: number,
  isDone: () => boolean,
  all: Promise<void>,
): Promise<boolean> {
  for (let lives = 0; lives < 20; lives++) {
    const bot: Bot = await startBot(env)
    platforms.connect(bot)
    await Promise.race([all, pause(isDone() ? 500 : lives < shortLives ? 5000 : 40_000)])
    await pause(300)
    expect(await bot.terminate(), bot.output()).toBe(0)
    const { pool, close } = await openDatabase(at)
    const left = await waiting(pool)
    await letTimePass(pool)
    await close()
    if (isDone() && left === 0) return true
  }
  return false
}

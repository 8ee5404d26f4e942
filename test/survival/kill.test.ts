/**
 * kill -9 at random points of sign-up and registration traffic. What people were told stands in the database afterwards,
 * nothing stands there by half, and what was accepted is answered: once in Slack, at least once in Teams and by mail.
 * SURVIVAL_LIVES=50 kills as often as a release asks for; SURVIVAL_SEED repeats a run's points in time.
 */
import { test } from 'vitest'
import { onEachDatabase } from '../support/database.ts'
import { type Environment, run, startBot } from './bot-process.ts'
import { pause, watch } from './chat.ts'
import type { Platforms } from './platforms.ts'
import { survive } from './upheaval.ts'

const lives = Number(process.env.SURVIVAL_LIVES ?? 3)
const seed = Number(process.env.SURVIVAL_SEED ?? Math.floor(Math.random() * 1e6))

onEachDatabase(`kill -9 (${lives} times, SURVIVAL_SEED=${seed})`, (engine) => {
  const title = 'loses nothing that was told, leaves nothing by half, answers what was accepted'
  test(title, { timeout: 300_000 + lives * 20_000 }, async () => {
    await survive({ engine, lives, seed, oneLife: killed, timePasses: true })
  })
})

/**
 * One time in five before it listens, one time in five right after. Else some moment after people achieved something:
 * on a busy machine a life measured in seconds may be over before anything began.
 */
async function killed(
  env: Environment,
  platforms: Platforms,
  random: () => number,
  progress: () => number,
): Promise<void> {
  const kind = random()
  if (kind < 0.2) {
    const early = run('src/main.js', [], { PORT: '0', ...env })
    await pause(100 + random() * 1500)
    early.process.kill('SIGKILL')
    await early.ended
    return
  }
  const bot = await startBot(env)
  platforms.connect(bot)
  if (kind > 0.4) {
    const enough = progress() + 1 + random() * 30
    const end = Date.now() + 20_000
    await watch(
      () => (progress() >= enough ? true : undefined),
      () => Date.now() < end,
    )
  }
  await pause(random() * 400)
  await bot.kill()
}

/**
 * kill -9 at random points of sign-up and registration traffic. What people were told stands in the database afterwards,
 * nothing stands there by half, and what was accepted is answered: once in Slack, at least once in Teams and by mail.
 * SURVIVAL_LIVES=50 kills as often as a release asks for; SURVIVAL_SEED repeats a run's points in time.
 */
import { test } from 'vitest'
import { onEachDatabase } from '../support/database.ts'
import { type Environment, run, startBot } from './bot-process.ts'
import { pause } from './chat.ts'
import type { Platforms } from './platforms.ts'
import { survive } from './upheaval.ts'

const lives = Number(process.env.SURVIVAL_LIVES ?? 1)
const seed = Number(process.env.SURVIVAL_SEED ?? Math.floor(Math.random() * 1e6))

onEachDatabase(`kill -9 (${lives} times, SURVIVAL_SEED=${seed})`, (engine) => {
  const title = 'loses nothing that was told, leaves nothing by half, answers what was accepted'
  test(title, { timeout: 600_000 + lives * 60_000 }, async () => {
    await survive({ engine, lives, seed, oneLife: killed, timePasses: true })
  })
})

/**
 * One time in five before it listens, else within two and a half seconds of traffic; on a machine so busy that the start
 * alone takes longer, within as long as that: lives in which nothing can happen hold nothing up to the light.
 */
async function killed(env: Environment, platforms: Platforms, random: () => number): Promise<void> {
  if (random() < 0.2) {
    const early = run('src/main.js', [], { PORT: '0', ...env })
    await pause(100 + random() * 1500)
    early.process.kill('SIGKILL')
    await early.ended
    return
  }
  const began = Date.now()
  const bot = await startBot(env)
  platforms.connect(bot)
  await pause(random() * Math.max(2500, Date.now() - began))
  await bot.kill()
}

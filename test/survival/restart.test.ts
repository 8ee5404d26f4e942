/** Deployments, two processes, a database that goes away, a key that is another one. */

import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { onEachDatabase, onServer, type TestDatabase, type TestEngine, testDatabases } from '../support/database.ts'
import { letTimePass, waiting } from './books.ts'
import { type Environment, finish, startBot } from './bot-process.ts'
import { pause, slackChat, teamsChat } from './chat.ts'
import { deliveries, slackPromises } from './deliveries.ts'
import { openGate } from './gate.ts'
import { channel, type Platforms, startPlatforms } from './platforms.ts'
import { survive } from './upheaval.ts'
import { importVendor, vendorFolder } from './vendor.ts'

const lives = Number(process.env.SURVIVAL_LIVES ?? 1)
const seed = Number(process.env.SURVIVAL_SEED ?? Math.floor(Math.random() * 1e6))
const embedded = testDatabases().find(({ name }) => name === 'embedded')!
const stopWithinMs = 10_000
/** Several programs are started one after the other: a limit against a hang, not against a busy machine. */
const patient = { timeout: 300_000 }
const soon = { timeout: 30_000 }

/** A place for one bot, its platforms around it; all of it gone when the test ends. */
async function house(
  engine: TestEngine,
  people = 4,
): Promise<{ at: TestDatabase['at']; platforms: Platforms; env: Environment }> {
  const { at, remove } = await engine.place()
  const platforms = await startPlatforms({ slack: people, teams: people })
  onTestFinished(async () => {
    await platforms.close()
    await remove()
  })
  return {
    at,
    platforms,
    env: { ...platforms.env, ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir! }) },
  }
}

/** Quarantines and leases run out; resolves with how much waits. */
async function timePasses(at: TestDatabase['at']): Promise<number> {
  const { pool, close } = await openDatabase(at)
  await letTimePass(pool)
  const left = await waiting(pool)
  await close()
  return left
}

const bot = async (env: Environment) => {
  const started = await startBot(env)
  onTestFinished(() => void started.process.kill('SIGKILL'))
  return started
}

onEachDatabase(`SIGTERM (${lives} times, SURVIVAL_SEED=${seed})`, (engine) => {
  test('under traffic ends with 0 in time, loses nothing, doubles nothing', {
    timeout: 600_000 + lives * 60_000,
  }, async () => {
    const { repeated } = await survive({
      engine,
      lives,
      seed,
      timePasses: false,
      async oneLife(env, platforms, random) {
        const spawned = Date.now()
        const running = await startBot(env)
        const startMs = Date.now() - spawned
        platforms.connect(running)
        await pause(random() * 2000)
        const began = Date.now()
        expect(await running.terminate(), running.output()).toBe(0)
        // The signal has to get there and the end to get back: on a busy machine both take their time, as the start did.
        expect(Date.now() - began).toBeLessThan(stopWithinMs + startMs)
      },
    })
    // Nothing was cut off, so nothing was uncertain: not even where it may be repeated.
    expect(repeated).toEqual([])
  })

  test(
    'a platform that keeps silent does not hold up the end, and its message still arrives once',
    patient,
    async () => {
      const { at, platforms, env } = await house(engine)
      const { slack } = platforms
      const first = await bot(env)
      platforms.connect(first)
      slack.setFaults([{ method: 'chat.postMessage', kind: 'timeout-executed', times: 1 }])
      const user = slack.state().people[0]!.id
      await slack.act({ do: 'say', user, channel: user, text: 'help' })
      await expect
        .poll(() => slack.calls.filter(({ outcome }) => outcome === 'fault:timeout-executed').length, soon)
        .toBe(1)
      const began = Date.now()
      expect(await first.terminate(), first.output()).toBe(0)
      expect(Date.now() - began).toBeLessThan(stopWithinMs)

      // One life to hear that it is uncertain, one to look for it; more where a life is over before anything was done.
      for (let lives = 0; lives < 10 && (await timePasses(at)) > 0; lives++) {
        const next = await bot(env)
        platforms.connect(next)
        await pause(1500)
        expect(await next.terminate()).toBe(0)
      }
      const { pool, close } = await openDatabase(at)
      expect(await deliveries(pool, platforms)).toEqual({
        undelivered: [],
        missing: [],
        doubled: [],
        repeated: [],
        total: 1,
      })
      await close()
    },
  )

  test(
    'another TOKEN_ENCRYPTION_KEY is refused by the bot and by the import, the former one still works',
    patient,
    async () => {
      const { env } = await house(engine)
      await importVendor(1, env)
      const folder = vendorFolder(2)
      const other = { ...env, TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64') }
      for (const refused of [
        await finish('src/main.js', [], other),
        await finish('src/cli/import.js', [folder], other),
      ]) {
        expect(refused.code).toBe(1)
        expect(refused.output).toMatch(/TOKEN_ENCRYPTION_KEY is not the key with which the data .* was written/)
        expect(refused.output).toContain('Set the former TOKEN_ENCRYPTION_KEY again')
        expect(refused.output).not.toMatch(/^\s+at /m)
      }
      const { TOKEN_ENCRYPTION_KEY: _, ...withoutKey } = env
      const elsewhere = `${folder}-data`
      const lostFile = await finish('src/main.js', [], { DATA_DIR: elsewhere, ...withoutKey })
      expect(lostFile.code).toBe(1)
      expect(lostFile.output).toContain('master.key')
      expect(lostFile.output).toContain('TOKEN_ENCRYPTION_KEY')
      await importVendor(1, env)
      for (const each of [folder, elsewhere]) fs.rmSync(each, { recursive: true, force: true })
    },
  )
})

test(
  'a second bot and the import command are refused on a folder in use, naming the holder and the cure',
  patient,
  async () => {
    const { at, env } = await house(embedded)
    const holder = await bot(env)
    const folder = vendorFolder(1)
    for (const refused of [await finish('src/main.js', [], env), await finish('src/cli/import.js', [folder], env)]) {
      expect(refused.code).toBe(1)
      expect(refused.output).toContain(at.dataDir)
      expect(refused.output).toContain(`process ${holder.process.pid}`)
      expect(refused.output).toContain('set DATABASE_URL')
      expect(refused.output).not.toMatch(/^\s+at /m)
    }
    fs.rmSync(folder, { recursive: true })
    const alive = await fetch(`${holder.address}/readyz`)
    expect(alive.status).toBe(200)
  },
)

test(
  'an unreachable database at the start is one error that names DATABASE_URL, without its password',
  patient,
  async () => {
    const { platforms } = await house(embedded)
    const url = 'postgresql://anshin:hush-hush@127.0.0.1:9/anshin'
    for (const program of ['src/main.js', 'src/cli/import.js']) {
      const { code, output } = await finish(program, [vendorFolder(1)], { ...platforms.env, DATABASE_URL: url })
      expect(code).toBe(1)
      expect(output).toContain('DATABASE_URL')
      expect(output).toContain('127.0.0.1:9')
      expect(output).not.toContain('hush-hush')
      expect(output).not.toMatch(/^\s+at /m)
    }
  },
)

// The embedded engine serves one process and cannot go away.
onServer('on a server', (engine) => {
  test('two bots share the outbox: each answer once, in order', patient, async () => {
    const { at, platforms, env } = await house(engine, 6)
    const pair = await Promise.all([bot(env), bot(env)])
    const { slack, teams } = platforms
    const asked = 3
    for (let n = 0; n < asked; n++) {
      platforms.connect(pair[n % 2]!)
      await Promise.all([
        ...slack
          .state()
          .people.map(({ id }) => slack.act({ do: 'say', user: id, channel: id, text: `coverage ASKED-${n}` })),
        ...teams
          .state()
          .conversations.map(({ id, user }) =>
            teams.act({ do: 'say', user: user!, conversation: id, text: `coverage ASKED-${n}` }),
          ),
      ])
    }
    const answers = () =>
      slack.state().messages.filter((each) => each.bot).length +
      teams.state().messages.filter((each) => each.bot).length
    await expect.poll(answers, { timeout: 120_000 }).toBe(asked * 12)
    await Promise.all(pair.map((each) => each.terminate()))
    const { pool, close } = await openDatabase(at)
    expect(await deliveries(pool, platforms)).toEqual({
      undelivered: [],
      missing: [],
      doubled: [],
      repeated: [],
      total: asked * 12,
    })
    const { rows } = await pool.query('SELECT DISTINCT attempts FROM outbox_messages')
    expect(rows).toEqual([{ attempts: 1 }])
    await close()
  })

  test(
    'a database that goes away shows as 503, costs no process, and nothing accepted; it recovers by itself',
    patient,
    async () => {
      const { at, platforms, env } = await house(engine)
      const gate = await openGate(at.url!)
      onTestFinished(() => gate.close())
      const running = await bot({ ...env, DATABASE_URL: gate.url })
      platforms.connect(running)
      const ready = async () => (await fetch(`${running.address}/readyz`)).status
      expect(await ready()).toBe(200)

      await gate.shut()
      const { slack, teams } = platforms
      await expect.poll(ready, soon).toBe(503)
      const [user] = slack.state().people.map(({ id }) => id)
      const [conversation] = teams.state().conversations
      // Each platform says in its own words that it did not work; what is not acknowledged is delivered again.
      const asked = await slack.act({ do: 'slash', user: user!, channel, text: 'coverage' })
      const said = await slack.act({ do: 'say', user: user!, channel: user!, text: 'help' })
      const written = await teams.act({
        do: 'say',
        user: conversation!.user!,
        conversation: conversation!.id,
        text: 'help',
      })
      expect([asked.ok, said.ok, written.ok]).toEqual([false, false, false])
      expect((await fetch(`${running.address}/healthz`)).status).toBe(200)

      await gate.open()
      await expect.poll(ready, soon).toBe(200)
      // Slack delivered it again meanwhile, or a person says it again; both platforms are answered.
      expect(await teamsChat(platforms, conversation!.user!).ask('help', /sign up/i)).toBeDefined()
      expect(await slackChat(platforms, user!, channel, 'words').ask('help', /sign up/i)).toBeDefined()
      expect(await running.terminate(), running.output()).toBe(0)
      expect(running.output()).not.toContain('connectionParameters')
      const { pool, close } = await openDatabase(at)
      const { unanswered, unasked } = await slackPromises(pool, platforms)
      expect({ unanswered, unasked }).toEqual({ unanswered: [], unasked: [] })
      await close()
    },
  )
})

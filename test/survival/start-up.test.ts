/** What keeps the bot from starting is one sentence that names the variable and the cure; the program ends with 1. */
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { testDatabases } from '../support/database.ts'
import { type Environment, finish, startBot } from './bot-process.ts'
import { type Platforms, startPlatforms } from './platforms.ts'

const engine = testDatabases().at(-1)!
let platforms: Platforms
let at: { url?: string; dataDir?: string }
let remove: () => Promise<void>
let env: Environment

beforeAll(async () => {
  ;({ at, remove } = await engine.place())
  platforms = await startPlatforms({ slack: 1, teams: 1 })
  env = { ...platforms.env, ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir! }) }
})
afterAll(async () => {
  await platforms.close()
  await remove()
})

/** Starts the bot, which must refuse; its words, without a stack. */
async function refusal(variables: Environment): Promise<string> {
  const { code, output } = await finish('src/main.js', [], variables)
  expect(code, output).toBe(1)
  expect(output).not.toMatch(/^\s+at /m)
  return output
}

const without = (name: string): Environment => Object.fromEntries(Object.entries(env).filter(([key]) => key !== name))

describe('half-set groups', () => {
  test.each([
    ['SLACK_SIGNING_SECRET', ['SLACK_SIGNING_SECRET is missing beside SLACK_BOT_TOKEN', 'Basic Information']],
    ['SLACK_BOT_TOKEN', ['SLACK_BOT_TOKEN is missing', 'xoxb-']],
    ['MAIL_FROM', ['MAIL_FROM is missing beside SMTP_URL']],
    ['SMTP_URL', ['SMTP_URL is missing beside MAIL_FROM', 'smtp://']],
  ])('without %s', async (name, words) => {
    const said = await refusal(without(name))
    for (const word of words) expect(said).toContain(word)
    expect(said).toContain('.env.example')
  })
})

test('a taken port', async () => {
  const server = net.createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const { port } = server.address() as net.AddressInfo
  const said = await refusal({ ...env, PORT: String(port) })
  expect(said).toContain(`PORT ${port} on 127.0.0.1 is taken`)
  expect(said).toContain('set PORT to a free one')
})

test('a host that is not this machine’s', async () => {
  const { TEAMS_ANONYMOUS: _, ...rest } = env
  expect(await refusal({ ...rest, HOST: '192.0.2.1' })).toContain('HOST 192.0.2.1 is no address of this machine')
})

describe('a data folder that cannot be written', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-faulty-'))
  const file = path.join(folder, 'a-file')
  fs.writeFileSync(file, '')
  const locked = path.join(folder, 'locked')
  fs.mkdirSync(locked, { mode: 0o555 })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['below a file', path.join(file, 'data')],
    ['that is a file', file],
    // Root may write anywhere.
    ...(process.getuid?.() === 0 ? [] : [['that is read-only', locked] as [string, string]]),
  ])('%s', async (_title, dataDir) => {
    const { DATABASE_URL: _url, TOKEN_ENCRYPTION_KEY: _key, ...rest } = env
    const said = await refusal({ ...rest, DATA_DIR: dataDir })
    expect(said).toContain(`DATA_DIR ${dataDir}`)
    expect(said).toContain('DATABASE_URL')
    const given = await refusal({ ...rest, TOKEN_ENCRYPTION_KEY: env.TOKEN_ENCRYPTION_KEY!, DATA_DIR: dataDir })
    expect(given).toContain(`DATA_DIR ${dataDir}`)
  })
})

describe('Slack at the start', () => {
  let nobody: string
  beforeAll(async () => {
    const server = net.createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    nobody = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/api/`
    await new Promise((done) => server.close(done))
  })

  test('a wrong token is refused with its name and the page where the right one stands', async () => {
    const said = await refusal({ ...env, SLACK_BOT_TOKEN: 'xoxb-wrong-token' })
    expect(said).toContain('SLACK_BOT_TOKEN is refused by Slack: invalid_auth')
    expect(said).toContain('OAuth & Permissions')
    expect(said).not.toContain('xoxb-wrong-token')
  })

  test('where it cannot be reached, a first start says so', async () => {
    const place = await engine.place()
    onTestFinished(place.remove)
    const where: Environment = place.at.url ? { DATABASE_URL: place.at.url } : { DATA_DIR: place.at.dataDir! }
    const said = await refusal({ ...env, ...where, SLACK_API_URL: nobody })
    expect(said).toContain(`Slack at ${nobody} cannot be asked whose SLACK_BOT_TOKEN is: ECONNREFUSED`)
    expect(said).toContain('SLACK_API_URL')
  })

  test('where it cannot be reached, a workspace known from before starts all the same, and answers later', async () => {
    const first = await startBot(env)
    expect(await first.terminate()).toBe(0)
    const { slack, teams } = platforms
    slack.setFaults([{ method: 'auth.test', kind: 'error' }])
    const second = await startBot(env)
    onTestFinished(() => void second.process.kill('SIGKILL'))
    platforms.connect(second)
    expect(second.output()).toContain('started with the workspace known before')
    slack.setFaults([])
    const [user] = slack.state().people.map(({ id }) => id)
    await slack.act({ do: 'say', user: user!, channel: user!, text: 'help' })
    const [conversation] = teams.state().conversations
    await teams.act({ do: 'say', user: conversation!.user!, conversation: conversation!.id, text: 'help' })
    await expect.poll(() => slack.state().messages.filter(({ bot }) => bot).length, { timeout: 30_000 }).toBe(1)
    await expect.poll(() => teams.state().messages.filter(({ bot }) => bot).length, { timeout: 30_000 }).toBe(1)
    await second.terminate()
  })

  test('another token of an unreachable Slack is not taken for the known one', async () => {
    const said = await refusal({ ...env, SLACK_BOT_TOKEN: 'xoxb-another', SLACK_API_URL: nobody })
    expect(said).toContain('cannot be asked whose SLACK_BOT_TOKEN is')
  })
})

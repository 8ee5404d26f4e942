import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  startTeamsSimulator,
  type TeamsSimulator,
  type TokenOverrides,
} from '../../adapters/playground/teams/simulator.ts'
import { startTestBot, type TestBot } from './teams-bot.ts'

const appId = '11111111-2222-4333-8444-555555555555'
let teams: TeamsSimulator
let bot: TestBot
let turns = 0

beforeAll(async () => {
  // The SDK prints each refusal to the console.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  teams = await startTeamsSimulator({ appId, appPassword: 'secret', bearers: 'own', limits: false })
  bot = await startTestBot(
    async (turn) => {
      turns += 1
      await turn.sendActivity('heard')
    },
    { appId, openIdMetadataUrl: teams.openIdMetadataUrl, tokenUrl: teams.tokenUrl, secret: 'secret' },
  )
  teams.setMessagesUrl(bot.url)
})
afterAll(async () => {
  await bot.close()
  await teams.close()
})

const activity = () => teams.compose(teams.state().people[0]!.id, teams.state().conversations[0]!.id, 'hello')
const posted = async (overrides: TokenOverrides) => {
  const before = turns
  const { status } = await teams.post(activity(), `Bearer ${await teams.token(overrides)}`)
  return { status, turned: turns > before }
}

test('a genuine activity passes the SDK, and its answer carries a bearer that the connector knows', async () => {
  const outcome = await teams.act({
    do: 'say',
    user: teams.state().people[0]!.id,
    conversation: teams.state().conversations[0]!.id,
    text: 'hello',
  })
  expect(outcome).toMatchObject({ ok: true, status: 200 })
  expect(teams.state().messages.at(-1)).toMatchObject({ bot: true, text: 'heard' })
  expect(await posted({})).toEqual({ status: 200, turned: true })
})

test.each<[string, TokenOverrides, number]>([
  ['another bot’s audience', { audience: 'other' }, 401],
  ['a wrong issuer', { issuer: 'https://evil.example' }, 401],
  ['an unknown key', { keyId: 'nobody' }, 401],
  ['an expired token', { expiresInSeconds: -3600 }, 401],
  ['another service URL', { serviceUrl: 'https://evil.example/' }, 401],
  ['no service URL', { serviceUrl: null }, 401],
  ['a key that is not endorsed for Teams', { unendorsed: true }, 401],
  // botbuilder answers 500, not 401, where the signature itself is wrong; the adapter decides what it makes of that.
  ['a foreign key under a known name', { foreignKey: true }, 500],
  ['a token not valid yet', { notBeforeInSeconds: 3600 }, 500],
  ['the public key used as a secret', { alg: 'HS256' }, 500],
  ['an unsigned token under a known key', { alg: 'none' }, 500],
])('%s is turned away before the bot has a turn', async (_name, overrides, status) => {
  expect(await posted(overrides)).toEqual({ status, turned: false })
})

test.each([[null], ['garbage'], ['Basic YTpi'], ['Bearer x.y.z']])('the header %s is turned away', async (header) => {
  const before = turns
  expect((await teams.post(activity(), header)).status).toBeGreaterThanOrEqual(400)
  expect(turns).toBe(before)
})

test('the connector wants a bearer of its own login service', async () => {
  const path = `${teams.serviceUrl}v3/conversations/${teams.state().conversations[0]!.id}/activities`
  const send = (authorization?: string) =>
    fetch(path, {
      method: 'POST',
      headers: { ...(authorization ? { authorization } : {}) },
      body: '{"type":"message","text":"x"}',
    })
  const login = (secret: string) =>
    fetch(teams.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, client_secret: secret }),
    })
  expect((await send()).status).toBe(401)
  expect((await send('Bearer made-up')).status).toBe(401)
  expect((await send(`Bearer ${await teams.token()}`)).status).toBe(401)
  expect((await login('wrong')).status).toBe(401)
  const { access_token } = (await (await login('secret')).json()) as any
  expect((await send(`Bearer ${access_token}`)).status).toBe(201)
})

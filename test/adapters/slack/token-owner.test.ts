import { afterAll, beforeAll, expect, test } from 'vitest'
import { botScopes } from '../../../adapters/slack/surface.ts'
import { installationOfToken } from '../../../adapters/slack/token-owner.ts'
import { type House, slackHouse } from './support/slack-house.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())

test('a bare token becomes an installation with its workspace, bot user and scopes', async () => {
  const { apiUrl, token, botUser } = house.slack
  const installation = await installationOfToken(token, { log, apiUrl })
  expect(installation).toMatchObject({ workspace: house.slack.state().team.id, token, botUser })
  expect(new Set(installation.scopes)).toEqual(new Set([...botScopes]))
})

test('a refused token is an error with its reason', async () => {
  await expect(installationOfToken('xoxb-wrong', { log, apiUrl: house.slack.apiUrl })).rejects.toThrow('invalid_auth')
})

import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenOverrides } from '../../../adapters/playground/teams/simulator.ts'
import { teamsAdapter } from '../../../adapters/teams/adapter.ts'
import { rows, smallBot } from './small-bot.ts'
import { appId, hanako, openWorkplace, personal, secret, tenantId, type Workplace } from './workplace.ts'

let open: Workplace
let guarded: Workplace

beforeAll(async () => {
  open = await openWorkplace()
  guarded = await openWorkplace({ guarded: true })
})

afterAll(async () => {
  await open.close()
  await guarded.close()
})

const post = (url: string, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(url, { method: 'POST', headers, body })

describe('what is not an activity', () => {
  const activity = () => open.simulator.compose(hanako, personal, 'help')

  test.each([
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a string', '"hello"'],
    ['broken JSON', '{"type":'],
    ['nothing', ''],
    ['200,000 nested lists', '['.repeat(200_000)],
  ])('%s is answered 400 and nothing happens', async (_, body) => {
    const before = open.bot.accepted.length
    expect((await post(open.url, body)).status).toBe(400)
    expect(open.bot.accepted).toHaveLength(before)
  })

  test.each(['type', 'serviceUrl', 'conversation', 'channelId'])('without %s it is answered 400', async (name) => {
    const { [name]: _, ...rest } = activity()
    expect((await open.simulator.post(rest)).status).toBe(400)
  })

  test('other channels of the Bot Framework, which the SDK authenticates by other rules, are refused', async () => {
    for (const channelId of ['emulator', 'AseChannel', 'directline'])
      expect((await open.simulator.post({ ...activity(), channelId })).status).toBe(400)
  })

  test('more than 1 MB is refused before it is read', async () => {
    const body = JSON.stringify({ ...activity(), text: 'x'.repeat(1_100_000) })
    expect((await post(open.url, body)).status).toBe(413)
  })

  test('more than 1 MB that did not say its length is answered as soon as it is too much', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
      const sent = httpRequest(open.url, { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      // Never ended: an answer that waits for the end would not come.
      sent.write('x'.repeat(1_100_000))
    })
    expect(status).toBe(413)
  })

  test('a page in a browser cannot speak to a bot on loopback: only JSON, only under a loopback name', async () => {
    const body = JSON.stringify(activity())
    expect((await post(open.url, body, { 'content-type': 'text/plain' })).status).toBe(415)
    const under = (host: string) =>
      new Promise((resolve, reject) => {
        const headers = { host, 'content-type': 'application/json' }
        const sent = httpRequest(open.url, { method: 'POST', headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
        sent.on('error', reject)
        sent.end(body)
      })
    expect(await under('rebound.example')).toBe(403)
    expect(await under('[')).toBe(403)
  })

  test('anything but POST is answered 405', async () => {
    expect((await fetch(open.url)).status).toBe(405)
  })

  test('the bot still answers after all that', async () => {
    expect(await open.act({ do: 'say', user: hanako, conversation: personal, text: 'help' })).toMatchObject({
      status: 200,
    })
  })
})

describe('who may speak', () => {
  const activity = (change: object = {}) => ({ ...guarded.simulator.compose(hanako, personal, 'help'), ...change })
  const as = async (overrides: TokenOverrides = {}) => `Bearer ${await guarded.simulator.token(overrides)}`

  test('a genuine token is let in', async () => {
    const before = guarded.bot.accepted.length
    expect((await guarded.simulator.post(activity(), await as())).status).toBe(200)
    expect(guarded.bot.accepted).toHaveLength(before + 1)
  })

  test.each<[string, TokenOverrides | string | null]>([
    ['no header', null],
    ['a Basic header', 'Basic YTpi'],
    ['garbage', 'Bearer garbage'],
    ['garbage of three parts', 'Bearer e30.e30.e30'],
    ['a token for another bot', { audience: '11111111-2222-4333-8444-555555555555' }],
    ['another issuer', { issuer: 'https://login.example' }],
    ['an unknown key', { keyId: 'nobody' }],
    ['a wrong signature', { foreignKey: true }],
    ['an expired token', { expiresInSeconds: -600 }],
    ['a token of tomorrow', { notBeforeInSeconds: 86_400, expiresInSeconds: 90_000 }],
    ['a token for another service url', { serviceUrl: 'https://smba.trafficmanager.net/apac/' }],
    ['a token without service url', { serviceUrl: null }],
    ['a key that is not endorsed for Teams', { unendorsed: true }],
    ['an unsigned token', { alg: 'none' }],
    ['the public key used as a secret', { alg: 'HS256' }],
  ])('%s is refused with 401, no word of the reason, and nothing happens', async (_, header) => {
    const before = guarded.bot.accepted.length
    const authorization = header === null || typeof header === 'string' ? header : await as(header)
    const answer = await guarded.simulator.post(activity(), authorization)
    expect(answer).toEqual({ status: 401, timedOut: false })
    expect(guarded.bot.accepted).toHaveLength(before)
  })

  test.each([
    [
      'the conversation',
      {
        conversation: { id: personal, conversationType: 'personal', tenantId: '99999999-0000-4000-8000-000000000000' },
      },
    ],
    ['the channel data', { channelData: { tenant: { id: '99999999-0000-4000-8000-000000000000' } } }],
    [
      'the speaker, a guest in a shared channel,',
      { from: { id: '29:x', aadObjectId: 'x', tenantId: '99999999-0000-4000-8000-000000000000' } },
    ],
    ['nobody', { channelData: {}, conversation: { id: personal, conversationType: 'personal' } }],
  ])('a tenant that is not on the list, named by %s, is refused with 403', async (_, change) => {
    const before = guarded.bot.accepted.length
    expect((await guarded.simulator.post(activity(change), await as())).status).toBe(403)
    expect(guarded.bot.accepted).toHaveLength(before)
    expect([...guarded.references.rows.values()].filter(({ tenant }) => tenant !== tenantId)).toEqual([])
  })

  test.each([
    'http://169.254.169.254/',
    'http://127.0.0.1.attacker.example/',
    'https://attacker.trafficmanager.net/',
    'https://smba.trafficmanager.net@attacker.example/',
    'https://[::ffff:169.254.169.254]/',
    'http://smba.trafficmanager.net/',
    'file:///etc/passwd',
    'nonsense',
  ])(
    'a service url outside the list (%s) is refused, also with a token for it, and never called or kept',
    async (serviceUrl) => {
      const calls = guarded.simulator.calls.length
      const answer = await guarded.simulator.post(activity({ serviceUrl }), await as({ serviceUrl }))
      expect(answer.status).toBe(403)
      expect(guarded.simulator.calls).toHaveLength(calls)
      expect([...guarded.references.rows.values()].map((row) => row.serviceUrl)).not.toContain(serviceUrl)
    },
  )

  test('while the keys cannot be fetched the answer is 503 without details, so that Teams tries again', async () => {
    const keyless = await openWorkplace({
      guarded: true,
      adapter: { openIdMetadataUrl: 'http://127.0.0.1:1/.well-known/openid-configuration' },
    })
    const answer = await keyless.simulator.post(keyless.simulator.compose(hanako, personal, 'help'))
    expect(answer).toEqual({ status: 503, timedOut: false })
    expect(keyless.bot.accepted).toEqual([])
    await keyless.close()
  })

  test('while the store is away the answer is 503 without details, and the message comes through later', async () => {
    const activityAgain = activity()
    guarded.bot.broken = true
    const answer = await guarded.simulator.post(activityAgain, await as())
    expect(answer).toEqual({ status: 503, timedOut: false })
    guarded.bot.broken = false
    const before = guarded.bot.accepted.length
    expect((await guarded.simulator.post(activityAgain, await as())).status).toBe(200)
    expect(guarded.bot.accepted).toHaveLength(before + 1)
  })
})

describe('credentials that would protect nothing stop the start', () => {
  const start =
    (credentials: object, host = '127.0.0.1') =>
    () =>
      teamsAdapter({
        bot: smallBot(),
        references: rows(),
        credentials: credentials as never,
        allowedTenants: [],
        host,
        log: { debug() {}, warn() {}, error() {} },
      })

  test.each([
    ['an empty app id beside a password', { ...secret, appId: '' }, /app id/],
    ['an empty password', { ...secret, password: ' ' }, /password/],
    ['a mistyped kind', { ...secret, kind: 'sercet' }, /kind/],
    ['no tenant', { ...secret, tenantId: '' }, /tenant id/],
    [
      'a thumbprint that is none',
      { kind: 'certificate', appId, tenantId, thumbprint: 'abc', privateKey: '' },
      /thumbprint/,
    ],
    [
      'a certificate without its key',
      { kind: 'certificate', appId, tenantId, thumbprint: 'a'.repeat(40), privateKey: 'x' },
      /PEM/,
    ],
  ])('%s', (_, credentials, message) => {
    expect(start(credentials)).toThrow(message)
  })

  test.each(['0.0.0.0', '::', '192.168.1.5', 'bot.example'])('no authentication while listening on %s', (host) => {
    expect(start({ kind: 'anonymous' }, host)).toThrow(/loopback/)
  })

  test.each([
    secret,
    {
      kind: 'certificate',
      appId,
      tenantId,
      thumbprint: 'a'.repeat(40),
      privateKey: '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----',
    },
    { kind: 'managed-identity', appId, tenantId },
  ] as const)('a bot with credentials of kind $kind lets nobody in without a token', async (credentials) => {
    const workplace = await openWorkplace({ adapter: { credentials, serviceUrlHosts: ['127.0.0.1'] } })
    const answer = await workplace.simulator.post(workplace.simulator.compose(hanako, personal, 'help'), null)
    expect(answer.status).toBe(401)
    expect(workplace.bot.accepted).toEqual([])
    await workplace.close()
  })
})

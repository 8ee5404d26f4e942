import { request } from 'node:http'
import { Registry } from 'prom-client'
import { afterEach, expect, test } from 'vitest'
import { type HealthOptions, healthRoutes } from '../../src/web/health.ts'
import { startWebServer, type WebServer } from '../../src/web/server.ts'

let server: WebServer | undefined
afterEach(async () => server?.close())

async function serve(options: Partial<HealthOptions> = {}): Promise<void> {
  server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    raw: { '/slack/events': (_request, response) => void response.writeHead(202).end() },
    mount: (app) =>
      healthRoutes(app, {
        readiness: async () => ({ ready: true, checks: { database: 'ok' } }),
        metrics: new Registry(),
        ...options,
      }),
  })
}

/** By hand, because fetch does not let anyone choose the Host. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<number>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server!.port, path, method, headers }
    request(options, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end()
  })

test('the process is alive, and ready while its parts are', async () => {
  await serve()
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200])
})

test('a part that fails makes it unready, and says which', async () => {
  await serve({ readiness: async () => ({ ready: false, checks: { database: 'does not answer' } }) })
  const response = await fetch(`${server!.address}/readyz`)
  expect([response.status, await response.json()]).toEqual([
    503,
    { ready: false, checks: { database: 'does not answer' } },
  ])
})

test.each([
  ['this machine', {}, 200],
  ['a rebound name', { host: 'evil.example' }, 403],
  ['a proxy that names the sender', { 'x-forwarded-for': '203.0.113.7' }, 403],
  ['a proxy that follows the standard', { forwarded: 'for=203.0.113.7' }, 403],
])('without a token, figures for %s: %o → %i', async (_who, headers, status) => {
  await serve()
  expect(await ask('/metrics', headers)).toBe(status)
})

test.each([
  ['none', {}, 403],
  ['a wrong one', { authorization: 'Bearer wrong-wrong-wrong-wrong' }, 403],
  ['the right one, from anywhere', { authorization: 'Bearer right-right-right-right', host: 'bot.example' }, 200],
])('with a token configured, %s gives %o → %i', async (_what, headers, status) => {
  await serve({ metricsToken: 'right-right-right-right' })
  expect(await ask('/metrics', headers)).toBe(status)
})

test('raw endpoints take POST with any query, and nothing else', async () => {
  await serve()
  expect(await ask('/slack/events?x=1', {}, 'POST')).toBe(202)
  expect([await ask('/slack/events'), await ask('/slack/events/more', {}, 'POST')]).toEqual([404, 404])
})

test('a port that is taken is named with the cure', async () => {
  await serve()
  const again = startWebServer({ host: '127.0.0.1', port: server!.port, raw: {}, mount: () => {} })
  await expect(again).rejects.toThrow(`PORT ${server!.port} on 127.0.0.1 is taken`)
})

import { Agent, request, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { startWebServer } from '../../src/web/server.ts'

/** For so long Node keeps an idle connection open: whoever waits for that is too late. */
const keptMs = 5000

test('a request under way is answered, and its kept connection does not hold up the closing', {
  timeout: keptMs,
}, async () => {
  let answer: (() => void) | undefined
  const arrived = new Promise<void>((come) => {
    answer = come
  })
  let pending: ServerResponse | undefined
  const web = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    raw: {
      '/api/messages': (asked, response) => {
        asked.resume()
        pending = response
        answer?.()
      },
    },
    mount() {},
  })
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const status = new Promise<number | undefined>((done, failed) => {
    request(`${web.address}/api/messages`, { method: 'POST', agent }, (response) => {
      response.resume()
      done(response.statusCode)
    })
      .on('error', failed)
      .end()
  })
  await arrived
  const closed = web.close()
  await expect
    .poll(() =>
      fetch(web.address).then(
        () => 'open',
        () => 'shut',
      ),
    )
    .toBe('shut')
  pending?.writeHead(202).end()
  expect(await status).toBe(202)
  await closed
})

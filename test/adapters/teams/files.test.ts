import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../../adapters/playground/contract.ts'
import { isServiceUrlAllowed, publicFileHosts } from '../../../adapters/teams/service-url.ts'
import type { RemoteFile } from '../../../src/bot/inbound.ts'
import type { DeliveryError } from '../../../src/bot/platform.ts'
import { hanako, openWorkplace, personal, sharedFile, tenantId, type Workplace } from './workplace.ts'

let at: Workplace
let now = Date.now()
const started: Server[] = []

beforeEach(async () => {
  now = Date.now()
  at = await openWorkplace({
    guarded: true,
    simulator: { now: () => now, limits: false },
    adapter: { fileHosts: ['127.0.0.1'] },
  })
})
afterEach(async () => {
  await at.close()
  for (const server of started.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** What Hanako shared, as the bot was told of it. */
async function shared(): Promise<{ log: RemoteFile; picture: RemoteFile }> {
  const files = [sharedFile('trace.log', 'ORA-600', 'text/plain'), sharedFile('screen.png', 'PNG', 'image/png')]
  await at.act({ do: 'say', user: hanako, conversation: personal, text: 'see', files })
  const [log, picture] = (at.bot.accepted.at(-1)!.request as any).written.files
  return { log, picture }
}
const fetched = async (file: RemoteFile) => {
  const { stream, ...rest } = await at.adapter.platform.fetch!(file)
  return { ...rest, content: await text(stream) }
}
const faultOf = (file: RemoteFile) =>
  fetched(file).then(
    () => undefined,
    (error: DeliveryError) => error.fault,
  )
const asked = (of: string) => at.simulator.calls.filter(({ operation }) => operation === of)

/** A host beside the simulator; what it was asked is kept. */
async function host(answer: (path: string) => { status: number; location?: string; body?: string }) {
  const seen: { path: string; authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    seen.push({ path: request.url!, authorization: request.headers.authorization })
    const { status, location, body } = answer(request.url!)
    response.writeHead(status, location ? { location } : {}).end(body)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  started.push(server)
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

describe('what a person shared', () => {
  test('a file is fetched by its link, and no token goes there', async () => {
    const { log } = await shared()
    expect(await fetched(log)).toEqual({ content: 'ORA-600', size: 7, type: 'text/plain' })
    expect(asked('downloadFile').map(({ authorization }) => authorization)).toEqual([undefined])
  })

  test('a pasted picture is fetched from the connector, with the bot’s token', async () => {
    const { picture } = await shared()
    expect(await fetched(picture)).toEqual({ content: 'PNG', size: 3, type: 'image/png' })
    expect(asked('getAttachment').map(({ authorization }) => authorization)).toEqual(['Bearer token-of-the-bot'])
  })

  test('a link that expired is refused for good', async () => {
    const { log } = await shared()
    now += 11 * 60_000
    expect(await faultOf(log)).toMatchObject({ kind: 'permanent', detail: '401' })
  })

  test('a file without an address is refused for good, and nobody is asked', async () => {
    expect(await faultOf({ platform: 'teams', workspace: tenantId, name: 'trace.log' })).toMatchObject({
      kind: 'permanent',
    })
  })

  test.each<[Omit<Fault, 'method'>, object]>([
    [
      { kind: 'rate-limited', retryAfterSeconds: 9 },
      { kind: 'rate-limited', retryAfterSeconds: 9 },
    ],
    [{ kind: 'error' }, { kind: 'not-executed' }],
    [{ kind: 'refuse', status: 502 }, { kind: 'not-executed' }],
    [{ kind: 'refuse', status: 410 }, { kind: 'permanent' }],
    [{ kind: 'reset' }, { kind: 'not-executed' }],
  ])('%j: looking may be repeated, what is gone may not', async (fault, expected) => {
    const { log, picture } = await shared()
    at.simulator.setFaults([
      { method: 'downloadFile', ...fault },
      { method: 'getAttachment', ...fault },
    ])
    expect(await faultOf(log)).toMatchObject(expected)
    expect(await faultOf(picture)).toMatchObject(expected)
  })
})

describe('a hostile address', () => {
  test.each([
    'https://evil.example/x',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/x',
    'file:///etc/passwd',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://user:pass@contoso.sharepoint.com/x',
    'http://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://sharepoint.com/x',
    'https://evilsharepoint.com/x',
    'not an address',
    '',
  ])('%j is never asked', async (url) => {
    expect(isServiceUrlAllowed(url, publicFileHosts)).toBe(false)
    const away = await openWorkplace({ guarded: true })
    const file = { platform: 'teams', workspace: tenantId, name: 'x', url } as const
    await expect(away.adapter.platform.fetch!(file)).rejects.toMatchObject({ fault: { kind: 'permanent' } })
    await away.close()
  })

  test('real ones are on the list', () => {
    for (const url of [
      'https://contoso-my.sharepoint.com/personal/a_contoso_com/_layouts/15/download.aspx?UniqueId=1&tempauth=x',
      'https://contoso.sharepoint.us/x',
    ])
      expect(isServiceUrlAllowed(url, publicFileHosts)).toBe(true)
  })

  test('that looks like a picture of the connector on another host gets no token', async () => {
    await shared()
    const other = await host(() => ({ status: 200, body: 'taken' }))
    const url = `${other.url}/v3/attachments/1/views/original`
    expect(await fetched({ platform: 'teams', workspace: tenantId, name: 'x', url })).toMatchObject({
      content: 'taken',
    })
    expect(other.seen).toEqual([{ path: '/v3/attachments/1/views/original', authorization: undefined }])
  })

  test('that leads away is followed only to where it might have led at first, and not for ever', async () => {
    const { log } = await shared()
    const evil = await host(() => ({ status: 200, body: 'secret' }))
    const other = await host((path) => {
      if (path === '/good') return { status: 302, location: log.url! }
      if (path === '/evil') return { status: 302, location: evil.url.replace('127.0.0.1', 'localhost') }
      return { status: 302, location: '/loop' }
    })
    const file = (path: string) => ({ ...log, url: `${other.url}${path}` })
    expect(await fetched(file('/good'))).toMatchObject({ content: 'ORA-600' })
    expect(await faultOf(file('/evil'))).toMatchObject({ kind: 'permanent' })
    expect(await faultOf(file('/loop'))).toMatchObject({ kind: 'permanent' })
    expect(other.seen).toHaveLength(6)
    expect(evil.seen).toEqual([])
  })

  test('a picture that leads away is not followed: its token stays', async () => {
    const { picture } = await shared()
    at.simulator.setFaults([{ method: 'getAttachment', kind: 'refuse', status: 302 }])
    expect(await faultOf(picture)).toMatchObject({ kind: 'permanent' })
    expect(asked('getAttachment')).toHaveLength(1)
  })
})

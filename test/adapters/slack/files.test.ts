/** Files out of Slack and into it, over HTTP, with what can go wrong on the way. */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Clients } from '../../../adapters/slack/clients.ts'
import { fetchFile } from '../../../adapters/slack/remote-file.ts'
import type { RemoteFile } from '../../../src/bot/inbound.ts'
import type { DeliveryFault } from '../../../src/bot/platform.ts'
import { delivery, faultOf, fileDelivery, toChannel, toPerson } from './support/deliveries.ts'
import { customer, general, type House, slackHouse } from './support/slack-house.ts'

let house: House
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.close())
beforeEach(() => {
  house.slack.reset()
  house.bot.accepted.length = 0
  house.bot.seen.clear()
})

const platform = () => house.adapter.platform
const team = () => house.slack.state().team.id
const calls = (method: string) => house.slack.calls.filter((call) => call.method === method)
const carriers = () => house.messages().filter(({ files }) => files?.length)
const bytesOf = (id: string) => house.slack.file(id)?.bytes
const aMinuteAgo = () => new Date(Date.now() - 60_000)

describe('a file that goes out', () => {
  test('stands in its thread, byte for byte, under its own title, and is found by its reference', async () => {
    const { reference: thread } = await platform().deliver(delivery(toChannel(house), { id: 'row-0' }))
    const bytes = randomBytes(3_000_000)
    const delivered = await platform().deliver(fileDelivery(toChannel(house, { thread }), { bytes }))
    const [message] = carriers()
    expect(delivered).toEqual({ reference: message?.ts, conversation: general })
    expect(message).toMatchObject({ bot: true, channel: general, thread })
    const sha = (content: Buffer | undefined) => createHash('sha256').update(content!).digest('hex')
    expect(sha(bytesOf(message!.files![0]!.id))).toBe(sha(bytes))
    expect(calls('files.completeUploadExternal')[0]?.args.files).toMatchObject([{ title: 'screen.png' }])
  })

  test('is introduced in words that Slack parses nowhere', async () => {
    await platform().deliver(fileDelivery(toChannel(house)))
    const [message] = carriers()
    expect(message?.text).toBe('')
    expect(calls('files.completeUploadExternal')[0]?.args.initial_comment).toBeUndefined()
    const words = JSON.stringify(message?.blocks)
    expect(words).toContain('From <!channel> *Ming*')
    expect(words).toContain('`screen`')
    expect(words).not.toContain('mrkdwn')
  })

  test('for a person goes into their own conversation', async () => {
    const { conversation } = await platform().deliver(fileDelivery(toPerson(house)))
    expect(conversation).toMatch(/^D/u)
    expect(carriers()).toMatchObject([{ channel: conversation }])
  })

  test.each(['missing_scope', 'file_uploads_disabled', 'blocked_file_type'])(
    'that Slack does not take (%s) is said instead',
    async (error) => {
      house.slack.setFaults([{ method: 'files.getUploadURLExternal', kind: 'refuse', error }])
      const { reference } = await platform().deliver(fileDelivery(toChannel(house)))
      expect(house.messages(general)).toMatchObject([{ ts: reference, text: expect.stringContaining('Ming') }])
    },
  )

  test.each<[string, string, string, Partial<DeliveryFault>]>([
    ['files.getUploadURLExternal', 'error', 'nothing', { kind: 'not-executed' }],
    ['files.getUploadURLExternal', 'reset-executed', 'nothing', { kind: 'not-executed' }],
    ['files.getUploadURLExternal', 'rate-limited', 'nothing', { kind: 'rate-limited' }],
    ['upload', 'error', 'nothing', { kind: 'not-executed' }],
    ['upload', 'error-executed', 'nothing', { kind: 'not-executed' }],
    ['upload', 'reset', 'nothing', { kind: 'not-executed' }],
    ['upload', 'rate-limited', 'nothing', { kind: 'rate-limited' }],
    ['files.completeUploadExternal', 'rate-limited', 'nothing', { kind: 'rate-limited' }],
    ['files.completeUploadExternal', 'error', 'nothing', { kind: 'uncertain' }],
    ['files.completeUploadExternal', 'error-executed', 'the file', { kind: 'uncertain' }],
    ['files.completeUploadExternal', 'reset-executed', 'the file', { kind: 'uncertain' }],
  ])('%s fails by %s: shared was %s', async (method, kind, shared, expected) => {
    house.slack.setFaults([{ method, kind, times: 1 } as never])
    const message = fileDelivery(toChannel(house))
    expect(await faultOf(platform().deliver(message))).toMatchObject(expected)
    if (shared === 'the file') {
      const [carrier] = await house.until(() => (carriers().length > 0 ? carriers() : undefined))
      // Another file of the same name and size is not taken for it.
      await platform().deliver(fileDelivery(toChannel(house), { id: 'row-2' }))
      expect(await platform().find(message, aMinuteAgo())).toMatchObject({ reference: carrier!.ts })
    } else {
      expect(await platform().find(message, aMinuteAgo())).toBeUndefined()
      await platform().deliver(message)
      expect(carriers()).toHaveLength(1)
    }
  })

  test('that was taken back is gone for everyone who has its address', async () => {
    const message = fileDelivery(toChannel(house))
    const target = await platform().deliver(message)
    const { id } = carriers()[0]!.files![0]!
    await platform().deliver(delivery(toChannel(house), { id: 'row-2', content: { kind: 'removal' }, target }))
    expect(house.messages(general)).toEqual([])
    expect(bytesOf(id)).toBeUndefined()
  })

  test('of which the message was not known yet is changed and taken back all the same', async () => {
    house.slack.setFaults([{ method: 'files.info', kind: 'error', times: 1 }])
    const target = await platform().deliver(fileDelivery(toChannel(house)))
    expect(target.reference).toMatch(/^F/u)
    await house.until(() => carriers().length > 0)
    await platform().deliver(delivery(toChannel(house), { id: 'row-2', target }))
    expect(house.messages(general)).toMatchObject([{ text: 'Notice' }])
    await platform().deliver(delivery(toChannel(house), { id: 'row-3', content: { kind: 'removal' }, target }))
    expect(house.messages(general)).toEqual([])
  })
})

describe('a file that people share', () => {
  /** As the bot hears of it. */
  async function shared(name = 'trace.log', bytes = Buffer.from('boom')): Promise<RemoteFile> {
    const direct = await house.direct()
    const files = [{ name, base64: bytes.toString('base64') }]
    await house.deed({ do: 'say', user: customer, channel: direct, text: 'see', files })
    const { request } = house.bot.accepted.at(-1)!
    return (request as { written: { files: RemoteFile[] } }).written.files[0]!
  }

  test('is fetched byte for byte, with its size and type', async () => {
    const bytes = randomBytes(500_000)
    const file = await shared('dump.zip', bytes)
    expect(file).toMatchObject({ name: 'dump.zip', size: bytes.length, workspace: team() })
    const fetched = await platform().fetch!(file)
    expect(fetched).toMatchObject({ size: bytes.length, type: 'application/zip' })
    expect((await buffer(fetched.stream)).equals(bytes)).toBe(true)
  })

  test('and is a page itself is a file', async () => {
    const fetched = await platform().fetch!(await shared('page.html', Buffer.from('<html>mine</html>')))
    expect((await buffer(fetched.stream)).toString()).toBe('<html>mine</html>')
  })

  test('of which only the id is known is asked for first', async () => {
    const { url: _, ...file } = await shared()
    expect((await buffer((await platform().fetch!(file)).stream)).toString()).toBe('boom')
  })

  test.each<[string, object, Partial<DeliveryFault>]>([
    ['a 500', { kind: 'error' }, { kind: 'not-executed' }],
    ['a reset', { kind: 'reset' }, { kind: 'not-executed' }],
    ['a 429', { kind: 'rate-limited', retryAfterSeconds: 9 }, { kind: 'rate-limited', retryAfterSeconds: 9 }],
    ['a 404', { kind: 'refuse', status: 404 }, { kind: 'permanent' }],
    ['a 403', { kind: 'refuse', status: 403 }, { kind: 'permanent' }],
  ])('%s says whether there is sense in trying again', async (_name, fault, expected) => {
    const file = await shared()
    house.slack.setFaults([{ method: 'download', ...fault } as never])
    expect(await faultOf(platform().fetch!(file))).toMatchObject(expected)
  })

  test('is refused for good where Slack asks to sign in, and where the file is gone', async () => {
    const poor = await slackHouse({ scopes: ['im:history', 'im:write', 'users:read', 'chat:write'] })
    const direct = await poor.direct()
    const files = [{ name: 'a.log', base64: 'AAAA' }]
    await poor.deed({ do: 'say', user: customer, channel: direct, text: 'see', files })
    const { request } = poor.bot.accepted.at(-1)!
    const [file] = (request as { written: { files: RemoteFile[] } }).written.files
    expect(await faultOf(poor.adapter.platform.fetch!(file!))).toMatchObject({
      kind: 'permanent',
      detail: expect.stringContaining('sign in'),
    })
    await poor.close()
    const gone = { platform: 'slack' as const, workspace: team(), id: 'F0GONE', name: 'gone' }
    expect(await faultOf(platform().fetch!(gone))).toMatchObject({ kind: 'permanent', detail: 'file_not_found' })
  })

  test('elsewhere is never asked for, neither directly nor behind a redirect: the token is Slack’s alone', async () => {
    const seen: IncomingMessage[] = []
    const [other, otherUrl] = await listening((request, response) => {
      seen.push(request)
      response.end('mine now')
    })
    const file = { platform: 'slack' as const, workspace: team(), id: 'F1', name: 'a' }
    for (const url of [
      otherUrl,
      'https://slack.com.evil.example/a',
      'https://evilslack.com/a',
      'file:///etc/passwd',
      '',
    ]) {
      expect(await faultOf(platform().fetch!({ ...file, url }))).toMatchObject({ kind: 'permanent' })
    }
    const [slack, slackUrl] = await listening((_request, response) => {
      response.writeHead(302, { location: otherUrl }).end()
    })
    const quiet = { debug() {}, info() {}, warn() {}, error() {} }
    const installation = { platform: 'slack' as const, workspace: team(), token: 'xoxb-1', scopes: [] }
    const client = new Clients(quiet, `${slackUrl}/api/`, Date.now).for(installation, 'delivery')
    const fetching = fetchFile(client, 'xoxb-1', { ...file, url: `${slackUrl}/file` }, `${slackUrl}/api/`)
    expect(await faultOf(fetching)).toMatchObject({ kind: 'permanent', detail: 'the file is not with Slack' })
    expect(seen).toEqual([])
    for (const server of [other, slack]) await new Promise((resolve) => server.close(resolve))
  })
})

async function listening(answer: RequestListener): Promise<[Server, string]> {
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]
}

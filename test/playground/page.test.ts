import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import nodemailer from 'nodemailer'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildPage } from '../../adapters/playground/build-page.mjs'
import type { Playground } from '../../adapters/playground/contract.ts'
import { type Mailbox, startMailbox } from '../../adapters/playground/mailbox.ts'
import { playgroundRoutes } from '../../adapters/playground/page-routes.ts'
import { type SlackSimulator, startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'

let bundle: string
let app: FastifyInstance
let bot: Server
let slack: SlackSimulator
let teams: TeamsSimulator
let mailbox: Mailbox
let port: number
let aheadDays: number
let heard: { path: string; headers: IncomingHttpHeaders; body: string }[]

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  json: any
}

/** Plain HTTP, so that Host and Origin can be whatever an attacker makes of them. */
function call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? (body as string | undefined) : JSON.stringify(body)
  const type: Record<string, string> = text === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...type, ...headers } }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        answer += chunk
      })
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json')
        const json = isJson ? JSON.parse(answer) : undefined
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: answer, json })
      })
    })
    sent.on('error', reject)
    sent.end(text)
  })
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) => call('POST', path, headers, body)
const state = async (): Promise<Playground> => (await call('GET', '/playground/state')).json
const portOf = (server: Server) => (server.address() as AddressInfo).port

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'anshin-page-'))
  await buildPage(bundle)
  return () => rm(bundle, { recursive: true })
})

beforeEach(async () => {
  heard = []
  aheadDays = 0
  bot = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    heard.push({ path: incoming.url ?? '', headers: incoming.headers, body })
    response.end()
  })
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${portOf(bot)}`
  const listeners = new Set<() => void>()
  const onChange = () => {
    for (const listener of listeners) listener()
  }
  slack = await startSlackSimulator({ signingSecret: 'secret', eventsUrl: `${address}/slack/events`, onChange })
  teams = await startTeamsSimulator({ messagesUrl: `${address}/api/messages`, onChange })
  mailbox = await startMailbox({ onChange })
  app = Fastify()
  app.get('/healthz', () => 'alive')
  await app.register(playgroundRoutes, {
    slack,
    teams,
    mailbox,
    bundle,
    clock: {
      now: () => new Date(Date.UTC(2026, 10, 22 + aheadDays)),
      aheadDays: () => aheadDays,
      jump: (days: number) => {
        aheadDays += days
      },
      reset: () => {
        aheadDays = 0
      },
    },
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hints: (locale: string) => [
      { label: `try (${locale})`, platform: 'slack' as const, side: 'customer' as const, text: '/support signup' },
    ],
    words: (locale: string) => ({ today: locale }),
    guide: () => ({ command: '/support', bot: 'Anshin', commands: [] }),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = portOf(app.server)
})

afterEach(async () => {
  await Promise.all([app.close(), slack.close(), teams.close(), mailbox.close()])
  bot.closeAllConnections()
  bot.close()
})

describe('the page', () => {
  test('comes with its script and style, and may run or fetch nothing from elsewhere', async () => {
    const page = await call('GET', '/')
    expect(page.status).toBe(200)
    const policy = page.headers['content-security-policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    // An inline script would be blocked by that policy and leave a blank page.
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style/)
    const parts = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(parts).toHaveLength(2)
    for (const part of parts) expect((await call('GET', part)).status).toBe(200)
  })

  test('gets its words and hints in the language it asks for, and no other language', async () => {
    expect((await call('GET', '/playground/words?lang=ja')).json).toEqual({ today: 'ja' })
    expect((await call('GET', '/playground/hints?lang=zh-TW')).json[0].label).toBe('try (zh-TW)')
    expect((await call('GET', '/playground/words?lang=../../etc')).status).toBe(400)
  })
})

describe('deeds', () => {
  test('a slash command reaches the bot signed, and the outcome is its answer', async () => {
    const [person] = slack.state().people
    const channel = slack.state().conversations[0]?.id
    const { status, json } = await post('/playground/slack', {
      do: 'slash',
      user: person?.id,
      channel,
      command: '/support',
      text: 'coverage',
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({ ok: true, status: 200 })
    expect(heard[0]?.headers['x-slack-signature']).toMatch(/^v0=/)
    expect(new URLSearchParams(heard[0]?.body).get('text')).toBe('coverage')
  })

  test('what is said in Teams reaches the bot and stands in the state', async () => {
    const conversation = teams.state().conversations.find(({ kind }) => kind === 'personal')
    const deed = { do: 'say', user: conversation?.user, conversation: conversation?.id, text: '保守' }
    expect((await post('/playground/teams', deed)).json).toMatchObject({ ok: true })
    expect(JSON.parse(heard[0]?.body ?? '{}')).toMatchObject({ type: 'message', text: '保守' })
    expect((await state()).teams.messages.map(({ text }) => text)).toContain('保守')
  })

  test('what the platform refuses comes back in its own words', async () => {
    const answer = await post('/playground/slack', { do: 'slash', user: 'U0NOBODY', channel: 'C0', text: '' })
    expect(answer.json).toMatchObject({ ok: false, refused: 'user_not_found' })
  })

  test('null stays null: an emptied field is not the word null or an empty one', async () => {
    let seen: unknown
    const act = slack.act
    slack.act = (deed) => {
      seen = deed
      return act(deed)
    }
    const values = { block: { field: null, several: ['1', '2'] } }
    await post('/playground/slack', { do: 'submit', user: 'U0NOBODY', view: 'V0', values })
    expect(seen).toMatchObject({ values })
  })

  test.each([
    ['/playground/slack', { do: 'destroy', user: 'U1' }],
    ['/playground/slack', []],
    ['/playground/teams', { user: 'someone' }],
    ['/playground/clock', { days: 0 }],
    ['/playground/clock', { days: 99999 }],
    ['/playground/clock', { days: 1, reset: true }],
    ['/playground/clock', {}],
    ['/playground/faults', { platform: 'slack', faults: [{ method: '*', kind: 'fire' }] }],
    ['/playground/person', { platform: 'mail', id: 'x', locale: 'ja' }],
    ['/playground/slack', '{"do": "say", '],
  ])('%s refuses %j', async (path, body) => {
    expect((await post(path, body)).status).toBe(400)
    expect(heard).toEqual([])
    expect(aheadDays).toBe(0)
  })

  test('more than 64 KiB is refused, but for deeds, which may carry files', async () => {
    const text = 'x'.repeat(66_000)
    expect((await post('/playground/clock', { days: 1, text })).status).toBe(413)
    expect((await post('/playground/slack', { do: 'say', user: 'U1', channel: 'C1', text })).status).toBe(200)
    const tooMuch = 'x'.repeat(28 * 1024 * 1024)
    expect((await post('/playground/slack', { do: 'say', user: 'U1', channel: 'C1', text: tooMuch })).status).toBe(413)
  })
})

describe('what people share in Teams', () => {
  test('is saved by the page, and drawn only when it is a picture that browsers draw safely', async () => {
    const person = teams.state().people[0]!
    const conversation = teams.state().conversations.find(({ user }) => user === person.id)!.id
    const files = [
      { name: '画面 1.png', type: 'image/png', base64: Buffer.from('PNG').toString('base64') },
      { name: 'x.svg', type: 'image/svg+xml', base64: Buffer.from('<svg onload="x"/>').toString('base64') },
      { name: 'big.log', base64: Buffer.alloc(300_000, 'x').toString('base64') },
    ]
    await post('/playground/teams', { do: 'say', user: person.id, conversation, text: 'see', files })
    const [picture, drawing, log] = teams.state().messages.at(-1)!.files!
    expect(await call('GET', picture!.url)).toMatchObject({
      status: 200,
      text: 'PNG',
      headers: {
        'content-type': 'image/png',
        'content-disposition': "inline; filename*=UTF-8''%E7%94%BB%E9%9D%A2%201.png",
        'x-content-type-options': 'nosniff',
      },
    })
    expect((await call('GET', drawing!.url)).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''x.svg",
    })
    expect((await call('GET', log!.url)).text).toHaveLength(300_000)
    expect((await call('GET', '/playground/files/teams/none')).status).toBe(404)
    expect((await call('GET', picture!.url, { origin: 'http://evil.example' })).status).toBe(403)
  })

  test('and what they wrote they can change and take back', async () => {
    const person = teams.state().people[0]!
    const conversation = teams.state().conversations.find(({ user }) => user === person.id)!.id
    const { message } = (await post('/playground/teams', { do: 'say', user: person.id, conversation, text: 'a' })).json
    const own = { user: person.id, conversation, message }
    expect((await post('/playground/teams', { do: 'edit', ...own, text: 'b' })).json).toMatchObject({ ok: true })
    expect((await post('/playground/teams', { do: 'delete', ...own })).json).toMatchObject({ ok: true })
    expect(heard.map(({ body }) => JSON.parse(body).type)).toEqual(['message', 'messageUpdate', 'messageDelete'])
  })
})

describe('the panel', () => {
  test('jumps ahead and back, and says where the clock stands', async () => {
    expect((await post('/playground/clock', { days: 90 })).json).toEqual({
      now: '2027-02-20T00:00:00.000Z',
      aheadDays: 90,
    })
    expect((await state()).clock.aheadDays).toBe(90)
    expect((await post('/playground/clock', { reset: true })).json.aheadDays).toBe(0)
  })

  test('makes the platform fail until it is healed', async () => {
    const authTest = async () => {
      const headers = { authorization: `Bearer ${slack.token}` }
      return (await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', headers })).status
    }
    const faults = [{ method: '*', kind: 'rate-limited', retryAfterSeconds: 2 }]
    expect((await post('/playground/faults', { platform: 'slack', faults })).status).toBe(204)
    expect(await authTest()).toBe(429)
    await post('/playground/faults', { platform: 'slack', faults: [] })
    expect(await authTest()).toBe(200)
  })

  test("sets a person's language in the platform, and knows who is not there", async () => {
    const id = teams.state().people[0]?.id ?? ''
    expect((await post('/playground/person', { platform: 'teams', id, locale: 'zh-CN' })).status).toBe(204)
    expect((await state()).teams.people[0]?.locale).toBe('zh-CN')
    expect((await post('/playground/person', { platform: 'teams', id: 'nobody', locale: 'ja' })).status).toBe(404)
  })
})

describe('changes', () => {
  /** Reads the stream until `enough` of the revisions so far says so. */
  async function revisions(enough: (seen: number[]) => boolean, afterFirst: () => unknown): Promise<number[]> {
    // A browser keeps connections for later use.
    const agent = new Agent({ keepAlive: true })
    const sent = request({ host: '127.0.0.1', port, path: '/playground/changes', agent }).end()
    const [stream] = (await once(sent, 'response')) as [IncomingMessage]
    expect(stream.headers['content-type']).toContain('text/event-stream')
    const seen: number[] = []
    for await (const chunk of stream) {
      const before = seen.length
      seen.push(...[...String(chunk).matchAll(/^data: (\d+)$/gm)].map(([, revision]) => Number(revision)))
      if (before === 0) await afterFirst()
      if (enough(seen)) break
    }
    sent.destroy()
    return seen
  }

  test('an arriving mail is told at once, with the revision that the state then has', async () => {
    const seen = await revisions(
      (so) => so.length >= 2,
      () =>
        nodemailer
          .createTransport(mailbox.smtpUrl)
          .sendMail({ from: 'bot@vendor.example', to: 'a@customer.example', subject: 'Code', text: '482913' }),
    )
    expect(seen[1]).toBeGreaterThan(seen[0]!)
    const { mail, revision } = await state()
    expect(mail.map(({ text }) => text.trim())).toEqual(['482913'])
    expect(revision).toBeGreaterThanOrEqual(seen[1]!)
  })

  test('an open stream does not keep the server from closing', async () => {
    let closed: Promise<unknown> | undefined
    const seen = await revisions(
      () => false,
      () => {
        closed = app.close()
      },
    )
    await closed
    expect(seen).toHaveLength(1)
  })
})

describe('other pages and other machines', () => {
  const deed = () => ({ do: 'say', user: slack.state().people[0]?.id, channel: 'C0GENERAL00', text: 'gotcha' })

  test.each<[string, () => Record<string, string>]>([
    ['a foreign origin', () => ({ origin: 'https://evil.example' })],
    ['an opaque origin', () => ({ origin: 'null' })],
    ['another port of this machine', () => ({ origin: 'http://127.0.0.1:1' })],
    ['another name of this machine', () => ({ origin: `http://localhost:${port}` })],
    ['a name that was rebound to this machine', () => ({ host: `evil.example:${port}` })],
    ['a name that only begins like this machine', () => ({ host: '127.0.0.1.evil.example' })],
    ['a rebound name with its own origin', () => ({ host: 'evil.example', origin: 'http://evil.example' })],
    ['a cross-site fetch', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['a same-site fetch', () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' })],
    ['a request through a proxy', () => ({ 'x-forwarded-for': '203.0.113.9' })],
  ])('%s may neither act nor read', async (_who, headers) => {
    const acted = await post('/playground/slack', deed(), headers())
    expect(acted.status).toBe(403)
    const read = await call('GET', '/playground/state', headers())
    expect(read.status).toBe(403)
    expect(read.text).not.toContain('people')
    expect(heard).toEqual([])
    expect(slack.state().messages).toEqual([])
  })

  test('a form that needs no permission to be posted is not understood', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await post('/playground/slack', deed(), { 'content-type': type })
      expect(answer.status).toBe(415)
    }
    expect(slack.state().messages).toEqual([])
  })

  test('a link from elsewhere may open the page', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect((await call('GET', '/', link)).status).toBe(200)
    expect((await call('GET', '/', { ...link, 'sec-fetch-dest': 'iframe' })).status).toBe(403)
  })

  test('its own page may act, by either name', async () => {
    const own = { host: `localhost:${port}`, origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin' }
    expect((await post('/playground/slack', deed(), own)).json).toMatchObject({ ok: true })
  })

  test('the guard ends with the playground: other paths keep their own rules', async () => {
    expect((await call('GET', '/healthz', { host: 'bot.vendor.example' })).status).toBe(200)
  })
})

describe('words', () => {
  const languages = ['en', 'zh-TW', 'zh-CN', 'ja']
  const wordsOf = async (language: string): Promise<Record<string, string>> =>
    JSON.parse(await readFile(new URL(`../../locales/${language}/playground.json`, import.meta.url), 'utf8'))
  const placeholders = (text = '') => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted()

  test.each(languages)('%s has each word of the page, with the same values', async (language) => {
    const [english, words] = await Promise.all([wordsOf('en'), wordsOf(language)])
    expect(Object.keys(words)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(words)) {
      expect(text, key).not.toBe('')
      expect(placeholders(text), key).toEqual(placeholders(english[key]))
    }
  })

  test('the page uses each word, and none that is missing', async () => {
    const folder = new URL('../../adapters/playground/page/', import.meta.url)
    const files = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name))
    const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
    const used = new Set(sources.flatMap((text) => [...text.matchAll(/\bt\(\s*'(\w+)'/g)].map(([, key]) => key)))
    expect([...used].toSorted()).toEqual(Object.keys(await wordsOf('en')).toSorted())
  })
})

import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emailPlatform } from '../../../adapters/email/email.ts'
import type { Fault, Mail } from '../../../adapters/playground/contract.ts'
import { type Mailbox, startMailbox } from '../../../adapters/playground/mailbox.ts'
import type { Delivery, DeliveryError, Platform } from '../../../src/bot/platform.ts'
import type { View } from '../../../src/bot/view.ts'

let mailbox: Mailbox
let platform: Platform
const lines: object[] = []

const open = (smtpUrl: string, from = 'サポート <support@vendor.example>') =>
  emailPlatform({ smtpUrl, from, log: { warn: (fields) => void lines.push(fields) }, waitMs: 2_500 })

beforeEach(async () => {
  mailbox = await startMailbox()
  platform = open(mailbox.smtpUrl)
})
afterEach(() => mailbox.close())

const code: View<string> = {
  tone: 'plain',
  title: '確認コード',
  body: [
    { kind: 'paragraph', text: 'コードは 123456 です。' },
    { kind: 'facts', facts: [{ label: '期限', value: '10 分' }] },
    { kind: 'bullets', items: ['one', 'two'] },
    { kind: 'divider' },
    { kind: 'entry', title: 'OMFLOW', text: 'SN-1001', facts: [{ label: 'Until', value: '2027' }] },
  ],
  actions: [
    { kind: 'invoke', label: 'Register', invoke: { command: 'register' } },
    { kind: 'link', label: 'Read more', url: 'https://vendor.example/?a=1&b=2' },
    { kind: 'link', label: 'Bad', url: 'javascript:alert(1)' },
  ],
}

const delivery = (change: Partial<Delivery> = {}): Delivery => ({
  id: 'd-17',
  attempt: 1,
  to: { kind: 'email', address: 'hanako@kaede.example', name: '佐藤 花子' },
  content: { kind: 'view', view: code },
  language: 'ja',
  ...change,
})
const titled = (title: string): Delivery => delivery({ content: { kind: 'view', view: { ...code, title } } })
const only = (): Mail => {
  expect(mailbox.mails()).toHaveLength(1)
  return mailbox.mails()[0]!
}
const faultOf = async (message: Delivery, by = platform) =>
  (
    (await by.deliver(message).then(
      () => undefined,
      (reason: unknown) => reason,
    )) as DeliveryError | undefined
  )?.fault

describe('a mail', () => {
  test('has both parts in the reader’s language, and links for the links alone', async () => {
    await platform.deliver(delivery())
    const { subject, text, html, to, from } = only()
    expect({ subject, to, from }).toEqual({
      subject: '確認コード',
      to: ['hanako@kaede.example'],
      from: 'support@vendor.example',
    })
    expect(text).toBe(
      '確認コード\n\nコードは 123456 です。\n\n期限: 10 分\n\n- one\n- two\n\n—\n\nOMFLOW\n\nSN-1001\n\nUntil: 2027\n\nRead more: https://vendor.example/?a=1&b=2\n',
    )
    expect(html).toContain('<html lang="ja">')
    expect(html).toContain('<a href="https://vendor.example/?a=1&amp;b=2">Read more</a>')
    expect(html).not.toMatch(/Register|javascript:/)
  })

  test('says that a program wrote it, in which language, and which delivery it is', async () => {
    await platform.deliver(delivery())
    expect(only().headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'content-language': 'ja',
      'x-anshin-delivery': 'd-17',
    })
  })

  test('keeps its message id in every attempt, and another mail has another', async () => {
    const first = await platform.deliver(delivery())
    const again = await platform.deliver(delivery({ attempt: 2 }))
    const other = await platform.deliver(delivery({ id: 'd-18' }))
    const ids = mailbox.mails().map(({ headers }) => headers['message-id'])
    expect(ids).toEqual(['<d-17@vendor.example>', '<d-17@vendor.example>', '<d-18@vendor.example>'])
    expect([first, again, other].map(({ reference }) => reference)).toEqual(ids)
  })

  test('from a form keeps its words, without fields that nobody can fill in', async () => {
    const intro = [{ kind: 'paragraph', text: 'Please answer in chat.' } as const]
    const fields = [{ name: 'serial', kind: 'text', label: 'Serial', value: 'SN-1001' } as const]
    const form = { command: 'register', title: 'Register', submit: 'Look up', intro, fields }
    await platform.deliver(delivery({ content: { kind: 'form', form } }))
    expect(only().text).toBe('Register\n\nPlease answer in chat.\n')
  })

  test('cannot be looked up afterwards', async () => {
    expect(await platform.find(delivery(), new Date())).toBe('unknowable')
  })
})

describe('hostile words', () => {
  test('cannot become a header, wherever they stand', async () => {
    const evil = 'x\r\nBcc: everyone@kaede.example\r\n\r\n<h1>y</h1>\u2028Cc: a@b.example\u0000'
    await platform.deliver({
      ...titled(evil),
      id: `d\r\nX-Evil: 1`,
      language: 'ja\r\nX-Evil: 1',
      to: { kind: 'email', address: 'hanako@kaede.example', name: evil },
    })
    const { headers, to, subject } = only()
    expect(to).toEqual(['hanako@kaede.example'])
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['bcc']))
    expect(Object.keys(headers).filter((name) => ['bcc', 'cc', 'x-evil'].includes(name))).toEqual([])
    expect(subject).toBe('x Bcc: everyone@kaede.example <h1>y</h1> Cc: a@b.example')
    expect(headers['content-language']).toBe('en')
  })

  test('whatever the title, the mail has the same headers and one recipient', async () => {
    await platform.deliver(delivery())
    const expected = Object.keys(mailbox.mails()[0]!.headers).sort()
    const sign = fc.constantFrom(
      '\r',
      '\n',
      '\u0000',
      '\u0085',
      '\u2028',
      ':',
      ' ',
      'Bcc',
      'a@b.example',
      '許',
      '=?',
      '?=',
      '"',
      '<',
      ',',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(sign, { minLength: 1, maxLength: 30 }), async (signs) => {
        await platform.deliver(titled(`t${signs.join('')}t`))
        const mail = mailbox.mails().at(-1)!
        expect(Object.keys(mail.headers).sort()).toEqual(expected)
        expect(mail.to).toEqual(['hanako@kaede.example'])
      }),
      { numRuns: 30 },
    )
  })

  test('are words in the HTML part', async () => {
    const text = `<script>alert(1)</script> & "quoted" 'single' <img src=x onerror=y>`
    await platform.deliver(
      delivery({
        content: {
          kind: 'view',
          view: {
            ...code,
            title: text,
            body: [{ kind: 'entry', title: text, text, facts: [{ label: text, value: text }] }],
          },
        },
      }),
    )
    const { html } = only()
    expect(html).not.toMatch(/<script|<img/)
    expect(
      html!.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &quot;quoted&quot; &#39;single&#39;/g),
    ).toHaveLength(6)
  })

  test.each([
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'Name <a@b.example>',
    '<a@b.example> SIZE=1',
    'group: a@b.example;',
    'a(comment)@b.example',
    'a b@c.example',
    '@b.example',
    'a@',
    'a@b@c.example',
    '',
    `${'a'.repeat(65)}@b.example`,
  ])('%j is no address: refused for good before anything is sent', async (address) => {
    expect(await faultOf(delivery({ to: { kind: 'email', address } }))).toMatchObject({ kind: 'permanent' })
    expect(mailbox.mails()).toEqual([])
  })

  test('a sender that is no address stops the start', () => {
    expect(() => open(mailbox.smtpUrl, 'support')).toThrow(/sender/)
    expect(() => open(mailbox.smtpUrl, '')).toThrow(/sender/)
  })
})

describe('what a failure means', () => {
  test.each<[Fault['method'], Omit<Fault, 'method'>, string, number]>([
    ['MAIL', { kind: 'rate-limited' }, 'not-executed', 0],
    ['MAIL', { kind: 'refuse', status: 530 }, 'not-executed', 0],
    ['MAIL', { kind: 'reset' }, 'not-executed', 0],
    ['MAIL', { kind: 'timeout' }, 'not-executed', 0],
    ['RCPT', { kind: 'error' }, 'not-executed', 0],
    ['RCPT', { kind: 'refuse', status: 550 }, 'permanent', 0],
    ['RCPT', { kind: 'reset' }, 'not-executed', 0],
    ['DATA', { kind: 'error' }, 'not-executed', 0],
    ['DATA', { kind: 'refuse', status: 554 }, 'permanent', 0],
    ['DATA', { kind: 'reset' }, 'uncertain', 0],
    ['DATA', { kind: 'reset-executed' }, 'uncertain', 1],
    ['DATA', { kind: 'timeout' }, 'uncertain', 0],
    ['DATA', { kind: 'timeout-executed' }, 'uncertain', 1],
  ])('at %s: %j is %s', async (method, fault, kind, taken) => {
    mailbox.setFaults([{ method, ...fault }])
    expect(await faultOf(delivery())).toMatchObject({ kind })
    expect(mailbox.mails()).toHaveLength(taken)
  })

  test('a mail that the server finds too large is refused for good', async () => {
    const small = await startMailbox({ maxBytes: 1_000 })
    expect(await faultOf(delivery(), open(small.smtpUrl))).toMatchObject({ kind: 'permanent' })
    await small.close()
  })

  test('nobody listening: nothing was executed', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await faultOf(delivery(), open(`smtp://127.0.0.1:${port}`))).toMatchObject({ kind: 'not-executed' })
  })

  test.each([
    ['says nothing', () => {}],
    ['hangs up', (socket: Socket) => socket.destroy()],
    ['does not want us', (socket: Socket) => socket.end('554 go away\r\n')],
    ['talks nonsense', (socket: Socket) => socket.end('hello\r\n')],
  ])('a server that %s instead of a greeting: nothing was executed', async (_, meet) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}))
      meet(socket)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    expect(await faultOf(delivery(), open(`smtp://127.0.0.1:${port}`))).toMatchObject({ kind: 'not-executed' })
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  test('the log knows the delivery and the fault, never whom it was for', async () => {
    lines.length = 0
    mailbox.setFaults([{ method: 'RCPT', kind: 'refuse', status: 550, error: 'hanako@kaede.example unknown' }])
    await faultOf(delivery())
    expect(lines).toEqual([{ delivery: 'd-17', fault: 'permanent', status: 550 }])
  })
})

import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Mailbox, startMailbox } from '../../adapters/playground/mailbox.ts'

let mailbox: Mailbox
let changes = 0

beforeEach(async () => {
  changes = 0
  mailbox = await startMailbox({ maxBytes: 20_000, onChange: () => void changes++ })
})
afterEach(() => mailbox.close())

const send = (more: object = {}, socketTimeout = 30_000) =>
  createTransport({ url: mailbox.smtpUrl, socketTimeout }).sendMail({
    from: 'Anshin <support@vendor.example>',
    to: ['hanako@kaede.example', 'emma@kaede.example'],
    subject: '確認コード 123456',
    text: 'コードは 123456 です。\n',
    html: '<p>コードは <b>123456</b> です。</p>',
    headers: { 'X-Anshin-Delivery': 'outbox-7' },
    ...more,
  })

test('a mail is kept with its words, recipients and headers', async () => {
  await send({ bcc: 'archive@vendor.example' })
  expect(mailbox.mails()).toMatchObject([
    {
      id: 'mail-1',
      from: 'support@vendor.example',
      to: ['hanako@kaede.example', 'emma@kaede.example', 'archive@vendor.example'],
      subject: '確認コード 123456',
      text: 'コードは 123456 です。\n',
      html: expect.stringContaining('<b>123456</b>'),
      headers: { 'x-anshin-delivery': 'outbox-7' },
    },
  ])
  expect(changes).toBe(1)
})

test('a login is accepted where one is configured', async () => {
  const url = mailbox.smtpUrl.replace('smtp://', 'smtp://user:secret@')
  await createTransport(url).sendMail({ from: 'a@b.example', to: 'c@d.example', subject: 's', text: 't' })
  expect(mailbox.mails()).toHaveLength(1)
})

test.each([
  ['DATA', { kind: 'refuse' as const }, 550, 'EMESSAGE'],
  ['DATA', { kind: 'rate-limited' as const }, 421, 'EMESSAGE'],
  ['DATA', { kind: 'refuse' as const, status: 452, error: 'Insufficient system storage' }, 452, 'EMESSAGE'],
  ['MAIL', { kind: 'refuse' as const, status: 421 }, 421, 'EENVELOPE'],
  ['RCPT', { kind: 'refuse' as const, times: 2 }, 550, 'EENVELOPE'],
])('at %s a fault %j is said as %i, and nothing is kept', async (method, fault, code, name) => {
  mailbox.setFaults([{ method, times: 1, ...fault }])
  await expect(send()).rejects.toMatchObject({ responseCode: code, code: name })
  expect(mailbox.mails()).toEqual([])
  await send()
  expect(mailbox.mails()).toHaveLength(1)
})

test('one refused recipient does not stop the other', async () => {
  mailbox.setFaults([{ method: 'RCPT', kind: 'refuse', times: 1 }])
  expect(await send()).toMatchObject({ rejected: ['hanako@kaede.example'] })
  expect(mailbox.mails()[0]?.to).toEqual(['emma@kaede.example'])
})

test('a dropped connection keeps nothing, or the mail whose receipt was lost', async () => {
  mailbox.setFaults([{ method: '*', kind: 'reset', times: 1 }])
  await expect(send()).rejects.toThrow()
  expect(mailbox.mails()).toEqual([])
  mailbox.setFaults([{ method: '*', kind: 'reset-executed', times: 1 }])
  await expect(send()).rejects.toThrow()
  expect(mailbox.mails()).toHaveLength(1)
})

test('a server that says nothing more runs the sender into its time-out', async () => {
  mailbox.setFaults([{ method: '*', kind: 'timeout', times: 1 }])
  await expect(send({}, 200)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  expect(mailbox.mails()).toEqual([])
})

test('too large a mail is refused, announced or not', async () => {
  await expect(send({ text: 'x'.repeat(30_000) })).rejects.toMatchObject({ responseCode: 552 })
  expect(mailbox.mails()).toEqual([])
})

test('waiting finds a mail that is there, one that comes, and tells what came instead', async () => {
  await send({ subject: 'one' })
  expect((await mailbox.waitFor((mail) => mail.subject === 'one')).id).toBe('mail-1')
  const coming = mailbox.waitFor((mail) => mail.subject === 'two')
  await send({ subject: 'two' })
  expect((await coming).id).toBe('mail-2')
  await expect(mailbox.waitFor((mail) => mail.subject === 'three', 10)).rejects.toThrow(/one; .*two/)
})

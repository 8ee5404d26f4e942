/** E-mail: the way to people who are not in a chat, and of one-time codes. */
import { createHash } from 'node:crypto'
import parseAddresses from 'nodemailer/lib/addressparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { type Delivery, DeliveryError, type DeliveryFault, type Platform } from '../../src/bot/platform.ts'
import { mailContent, oneLine } from './mail-content.ts'
import { SmtpError, type SmtpFault, sendOnce } from './smtp.ts'

export interface EmailLog {
  warn(fields: object, message: string): void
}

export interface EmailOptions {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  smtpUrl: string
  /** `Support <support@vendor.example>` or the address alone. */
  from: string
  log: EmailLog
  /** How long the server may stay silent, in ms. */
  waitMs?: number
}

const permanent = (detail: string): DeliveryError => new DeliveryError({ kind: 'permanent', detail })

/** One address and nothing that a header or the envelope could read as a second one, or as a comment or a group. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in an address
const addressPattern = /^[^\s\u0000-\u001f\u007f@<>()[\]\\,;:"]{1,64}@[^\s\u0000-\u001f\u007f@<>()[\]\\,;:"]{1,189}$/u

/** Codes about us and our account, not about this mail: the operator's to mend, and then the mail still goes. */
const ours = new Set([421, 530, 534, 535, 538])
const aboutTheMail = new Set(['MAIL FROM', 'RCPT TO', 'DATA'])

/** RFC 5321 4.2.1: 4yz may succeed later, 5yz never will. Without an answer it depends on how far the mail came. */
export function mailFault({ status, command = '', code, detail, began }: SmtpFault): DeliveryFault {
  if (status !== undefined && status >= 400)
    return status >= 500 && !ours.has(status) && aboutTheMail.has(command)
      ? { kind: 'permanent', detail }
      : { kind: 'not-executed', detail }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { kind: 'permanent', detail }
  return { kind: began ? 'uncertain' : 'not-executed', detail }
}

/** The same in every attempt: a reader's mail program shows a mail that came twice once. */
function messageIdOf(id: string, from: string): string {
  const local = /^[\w.-]{1,100}$/.test(id) ? id : createHash('sha256').update(id).digest('hex')
  return `<${local}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** Throws when `from` holds no address. */
export function emailPlatform(options: EmailOptions): Platform {
  const { smtpUrl, log, waitMs = 20_000 } = options
  const sender = parseAddresses(options.from, { flatten: true })[0]
  if (!sender?.address || !addressPattern.test(sender.address))
    throw new Error(`The sender of mails is not an address: ${options.from}`)
  const from = { name: oneLine(sender.name ?? ''), address: sender.address }

  async function compose({
    id,
    to,
    content,
    language,
  }: Delivery): Promise<{ mail: Buffer; messageId: string; to: string }> {
    if (to.kind !== 'email') throw permanent('only e-mail addresses can be reached by e-mail')
    if (!addressPattern.test(to.address)) throw permanent('not an e-mail address')
    if (content.kind !== 'view' && content.kind !== 'form') throw permanent('only views go by e-mail')
    const messageId = messageIdOf(id, from.address)
    const mail = await new MailComposer({
      from,
      to: { name: oneLine(to.name ?? '').slice(0, 200), address: to.address },
      ...mailContent(content, language),
      messageId,
      headers: {
        'X-Anshin-Delivery': oneLine(id),
        'Content-Language': /^[\w-]{2,35}$/.test(language) ? language : 'en',
        // RFC 3834: automatic answers to a mail that nobody wrote would go back and forth for ever.
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
      },
      // A mail is made of words alone: nothing in it may read a file or fetch an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build()
    return { mail, messageId, to: to.address }
  }

  return {
    name: 'email',
    gapMs: 0,
    // A server may still be busy with what it was given when we stop waiting.
    lateExecutionMs: 60_000,
    async deliver(message) {
      const { mail, messageId, to } = await compose(message)
      try {
        await sendOnce(smtpUrl, { from: from.address, to }, mail, waitMs)
        return { reference: messageId }
      } catch (error) {
        if (!(error instanceof SmtpError)) throw error
        const fault = mailFault(error.fault)
        log.warn({ delivery: message.id, fault: fault.kind, status: error.fault.status }, 'The mail was not delivered')
        throw new DeliveryError(fault)
      }
    },
    /** Nobody can look into the reader's mailbox. */
    find: async () => 'unknowable',
  }
}

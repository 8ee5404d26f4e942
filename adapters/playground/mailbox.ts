import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Fault, Mail } from './contract.ts'
import { Faults } from './faults.ts'

export interface MailboxOptions {
  port?: number
  seed?: number
  /** Largest mail in bytes, 1 MB by default; a larger one is refused with 552. */
  maxBytes?: number
  onChange?: () => void
}

export interface Mailbox {
  smtpUrl: string
  /** Everything accepted, oldest first. */
  mails(): Mail[]
  /**
   * Methods: `MAIL`, `RCPT` and `DATA`; `*` strikes at `DATA`, where a whole mail is at stake. `refuse` answers `status` (550) with `error`; `rate-limited` is 421,
   * `error` 451; `reset` drops the connection; the `-executed` kinds take the mail first.
   */
  setFaults(faults: Fault[]): void
  /** The first mail, present or coming, that fits; rejects after `ms` (5000). */
  waitFor(predicate: (mail: Mail) => boolean, ms?: number): Promise<Mail>
  close(): Promise<void>
}

type Step = 'MAIL' | 'RCPT' | 'DATA'
type Done = (error?: Error | null) => void

const reply = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

/** What a fault makes the server say; `undefined` where it says nothing. */
function faultReply(fault: Fault): Error | undefined {
  switch (fault.kind) {
    case 'refuse':
      return reply(fault.status ?? 550, fault.error ?? 'Mailbox unavailable')
    case 'rate-limited':
      return reply(fault.status ?? 421, fault.error ?? 'Too many connections, try again later')
    case 'error':
    case 'error-executed':
      return reply(fault.status ?? 451, fault.error ?? 'Local error in processing')
    default:
      return undefined
  }
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Starts a mail server on 127.0.0.1 that keeps what it is given and delivers nothing. */
export async function startMailbox(options: MailboxOptions = {}): Promise<Mailbox> {
  const mails: Mail[] = []
  const early = new Faults(options.seed)
  const late = new Faults(options.seed)
  const waiting = new Set<(mail: Mail) => void>()
  const maxBytes = options.maxBytes ?? 1_000_000
  let count = 0

  const keep = async (raw: Buffer, session: SMTPServerSession): Promise<void> => {
    const parsed = await PostalMime.parse(raw)
    count += 1
    const { mailFrom, rcptTo } = session.envelope
    const mail: Mail = {
      id: `mail-${count}`,
      from: parsed.from?.address ?? (mailFrom ? mailFrom.address : ''),
      to: rcptTo.map((recipient) => recipient.address),
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      ...(parsed.html ? { html: parsed.html } : {}),
      receivedAt: new Date().toISOString(),
      headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
    }
    mails.push(mail)
    options.onChange?.()
    for (const tell of [...waiting]) tell(mail)
  }

  /** Settles one step of the conversation: with the fault drawn for it, or by `execute`. */
  const step = async (name: Step, execute: () => Promise<void>, drop: () => void, done: Done): Promise<void> => {
    const fault = (name === 'DATA' ? late : early).draw(name)
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
    if (!fault || fault.kind === 'delay' || fault.kind.endsWith('-executed')) {
      try {
        await execute()
      } catch (error) {
        return done(error as Error)
      }
    }
    if (!fault || fault.kind === 'delay') return done()
    const said = faultReply(fault)
    if (said) return done(said)
    if (fault.kind.startsWith('reset')) drop()
    // A time-out: the client hears nothing more.
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: maxBytes,
    disableReverseLookup: true,
    logger: false,
    onMailFrom: (_address, session, done) =>
      void step(
        'MAIL',
        async () => {},
        () => drop(session),
        done,
      ),
    onRcptTo: (_address, session, done) =>
      void step(
        'RCPT',
        async () => {},
        () => drop(session),
        done,
      ),
    onData: (stream, session, done) => {
      readAll(stream)
        .then((raw) =>
          step(
            'DATA',
            async () => {
              if (stream.sizeExceeded) throw reply(552, 'Message exceeds fixed maximum message size')
              await keep(raw, session)
            },
            () => drop(session),
            done,
          ),
        )
        .catch(done)
    },
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
  })

  function drop(session: SMTPServerSession): void {
    for (const connection of server.connections as Set<{ id: string; _socket: { destroy(): void } }>)
      if (connection.id === session.id) connection._socket.destroy()
  }
  // A dropped client is part of the game.
  server.on('error', () => {})

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo

  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails: () => structuredClone(mails),
    setFaults: (rules) => {
      const isEarly = ({ method }: Fault) => method === 'MAIL' || method === 'RCPT'
      early.set(rules.filter(isEarly))
      late.set(rules.filter((rule) => !isEarly(rule)))
    },
    waitFor: (predicate, ms = 5000) =>
      new Promise((resolve, reject) => {
        const present = mails.find(predicate)
        if (present) return resolve(structuredClone(present))
        const timer = setTimeout(() => {
          waiting.delete(tell)
          const subjects = mails.map((mail) => `${mail.to.join(', ')}: ${mail.subject}`).join('; ') || 'none'
          reject(new Error(`no such mail within ${ms} ms; came: ${subjects}`))
        }, ms)
        const tell = (mail: Mail): void => {
          if (!predicate(mail)) return
          clearTimeout(timer)
          waiting.delete(tell)
          resolve(structuredClone(mail))
        }
        waiting.add(tell)
      }),
    close: () => {
      for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>) connection._socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

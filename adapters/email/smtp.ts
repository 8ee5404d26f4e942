/** One mail over one SMTP connection, with the one thing that nodemailer's transports do not tell: how far it came. */
import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SmtpConnection from 'nodemailer/lib/smtp-connection'

export interface SmtpFault {
  /** The server's answer, when it gave one. */
  status?: number
  /** The command that it answered. */
  command?: string
  code?: string
  detail: string
  /** The server had asked for the mail itself: from here on silence leaves open whether it was taken. */
  began: boolean
}

export class SmtpError extends Error {
  constructor(readonly fault: SmtpFault) {
    super(fault.detail)
    this.name = 'SmtpError'
  }
}

export interface Envelope {
  from: string
  to: string
}

/** Sends `mail` once; resolves when the server took it, rejects with an SmtpError. Times are in ms. */
export function sendOnce(smtpUrl: string, envelope: Envelope, mail: Buffer, waitMs: number): Promise<void> {
  const options = parseConnectionUrl(smtpUrl)
  const connection = new SmtpConnection({
    ...options,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
  })
  // Read from only once the server said 354: nothing stands between it and the socket.
  let began = false
  const source = new Readable({
    read() {
      began = true
      this.push(mail)
      this.push(null)
    },
  })
  return new Promise((resolve, reject) => {
    let settled = false
    const settle = (error?: any): void => {
      if (settled) return
      settled = true
      if (!error) {
        resolve()
        connection.quit()
        return
      }
      connection.close()
      const { responseCode, command, code } = error
      reject(
        new SmtpError({
          ...(typeof responseCode === 'number' ? { status: responseCode } : {}),
          ...(typeof command === 'string' ? { command } : {}),
          ...(typeof code === 'string' ? { code } : {}),
          detail: String(error.message ?? error).slice(0, 200),
          began,
        }),
      )
    }
    connection.on('error', settle)
    connection.once('end', () => settle(new Error('The server closed the connection')))
    const send = (): void =>
      connection.send({ from: envelope.from, to: [envelope.to], size: mail.length }, source, (error) => settle(error))
    connection.connect((error) => {
      if (error) return settle(error)
      const { auth } = options
      if (!auth || typeof auth !== 'object' || !connection.allowsAuth) return send()
      connection.login(auth as never, (refused) => (refused ? settle(refused) : send()))
    })
  })
}

/** Connects, logs in where the address holds an account, and leaves; rejects with the server's reason. Nothing is sent. */
export function tryConnection(smtpUrl: string, waitMs: number): Promise<void> {
  const options = parseConnectionUrl(smtpUrl)
  const connection = new SmtpConnection({
    ...options,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
  })
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (error) {
        connection.close()
        reject(error)
        return
      }
      resolve()
      connection.quit()
    }
    connection.on('error', settle)
    // Its reason, where there is one, is told only after the end.
    connection.once('end', () => setImmediate(() => settle(new Error('the server closed the connection'))))
    connection.connect((error) => {
      if (error) return settle(error)
      const { auth } = options
      if (!auth || typeof auth !== 'object' || !connection.allowsAuth) return settle()
      connection.login(auth as never, (refused) => settle(refused))
    })
  })
}

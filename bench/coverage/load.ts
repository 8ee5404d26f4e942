/**
 * Requests over kept-alive connections at a fixed concurrency. Written on bare sockets: on a machine with two cores a
 * generator that costs as much as the server would measure itself.
 */
import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  body: string
  ms: number
}

/** Sends every request once, `concurrency` at a time; `requests` are whole HTTP/1.1 messages. Rejects when a connection breaks. */
export async function fire(address: string, requests: readonly Buffer[], concurrency: number): Promise<Answer[]> {
  const { hostname, port } = new URL(address)
  const lines = await Promise.all(Array.from({ length: concurrency }, () => openLine(hostname, Number(port))))
  const answers: Answer[] = new Array(requests.length)
  let next = 0
  await Promise.all(
    lines.map(async (line) => {
      while (next < requests.length) {
        const at = next++
        answers[at] = await line.ask(requests[at]!)
      }
    }),
  )
  for (const line of lines) line.close()
  return answers
}

interface Line {
  ask(request: Buffer): Promise<Answer>
  close(): void
}

function openLine(host: string, port: number): Promise<Line> {
  return new Promise((opened, failed) => {
    const socket: Socket = connect({ host, port, noDelay: true })
    let asked: { resolve(answer: Answer): void; reject(error: Error): void; at: number } | undefined
    let received: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const answer = readAnswer(received)
      if (!answer || !asked) return
      received = Buffer.alloc(0)
      const { resolve, at } = asked
      asked = undefined
      resolve({ ...answer, ms: performance.now() - at })
    })
    const broken = (error?: Error) => {
      failed(error ?? new Error('the connection was closed'))
      asked?.reject(error ?? new Error('the connection was closed before the answer'))
    }
    socket.once('error', broken)
    socket.once('close', () => broken())
    socket.once('connect', () =>
      opened({
        ask: (request) =>
          new Promise((resolve, reject) => {
            asked = { resolve, reject, at: performance.now() }
            socket.write(request)
          }),
        close: () => socket.destroy(),
      }),
    )
  })
}

const blank = Buffer.from('\r\n\r\n')
const lastChunk = Buffer.from('0\r\n\r\n')

/** The answer once it is there as a whole; one request is under way on a connection, so nothing follows it. */
function readAnswer(bytes: Buffer): { status: number; body: string } | undefined {
  const end = bytes.indexOf(blank)
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const body = bytes.subarray(end + blank.length)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (length) return body.length >= Number(length[1]) ? { status, body: body.toString() } : undefined
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) throw new Error(`an answer without a length: ${head}`)
  const whole = body.length >= lastChunk.length && body.subarray(-lastChunk.length).equals(lastChunk)
  return whole ? { status, body: unchunked(body) } : undefined
}

function unchunked(body: Buffer): string {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    if (!size) return Buffer.concat(parts).toString()
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}

/** The socket half of Slack for one client: `apps.connections.open`, then envelopes over a bare WebSocket (RFC 6455). */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

function frame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length
  const head =
    length < 126 ? Buffer.from([0x80 | opcode, length]) : Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff])
  return Buffer.concat([head, payload])
}

/** One whole client frame at the start of `bytes`, unmasked; undefined while it is incomplete. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | undefined {
  if (bytes.length < 6) return undefined
  let length = bytes[1]! & 0x7f
  let at = 2
  if (length === 126) {
    length = bytes.readUInt16BE(2)
    at = 4
  }
  if (bytes.length < at + 4 + length) return undefined
  const mask = bytes.subarray(at, at + 4)
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ mask[i % 4]!))
  return { opcode: bytes[0]! & 0x0f, payload, size: at + 4 + length }
}

export interface SlackSocket {
  apiUrl: string
  connected: Promise<void>
  /** Sends an envelope and gives what it was acknowledged with. */
  send(type: 'slash_commands' | 'events_api' | 'interactive', payload: object): Promise<{ payload?: any }>
  acknowledged(): number
  close(): Promise<void>
}

export async function slackSocket(): Promise<SlackSocket> {
  let socket: Duplex | undefined
  let opened = () => {}
  let count = 0
  const connected = new Promise<void>((resolve) => {
    opened = resolve
  })
  const waiting = new Map<string, (answer: { payload?: any }) => void>()
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo
    const known = request.url === '/api/apps.connections.open'
    const body = known ? { ok: true, url: `ws://127.0.0.1:${port}/link` } : { ok: false, error: 'not_simulated' }
    request.resume()
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  })
  server.on('upgrade', (request, stream) => {
    socket = stream
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${guid}`).digest('base64')
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    let bytes = Buffer.alloc(0)
    stream.on('error', () => {})
    stream.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (let next = readFrame(bytes); next; next = readFrame(bytes)) {
        bytes = bytes.subarray(next.size)
        if (next.opcode === 9) stream.write(frame(10, next.payload))
        if (next.opcode === 8) stream.end(frame(8, next.payload))
        if (next.opcode !== 1) continue
        const answer = JSON.parse(next.payload.toString('utf8')) as { envelope_id: string; payload?: any }
        count++
        waiting.get(answer.envelope_id)?.(answer)
      }
    })
    stream.write(frame(1, Buffer.from(JSON.stringify({ type: 'hello' }))))
    opened()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let envelope = 0
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    connected,
    acknowledged: () => count,
    send(type, payload) {
      const envelope_id = `envelope-${++envelope}`
      const answered = new Promise<{ payload?: any }>((resolve) => waiting.set(envelope_id, resolve))
      const text = JSON.stringify({ envelope_id, type, payload, accepts_response_payload: true })
      socket?.write(frame(1, Buffer.from(text)))
      return answered
    },
    async close() {
      socket?.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

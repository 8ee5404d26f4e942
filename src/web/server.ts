/** The one HTTP server: the platforms' endpoints, health, metrics and what else is mounted. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'

/** Handles a platform's request from the raw stream: signatures are over the very bytes. */
export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void

export interface WebOptions {
  host: string
  port: number
  /** Addresses and networks whose word on where a request came from is believed. */
  trustedProxies?: string[]
  /** Path → handler of POST requests, asked before anything else: this is the hot path. */
  raw: Record<string, RawHandler>
  mount(app: FastifyInstance): Promise<void> | void
}

export interface WebServer {
  /** `http://127.0.0.1:3978`, with the port that was really taken. */
  address: string
  port: number
  close(): Promise<void>
}

/** Listens; rejects with the cure when the port is taken. */
export async function startWebServer({ host, port, trustedProxies = [], raw, mount }: WebOptions): Promise<WebServer> {
  const handlers = new Map(Object.entries(raw))
  const app = Fastify({
    logger: false,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    serverFactory: (rest) => {
      const server = createServer((request, response) => {
        const handler = request.method === 'POST' ? handlers.get(pathOf(request.url)) : undefined
        if (handler) handler(request, response)
        else rest(request, response)
      })
      // Slow-loris and idle connections: the platforms send a request within a second or two.
      server.headersTimeout = 10_000
      server.requestTimeout = 30_000
      return server
    },
  })
  await mount(app)
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(`PORT ${port} on ${host} is taken by another program: stop it, or set PORT to a free one.`)
    if (code === 'EACCES') throw new Error(`PORT ${port} may not be opened by this user: set PORT to one above 1023.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Error(`HOST ${host} is no address of this machine: set HOST to 127.0.0.1 or 0.0.0.0.`)
    throw error
  }
  const taken = (app.server.address() as AddressInfo).port
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    async close() {
      // A connection whose request was still being answered when the closing began would be kept alive for a minute.
      const idle = setInterval(() => app.server.closeIdleConnections(), 50)
      try {
        await app.close()
      } finally {
        clearInterval(idle)
      }
    },
  }
}

function pathOf(url = '/'): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

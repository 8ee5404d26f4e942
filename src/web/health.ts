/** `/healthz`: the process is alive. `/readyz`: it can do its work. `/metrics`: figures for Prometheus. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'

export interface Readiness {
  ready: boolean
  /** Each thing that was looked at, and what is wrong with it. */
  checks: Record<string, 'ok' | string>
}

export interface HealthOptions {
  readiness(): Promise<Readiness>
  /** Absent: no metrics. */
  metrics?: Registry
  metricsToken?: string
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i

/** Metrics are for this machine, or for whoever holds the token: they tell how many customers there are. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  // A proxy on this machine looks like this machine, but for the host that was asked and what it says of the sender.
  if (token === undefined)
    return (
      loopback.has(request.socket.remoteAddress ?? '') &&
      loopbackHost.test(request.headers.host ?? '') &&
      !request.headers['x-forwarded-for'] &&
      !request.headers.forwarded
    )
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

export function healthRoutes(app: FastifyInstance, { readiness, metrics, metricsToken }: HealthOptions): void {
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const state = await readiness()
    return reply.code(state.ready ? 200 : 503).send(state)
  })
  if (!metrics) return
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, metricsToken))
      return reply.code(403).send({ error: 'metrics are for loopback or the token in METRICS_TOKEN' })
    return reply.header('content-type', metrics.contentType).send(await metrics.metrics())
  })
}

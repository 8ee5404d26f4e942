/** Figures for Prometheus. Labels come from short fixed lists, never from people. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { OutboxStats } from './store/outbox.ts'

export interface Metrics {
  registry: Registry
  /** How a try to deliver ended. */
  delivered(platform: string, status: string): void
  /** A message of a case was given up. */
  undelivered(platform: string): void
  /** A command or listener broke. */
  broken(): void
}

/** Asks `outbox` for its figures when it is scraped, never in between. */
export function createMetrics(outbox: () => Promise<OutboxStats>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const deliveries = new Counter({
    name: 'anshin_deliveries_total',
    help: 'Tries to deliver a message, by platform and how they ended',
    labelNames: ['platform', 'status'],
    registers: [registry],
  })
  const undelivered = new Counter({
    name: 'anshin_case_messages_failed_total',
    help: 'Messages of cases that were given up, by platform',
    labelNames: ['platform'],
    registers: [registry],
  })
  const faults = new Counter({
    name: 'anshin_broken_total',
    help: 'Commands that broke and were answered with a reference',
    registers: [registry],
  })
  const waiting = new Gauge({
    name: 'anshin_outbox_messages',
    help: 'Messages that are not settled, and dead letters',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const { pending, sending, unknown, dead } = await outbox()
      for (const [status, count] of Object.entries({ pending, sending, unknown, dead })) waiting.set({ status }, count)
    },
  })
  const oldest = new Gauge({
    name: 'anshin_outbox_oldest_seconds',
    help: 'Age of the oldest message that still waits',
    registers: [registry],
    async collect() {
      oldest.set((await outbox()).oldestSeconds)
    },
  })
  return {
    registry,
    delivered: (platform, status) => deliveries.inc({ platform, status }),
    undelivered: (platform) => undelivered.inc({ platform }),
    broken: () => faults.inc(),
  }
}

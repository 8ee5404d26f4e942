/**
 * From the terminal's Enter to ready, and memory at rest: on PostgreSQL and embedded with both platforms configured against
 * simulators in another process, and the playground, which has its simulators within. Beside bare Node and bare Bolt.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createOwnDatabase } from './own-database.ts'
import { type Program, startProgram } from './program.ts'
import type { Benchmark, Line } from './report.ts'
import { built } from './root.ts'
import { startSimulators } from './simulators.ts'
import { median, spread } from './statistics.ts'

const rounds = Number(process.env.BENCH_STARTS ?? 5)
/** What runs at the beginning and then never again has run by then. */
const restMs = Number(process.env.BENCH_REST_MS ?? 5_000)
const megabyte = 1_000_000
const limits = { readyMs: 5_000, postgresql: 200 * megabyte, embedded: 400 * megabyte }

interface Subject {
  key: 'node' | 'bareBolt' | 'postgresql' | 'embedded' | 'playground'
  start(): Promise<Program>
  memoryLimit?: number
}

interface Finding {
  key: Subject['key']
  /** The first start makes the database's tables, and the playground's demo data. */
  firstMs: number
  readyMs: number[]
  /** Processor time until ready: what a busy machine falsifies least. */
  cpuMs: number[]
  restBytes: number
}

export const startUp: Benchmark = {
  name: 'start-up',
  summary: 'time from the command to ready, and memory at rest, beside bare Node and a bare Bolt app',
  async run() {
    const database = await createOwnDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'anshin-bench-'))
    const simulators = await startSimulators()
    const common = { PORT: '0', HOME: folder }
    const platforms = { ...common, ...simulators.env }
    const onServer = { DATABASE_URL: database.url, DATA_DIR: join(folder, 'server') }
    const npmStart = (env: Record<string, string>) =>
      startProgram('scripts/run.mjs', { args: ['start'], env, ready: 'Anshin is ready' })
    const subjects: Subject[] = [
      {
        key: 'postgresql',
        start: () => npmStart({ ...platforms, ...onServer }),
        memoryLimit: limits.postgresql,
      },
      {
        key: 'embedded',
        start: () => npmStart({ ...platforms, DATA_DIR: join(folder, 'embedded') }),
        memoryLimit: limits.embedded,
      },
      { key: 'playground', start: () => npmStart({ ...common, DATA_DIR: join(folder, 'playground') }) },
      {
        key: 'bareBolt',
        start: () =>
          startProgram(built('bench/programs/bare-bolt.js'), {
            env: { ...platforms, ...onServer },
            ready: 'bare Bolt listens',
          }),
      },
      {
        key: 'node',
        start: () =>
          startProgram('-e', { args: ['console.log("up"); setInterval(() => {}, 1000)'], env: {}, ready: 'up' }),
      },
    ]
    try {
      const findings: Finding[] = []
      for (const { key, start } of subjects) {
        findings.push({ key, firstMs: (await once(start)).readyMs, readyMs: [], cpuMs: [], restBytes: 0 })
      }
      for (let n = 0; n < rounds; n++) {
        for (const [i, { start }] of subjects.entries()) {
          const { readyMs, cpuMs } = await once(start)
          findings[i]!.readyMs.push(readyMs)
          findings[i]!.cpuMs.push(cpuMs)
        }
        console.log(
          `  round ${n + 1}: ${findings.map(({ key, readyMs }) => `${key} ${seconds(readyMs.at(-1)!)}`).join(', ')}`,
        )
      }
      for (const [i, { start }] of subjects.entries()) findings[i]!.restBytes = await memoryAtRest(start)
      return { lines: linesOf(subjects, findings), figures: { rounds, restMs, findings } }
    } finally {
      await simulators.program.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function once(start: () => Promise<Program>): Promise<{ readyMs: number; cpuMs: number }> {
  const program = await start()
  const { cpuMicros } = await program.usage()
  await program.stop()
  return { readyMs: program.readyMs, cpuMs: cpuMicros / 1000 }
}

async function memoryAtRest(start: () => Promise<Program>): Promise<number> {
  const program = await start()
  await pause(restMs)
  const { rssBytes } = await program.usage()
  await program.stop()
  return rssBytes
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const megabytes = (bytes: number): string => `${(bytes / megabyte).toFixed(0)} MB`

function linesOf(subjects: Subject[], findings: Finding[]): Line[] {
  const found = (key: Subject['key']) => findings.find((finding) => finding.key === key)!
  const bare = found('bareBolt')
  const bareMs = median(bare.readyMs)
  return subjects.flatMap(({ key, memoryLimit }): Line[] => {
    const { readyMs, cpuMs, restBytes, firstMs } = found(key)
    if (key === 'node' || key === 'bareBolt') return []
    const ms = median(readyMs)
    return [
      {
        key: `${key}.ready`,
        ratio: limits.readyMs / ms,
        aim: 1,
        detail: `${seconds(ms)} (rounds ${spread(readyMs.map((one) => one / 1000))}; first start ${seconds(firstMs)}) of ${seconds(limits.readyMs)}`,
      },
      {
        key: `${key}.readyBesideBareBolt`,
        ratio: bareMs / ms,
        detail: `bare Bolt ${seconds(bareMs)}, bare Node ${seconds(median(found('node').readyMs))}`,
      },
      {
        key: `${key}.processorTimeBesideBareBolt`,
        ratio: median(bare.cpuMs) / median(cpuMs),
        detail: `${seconds(median(cpuMs))} until ready; bare Bolt ${seconds(median(bare.cpuMs))}`,
      },
      ...(memoryLimit
        ? [
            {
              key: `${key}.memory`,
              ratio: memoryLimit / restBytes,
              aim: 1,
              detail: `${megabytes(restBytes)} of ${megabytes(memoryLimit)}`,
            },
          ]
        : []),
      {
        key: `${key}.memoryBesideBareBolt`,
        ratio: bare.restBytes / restBytes,
        detail: `${megabytes(restBytes)}; bare Bolt ${megabytes(bare.restBytes)}, bare Node ${megabytes(found('node').restBytes)}`,
      },
    ]
  })
}

/**
 * A signed `/support coverage SERIAL` over HTTP on PostgreSQL, beside a bare Bolt app that acknowledges and runs one raw SQL
 * query. Each server is a process of its own, this one makes the load; rounds alternate, so that noise hits both.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createOwnDatabase, type OwnDatabase } from '../own-database.ts'
import { type Program, startProgram } from '../program.ts'
import type { Benchmark, Line } from '../report.ts'
import { built } from '../root.ts'
import { addressIn, startSimulators } from '../simulators.ts'
import { median, percentile, spread } from '../statistics.ts'
import { teamId, users } from '../workspace.ts'
import { customerData, type Question, questions, tieUsers } from './customers.ts'
import { type Answer, fire } from './load.ts'
import { signedRequest } from './requests.ts'
import { checkVerdict } from './verdict.ts'

const concurrency = 32
const aim = 0.7
const sizes = {
  requests: Number(process.env.BENCH_REQUESTS ?? 1000),
  warmUp: Number(process.env.BENCH_WARM_UP ?? 6000),
  rounds: Number(process.env.BENCH_ROUNDS ?? 25),
}

interface Round {
  perSecond: number
  cpuMicros: number
  p50: number
  p99: number
}

interface Server {
  name: 'ours' | 'control'
  program: Program
  address: string
  check(question: Question, answer: Answer): void
  /** Resolves when nothing that was acknowledged is still under way. */
  done(program: Program): Promise<void>
  rounds: Round[]
}

export const coverage: Benchmark = {
  name: 'coverage',
  summary: 'a signed /support coverage on PostgreSQL beside a bare Bolt app with one raw SQL query',
  async run() {
    const today = new Date()
    const database = await createOwnDatabase()
    const programs: Program[] = []
    const started = async (program: Promise<Program>) => {
      programs.push(await program)
      return programs.at(-1)!
    }
    const folder = await mkdtemp(join(tmpdir(), 'anshin-bench-'))
    try {
      const simulators = await startSimulators()
      programs.push(simulators.program)
      const env = { ...simulators.env, DATABASE_URL: database.url, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' }
      await importCustomers(today, folder, env, database)

      const ours = await started(startProgram(built('src/main.js'), { env, ready: 'Anshin is ready' }))
      const bare = await started(
        startProgram(built('bench/programs/bare-bolt.js'), { env, ready: 'bare Bolt listens' }),
      )
      const secret = simulators.env.SLACK_SIGNING_SECRET!
      const servers: Server[] = [
        {
          name: 'ours',
          program: ours,
          address: addressIn(ours.readyLine),
          check: checkVerdict,
          done: async () => {},
          rounds: [],
        },
        {
          name: 'control',
          program: bare,
          address: addressIn(bare.readyLine),
          check: checkControl,
          done: controlDone,
          rounds: [],
        },
      ]
      const asked = questions(today)
      for (const server of servers) await round(server, asked, secret, sizes.warmUp)
      for (let n = 0; n < sizes.rounds; n++) {
        for (const server of servers) server.rounds.push(await round(server, asked, secret, sizes.requests))
        console.log(`  round ${n + 1}: ${servers.map(words).join('; ')}`)
      }
      const sent = sizes.warmUp + sizes.rounds * sizes.requests
      await expectRecorded(database, sent)
      return { lines: linesOf(servers), figures: { ...sizes, concurrency, ...figuresOf(servers) } }
    } finally {
      for (const program of programs.reverse()) await program.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** By the operator's own command, as real vendor data comes in. */
async function importCustomers(today: Date, folder: string, env: Record<string, string>, database: OwnDatabase) {
  const file = join(folder, 'customers.json')
  await writeFile(file, JSON.stringify(customerData(today)))
  const program = await startProgram(built('src/cli/import.js'), { args: [file], env, ready: '5000' })
  await program.stop()
  await database.query(tieUsers, [teamId, users.map(({ id }) => id)])
  await database.query('ANALYZE')
}

/** Signs the requests, sends them, looks at every answer. Only the sending is timed. */
async function round(server: Server, asked: readonly Question[], secret: string, count: number): Promise<Round> {
  const run = randomUUID().slice(0, 8)
  const picked = Array.from({ length: count }, (_, n) => asked[(n * 7919) % asked.length]!)
  const requests = picked.map((question, n) => signedRequest(question, secret, server.address, `${run}-${n}`))
  const before = await server.program.usage()
  const began = performance.now()
  const answers = await fire(server.address, requests, concurrency)
  await server.done(server.program)
  const ms = performance.now() - began
  const after = await server.program.usage()
  for (const [n, answer] of answers.entries()) server.check(picked[n]!, answer)
  const times = answers.map((answer) => answer.ms)
  return {
    perSecond: (count / ms) * 1000,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / count,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  }
}

function checkControl({ serial }: Question, { status, body }: Answer): void {
  if (status !== 200 || body !== 'one moment') throw new Error(`the control answered ${status} ${body} to ${serial}`)
}

/** The control acknowledges before it asks its database: work that is put off is work all the same. */
async function controlDone(program: Program): Promise<void> {
  while ((await program.ask<{ underWay: number }>('done?')).underWay > 0) await pause(1)
}

/** Every request was a happening of its own, and went through the durable inbox. */
async function expectRecorded(database: OwnDatabase, sent: number): Promise<void> {
  const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM inbox')
  if (row?.count !== sent) throw new Error(`${sent} requests were answered, but ${row?.count} stand in the inbox`)
}

const words = ({ name, rounds }: Server): string => {
  const { perSecond, cpuMicros, p50, p99 } = rounds.at(-1)!
  return `${name} ${perSecond.toFixed(0)}/s, ${cpuMicros.toFixed(0)} µs, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

/**
 * Each round of ours against the control's that followed it: what slows the machine down slows both. How long a person waits
 * stands among the figures alone: ours is the time to the whole answer, the control's that to a bare acknowledgement.
 */
function linesOf([ours, control]: Server[]): Line[] {
  const pairs = ours!.rounds.map((mine, n) => ({ mine, theirs: control!.rounds[n]! }))
  const line = (key: string, unit: string, of: (round: Round) => number, digits: number, larger: boolean): Line => {
    const ratios = pairs.map(({ mine, theirs }) => (larger ? of(mine) / of(theirs) : of(theirs) / of(mine)))
    const typical = (rounds: Round[]) => median(rounds.map(of)).toFixed(digits)
    return {
      key,
      ratio: median(ratios),
      ...(key === 'throughput' ? { aim } : {}),
      detail: `${typical(ours!.rounds)} beside ${typical(control!.rounds)} ${unit}; rounds ${spread(ratios)}`,
    }
  }
  return [
    line('throughput', 'requests/s', ({ perSecond }) => perSecond, 0, true),
    line('processorTime', 'µs a request', ({ cpuMicros }) => cpuMicros, 0, false),
  ]
}

const figuresOf = (servers: Server[]): Record<string, unknown> =>
  Object.fromEntries(
    servers.map(({ name, rounds }) => [
      name,
      {
        requestsPerSecond: median(rounds.map(({ perSecond }) => perSecond)),
        cpuMicrosPerRequest: median(rounds.map(({ cpuMicros }) => cpuMicros)),
        p50Ms: median(rounds.map(({ p50 }) => p50)),
        p99Ms: median(rounds.map(({ p99 }) => p99)),
        rounds,
      },
    ]),
  )

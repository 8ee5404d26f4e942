/**
 * A large file through a link of the bot beside nginx and a bare Node server that send the same one; several clients and one.
 * All on one machine, so clients and servers share its processors: what is compared is the work for each byte.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOwnDatabase } from '../own-database.ts'
import { type Program, startProgram } from '../program.ts'
import type { Benchmark, Line } from '../report.ts'
import { built } from '../root.ts'
import { addressIn } from '../simulators.ts'
import { median, spread } from '../statistics.ts'
import { handOut, secret } from './hand-out.ts'
import { startNginx } from './nginx.ts'

const gigabyte = 1024 ** 3
const sizeBytes = Number(process.env.BENCH_FILE_MB ?? 1024) * 1024 * 1024
const hugeBytes = 10 * gigabyte
const rounds = Number(process.env.BENCH_ROUNDS ?? 9)
const several = 8
const memoryLimit = 250_000_000
/** Beside a server of static files that copies nothing, and beside Node's own way. */
const aims = { nginx: 0.7, node: 1 }

type Name = 'ours' | 'nginx' | 'node'

interface Server {
  name: Name
  url: string
  /** Megabytes a second, of all clients together. */
  one: number[]
  many: number[]
}

export const downloads: Benchmark = {
  name: 'downloads',
  summary: 'a large file through a signed link beside nginx (where installed) and a bare Node server',
  async run() {
    const database = await createOwnDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'anshin-bench-'))
    const files = join(folder, 'files')
    await mkdir(files)
    await makeFile(join(files, 'large.bin'))
    await writeFile(join(files, 'huge.bin'), '')
    await truncate(join(files, 'huge.bin'), hugeBytes)
    const stopping: (() => Promise<void>)[] = []
    const started = async (program: Promise<Program>) => {
      const running = await program
      stopping.push(() => running.stop())
      return running
    }
    try {
      const env = { DATABASE_URL: database.url, DATA_DIR: folder, FILES_URL: `file:${files}`, LINK_SECRET: secret }
      const quiet = { PORT: '0', LOG_LEVEL: 'warn', PLAYGROUND: 'false', TEAMS_ANONYMOUS: 'true' }
      const ours = await started(
        startProgram(built('src/main.js'), { env: { ...env, ...quiet }, ready: 'Anshin is ready' }),
      )
      const bare = await started(
        startProgram(built('bench/programs/bare-files.js'), {
          args: [join(files, 'large.bin')],
          env: {},
          ready: 'bare files on',
        }),
      )
      const nginx = await startNginx(files, join(folder, 'nginx'))
      if (nginx) stopping.push(() => nginx.stop())
      else console.log('  nginx is not installed: measured beside bare Node alone')
      const address = addressIn(ours.readyLine)
      const servers: Server[] = [
        ['ours', await handOut(database, { location: 'large.bin', sizeBytes }, address)],
        ...(nginx ? [['nginx', `${nginx.address}/large.bin`]] : []),
        ['node', addressIn(bare.readyLine)],
      ].map(([name, url]) => ({ name: name as Name, url: url!, one: [], many: [] }))

      const before = await ours.usage()
      for (const { url } of servers) await fetchAll(url, 1, sizeBytes)
      for (let n = 0; n < rounds; n++) {
        for (const server of servers) server.one.push(await fetchAll(server.url, 1, sizeBytes))
        for (const server of servers) server.many.push(await fetchAll(server.url, several, sizeBytes))
        const told = servers.map(
          ({ name, one, many }) => `${name} ${one.at(-1)!.toFixed(0)}, ${many.at(-1)!.toFixed(0)}`,
        )
        console.log(`  round ${n + 1} (MB/s, one client and ${several}): ${told.join('; ')}`)
      }
      const after = await ours.usage()
      const huge = await handOut(database, { location: 'huge.bin', sizeBytes: hugeBytes }, address)
      const hugeMegabytes = await fetchAll(huge, 1, hugeBytes)
      const usage = await ours.usage()
      const recorded = await database.query<{ outcome: string; n: number }>(
        'SELECT outcome, count(*)::int AS n FROM file_fetches GROUP BY 1',
      )
      const expected = 2 + rounds * (1 + several)
      if (recorded.length !== 1 || recorded[0]?.outcome !== 'complete' || recorded[0].n !== expected)
        throw new Error(`the record is not right: ${JSON.stringify(recorded)}, ${expected} were fetched`)
      return {
        lines: linesOf(servers, usage.peakRssBytes, before.peakRssBytes),
        figures: {
          ...{ rounds, sizeBytes, several, servers: servers.map(({ url: _, ...server }) => server) },
          peakRssBytesBefore: before.peakRssBytes,
          ...{ peakRssBytes: after.peakRssBytes, peakRssBytesAfter10Gigabytes: usage.peakRssBytes, hugeMegabytes },
        },
      }
    } finally {
      for (const stop of stopping.reverse()) await stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Real bytes: holes would be served from nowhere. */
async function makeFile(path: string): Promise<void> {
  const file = await open(path, 'w')
  const piece = Buffer.alloc(4 * 1024 * 1024, 'a file of a release ')
  for (let at = 0; at < sizeBytes; at += piece.length)
    await file.write(piece, 0, Math.min(piece.length, sizeBytes - at), at)
  await file.close()
}

/** Megabytes a second over all of them; each in a process of its own, and every byte is counted. */
async function fetchAll(url: string, clients: number, expected: number): Promise<number> {
  const began = performance.now()
  await Promise.all(Array.from({ length: clients }, () => fetchOnce(url, expected)))
  return (clients * expected) / 1e6 / ((performance.now() - began) / 1000)
}

async function fetchOnce(url: string, expected: number): Promise<void> {
  const child = spawn('curl', ['-s', '-S', '-f', '-o', '/dev/null', '-w', '%{size_download}', url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', (text: Buffer) => {
    told += text
  })
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0 || Number(told) !== expected) throw new Error(`curl ended with ${code} after ${told} bytes`)
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

function linesOf(servers: readonly Server[], peakRssBytes: number, beforeBytes: number): Line[] {
  const ours = servers.find(({ name }) => name === 'ours')!
  const beside = servers.filter(({ name }) => name !== 'ours')
  const line = (key: string, control: Server, of: 'one' | 'many', aim: number): Line => {
    const ratios = ours[of].map((speed, n) => speed / control[of][n]!)
    const speeds = `${median(ours[of]).toFixed(0)} MB/s beside ${median(control[of]).toFixed(0)} MB/s`
    return { key, ratio: median(ratios), aim, detail: `${speeds} (${spread(ratios)})` }
  }
  return [
    ...beside.flatMap((control) => {
      const { name } = control
      const aim = aims[name as keyof typeof aims]
      return [line(`oneClient.${name}`, control, 'one', aim), line(`severalClients.${name}`, control, 'many', aim)]
    }),
    {
      key: 'memory',
      ratio: memoryLimit / peakRssBytes,
      aim: 1,
      detail: `peak ${megabytes(peakRssBytes)} of ${megabytes(memoryLimit)}, before the first download ${megabytes(beforeBytes)}`,
    },
  ]
}

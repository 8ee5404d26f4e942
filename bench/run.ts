/** `npm run bench [-- NAME …]`: measures beside controls in the same run, prints ratios, writes `bench/results/NAME.json`. */
import { join } from 'node:path'
import { coverage } from './coverage/coverage.ts'
import { downloads } from './downloads/downloads.ts'
import { type Benchmark, reportOf, table, writeReport } from './report.ts'
import { projectRoot } from './root.ts'
import { startUp } from './start-up.ts'

const benchmarks: readonly Benchmark[] = [coverage, downloads, startUp]

/** Resolves to the exit code: a missed aim is a finding, not a failure; what could not be measured is one. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !benchmarks.some((known) => known.name === name))
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}. There are:`)
    for (const { name, summary } of benchmarks) console.error(`  ${name.padEnd(12)} ${summary}`)
    return 1
  }
  let failed = 0
  for (const benchmark of benchmarks) {
    if (names.length > 0 && !names.includes(benchmark.name)) continue
    console.log(`${benchmark.name}: ${benchmark.summary}`)
    try {
      const { lines, figures } = await benchmark.run()
      const file = await writeReport(
        join(projectRoot, 'bench', 'results'),
        reportOf(benchmark.name, lines, { ...machine(), ...figures }),
      )
      console.log(`${table(lines)}\n  written to ${file}\n`)
    } catch (error) {
      failed++
      console.error(error)
    }
  }
  return failed === 0 ? 0 : 1
}

const machine = () => ({ node: process.version, platform: `${process.platform} ${process.arch}`, at: new Date() })

process.exitCode = await main(process.argv.slice(2))

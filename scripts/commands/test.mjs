import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { findPostgres } from '../setup/postgres.mjs'
import { failure } from '../setup/progress.mjs'
import { projectRoot } from '../setup/project-root.mjs'
import { binOf, runLoud } from '../setup/run-tool.mjs'
import { setUp } from '../setup/steps.mjs'
import { readReport, reportFile } from '../test-report.mjs'

/**
 * Sets up, then runs vitest with the given arguments; its JSON report is left in `.cache/test-report.json`.
 * With CI set nothing may be skipped: a skipped PostgreSQL or browser suite would look like a green one.
 */
export async function test(args) {
  // First of all: a report of an earlier run must not stand for this one.
  rmSync(join(projectRoot, reportFile), { force: true })
  await setUp()
  const strict = Boolean(process.env.CI) && process.env.CI !== 'false'
  const server = await findPostgres()
  if (server) process.stderr.write(`  PostgreSQL tests use ${server}\n`)
  else if (strict)
    throw failure('CI is set and no PostgreSQL answers on 127.0.0.1:5432: start one or set TEST_DATABASE_URL.')
  else
    process.stderr.write(
      '  PostgreSQL tests are skipped: no server on 127.0.0.1:5432 and TEST_DATABASE_URL is not set\n',
    )

  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const code = await runLoud([process.execPath, binOf('vitest'), 'run', ...reporters, ...args])
  process.exitCode = code
  if (code !== 0 || !strict) return
  const { skippedTitles } = readReport()
  if (skippedTitles.length > 0) {
    throw failure(
      `CI is set and ${skippedTitles.length} tests were skipped:\n${skippedTitles.map((title) => `  - ${title}`).join('\n')}`,
    )
  }
}

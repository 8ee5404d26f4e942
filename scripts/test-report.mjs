/** Reads vitest's JSON report; run as a program it prints the closing line of `.ci/run`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './setup/project-root.mjs'

export const reportFile = '.cache/test-report.json'

/** Counts of tests; a file that failed to load counts as one failure, a `todo` as skipped. Throws where there is no report. */
export function readReport(file = join(projectRoot, reportFile)) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  const tests = testResults.flatMap((suite) => suite.assertionResults)
  const broken = testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some(({ status }) => status === 'failed'),
  )
  const withStatus = (...wanted) => tests.filter(({ status }) => wanted.includes(status))
  const skipped = tests.filter(({ status }) => !['passed', 'failed'].includes(status))
  return {
    passed: withStatus('passed').length,
    failed: withStatus('failed').length + broken.length,
    skipped: skipped.length,
    skippedTitles: skipped.map(({ fullName }) => fullName),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed, skipped } = readReport(process.argv[2])
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = passed > 0 && failed === 0 ? 0 : 1
}

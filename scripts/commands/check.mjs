import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { failure, step } from '../setup/progress.mjs'
import { projectRoot } from '../setup/project-root.mjs'
import { binOf, runQuiet } from '../setup/run-tool.mjs'
import { setUp } from '../setup/steps.mjs'
import { test } from './test.mjs'

const tool = (name, command = name) => [process.execPath, binOf(name, command)]

/** What `npm run check` looks at, in order of their cost; the locales' own checks are tests. */
const looks = () => [
  ['lint and format', [...tool('@biomejs/biome', 'biome'), 'check', '--error-on-warnings']],
  ['types', [...tool('typescript', 'tsc'), '-p', 'tsconfig.json']],
  ['types of the playground’s page', [...tool('typescript', 'tsc'), '-p', 'adapters/playground/page/tsconfig.json']],
  ['manifests are fresh', [process.execPath, 'dist/src/cli/manifest.js', '--check']],
  ['unused files, exports and packages', tool('knip')],
  ['who imports whom', [...tool('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', ...cruised]],
]
const cruised = ['src', 'adapters', 'manifest', 'prisma', 'bench', 'test']

/** Looks at everything, also after a first fault, then runs the tests unless `--no-tests`; fails when anything did. */
export async function check(args) {
  await setUp()
  const faults = []
  for (const [name, command] of looks()) {
    const subject = command.find((part, index) => index > 0 && /^(dist|adapters)\//.test(part))
    if (subject && !existsSync(join(projectRoot, subject))) {
      faults.push(`${name}\n${subject} is missing`)
      continue
    }
    try {
      await step(name, () => runQuiet(command))
    } catch (error) {
      faults.push(`${name}\n${error.message}`)
    }
  }
  for (const fault of faults) console.error(`\n── ${fault}`)
  if (!args.includes('--no-tests')) await test(args)
  if (faults.length > 0) throw failure(`\n${faults.length} of ${looks().length} checks failed.`)
}

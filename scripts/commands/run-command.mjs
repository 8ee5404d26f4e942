import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { failure } from '../setup/progress.mjs'
import { projectRoot } from '../setup/project-root.mjs'
import { setUp } from '../setup/steps.mjs'
import { check } from './check.mjs'
import { test } from './test.mjs'

/** Commands that are compiled modules of the project, by the module that does the work. */
const programs = {
  start: 'dist/src/main.js',
  import: 'dist/src/cli/import.js',
  export: 'dist/src/cli/export.js',
  doctor: 'dist/src/cli/doctor.js',
  'verify-license': 'dist/src/cli/verify-license.js',
  manifest: 'dist/src/cli/manifest.js',
  migration: 'dist/src/cli/migration.js',
  bench: 'dist/bench/run.js',
}

/** Sets up what is missing, then runs the command; `build` is the set-up alone. Rejects for a name it does not know. */
export async function runCommand(name, args) {
  process.chdir(projectRoot)
  if (name === 'test') return test(args)
  if (name === 'check') return check(args)
  if (name !== 'build' && !programs[name]) {
    throw failure(
      `There is no command ${name ?? ''}: use ${['test', 'check', 'build', ...Object.keys(programs)].join(', ')}.`,
    )
  }
  await setUp()
  if (name !== 'build') await become(join(projectRoot, programs[name]), args)
}

/**
 * Goes on as that program in this process, as exec would: signals, exit code and terminal are its own, and no second
 * process holds memory beside it.
 */
async function become(file, args) {
  if (!existsSync(file)) throw failure(`${file} is missing: this version of the project has no such command.`)
  process.argv = [process.execPath, file, ...args]
  await import(pathToFileURL(file).href)
}

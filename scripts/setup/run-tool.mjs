import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from './progress.mjs'
import { projectRoot } from './project-root.mjs'

/** The JavaScript file behind an installed package's command: runs under this very Node, without a shell, on any system. */
export function binOf(packageName, command = packageName) {
  const folder = join(projectRoot, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

/** npm as it was called, else the one beside this Node, else whatever the path holds. */
export function npmCommand() {
  const called = process.env.npm_execpath
  if (called && /npm-cli\.c?js$/.test(called) && existsSync(called)) return [process.execPath, called]
  const beside = join(process.execPath, '..', '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  return existsSync(beside) ? [process.execPath, beside] : ['npm']
}

/** Runs a command with the terminal as its own; resolves to its exit code (128 + signal where one ended it). */
export function runLoud([command, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...env } })
    // Ctrl-C reaches the child through the terminal; a signal sent to this process alone does not.
    const forward = (signal) => child.kill(signal)
    process.on('SIGTERM', forward)
    process.on('SIGINT', process.stdin.isTTY ? ignore : forward)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      process.off('SIGTERM', forward)
      process.off('SIGINT', forward)
      process.off('SIGINT', ignore)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}
const ignore = () => {}

/** Runs a command in silence; rejects with what it said when it fails. `cure` is put in front. */
export function runQuiet([command, ...args], { env = {}, cure = '' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(said)
      else reject(failure(`${cure ? `${cure}\n\n` : ''}${said.trim()}`))
    })
  })
}

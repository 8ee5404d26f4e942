/** The bot and its commands as an operator runs them: the compiled program, a process of its own, set up by its environment. */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectFolder } from '../../src/store/migrations-folder.ts'

export type Environment = Record<string, string>

export interface Program {
  process: ChildProcess
  /** All that it printed so far, on both streams. */
  output(): string
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

export interface Bot extends Program {
  /** `http://127.0.0.1:PORT` */
  address: string
  /** As a power cut does; resolves once it is gone. */
  kill(): Promise<void>
  /** As a deployment does; resolves with the exit code. */
  terminate(): Promise<number | NodeJS.Signals>
}

/** An empty folder: what lies in the project's `.env` must not leak into a test. */
const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-elsewhere-'))
const alive = new Set<ChildProcess>()
/** What every bot of this test process printed, oldest first. */
const outputs: (() => string)[] = []
/** A test that failed half-way leaves no bot behind. */
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
  fs.rmSync(elsewhere, { recursive: true, force: true })
})

/** What a program needs of this machine and nothing else: no variable of the developer's reaches it. */
const bare = (): Environment =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    ),
  )

/** Runs a compiled program (`src/main.js`), or one at an absolute path; `npm test` compiles before, `npx vitest` does not. */
export function run(program: string, args: string[], env: Environment): Program {
  const file = path.resolve(projectFolder, 'dist', program)
  if (!fs.existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first`)
  const child = spawn(process.execPath, [file, ...args], {
    cwd: elsewhere,
    env: { ...bare(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const ended = new Promise<number | NodeJS.Signals>((done) =>
    child.once('close', (code, signal) => done(code ?? signal ?? -1)),
  )
  outputs.push(() => printed)
  return { process: child, output: () => printed, ended }
}

/** The newest lines, of all programs that ran so far, that name one of these. */
export const heardOfBots = (names: string[], most = 20): string[] =>
  outputs
    .flatMap((output) => output().split('\n'))
    .filter((line) => names.some((name) => line.includes(name)))
    .slice(-most)

/** Starts the bot on a free port; resolves once it listens, rejects with its output when it ends before. */
export async function startBot(env: Environment, main = 'src/main.js'): Promise<Bot> {
  const program = run(main, [], { PORT: '0', LOG_LEVEL: 'warn', ...env })
  const address = await new Promise<string>((found, missed) => {
    const look = () => {
      const [, hit] = /listens on (http:\S+)/.exec(program.output()) ?? []
      if (hit) found(hit)
    }
    program.process.stdout?.on('data', look)
    void program.ended.then((how) =>
      missed(new Error(`the bot ended (${how}) before it listened:\n${program.output()}`)),
    )
  })
  return {
    ...program,
    address,
    async kill() {
      program.process.kill('SIGKILL')
      await program.ended
    },
    terminate() {
      program.process.kill('SIGTERM')
      return program.ended
    },
  }
}

/** Runs a program to its end. */
export async function finish(
  program: string,
  args: string[],
  env: Environment,
): Promise<{ code: number | NodeJS.Signals; output: string }> {
  const { ended, output } = run(program, args, env)
  const code = await ended
  return { code, output: output() }
}

/** Runs code as a process of its own, so that it can be killed as a real one is. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { projectFolder } from '../../src/store/migrations-folder.ts'

export interface OwnProcess {
  process: ChildProcess
  /** What it printed so far, line by line. */
  lines: string[]
  /** Resolves with the first line, printed already or later, that begins so; rejects when the process ends without. */
  line(beginning: string): Promise<string>
  /** Resolves with the exit code, or the signal. */
  ended: Promise<number | NodeJS.Signals>
}

const built = new Map<string, Promise<string>>()

/** `file` is relative to the project, as `test/store/programs/writer.ts`. */
export async function startProcess(file: string, args: string[], env = process.env): Promise<OwnProcess> {
  if (!built.has(file)) built.set(file, compile(file))
  return watched(
    spawn(process.execPath, [await built.get(file)!, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env }),
    file,
  )
}

/** What a child with piped output prints, from now on; `name` is what a failure calls it. */
export function watched(child: ChildProcess, name: string): OwnProcess {
  const lines: string[] = []
  const watchers = new Set<() => void>()
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      for (const look of watchers) look()
    })
  }
  const ended = new Promise<number | NodeJS.Signals>((done) => {
    child.once('close', (code, signal) => {
      done(code ?? signal ?? -1)
      for (const look of watchers) look()
    })
  })
  return {
    process: child,
    lines,
    ended,
    line: (beginning) =>
      new Promise((found, missed) => {
        const look = () => {
          const hit = lines.find((line) => line.startsWith(beginning))
          const over = child.exitCode !== null || child.signalCode !== null
          if (hit === undefined && !over) return
          watchers.delete(look)
          if (hit !== undefined) found(hit)
          else missed(new Error(`${name} ended without "${beginning}":\n${lines.join('\n')}`))
        }
        watchers.add(look)
        look()
      }),
  }
}

async function compile(file: string): Promise<string> {
  const outfile = path.join(projectFolder, '.cache', 'test-programs', `${file.replaceAll('/', '-')}-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(projectFolder, file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
  })
  return outfile
}

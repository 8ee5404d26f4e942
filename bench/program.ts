/** A program in a process of its own, whose use of processor and memory can be asked for from outside. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { built, projectRoot } from './root.ts'

export interface Usage {
  /** Since the process began, in all its threads. */
  cpuMicros: number
  rssBytes: number
  /** The most that it ever held. */
  peakRssBytes: number
}

export interface Program {
  /** The line of its standard output that said that it is ready. */
  readyLine: string
  /** From spawning it to that line. */
  readyMs: number
  usage(): Promise<Usage>
  /** Asks the program's own question over the channel between parent and child. */
  ask<Answer>(question: string): Promise<Answer>
  /** SIGTERM, then SIGKILL after ten seconds. */
  stop(): Promise<void>
}

const patienceMs = 120_000

/** Starts `file` (from the project's root) and waits for a line that holds `ready`; rejects with what it printed when it ends before. */
export async function startProgram(
  file: string,
  { args = [], env, ready }: { args?: string[]; env: Record<string, string>; ready: string },
): Promise<Program> {
  const began = performance.now()
  const observer = pathToFileURL(built('bench/programs/observed.js')).href
  const extra = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean)
  const child = spawn(process.execPath, [...extra, '--import', observer, file, ...args], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const readyLine = await firstLine(child, file, ready)
  const readyMs = performance.now() - began
  const ask = async <Answer>(question: string): Promise<Answer> => {
    const answer = once(child, 'message')
    child.send(question)
    const [message] = (await answer) as [Answer]
    return message
  }
  return {
    readyLine,
    readyMs,
    ask,
    usage: async () => (await ask<{ usage: Usage }>('usage')).usage,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}

function firstLine(child: ChildProcess, file: string, ready: string): Promise<string> {
  const printed: string[] = []
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`${file} ${why}:\n${printed.join('\n')}`))
    }
    const timer = setTimeout(() => fail('is not ready after two minutes'), patienceMs)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      fail(`ended (${code ?? signal}) before it was ready`)
    })
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (printed.length < 200) printed.push(line)
        if (!line.includes(ready)) return
        clearTimeout(timer)
        resolve(line)
      })
    }
  })
}

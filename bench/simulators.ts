import { type Program, startProgram } from './program.ts'
import { built } from './root.ts'

/** Simulated platforms in another process, and the environment that makes a bot use them. */
export async function startSimulators(): Promise<{ env: Record<string, string>; program: Program }> {
  const program = await startProgram(built('bench/programs/simulators.js'), { env: {}, ready: 'simulators {' })
  return { program, env: JSON.parse(program.readyLine.slice(program.readyLine.indexOf('{'))) as Record<string, string> }
}

/** `http://127.0.0.1:PORT` in the line with which a program says that it listens. */
export function addressIn(line: string): string {
  const address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
  if (!address) throw new Error(`no address in: ${line}`)
  return address
}

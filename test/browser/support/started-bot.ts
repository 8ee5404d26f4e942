/** The bot as `npm start` runs it: compiled, in the playground, with a data folder and a port of its own. */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from '../../../src/store/migrations-folder.ts'
import { watched } from '../../support/own-process.ts'

export interface StartedBot {
  /** Where the playground's page is: `http://127.0.0.1:41234/`. */
  address: string
  /** What it wrote so far, line by line. */
  printed(): string[]
  stop(): Promise<void>
}

/** Builds what is stale, then starts it; rejects with what it printed when it ends instead. */
export async function startBot(): Promise<StartedBot> {
  await promisify(execFile)(process.execPath, [join(projectFolder, 'scripts', 'run.mjs'), 'build'])
  const folder = await mkdtemp(join(tmpdir(), 'anshin-newcomer-'))
  const { PATH = '', HOME = '', TMPDIR } = process.env
  const child = spawn(process.execPath, [join(projectFolder, 'dist', 'src', 'main.js')], {
    // Neither a developer's `.env` nor credentials in the environment may turn this into a real workspace.
    cwd: folder,
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const bot = watched(child, 'the bot')
  const stop = async () => {
    child.kill('SIGTERM')
    await bot.ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const line = await bot.line('Anshin is ready. Open ')
    return { address: line.slice('Anshin is ready. Open '.length), printed: () => bot.lines, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

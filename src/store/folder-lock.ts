/**
 * One process per embedded database. Two on one folder both open it and one silently loses everything it wrote.
 *
 * A listening unix socket (a named pipe on Windows) is the lock: the kernel answers for a live holder even while its
 * event loop is blocked, and refuses at once after kill -9. There is no process id to be reused and no heartbeat.
 */
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'

export class FolderInUseError extends Error {
  constructor(
    readonly folder: string,
    readonly pid?: number,
  ) {
    super(
      `The embedded database in ${folder} is in use by ${pid ? `process ${pid}` : 'another process'}; it serves one process at a time. ` +
        'Stop that process, or set DATABASE_URL to a PostgreSQL server for both.',
    )
    this.name = 'FolderInUseError'
  }
}

/** Longest path of a unix socket on the systems that Node runs on (macOS 104, Linux 108), with the names below. */
const longestSocketPath = 100

/** Locks `folder` (made if absent) until the returned function is called; throws `FolderInUseError`. */
export async function lockFolder(folder: string): Promise<() => void> {
  const lockFolderPath = path.join(folder, 'lock')
  fs.mkdirSync(lockFolderPath, { recursive: true })
  const real = fs.realpathSync(lockFolderPath)
  const holderFile = path.join(real, 'holder')
  const inUse = () => new FolderInUseError(path.resolve(folder), readPid(holderFile))
  const server =
    process.platform === 'win32'
      ? await listen(pipeName(real)).catch(() => {
          throw inUse()
        })
      : await takeSocket(real, inUse)
  fs.writeFileSync(holderFile, String(process.pid))
  return () => {
    if (process.platform !== 'win32') fs.rmSync(path.join(real, 'socket'), { force: true })
    server.close()
  }
}

const pipeName = (folder: string) =>
  `\\\\.\\pipe\\anshin-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`

async function takeSocket(folder: string, inUse: () => Error): Promise<net.Server> {
  const short = shortName(folder)
  const lock = path.join(short, 'socket')
  const mine = path.join(short, random())
  const server = await listen(mine)
  try {
    for (let tries = 0; tries < 50; tries++) {
      try {
        fs.linkSync(mine, lock)
        return server
      } catch (fault) {
        if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault
      }
      if (await answers(lock)) throw inUse()
      const stale = path.join(short, `old-${random()}`)
      try {
        fs.renameSync(lock, stale)
      } catch {
        continue // Another starter was faster.
      }
      if (await answers(stale)) {
        // Between our look and our rename a new holder came: give it back.
        try {
          fs.linkSync(stale, lock)
        } catch {}
        fs.unlinkSync(stale)
        throw inUse()
      }
      fs.unlinkSync(stale)
    }
    throw inUse()
  } catch (fault) {
    server.close()
    throw fault
  } finally {
    fs.rmSync(mine, { force: true })
  }
}

/** The folder by a name that fits into a socket address. */
function shortName(folder: string): string {
  if (folder.length + 14 <= longestSocketPath) return folder
  const relative = path.relative(process.cwd(), folder) || '.'
  if (relative.length + 14 <= longestSocketPath) return relative
  if (process.platform === 'linux') return `/proc/self/fd/${fs.openSync(folder, fs.constants.O_DIRECTORY)}`
  throw new Error(
    `${folder} is too long a path for a lock (${longestSocketPath} characters); set DATA_DIR to a shorter one.`,
  )
}

const random = () => randomBytes(4).toString('hex')

const listen = (at: string) =>
  new Promise<net.Server>((ok, failed) => {
    const server = net.createServer((socket) => socket.destroy())
    server.once('error', failed)
    server.listen(at, () => {
      server.unref()
      ok(server)
    })
  })

const answers = (at: string) =>
  new Promise<boolean>((tell) => {
    const socket = net.connect(at)
    socket.once('connect', () => {
      socket.destroy()
      tell(true)
    })
    socket.once('error', () => tell(false))
  })

function readPid(file: string): number | undefined {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** A secret that is made where it is absent, and kept. */
import fs from 'node:fs'
import path from 'node:path'
import { makeDataFolder } from './data-folder.ts'

/** What `file` holds, after `make` where there was none. Several processes may ask at once: all get the same. */
export function madeOnce(file: string, make: () => string): string {
  if (!fs.existsSync(file)) keep(file, make())
  const secret = fs.readFileSync(file, 'utf8').trim()
  if (!secret) throw new Error(`${file} is empty: restore it from a backup, or remove it to begin with a new key.`)
  return secret
}

/** Linked into place when whole: a process killed half-way leaves no half key, and of two makers the first wins. */
function keep(file: string, secret: string): void {
  makeDataFolder(path.dirname(file))
  const unfinished = `${file}.${process.pid}`
  fs.writeFileSync(unfinished, `${secret.trim()}\n`, { mode: 0o600 })
  try {
    fs.linkSync(unfinished, file)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault
  } finally {
    fs.rmSync(unfinished)
  }
}

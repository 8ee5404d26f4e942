/** The key from which all keyed hashes and seals derive: given by the operator, else made once and kept with the data. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { makeDataFolder } from './data-folder.ts'

export const masterKeyFile = (dataDir: string): string => path.join(dataDir, 'master.key')

/**
 * `given` (TOKEN_ENCRYPTION_KEY), else the key in `dataDir`/master.key, which is made where it is absent. Several processes
 * may ask at once: all get the same. Whoever loses that file loses every registration number and sealed token with it.
 */
export function masterKey(given: string | undefined, dataDir: string): string {
  if (given) return given
  const file = masterKeyFile(dataDir)
  if (!fs.existsSync(file)) make(file)
  const key = fs.readFileSync(file, 'utf8').trim()
  if (!key) throw new Error(`${file} is empty: restore it from a backup, or remove it to begin with a new key.`)
  return key
}

/** Linked into place when whole: a process killed half-way leaves no half key, and of two makers the first wins. */
function make(file: string): void {
  makeDataFolder(path.dirname(file))
  const unfinished = `${file}.${process.pid}`
  fs.writeFileSync(unfinished, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  try {
    fs.linkSync(unfinished, file)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault
  } finally {
    fs.rmSync(unfinished)
  }
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './project-root.mjs'

/** One hash of the contents of files and folders, named from the project's root; what does not exist counts as empty. */
export function hashOf(...names) {
  const hash = createHash('sha256')
  for (const name of names) addTo(hash, name)
  return hash.digest('hex')
}

function addTo(hash, name) {
  const path = join(projectRoot, name)
  if (!existsSync(path)) return
  if (statSync(path).isDirectory()) {
    for (const child of readdirSync(path).sort()) if (!child.startsWith('.')) addTo(hash, `${name}/${child}`)
  } else {
    hash.update(`\0${name}\0`).update(readFileSync(path))
  }
}

/**
 * Does the work unless the stamp file says that it was done for the same hash. The stamp lies inside what the work
 * makes, so that whoever deletes that deletes the stamp with it.
 */
export async function unlessStamped(stamp, hash, work) {
  const file = join(projectRoot, stamp)
  if (existsSync(file) && readFileSync(file, 'utf8') === hash) return
  await work()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, hash)
}

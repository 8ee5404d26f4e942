import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The nearest folder upwards that holds the project: compiled and uncompiled code lie at different depths. */
function nearestProject(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

export const projectRoot = nearestProject()
/** Where the compiled programs lie. */
export const built = (file: string): string => join(projectRoot, 'dist', file)

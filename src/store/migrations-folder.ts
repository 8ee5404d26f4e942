import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's own folder, from the sources and from the build alike: the nearest one above that holds the migrations. */
export const projectFolder: string = (() => {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  while (!fs.existsSync(path.join(folder, 'prisma', 'migrations', 'migration_lock.toml'))) {
    const above = path.dirname(folder)
    if (above === folder) throw new Error('prisma/migrations is missing: the installation is incomplete.')
    folder = above
  }
  return folder
})()

export const migrationsFolder: string = path.join(projectFolder, 'prisma', 'migrations')

export interface Migration {
  name: string
  sql: string
}

/** The migrations of a folder in the order of their names, which begin with a time. */
export const readMigrations = (folder: string): Migration[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, sql: fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }))

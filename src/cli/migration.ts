/** `npm run migration -- NAME`: writes the migration that leads from the last one to schema.prisma. */
import fs from 'node:fs'
import path from 'node:path'
import { drift } from '../../prisma/schema-engine.ts'
import { migrationsFolder, projectFolder } from '../store/migrations-folder.ts'

const [name] = process.argv.slice(2)
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Name the migration in small letters, digits and underscores: npm run migration -- add_cases')
  process.exit(1)
}
const sql = await drift(path.join(projectFolder, 'prisma', 'schema.prisma'), migrationsFolder)
if (!sql) {
  console.log('The migrations already lead to schema.prisma: nothing to write.')
} else {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = path.join(migrationsFolder, `${time}_${name}`, 'migration.sql')
  fs.mkdirSync(path.dirname(file))
  fs.writeFileSync(file, sql)
  console.log(`${path.relative(process.cwd(), file)}\n\n${sql}`)
}

import { defineConfig } from 'prisma/config'

// No datasource: the program opens the database itself, and `generate` needs none.
export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })

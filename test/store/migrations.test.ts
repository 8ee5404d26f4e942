import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deploy, diagnose, drift } from '../../prisma/schema-engine.ts'
import { openInMemory } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrationsFolder, projectFolder } from '../../src/store/migrations-folder.ts'
import type { TestDatabase } from '../support/database.ts'
import { onEachDatabase } from '../support/database.ts'

const schemaFile = path.join(projectFolder, 'prisma', 'schema.prisma')
let folder: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-migrations-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const write = (name: string, sql: string) => {
  fs.mkdirSync(path.join(folder, name), { recursive: true })
  fs.writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

test('the migrations lead to exactly schema.prisma', async () => {
  expect(await drift(schemaFile, migrationsFolder)).toBe('')
})

test('a column that only schema.prisma has is noticed', async () => {
  const changed = path.join(folder, 'changed.prisma')
  fs.writeFileSync(changed, fs.readFileSync(schemaFile, 'utf8').replace(/(model Staff \{)/, '$1\n  nick String?'))
  expect(await drift(changed, migrationsFolder)).toContain('ADD COLUMN     "nick"')
})

test("Prisma's own engine finds our book in order and has nothing to add", async () => {
  const { pool, close } = await openInMemory()
  await migrate(pool, migrationsFolder)
  expect(await diagnose(pool, migrationsFolder)).toMatchObject({
    history: null,
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
  })
  expect(await deploy(pool, migrationsFolder)).toEqual([])
  await close()
})

test("we have nothing to add after Prisma's own engine", async () => {
  const { pool, close } = await openInMemory()
  expect(await deploy(pool, migrationsFolder)).toEqual(fs.readdirSync(migrationsFolder).filter((n) => /^\d/.test(n)))
  expect(await migrate(pool, migrationsFolder)).toEqual([])
  await close()
})

onEachDatabase('migrating', ({ open }) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => db.pool.query('DROP TABLE IF EXISTS _prisma_migrations, good, bad'))
  afterAll(() => db.close())

  test('a failing migration leaves nothing behind and runs once it is mended', async () => {
    write('1_good', 'CREATE TABLE good (x int);')
    write('2_bad', 'CREATE TABLE bad (x int); SELECT nope;')
    await expect(migrate(db.pool, folder)).rejects.toThrow(/2_bad.*nope/)
    const tables = await db.pool.query("SELECT to_regclass('good')::text AS good, to_regclass('bad')::text AS bad")
    expect(tables.rows).toEqual([{ good: 'good', bad: null }])
    write('2_bad', 'CREATE TABLE bad (x int);')
    expect(await migrate(db.pool, folder)).toEqual(['2_bad'])
  })

  test('an edited migration and one of a newer program are refused', async () => {
    write('1_good', 'CREATE TABLE good (x int);')
    await migrate(db.pool, folder)
    write('1_good', 'CREATE TABLE good (x int);\r\n')
    write('1_good', 'CREATE TABLE good (x int, y int);')
    await expect(migrate(db.pool, folder)).rejects.toThrow(/1_good was edited/)
    fs.rmSync(path.join(folder, '1_good'), { recursive: true })
    await expect(migrate(db.pool, folder)).rejects.toThrow(/newer than this program.*1_good/)
  })

  test('several replicas at once apply each migration once', async () => {
    write('1_good', 'CREATE TABLE good (x int);')
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(db.pool, folder)))
    expect(applied.flat()).toEqual(['1_good'])
  })
})

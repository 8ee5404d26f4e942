/**
 * Prisma's schema engine as WebAssembly on an in-memory PGlite: `prisma migrate diff` and its kin without the binary that
 * `prisma migrate` downloads. For development and tests; the running bot applies migrations by itself.
 */
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg'
import type pg from 'pg'
import { openInMemory } from '../src/store/embedded.ts'
import { readMigrations } from '../src/store/migrations-folder.ts'

/** What is asked of the engine here; its package types neither its methods' arguments nor their answers. */
interface SchemaEngine {
  diff(request: object): Promise<{ exitCode: number; stdout: string }>
  applyMigrations(request: object): Promise<{ appliedMigrationNames: string[] }>
  diagnoseMigrationHistory(request: object): Promise<Diagnosis>
}

export interface Diagnosis {
  history: unknown
  failedMigrationNames: string[]
  editedMigrationNames: string[]
  hasMigrationsTable: boolean
}

const nothingElse = { externalTables: [], externalEnums: [] }
const noModels = 'datasource db {\n provider = "postgresql"\n}\n'

/** The SQL that leads from the migrations to the schema; '' when they agree. */
export async function drift(schemaFile: string, migrationsFolder: string): Promise<string> {
  return diff(schemaFile, { tag: 'migrations', ...listMigrations(migrationsFolder) })
}

/** What Prisma's engine thinks of a database that `migrate` filled. */
export async function diagnose(pool: pg.Pool, migrationsFolder: string): Promise<Diagnosis> {
  const engine = await startEngine(pool, noModels)
  return engine.diagnoseMigrationHistory({
    migrationsList: listMigrations(migrationsFolder),
    optInToShadowDatabase: true,
    filters: nothingElse,
  })
}

/** Applies as `prisma migrate deploy` does and tells which were applied. */
export async function deploy(pool: pg.Pool, migrationsFolder: string): Promise<string[]> {
  const engine = await startEngine(pool, noModels)
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: listMigrations(migrationsFolder),
    filters: nothingElse,
  })
  return appliedMigrationNames
}

async function diff(schemaFile: string, from: object): Promise<string> {
  const content = fs.readFileSync(schemaFile, 'utf8')
  const { pool, close } = await openInMemory()
  try {
    const engine = await startEngine(pool, content)
    const { exitCode, stdout } = await engine.diff({
      from,
      to: { tag: 'schemaDatamodel', files: [{ path: schemaFile, content }] },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: nothingElse,
    })
    return exitCode === 2 ? stdout : ''
  } finally {
    await close()
  }
}

function listMigrations(folder: string) {
  const lockFile = path.join(folder, 'migration_lock.toml')
  return {
    baseDir: path.resolve(folder),
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: fs.existsSync(lockFile) ? fs.readFileSync(lockFile, 'utf8') : null,
    },
    migrationDirectories: readMigrations(folder).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}

async function startEngine(pool: pg.Pool, schema: string): Promise<SchemaEngine> {
  load()
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(pool))
  const { SchemaEngine } = wasm as unknown as {
    SchemaEngine: { new: (options: object, log: () => void, factory: object) => Promise<SchemaEngine> }
  }
  return SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, factory)
}

/** The compiler knows WebAssembly from the browser's types alone, which this project leaves out. */
interface WasmGlobal {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: { __wbindgen_start?: () => void } }
}

let loaded = false
function load(): void {
  if (loaded) return
  const main = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const bytes = fs.readFileSync(main.replace('schema_engine.js', 'schema_engine_bg.wasm'))
  const glue = wasm as unknown as { __wbg_set_wasm(exports: object): void }
  const { Instance, Module } = (globalThis as unknown as { WebAssembly: WasmGlobal }).WebAssembly
  const { exports } = new Instance(new Module(bytes), { './schema_engine_bg.js': wasm })
  glue.__wbg_set_wasm(exports)
  exports.__wbindgen_start?.()
  const registry = { set_message: (message: string) => console.error('schema engine:', message) }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry })
  loaded = true
}

function adapterFactory(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool)
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => repair(await factory.connect(), pool),
    connectToShadowDb: async () => {
      const shadow = await openInMemory()
      const adapter = repair(await new PrismaPg(shadow.pool).connect(), shadow.pool)
      adapter.dispose = shadow.close
      return adapter
    },
  }
}

const charType = 18
const bpcharType = 1042

/**
 * @prisma/adapter-pg 7.10 cuts scripts at ';', which breaks bodies in $$, and cannot map the catalogue's type "char":
 * scripts go out whole, and "char" is handed over as a character.
 */
function repair(adapter: any, pool: pg.Pool): any {
  const charColumns = new WeakMap<object, number[]>()
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.performIO = async (query: object) => {
    const result = await performIO(query)
    const found: number[] = []
    result.fields.forEach((field: { dataTypeID: number }, index: number) => {
      if (field.dataTypeID !== charType) return
      field.dataTypeID = bpcharType
      found.push(index)
    })
    charColumns.set(query, found)
    return result
  }
  adapter.queryRaw = async (query: object) => {
    const result = await queryRaw(query)
    for (const index of charColumns.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  adapter.executeScript = async (script: string) => {
    try {
      await pool.query(script)
    } catch (fault) {
      adapter.onError(fault)
    }
  }
  return adapter
}

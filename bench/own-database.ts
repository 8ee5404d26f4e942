/** A PostgreSQL database of the benchmark's own. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface OwnDatabase {
  url: string
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

const adminUrl = process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'

/** Creates it on the server of TEST_DATABASE_URL, else on 127.0.0.1:5432; rejects with the cure where none answers. */
export async function createOwnDatabase(): Promise<OwnDatabase> {
  const name = `anshin_bench_${Date.now()}_${randomBytes(4).toString('hex')}`
  await asAdmin((client) => client.query(`CREATE DATABASE ${name}`)).catch((error: Error) => {
    throw new Error(`PostgreSQL cannot be used: ${error.message}. Start one or set TEST_DATABASE_URL.`)
  })
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    query: async (text, values) => (await connected(url.href, (client) => client.query(text, values))).rows,
    drop: async () => void (await asAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  }
}

const asAdmin = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => connected(adminUrl, work)

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

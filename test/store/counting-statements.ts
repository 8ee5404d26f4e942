import type pg from 'pg'

/** The same pool, counting the statements that go through it. */
export function countingStatements(pool: pg.Pool): { pool: pg.Pool; count(): number } {
  let statements = 0
  const query = (...parts: Parameters<pg.Pool['query']>) => {
    statements++
    return pool.query(...parts)
  }
  return {
    count: () => statements,
    pool: new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) }),
  }
}

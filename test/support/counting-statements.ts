/** Every statement that any connection of this process sends, Prisma's and transactions' too. */
import pg from 'pg'
import { vi } from 'vitest'

/** The statements sent while `work` ran; nothing else may be at work on a database meanwhile. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = []
  const send = pg.Client.prototype.query
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: any[]) {
    const [what] = given
    statements.push(typeof what === 'string' ? what : (what.text ?? what.name))
    return (send as any).apply(this, given)
  })
  try {
    return { result: await work(), statements }
  } finally {
    spy.mockRestore()
  }
}

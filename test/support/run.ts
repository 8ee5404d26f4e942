/** One run of the tests, in the process that starts the others: what they leave for each other is gone when it ends. */
import { randomBytes } from 'node:crypto'
import { dropDatabasesOf } from './database.ts'

export function setup(): void {
  process.env.ANSHIN_TEST_RUN = randomBytes(4).toString('hex')
}

export async function teardown(): Promise<void> {
  await dropDatabasesOf(process.env.ANSHIN_TEST_RUN!)
}

/** Writes rows in pairs, without end, and prints each pair's number once it is acknowledged. */
import { openDatabase } from '../../../src/store/database.ts'
import { transact } from '../../../src/store/transaction.ts'

const [at, first] = process.argv.slice(2)
const db = await openDatabase(JSON.parse(at!))
await db.pool.query('CREATE TABLE IF NOT EXISTS pairs (n int, half int, PRIMARY KEY (n, half))')
console.log('open')
for (let n = Number(first); ; n++) {
  await transact(db.pool, async (tx) => {
    await tx.query('INSERT INTO pairs VALUES ($1, 1)', [n])
    await tx.query('INSERT INTO pairs VALUES ($1, 2)', [n])
  })
  console.log(`wrote ${n}`)
}

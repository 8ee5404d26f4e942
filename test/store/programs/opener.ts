/** Opens the database, says so, and holds it until it is killed; a refusal is printed as an operator would see it. */
import { openDatabase } from '../../../src/store/database.ts'

try {
  await openDatabase(JSON.parse(process.argv[2]!))
  console.log('open')
  setInterval(() => {}, 1000)
} catch (fault) {
  console.log(`refused ${(fault as Error).name}: ${(fault as Error).message}`)
  process.exit(1)
}

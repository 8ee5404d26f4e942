/** The key from which all keyed hashes and seals derive: given by the operator, else made once and kept with the data. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { madeOnce } from './made-once.ts'

export const masterKeyFile = (dataDir: string): string => path.join(dataDir, 'master.key')

/**
 * `given` (TOKEN_ENCRYPTION_KEY), else the key in `dataDir`/master.key, which is made where it is absent. Whoever loses that
 * file loses every registration number and sealed token with it.
 */
export const masterKey = (given: string | undefined, dataDir: string): string =>
  given ?? madeOnce(masterKeyFile(dataDir), () => randomBytes(32).toString('base64'))

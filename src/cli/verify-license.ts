/** `npm run verify-license -- FILE [--key PUBLIC.pem]`: whether a license file is, to the last byte, as the vendor issued it. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigurationError, environment, readConfig } from '../config.ts'
import { longestLicenseFile } from '../domain/license-file.ts'
import { KeyFault, keyIdOf, ownLicenseKeyFile, publicPem, readPublicKey } from '../license-files/keys.ts'
import { type LicenseVerdict, verifyLicense } from '../license-files/verifier.ts'

const usage = `Usage: npm run verify-license -- FILE [--key PUBLIC.pem]
       npm run verify-license -- --public-key

  FILE          a license file
  --key         the public key to judge it by; otherwise that of the configured signing key
  --public-key  prints the public key of the configured signing key, for those who verify elsewhere

  Exit code 0: the file is valid. 1: it is not, or could not be judged.`

/** An operator's mistake, with its cure. */
class Mistake extends Error {}

function main(args: string[]): number {
  const options = { key: { type: 'string' }, 'public-key': { type: 'boolean' } } as const
  let given: { values: { key?: string; 'public-key'?: boolean }; positionals: string[] }
  try {
    given = parseArgs({ args, allowPositionals: true, options })
  } catch {
    throw new Mistake(usage)
  }
  const { values, positionals } = given
  const [file, ...more] = positionals
  if (values['public-key'] && file === undefined && values.key === undefined) {
    process.stdout.write(publicPem(configuredKey()))
    return 0
  }
  if (file === undefined || more.length > 0 || values['public-key']) throw new Mistake(usage)
  const key = values.key === undefined ? configuredKey() : keyIn(values.key)
  const verdict = verifyLicense(beginningOf(file), key)
  console.log(inWords(verdict, keyIdOf(key)))
  return verdict.status === 'valid' ? 0 : 1
}

function configuredKey() {
  const { licenseKey, database, playground } = readConfig(environment())
  if (licenseKey) return readPublicKey(licenseKey)
  const own = ownLicenseKeyFile(database.dataDir)
  if (playground && existsSync(own)) return keyIn(own)
  throw new Mistake(
    'No signing key is configured: set LICENSE_SIGNING_KEY_FILE, or name a public key with --key PUBLIC.pem',
  )
}

function keyIn(file: string) {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch {
    throw new Mistake(`${file} cannot be read.`)
  }
  try {
    return readPublicKey(pem)
  } catch (error) {
    throw error instanceof KeyFault ? new Mistake(`${file} ${error.message}`) : error
  }
}

/** One byte more than a license file can have tells that it is none, however large it is. */
function beginningOf(file: string): Uint8Array {
  let opened: number | undefined
  try {
    opened = openSync(file, 'r')
    const bytes = Buffer.alloc(longestLicenseFile + 1)
    let length = 0
    for (let read = -1; read !== 0; length += read) read = readSync(opened, bytes, length, bytes.length - length, null)
    return bytes.subarray(0, length)
  } catch {
    throw new Mistake(`${file} cannot be read.`)
  } finally {
    if (opened !== undefined) closeSync(opened)
  }
}

function inWords(verdict: LicenseVerdict, keyId: string): string {
  switch (verdict.status) {
    case 'valid': {
      const { product, ...facts } = verdict.facts
      const lines = Object.entries({ product: `${product.name} (${product.id})`, ...facts })
      return [`valid, signed with key ${keyId}`, ...lines.map(([name, value]) => `  ${name}: ${oneLine(value)}`)].join(
        '\n',
      )
    }
    case 'altered':
      return 'altered: the file is not, to the last byte, as it was issued'
    case 'wrong-key':
      return `wrong key: the file names key ${oneLine(verdict.keyId)}, this is ${keyId}`
    case 'unknown-format': {
      const named = verdict.format === undefined ? '' : `: it calls itself ${oneLine(verdict.format)}`
      return `unknown format: no license file that this version can read${named}`
    }
  }
}

/** What a file says is shown, never obeyed by a terminal. */
const oneLine = (value: string | number): string => String(value).replace(/\p{C}/gu, '\ufffd').slice(0, 300)

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  const isExpected = error instanceof Mistake || error instanceof ConfigurationError
  console.error(isExpected ? error.message : error)
  process.exitCode = 1
}

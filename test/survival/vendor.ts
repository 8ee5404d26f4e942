/** A vendor's data with as many unregistered licenses, each with its agreement, as a test has people to register them. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { type Environment, finish } from './bot-process.ts'

export const serialOf = (n: number): string => `SURV-${String(n).padStart(4, '0')}`
export const registrationOf = (n: number): string => `REGNUM-${String(n).padStart(4, '0')}-QX`
export const contractOf = (n: number): string => `CONTRACT-${String(n).padStart(4, '0')}-MA`

const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString().slice(0, 10)

function csv(licenses: number): Record<string, string> {
  const bought = iso(Date.now() - 500 * day)
  const rows = (line: (n: number) => string) => Array.from({ length: licenses }, (_, n) => line(n)).join('\n')
  return {
    'products.csv': 'product_id,family,name\nomflow,OMFLOW,OMFLOW\n',
    'versions.csv': `product_id,version,generally_available_on\nomflow,2.0,${bought}\n`,
    'licenses.csv': `serial,registration_number,product_id,version,purchased_on\n${rows(
      (n) => `${serialOf(n)},${registrationOf(n)},omflow,2.0,${bought}`,
    )}\n`,
    'agreements.csv': `contract_registration_number,serial,starts_on,ends_on\n${rows(
      (n) => `${contractOf(n)},${serialOf(n)},${iso(Date.now() - 100 * day)},${iso(Date.now() + 200 * day)}`,
    )}\n`,
  }
}

/** A folder to import; the caller removes it. */
export function vendorFolder(licenses: number): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-vendor-'))
  for (const [name, content] of Object.entries(csv(licenses))) fs.writeFileSync(path.join(folder, name), content)
  return folder
}

/** Brings the data in with the operator's own command. */
export async function importVendor(licenses: number, env: Environment): Promise<void> {
  const folder = vendorFolder(licenses)
  const { code, output } = await finish('src/cli/import.js', [folder], env)
  fs.rmSync(folder, { recursive: true })
  expect(code, output).toBe(0)
}

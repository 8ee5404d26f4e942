import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { normalizeRegistrationNumber, normalizeSerial } from '../../../src/domain/serial.ts'
import type { Making } from '../../../src/import/records.ts'
import { type ImportOutcome, type ImportRequest, runImport } from '../../../src/import/run-import.ts'
import type { Database } from '../../../src/store/database.ts'
import { createVendorDataStore } from '../../../src/store/vendor-data.ts'

const hash = (purpose: string) => (text: string) => {
  const number = normalizeRegistrationNumber(text)
  return number && createHmac('sha256', 'a key for tests').update(`${purpose} ${number}`).digest('base64url')
}
export const making: Making = {
  timeZone: 'Asia/Taipei',
  serial: normalizeSerial,
  registrationHash: hash('registration'),
  contractHash: hash('contract'),
}

/** A folder with these files, removed when the test ends. */
export function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'anshin-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

/** Imports the files into the database. */
export const importFiles = (
  { pool }: Database,
  files: Record<string, string | Uint8Array>,
  options: Partial<ImportRequest> = {},
): Promise<ImportOutcome> =>
  runImport({
    path: folderOf(files),
    making,
    store: createVendorDataStore(pool),
    at: new Date('2026-11-22T08:00:00Z'),
    ...options,
  })

/** What is wrong, as `file row column value`, for short comparisons; the words themselves are left out. */
export function faultPlaces(outcome: ImportOutcome): string[] {
  if (outcome.status !== 'refused') throw new Error(`was ${outcome.status}, not refused`)
  return outcome.faults.map(({ file, row, column, value }) =>
    [file, row, column, value].filter((part) => part !== undefined).join(' '),
  )
}

/** A small, sound vendor: one product with two versions, one organization, two licenses, one agreement each. */
export const sound = {
  'products.csv':
    'product_id,family,name,description,description_ja\nomflow,OMFLOW,OMFLOW,Workflow designer,ワークフロー\n',
  'versions.csv':
    'product_id,version,generally_available_on,end_of_service_on,successor\nomflow,1.1,2020-01-01,2024-12-31,2.0\nomflow,2.0,2023-06-01,,\n',
  'organizations.csv':
    'organization_id,name,anniversary,time_zone,renewal_policy\nACME,"Acme, Inc.",01-01,Asia/Tokyo,reinstate\n',
  'contacts.csv':
    'organization_id,name,email,role,purposes\nACME,Aoki Haruka,Aoki@Acme.example,primary,renewal billing\n',
  'licenses.csv':
    'serial,registration_number,product_id,version,organization_id,purchased_on,list_price,currency\n' +
    'omf-0001,REG-1,omflow,1.1,ACME,2023-02-01,1200.50,TWD\nOMF-0002,REG-2,omflow,2.0,,2026-02-28,,\n',
  'agreements.csv':
    'contract_registration_number,serial,starts_on,ends_on,level\nMA-1,OMF-0001,2026-01-01,2026-12-31,premium\nMA-2,ＯＭＦ0002,2027-02-28,2028-02-27,\n',
}

/**
 * The demo data, made from two real support programmes: IBM's Software Subscription and Support in Taiwan (2009) and
 * SYSCOM's technical support for OMFLOW. Product names, hotlines and end-of-service days are theirs, as of that time; where
 * IBM's table marks a version as out of service without a day and none is well known, it is the last day before the table's month.
 * OMFLOW's versions, the organizations, the people and the partners are made up.
 */

import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { type DemoLicense, demoLicenses } from './demo-licenses.ts'

/** An import folder as of a day: the fixed files, and licenses.csv and agreements.csv made for it. `remove` it when imported. */
export async function writeDemo(today: LocalDate): Promise<{ folder: string; remove(): Promise<void> }> {
  const source = sourceFolder()
  const folder = await mkdtemp(join(tmpdir(), 'anshin-demo-'))
  for (const name of await readdir(source)) {
    if (name.endsWith('.csv')) await copyFile(join(source, name), join(folder, name))
  }
  const licenses = demoLicenses(today)
  await writeFile(join(folder, 'licenses.csv'), licensesFile(licenses))
  await writeFile(join(folder, 'agreements.csv'), agreementsFile(licenses))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The compiled program has no CSV files beside it: they stay in the project. */
function sourceFolder(): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  return join(root, 'prisma', 'demo')
}

const file = (rows: (string | number)[][]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`

const licensesFile = (licenses: DemoLicense[]): string =>
  file([
    [
      'serial',
      'registration_number',
      'product_id',
      'version',
      'organization_id',
      'quantity',
      'purchased_on',
      'initial_months',
      'list_price',
      'renewal_price',
      'currency',
    ],
    ...licenses.map((license) => [
      license.serial,
      license.registration,
      license.product,
      license.version,
      license.organization,
      license.quantity,
      license.purchasedOn,
      license.initialMonths,
      ...(license.price ?? ['', '', '']),
    ]),
  ])

const agreementsFile = (licenses: DemoLicense[]): string =>
  file([
    ['contract_registration_number', 'serial', 'starts_on', 'ends_on', 'level'],
    ...licenses.flatMap(({ serial, agreements }) =>
      agreements.map(({ contract, startsOn, endsOn, level }) => [contract, serial, startsOn, endsOn, level ?? '']),
    ),
  ])

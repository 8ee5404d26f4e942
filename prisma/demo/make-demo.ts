/**
 * The demo data, made from two real support programmes: IBM's Software Subscription and Support in Taiwan (2009) and
 * SYSCOM's technical support for OMFLOW. Product names, hotlines and end-of-service days are theirs, as of that time; where
 * IBM's table marks a version as out of service without a day and none is well known, it is the last day before the table's month.
 * OMFLOW's versions, the organizations, the people, the partners and every release are made up.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { artifactBytes, demoFiles, licenseFileOf, writeDemoFiles } from './demo-files.ts'
import { type DemoLicense, demoLicenses } from './demo-licenses.ts'
import { type DemoRelease, demoReleases } from './demo-releases.ts'

export interface Demo {
  folder: string
  /** Puts the files that the data names below the root of a file store. */
  writeFiles(root: string): Promise<void>
  remove(): Promise<void>
}

/** An import folder as of a day: the fixed files, and those with licenses and releases made for it. `remove` it when imported. */
export async function writeDemo(today: LocalDate): Promise<Demo> {
  const source = sourceFolder()
  const folder = await mkdtemp(join(tmpdir(), 'anshin-demo-'))
  for (const name of await readdir(source)) {
    if (name.endsWith('.csv')) await copyFile(join(source, name), join(folder, name))
  }
  const licenses = demoLicenses(today)
  await writeFile(join(folder, 'licenses.csv'), licensesFile(licenses))
  await writeFile(join(folder, 'agreements.csv'), agreementsFile(licenses))
  const releases = demoReleases(today)
  await writeFile(join(folder, 'releases.csv'), releasesFile(releases))
  await writeFile(join(folder, 'artifacts.csv'), artifactsFile(releases))
  return {
    folder,
    writeFiles: (root) => writeDemoFiles(demoFiles(releases, licenses), root),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The compiled program has no CSV files beside it: they stay in the project. */
function sourceFolder(): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  return join(root, 'prisma', 'demo')
}

const file = (rows: (string | number)[][]): string => `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`
const cell = (value: string | number): string =>
  /[",\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`

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
      'license_file',
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
      licenseFileOf(license) ?? '',
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

const languages = ['en', 'zh-TW', 'zh-CN', 'ja'] as const

const releasesFile = (releases: DemoRelease[]): string =>
  file([
    [
      ...['release_id', 'product_id', 'version', 'kind', 'published_on', 'title', 'notes'],
      ...languages.flatMap((language) => [`title_${language}`, `notes_${language}`]),
    ],
    ...releases.map(({ id, product, version, kind, publishedOn, title, notes }) => [
      ...[id, product, version, kind, publishedOn, title.en, notes.en],
      ...languages.flatMap((language) => [title[language], notes[language]]),
    ]),
  ])

const artifactsFile = (releases: DemoRelease[]): string =>
  file([
    ['release_id', 'file_name', 'platform', 'size_bytes', 'sha256', 'location'],
    ...releases.flatMap((release) =>
      release.artifacts.map((artifact) => {
        const bytes = artifactBytes(release, artifact)
        const digest = createHash('sha256').update(bytes).digest('hex')
        const declared = artifact.declared ? [bytes.length, digest] : ['', '']
        return [release.id, artifact.fileName, artifact.platform ?? '', ...declared, artifact.location]
      }),
    ),
  ])

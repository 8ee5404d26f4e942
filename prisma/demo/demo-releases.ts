/**
 * What was published for the demo's products, as distances from the day of the import, so that on every day something came out
 * before a lapsed agreement ended, something after it, and something yesterday. New versions keep the days of versions.csv.
 */
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import { type Four, fixPack, newVersion, paper, securityFix } from './release-words.ts'

export interface DemoArtifact {
  fileName: string
  platform?: string
  /** Below the store's root. */
  location: string
  /** Small files are declared without their digest now and then: the bot measures those. */
  declared: boolean
}

export interface DemoRelease {
  id: string
  product: string
  version: string
  kind: 'new-version' | 'update' | 'security' | 'document'
  publishedOn: LocalDate
  title: Four
  notes: Four
  artifacts: DemoArtifact[]
}

type Line = Omit<DemoRelease, 'artifacts'> & { platforms: (string | undefined)[]; ending: string }

/** In each product a version that somebody bought, what replaced it, fixes from before and after a lapse, and documents. */
export function demoReleases(today: LocalDate): DemoRelease[] {
  const ago = (days: number) => addDays(today, -days)
  const fixed = (day: string) => day as LocalDate
  const lines: Line[] = []
  const add = (product: Product, version: string, kind: DemoRelease['kind'], on: LocalDate, words: Words, n = 1) =>
    lines.push({
      id: [product.short, version.replace(/^V(?=\d)/, ''), ...endingOf[kind](n)].join('-').replace(/\s/g, '-'),
      ...{ product: product.id, version, kind, publishedOn: on, title: words.title, notes: words.notes },
      platforms: kind === 'document' ? [undefined] : product.platforms,
      ending: kind === 'document' ? 'txt' : 'zip',
    })

  for (const product of products) {
    const { versions, names } = product
    for (const [version, on] of versions) {
      const day = typeof on === 'string' ? fixed(on) : ago(on)
      add(product, version, 'new-version', day, newVersion(names, version))
      add(product, version, 'document', day, paper(names, version))
    }
    for (const version of product.maintained) {
      add(product, version, 'update', ago(300), fixPack(names, version, 1), 1)
      add(product, version, 'update', ago(100), fixPack(names, version, 2), 2)
      add(product, version, 'security', ago(1), securityFix(names, version), 1)
      // Comes out while one turns the clock.
      add(product, version, 'update', addDays(today, 60), fixPack(names, version, 3), 3)
    }
  }
  return lines.map(({ platforms, ending, ...release }) => ({
    ...release,
    artifacts: platforms.map((platform, n) => {
      const fileName = `${[release.id, ...(platform ? [platform] : [])].join('-')}.${ending}`
      const named = platform ? { platform } : {}
      return { fileName, ...named, location: `${release.product}/${release.id}/${fileName}`, declared: n !== 1 }
    }),
  }))
}

type Words = { title: Four; notes: Four }

const endingOf: Record<DemoRelease['kind'], (n: number) => string[]> = {
  'new-version': () => [],
  update: (n) => [`FP${n}`],
  security: (n) => [`SEC${n}`],
  document: () => ['GUIDE'],
}

interface Product {
  id: string
  short: string
  names: string
  platforms: string[]
  /** Each with its day, or how many days ago it came out. */
  versions: [version: string, on: string | number][]
  /** Versions that get fixes. */
  maintained: string[]
}

const servers = ['Linux-x64', 'Windows-x64']
const unix = ['AIX', 'Linux-x64', 'Windows-x64']

const products: Product[] = [
  {
    ...{ id: 'websphere-application-server', short: 'WAS', names: 'WebSphere Application Server', platforms: unix },
    versions: [
      ['V5.1', '2004-01-16'],
      ['V6.0', '2004-12-31'],
      ['V6.1', '2006-06-30'],
      ['V7.0', '2008-10-17'],
    ],
    maintained: ['V6.1', 'V7.0'],
  },
  {
    ...{ id: 'websphere-mq', short: 'MQ', names: 'WebSphere MQ', platforms: servers },
    versions: [
      ['V6.0', '2005-06-24'],
      ['V7.0', '2008-06-27'],
    ],
    maintained: ['V6.0', 'V7.0'],
  },
  {
    ...{ id: 'rational-clearcase', short: 'CC', names: 'Rational ClearCase', platforms: servers },
    versions: [
      ['V7.0', 3000],
      ['V7.1', 1500],
    ],
    maintained: ['V7.1'],
  },
  {
    ...{ id: 'rational-clearquest', short: 'CQ', names: 'Rational ClearQuest', platforms: servers },
    versions: [
      ['V7.0', 3000],
      // After the demo's license of V7.0 lapsed.
      ['V7.1', 60],
    ],
    maintained: ['V7.0'],
  },
  {
    ...{ id: 'lotus-notes-domino', short: 'DOMINO', names: 'Lotus Notes/Domino', platforms: servers },
    versions: [['V8.5', '2009-01-06']],
    maintained: ['V8.5'],
  },
  {
    ...{ id: 'websphere-portal', short: 'WPS', names: 'WebSphere Portal', platforms: servers },
    versions: [['V6.1', 3000]],
    maintained: ['V6.1'],
  },
  {
    ...{ id: 'informix-dynamic-server', short: 'IDS', names: 'Informix Dynamic Server', platforms: unix },
    versions: [['V11.5', 3000]],
    maintained: ['V11.5'],
  },
  {
    ...{ id: 'db2-udb', short: 'DB2', names: 'DB2 UDB', platforms: unix },
    versions: [
      ['V8.2', '2004-09-17'],
      ['V9.7', '2009-06-19'],
    ],
    maintained: ['V9.7'],
  },
  {
    ...{ id: 'tivoli-storage-manager', short: 'TSM', names: 'Tivoli Storage Manager', platforms: servers },
    versions: [
      ['V5.x', 4000],
      ['V6.1', '2009-03-27'],
    ],
    maintained: ['V5.x', 'V6.1'],
  },
  {
    ...{ id: 'omflow', short: 'OMFLOW', names: 'OMFLOW', platforms: servers },
    versions: [
      ['V1.2', '2021-03-15'],
      ['V2.0', '2022-10-03'],
      ['V2.1', '2024-05-15'],
      ['V2.2', '2025-11-03'],
    ],
    maintained: ['V2.1', 'V2.2'],
  },
]

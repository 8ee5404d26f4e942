/** Regions as vendors write them in English, and as people name them in their languages. */

import { languages } from './contact.ts'
import { folded } from './search-words.ts'

/** Continents and their parts (UN M49) beside the countries. */
const groups = ['001', '002', '003', '005', '009', '013', '019', '021', '029', '030', '034', '035', '142', '145', '150']

function* codes(): Generator<string> {
  yield* groups
  for (const a of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') for (const b of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') yield a + b
}

const namesIn = (language: string) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })

/** What a region is called in each language, by its English name folded; made when it is first asked for. */
let known: Map<string, Record<string, string>> | undefined
function regions(): Map<string, Record<string, string>> {
  if (known) return known
  known = new Map()
  const english = namesIn('en')
  const inEach = languages.map((language) => [language, namesIn(language)] as const)
  for (const code of codes()) {
    const name = english.of(code)
    if (name === undefined) continue
    const names = inEach.flatMap(([language, each]) => {
      const called = each.of(code)
      return called === undefined ? [] : [[language, called] as const]
    })
    known.set(folded(name), Object.fromEntries(names))
  }
  return known
}

/** The region in a language, as it was written where it is none that everybody knows. */
export const regionIn = (region: string, language: string): string =>
  regions().get(folded(region).trim())?.[language] ?? region

/** Every name under which people may look for a region. */
export const namesOfRegion = (region: string): string[] => [
  region,
  ...Object.values(regions().get(folded(region).trim()) ?? {}),
]

/** R8.1: which support centres and partners a person looks for, and in which order they are told. */

import type { Organization } from './organization.ts'
import type { Product } from './product.ts'
import { namesOfRegion } from './region-names.ts'
import { folded, holdsEach, searchWords } from './search-words.ts'
import type { CenterListing, Partner } from './support-guide.ts'

/** The centres for a product, a family or a name, all without words; those of `own` products first. */
export function centersFor(
  words: string | undefined,
  centers: readonly CenterListing[],
  own: ReadonlySet<string> = new Set(),
): CenterListing[] {
  const wanted = searchWords(words ?? '')
  const isOwn = ({ products }: CenterListing) => products.some(({ id }) => own.has(id))
  const named = ({ id, name, products }: CenterListing) =>
    // A product is looked after as a whole: its words are not mixed with another's.
    [`${id} ${name}`, ...products.map((product) => `${product.family} ${product.name} ${product.id}`)].some((each) =>
      holdsEach(folded(each), wanted),
    )
  return centers.filter(named).sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
}

/**
 * The partners for words of a region, in any language, of a family, of a product or of their name; all without words. The
 * organization's own partner comes first, then those of its region.
 */
export function partnersFor(
  words: string | undefined,
  partners: readonly Partner[],
  products: readonly Product[],
  organization: Pick<Organization, 'region' | 'partnerId'> | undefined,
): Partner[] {
  const wanted = searchWords(words ?? '')
  const textOf = ({ name, region, families }: Partner) => {
    const known = products.filter(({ family }) => families.includes(family))
    const names = known.flatMap((product) => [product.name, product.id])
    return folded([name, ...namesOfRegion(region), ...families, ...names].join(' '))
  }
  const rank = ({ id, region }: Partner) => {
    if (id === organization?.partnerId) return 0
    return organization?.region !== undefined && folded(region) === folded(organization.region) ? 1 : 2
  }
  return partners.filter((partner) => holdsEach(textOf(partner), wanted)).sort((a, b) => rank(a) - rank(b))
}

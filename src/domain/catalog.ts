/** R8.1b: what the vendor sells and supports: products and their versions, and which of them are in service on a day. */

import type { LocalDate } from './local-date.ts'
import type { Product, Version } from './product.ts'
import { folded, holdsEach, searchWords } from './search-words.ts'
import { successorsOf } from './version-service.ts'

/** A product with every version, oldest first where that is known. */
export interface CatalogProduct extends Product {
  versions: Version[]
}

export interface Catalog {
  /** Every product, by family and name. */
  products(): Promise<CatalogProduct[]>
}

/** The product's description in the reader's language, else the vendor's own. */
export const descriptionIn = ({ description, descriptions }: Product, language: string): string | undefined =>
  descriptions?.[language] ?? description ?? descriptions?.en

/**
 * The products that hold every word in their family, name, a version or a description in the reader's language; a product
 * whose name or id is exactly that comes alone, and names come before descriptions.
 */
export function searchCatalog(
  words: string,
  language: string,
  products: readonly CatalogProduct[],
): readonly CatalogProduct[] {
  const wanted = searchWords(words)
  if (wanted.length === 0) return products
  const searched = folded(words).trim()
  const exact = products.filter(({ id, name }) => folded(id) === searched || folded(name) === searched)
  if (exact.length > 0) return exact
  const named = (product: CatalogProduct) =>
    folded([product.family, product.name, product.id, ...product.versions.map(({ version }) => version)].join(' '))
  const described = (product: CatalogProduct) => `${named(product)} ${folded(descriptionIn(product, language) ?? '')}`
  const isNamed = (product: CatalogProduct) => holdsEach(named(product), wanted)
  return [
    ...products.filter(isNamed),
    ...products.filter((product) => !isNamed(product) && holdsEach(described(product), wanted)),
  ]
}

export type VersionState =
  | { status: 'not-yet'; on: LocalDate }
  | { status: 'in-service'; until?: LocalDate }
  | { status: 'ended'; on: LocalDate }

/** Where a version stands on a day. Its end-of-service day is still in service. */
export function versionStateOn(day: LocalDate, { generallyAvailableOn, endOfServiceOn }: Version): VersionState {
  if (endOfServiceOn !== undefined && endOfServiceOn < day) return { status: 'ended', on: endOfServiceOn }
  if (generallyAvailableOn !== undefined && generallyAvailableOn > day)
    return { status: 'not-yet', on: generallyAvailableOn }
  return { status: 'in-service', ...(endOfServiceOn !== undefined ? { until: endOfServiceOn } : {}) }
}

/** Newest first, by the chain of successors; what no chain orders stays as it was given. */
export function newestFirst(versions: readonly Version[]): Version[] {
  const followers = new Map(versions.map(({ version }) => [version, successorsOf(version, versions).length]))
  return [...versions].sort((a, b) => followers.get(a.version)! - followers.get(b.version)!)
}

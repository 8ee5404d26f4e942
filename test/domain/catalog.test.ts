import { describe, expect, test } from 'vitest'
import { type CatalogProduct, newestFirst, searchCatalog } from '../../src/domain/catalog.ts'
import type { Version } from '../../src/domain/product.ts'

const of = (...chain: [version: string, successor?: string][]) =>
  chain.map(([version, successor]) => ({ version, ...(successor ? { successor } : {}) })) as Version[]

test.each([
  ['a chain is turned round, however it is given', of(['B', 'C'], ['A', 'B'], ['C']), 'C B A'],
  ['what no chain orders stays as it was given', of(['B'], ['A'], ['C']), 'B A C'],
  ['a successor that the catalogue lacks orders nothing', of(['B', 'gone'], ['A']), 'B A'],
  ['a ring ends where it began', of(['A', 'B'], ['B', 'A'], ['C']), 'C A B'],
])('%s', (_, versions, order) => {
  expect(
    newestFirst(versions)
      .map(({ version }) => version)
      .join(' '),
  ).toBe(order)
})

describe('words', () => {
  const products = [
    { id: 'backup', family: 'Tools', name: 'Backup', description: 'Keeps a database safe', versions: [] },
    { id: 'db', family: 'Data', name: 'Database', versions: of(['V8.2']) },
    { id: 'db-pro', family: 'Data', name: 'Database Pro', versions: [] },
  ] as unknown as CatalogProduct[]
  test.each([
    ['none: every product', '　 ', 'backup db db-pro'],
    ['a name in full comes alone, in any width and case', ' ＤＡＴＡＢＡＳＥ ', 'db'],
    ['names come before descriptions', 'data base', 'db db-pro backup'],
    ['every word must occur', 'database v8.2', 'db'],
    ['nothing has them all', 'database v9', ''],
  ])('%s', (_, words, found) => {
    const ids = searchCatalog(words, 'en', products).map(({ id }) => id)
    expect(ids.join(' ')).toBe(found)
  })
})

import { expect, test } from 'vitest'
import { onEachChat, type Turn } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'

/** The days with which a part of any line was said. */
const daysOf = ({ reply }: Turn, key: string): string[] => {
  const said = JSON.stringify(reply)
  return [...said.matchAll(new RegExp(`"${key}","values":\\{"day":\\{"day":"([^"]*)"`, 'g'))].map(([, day]) => day!)
}

onEachChat('the catalogue', (chat) => {
  test('a stranger reads families and products, and nothing of any organization', async () => {
    const olga = chat().person('OLGA')
    const list = await olga.says('catalog')
    expect(list.keys[0]).toBe('catalog.title')
    const db2 = await olga.says('catalog DB2')
    expect(db2.offers).toEqual(['centers {"what":"db2-udb"}', 'catalog'])
    expect((await olga.presses(list, 'catalog', { page: '2' })).values('guide.page')).toMatchObject({ from: 9 })
  })

  test('each version tells since when it is available, whether it is in service today, and what follows', async () => {
    const olga = chat().person('OLGA')
    chat().at('2029-12-31T10:00:00Z')
    expect(daysOf(await olga.says('catalog omflow'), 'catalog.in-service-until')).toEqual(['2029-12-31'])
    chat().at('2030-01-01T10:00:00Z')
    const said = await olga.says('catalog omflow')
    expect(daysOf(said, 'catalog.in-service-until')).toEqual([])
    expect(daysOf(said, 'catalog.ended')[0]).toBe('2029-12-31')
    expect(said.keys).toEqual(expect.arrayContaining(['catalog.since', 'catalog.in-service', 'catalog.successor']))
    chat().at('2025-01-01T10:00:00Z')
    expect(daysOf(await olga.says('catalog omflow'), 'catalog.not-yet')).toEqual(['2025-11-03'])
  })

  test.each([
    ['en', 'catalog restores', 'Tivoli Storage Manager (TSM)'],
    ['zh-TW', '產品目錄 備份', 'Tivoli Storage Manager (TSM)'],
    ['zh-CN', '产品目录 备份', 'Tivoli Storage Manager (TSM)'],
    ['ja', '製品カタログ バックアップ', 'Tivoli Storage Manager (TSM)'],
    ['en', 'catalog lotus notes', 'Lotus Notes/Domino'],
  ])('in %s "%s" finds %s by family, name or description', async (locale, words, name) => {
    const said = await chat().person('OLGA', { locale }).says(words)
    expect(said.texts[0]).toBe(name)
  })

  test('a customer goes on to the coverage of their own license and to sales', async () => {
    const person = await chat().signedUp(wang)
    const said = await person.says('catalog ClearCase')
    expect(said.offers).toContain('sales.ask {"kind":"product","subject":"rational-clearcase"}')
    const coverage = said.offers.find((offer) => offer.startsWith('coverage'))
    expect(coverage).toBeDefined()
    expect((await person.presses(said, 'coverage')).keys[0]).toMatch(/^coverage\.(headline|found-many)/)
    expect((await person.saysInPublic('catalog ClearCase')).offers.some((each) => each.startsWith('coverage'))).toBe(
      false,
    )
    expect((await person.says('catalog OMFLOW')).offers.some((each) => each.startsWith('coverage'))).toBe(false)
  })

  test('what is not in the catalogue is said', async () => {
    const said = await chat().person('OLGA').says('catalog COBOL')
    expect([said.keys[0], said.offers]).toEqual(['catalog.none', ['catalog']])
  })
})

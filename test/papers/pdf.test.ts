import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { PaperName } from '../../src/domain/hand-out.ts'
import type { Holdings } from '../../src/domain/paper.ts'
import { languages, root } from '../support/locale-files.ts'
import { holdings, license, now, organization, papersOf, read } from './support/holdings.ts'

const printed = (
  name: PaperName,
  language = 'en',
  held: Holdings = holdings,
  more: Partial<typeof organization> = {},
) => papersOf(held).print(name, 'pdf', { organization: { ...organization, ...more }, language, now })

/** Where a reader's program finds a font that came with the paper. */
const count = (bytes: Uint8Array, what: string) => Buffer.from(bytes).toString('latin1').split(what).length - 1

describe.each(languages)('in %s', (language) => {
  test('the proof names licenses, quantities, rights, services and the state on the day', async () => {
    const { bytes } = await printed('proof', language)
    const { text, info } = await read(bytes)
    for (const said of [
      '北野精機株式会社',
      'MQ-1',
      'MQ-2',
      'WebSphere MQ',
      'V7.0',
      '1,250',
      'Anshin ソフト',
      'Asia/Tokyo',
    ])
      expect(text).toContain(said)
    // The organization is a day ahead of UTC already; maintenance ends with the agreement.
    const days = { en: ['November 23, 2026', 'February 28, 2027'] }[language as string] ?? [
      '2026年11月23日',
      '2027年2月28日',
    ]
    for (const said of days) expect(text).toContain(said)
    expect(text).not.toContain('□')
    expect(info).toMatchObject({
      Author: 'Anshin ソフト',
      Language: language,
      Title: expect.stringContaining('北野精機'),
    })
  })

  test('the statement names purchases with prices, registrations, terms and contacts', async () => {
    const { text } = await read((await printed('statement', language)).bytes)
    for (const said of [
      'MQ-1',
      '佐藤健',
      '陳怡君',
      '刘洋',
      '𠮷田 髙',
      '241,001',
      '48,200',
      'JPY',
      'primary@kitano.example',
    ])
      expect(text).toContain(said)
    expect(text).toContain('+81-3-5550-0121')
    expect(text).toContain('04-15')
    expect(text).not.toContain('□')
  })
})

test('every letter of the demo’s names is there, in each language', async () => {
  const column = (file: string) =>
    (parse(readFileSync(join(root, `prisma/demo/${file}.csv`), 'utf8'), { columns: true }) as { name: string }[]).map(
      ({ name }) => name,
    )
  const names = ['organizations', 'contacts', 'products', 'partners', 'support-centers', 'staff'].flatMap(column)
  const contacts = names.map((name) => ({ ...holdings.contacts[0]!, name }))
  for (const language of languages) {
    const { text } = await read((await printed('statement', language, { ...holdings, contacts })).bytes)
    expect(text).not.toContain('□')
    // A long name goes on in the next line, where it has no space.
    for (const name of names) expect(text.replaceAll(' ', '')).toContain(name.replaceAll(' ', ''))
  }
})

test('each script’s letters come from the reader’s own font first, and all fonts are in the file, as parts', async () => {
  const fonts = async (language: string) => {
    const { bytes } = await printed('statement', language)
    const used = Buffer.from(bytes)
      .toString('latin1')
      .match(/NotoSans[A-Z]{2}/g)!
    return { bytes, used: new Set(used) }
  }
  const { bytes, used } = await fonts('zh-TW')
  expect(used).toEqual(new Set(['NotoSansTC', 'NotoSansJP', 'NotoSansSC']))
  expect(count(bytes, '/FontFile2')).toBe(3)
  expect(count(bytes, '/ToUnicode')).toBe(3)
  expect(bytes.length).toBeLessThan(120_000)
  // 直 and 骨 are in all three.
  const own = async (language: string) => {
    const plain = { ...holdings, contacts: [], licenses: [license('MQ-1')] }
    const here = { ...organization, name: '直骨' }
    const { bytes } = await papersOf(plain, 'Anshin').print('proof', 'pdf', { organization: here, language, now })
    return new Set(
      Buffer.from(bytes)
        .toString('latin1')
        .match(/NotoSans[A-Z]{2}/g),
    )
  }
  expect(await own('ja')).toEqual(new Set(['NotoSansJP']))
  expect(await own('zh-CN')).toEqual(new Set(['NotoSansSC']))
  expect(await own('zh-TW')).toEqual(new Set(['NotoSansTC']))
})

test('a letter that no font has is a visible box, and what has no shape is left out', async () => {
  const name = 'A\u{1f600}B\u200bC\u0000D\u202eE नमस्ते'
  const { text } = await read((await printed('proof', 'en', holdings, { name })).bytes)
  expect(text).toMatch(/A□BC ?DE □+/)
})

test('the same holdings at the same instant are the same bytes; another instant is another paper', async () => {
  const [one, two] = [await printed('statement', 'ja'), await printed('statement', 'ja')]
  expect(Buffer.compare(Buffer.from(one.bytes), Buffer.from(two.bytes))).toBe(0)
  expect(one).toMatchObject({
    fileName: 'statement-of-account-北野精機株式会社-2026-11-23.pdf',
    type: 'application/pdf',
  })
})

test('names of any length wrap or end in an ellipsis, and no row is lost', async () => {
  const licenses = ['𠮷'.repeat(200), 'w'.repeat(200), 'a b '.repeat(2_500), 'VeryLong/Path.Name-'.repeat(40)].map(
    (name, n) =>
      license(`LONG-${'X'.repeat(100)}-${n}`, { product: { id: 'p', family: 'f', name }, version: name.slice(0, 60) }),
  )
  const { text } = await read(
    (await printed('proof', 'zh-CN', { ...holdings, licenses }, { name: '𠮷'.repeat(300) })).bytes,
  )
  for (const n of [0, 1, 2, 3]) expect(text).toContain(`-${n}`)
  // Half a letter would be no letter.
  expect(text).not.toContain('□')
  expect(text).toContain('…')
})

test('a thousand licenses are many pages, each with its head and number, and others have their turn meanwhile', async () => {
  const licenses = Array.from({ length: 1_000 }, (_, n) => license(`BIG-${String(n).padStart(4, '0')}`))
  const papers = papersOf({ ...holdings, licenses })
  const print = () => papers.print('proof', 'pdf', { organization, language: 'ja', now })
  // Unpacking the fonts gives others their turn too.
  await print()
  let turns = 0
  let isPrinting = true
  const meanwhile = (async () => {
    for (; isPrinting; turns++) await new Promise(setImmediate)
  })()
  const { bytes } = await print()
  isPrinting = false
  await meanwhile
  const { pages } = await read(bytes)
  expect(pages.length).toBeGreaterThan(20)
  expect(turns).toBeGreaterThan(pages.length)
  for (const [n, page] of pages.entries()) {
    expect(page).toContain('シリアル番号')
    expect(page.replaceAll('|', '')).toContain(`${n + 1} / ${pages.length} ページ`)
  }
  const all = pages.join('|')
  for (const { displaySerial } of licenses) expect(all).toContain(displaySerial)
  expect(bytes.length).toBeLessThan(300_000)
})

test('what a paper says of itself goes on over the page, however much it is', async () => {
  const centers = Array.from({ length: 80 }, (_, n) => ({ id: `c${n}`, name: `Center ${n}.` }))
  const { pages } = await read((await printed('proof', 'en', { ...holdings, centers })).bytes)
  expect(pages.length).toBeGreaterThan(1)
  for (const { name } of centers) expect(pages.join('|').split(`|${name}|`)).toHaveLength(2)
  expect(pages[0]).not.toContain('Center 79.')
})

test('an organization without anything still gets its papers', async () => {
  const nothing = { licenses: [], contacts: [], centers: [] }
  for (const name of ['proof', 'statement'] as const) {
    const { pages } = await read((await printed(name, 'zh-TW', nothing)).bytes)
    expect(pages).toHaveLength(1)
  }
})

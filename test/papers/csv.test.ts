import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { PaperName } from '../../src/domain/hand-out.ts'
import type { Holdings } from '../../src/domain/paper.ts'
import { languages } from '../support/locale-files.ts'
import { holdings, license, now, organization, papersOf } from './support/holdings.ts'

const printed = async (name: PaperName, language = 'en', held: Holdings = holdings) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    (await papersOf(held).print(name, 'csv', { organization, language, now })).bytes,
  )
const rowsOf = (text: string): string[][] => parse(text, { bom: true, relax_quotes: false })
const row = (rows: string[][], has: string) => rows.find((cells) => cells.includes(has))

test.each(languages)('in %s a program reads as many cells in every line, and Excel its encoding', async (language) => {
  for (const name of ['proof', 'statement'] as const) {
    const text = await printed(name, language)
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(new Set(rowsOf(text).map(({ length }) => length)).size).toBe(1)
  }
})

test('days are ISO days of the organization’s zone, numbers are numbers, names are whole', async () => {
  const proof = rowsOf(await printed('proof', 'ja'))
  expect(row(proof, 'MQ-1')).toEqual(
    expect.arrayContaining(['WebSphere MQ', 'V7.0', 'MQ-1', '1250', '2027-02-28', 'プレミアム']),
  )
  const statement = rowsOf(await printed('statement'))
  expect(row(statement, '2024-02-29')).toEqual(expect.arrayContaining(['MQ-1', '241000.5', '48200', 'JPY']))
  // Registered after midnight in Tokyo.
  expect(row(statement, '2026-03-02')).toEqual(expect.arrayContaining(['MQ-1', '佐藤健']))
  expect(row(statement, '2025-03-01')).toEqual(expect.arrayContaining(['MQ-1', '2027-02-28', 'Premium']))
  expect(row(statement, '𠮷田 髙')).toEqual(expect.arrayContaining(['viewer@kitano.example', 'Billing and Shipping']))
})

describe('what looks like a formula', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠A', '=HYPERLINK("x";"y"),\r\n"z'])(
    '%j is words to a spreadsheet wherever a person or the vendor wrote it',
    async (name) => {
      const hostile = {
        ...holdings,
        licenses: [license('MQ-1', { product: { id: 'p', family: 'f', name }, version: name })],
        contacts: holdings.contacts.map((contact) => ({ ...contact, name })),
      }
      for (const paper of ['proof', 'statement'] as const) {
        const cells = rowsOf(await printed(paper, 'en', hostile)).flat()
        expect(cells).toContain(`'${name}`)
        expect(cells).not.toContain(name)
      }
    },
  )
})

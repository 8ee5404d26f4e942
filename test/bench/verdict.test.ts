import { expect, test } from 'vitest'
import { checkVerdict } from '../../bench/coverage/verdict.ts'
import { type Line, reportOf } from '../../bench/report.ts'
import { median, percentile } from '../../bench/statistics.ts'

const question = { user: 'U1', serial: 'BEN-0001-0001', mark: '✅', day: '2027年1月2日' }
const body = (header: string, serial: string, type = 'ephemeral') =>
  JSON.stringify({
    response_type: type,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header } },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: ` ${serial}` }] }],
      },
    ],
  })
const right = body('✅ OMFLOW 保固至2027年1月2日', question.serial)

test('the benchmark takes the verdict on the very license that was asked for', () => {
  expect(() => checkVerdict(question, { status: 200, body: right, ms: 1 })).not.toThrow()
})

test.each([
  ['another status', 503, right],
  ['nothing', 200, '{}'],
  ['another verdict', 200, body('⛔ OMFLOW 保固至2027年1月2日', question.serial)],
  ['another day', 200, body('✅ OMFLOW 保固至2027年1月3日', question.serial)],
  ['another license', 200, body('✅ OMFLOW 保固至2027年1月2日', 'BEN-0001-0002')],
  ['an answer for all to see', 200, body('✅ OMFLOW 保固至2027年1月2日', question.serial, 'in_channel')],
])('the benchmark refuses %s', (_, status, text) => {
  expect(() => checkVerdict(question, { status, body: text, ms: 1 })).toThrow(question.serial)
})

test('a report names its ratios and aims by the same keys', () => {
  const lines: Line[] = [
    { key: 'throughput', ratio: 0.71239, aim: 0.7, detail: '' },
    { key: 'processorTime', ratio: 0.9, detail: '' },
  ]
  expect(reportOf('coverage', lines, { rounds: 3 })).toEqual({
    name: 'coverage',
    ratios: { throughput: 0.712, processorTime: 0.9 },
    aims: { throughput: 0.7 },
    figures: { rounds: 3 },
  })
})

test('a percentile is one of the values', () => {
  expect([median([3, 1, 2]), percentile([5, 1], 50), percentile([4, 2, 9], 99)]).toEqual([2, 1, 9])
})

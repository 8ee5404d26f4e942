import { expect, test } from 'vitest'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { slipsBetween } from '../../src/domain/slips.ts'

const vocabulary = createVocabulary(
  [
    ['register', 'register'],
    ['登錄', 'register'],
    ['登録', 'register'],
    ['登錄合約', 'agreement'],
    ['case open', 'case.open'],
    ['case', 'case.list'],
    ['coverage', 'coverage'],
    ['維護狀態', 'coverage'],
    ['保守状況を確認', 'coverage'],
  ],
  slipsBetween,
)

test.each([
  ['register A B', 'register', 'A B'],
  ['  REGISTER   A ', 'register', 'A'],
  ['ＲＥＧＩＳＴＥＲ　Ａ', 'register', 'A'],
  ['case open now', 'case.open', 'now'],
  ['case 12', 'case.list', '12'],
  ['登錄 OMF-1', 'register', 'OMF-1'],
  ['登錄OMF-1', 'register', 'OMF-1'],
  ['登錄合約OMF-1', 'agreement', 'OMF-1'],
  ['登録', 'register', ''],
])('%j means %s with %j', (words, command, rest) => {
  expect(vocabulary.find(words)).toMatchObject({ command, rest })
})

test.each([['hello'], [''], ['registers A'], ['register-license']])('%j means no command', (words) => {
  expect(vocabulary.find(words)).toBeUndefined()
})

test.each([
  ['registr', 'register'],
  ['covrage x', 'coverage'],
  ['zzzzzz', undefined],
  ['ca', undefined],
  ['regsiter', 'register'],
  ['caes open', 'case.open'],
  ['維護狀太', 'coverage'],
  ['維護狀太OMF-1', 'coverage'],
  ['保守状況の確認 OMF-1', 'coverage'],
  ['登入', undefined],
  ['維護人員是誰', undefined],
  ['x'.repeat(5_000), undefined],
])('%s is nearest to %s', (words, command) => {
  expect(vocabulary.nearest(words)).toBe(command)
})

test('two commands cannot share a word', () => {
  expect(() =>
    createVocabulary(
      [
        ['Go', 'a'],
        ['ｇｏ', 'b'],
      ],
      slipsBetween,
    ),
  ).toThrow('"ｇｏ" means both a and b')
})

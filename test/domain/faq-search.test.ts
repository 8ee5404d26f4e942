import { describe, expect, test } from 'vitest'
import { type FaqEntry, indexFaq } from '../../src/domain/faq-search.ts'
import { weighTerms } from '../../src/domain/search-terms.ts'

const entries: FaqEntry[] = [
  { id: 'renew', locale: 'en', question: 'Can we renew maintenance later?', answer: 'Yes, by the month.' },
  { id: 'renew', locale: 'zh-TW', question: '之後還可以續約嗎？', answer: '可以，費用按月計算。' },
  { id: 'renew', locale: 'ja', question: '保守は後から更新できますか。', answer: 'できます。' },
  {
    id: 'mail',
    locale: 'en',
    question: 'The confirmation mail does not arrive.',
    answer: 'Look into the junk folder.',
  },
  { id: 'mail', locale: 'zh-TW', question: '收不到驗證信怎麼辦？', answer: '請查看垃圾郵件匣。' },
  { id: 'mail', locale: 'ja', question: '確認メールが届きません。', answer: '迷惑メールフォルダをご確認ください。' },
  {
    id: 'scope',
    locale: 'en',
    question: 'What is out of scope?',
    answer: 'Hardware and networks.',
    productId: 'omflow',
  },
  { id: 'only', locale: 'ja', question: 'サポートだけを購入できますか。', answer: 'できません。' },
]
const index = indexFaq(entries)
const ids = (words: string, language: string, more: { about?: string; surely?: true } = {}) =>
  index.search(words, { language, ...more }).map(({ id }) => id)

describe('words are found', () => {
  test.each([
    ['in a spaced script, whatever their ending', 'renewing', 'en', ['renew']],
    ['whatever their case and width', 'ＲＥＮＥＷ', 'en', ['renew']],
    ['in Chinese without spaces', '驗證信收不到', 'zh-TW', ['mail']],
    ['in Chinese beside Latin words', 'OMFLOW續約', 'zh-TW', ['renew']],
    ['in Japanese with other endings', '確認メールが届かない', 'ja', ['mail']],
    ['in half-width kana', '確認ﾒｰﾙ', 'ja', ['mail']],
    ['in an answer', 'junk', 'en', ['mail']],
    ['in another language than the reader’s', '續約', 'en', ['renew']],
    ['not at all where nothing fits', '買車', 'zh-TW', []],
    ['not by what binds words together', 'ですか', 'ja', []],
    ['not where there are none', '   ???', 'en', []],
  ])('%s', (_, words, language, found) => {
    expect(ids(words, language).slice(0, 1)).toEqual(found)
  })
})

test('a question in which the words stand comes before an answer in which they do', () => {
  const two = indexFaq([
    { id: 'answer', locale: 'en', question: 'Who helps?', answer: 'The network team, or the hardware desk.' },
    { id: 'question', locale: 'en', question: 'Is the network supported?', answer: 'No.' },
  ])
  expect(two.search('network', { language: 'en' }).map(({ id }) => id)).toEqual(['question', 'answer'])
})

test('each reader gets their language, else English, else what there is, marked', () => {
  const shown = (id: string, language: string) => {
    const found = index.find(id, language)
    return [found?.locale, found?.isForeign]
  }
  expect(shown('renew', 'zh-TW')).toEqual(['zh-TW', false])
  expect(shown('renew', 'zh-CN')).toEqual(['en', true])
  expect(shown('only', 'en')).toEqual(['ja', true])
  expect(index.find('none', 'en')).toBeUndefined()
  expect(index.list({ language: 'ja' }).map(({ id, isForeign }) => [id, isForeign])).toEqual([
    ['renew', false],
    ['mail', false],
    ['only', false],
    ['scope', true],
  ])
})

test('questions about another product stay away, and those about the reader’s own come first', () => {
  expect(ids('hardware scope', 'en', { about: 'omflow' })).toEqual(['scope'])
  expect(ids('hardware scope', 'en', { about: 'db2-udb' })).toEqual([])
  expect(index.list({ language: 'en', products: ['omflow'] })[0]?.id).toBe('scope')
})

test('where nobody asked for questions, a word in common is not enough', () => {
  const words = 'The server sends no mail'
  expect(ids(words, 'en')).toEqual(['mail'])
  expect(ids(words, 'en', { surely: true })).toEqual([])
  expect(ids('The confirmation mail never arrives', 'en', { surely: true })).toEqual(['mail'])
})

test('long words cost little and hostile ones break nothing', () => {
  for (const words of ['x'.repeat(100_000), '的'.repeat(100_000), '\u0000\uD800', '((((.*)+)+)+$', '__proto__'])
    expect(ids(words, 'en')).toEqual([])
})

test.each([
  ['renewals', 'renewed'],
  ['Ａｇｒｅｅｍｅｎｔ', 'agreements'],
  ['ﾒｰﾙ', 'メール'],
])('%s and %s are one word', (a, b) => {
  expect([...weighTerms(a).keys()]).toEqual([...weighTerms(b).keys()])
})

import { describe, expect, test } from 'vitest'
import { languages, placeholders, sources, stem, wordsOf } from '../support/locale-files.ts'

const english = wordsOf('en')
const stems = new Set([...english.keys()].map(stem))
const all = languages.map((language) => [language, wordsOf(language)] as const)

describe.each(all)('%s', (language, words) => {
  test('has every sentence, and none that English lacks', () => {
    expect(new Set([...words.keys()].map(stem))).toEqual(stems)
  })

  test('has the plural forms that its grammar needs, and no others', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const plural = new Set([...english.keys()].filter((key) => key !== stem(key)).map(stem))
    for (const key of plural) {
      const forms = [...words.keys()].filter((name) => stem(name) === key).map((name) => name.slice(key.length + 1))
      expect(forms.sort(), key).toEqual([...needed].sort())
    }
  })

  test('has the same placeholders in every sentence', () => {
    for (const [key, sentence] of words) {
      const twin = english.get(key) ?? english.get(`${stem(key)}_other`)
      expect(placeholders(sentence), key).toEqual(placeholders(twin!))
    }
  })

  test('says something, without stray spaces or markup', () => {
    for (const [key, sentence] of words) {
      expect(sentence, key).not.toBe('')
      expect(sentence, key).toBe(sentence.trim())
      expect(sentence, key).not.toMatch(/<[a-z!@#]|\$t\(|\*\*|__| {2}/i)
    }
  })
})

/** A few frequent letters that only one script has. */
const simplifiedOnly = /[软络录户这单关说为时现对会发显个们应当没处经问题电邮认证权级护维护产业务间检验]/u
const traditionalOnly = /[軟絡錄戶這單關說為時現對會發顯個們應當沒處經問題電郵認證權級護維產業務間檢驗]/u

test('Taiwan reads traditional letters only', () => {
  // 当, 没 and the like are shared with nothing traditional; 維護 is not 维护.
  for (const [key, sentence] of wordsOf('zh-TW')) {
    if (key === 'language.zh-CN' || key.endsWith('.aliases')) continue
    expect(
      [...sentence].filter((letter) => simplifiedOnly.test(letter) && !traditionalOnly.test(letter)),
      key,
    ).toEqual([])
  }
})

test('mainland China reads simplified letters only', () => {
  for (const [key, sentence] of wordsOf('zh-CN')) {
    if (key === 'language.zh-TW' || key.endsWith('.aliases')) continue
    expect(
      [...sentence].filter((letter) => traditionalOnly.test(letter) && !simplifiedOnly.test(letter)),
      key,
    ).toEqual([])
  }
})

test.each([
  ['zh-TW', /软件|网络|用户|信息|登记|默认|文件夹|链接|支持/u],
  ['zh-CN', /軟體|網路|使用者|資訊|登錄|預設|連結|支援/u],
])('%s uses its own words, not converted ones', (language, foreign) => {
  for (const [key, sentence] of wordsOf(language)) {
    if (key.endsWith('.aliases')) continue
    expect(sentence, key).not.toMatch(foreign)
  }
})

/** Keys as the code names them; `${…}` stands for any one part. */
function usedKeys(): { exact: Set<string>; patterns: RegExp[] } {
  const exact = new Set<string>()
  const patterns: RegExp[] = []
  for (const { text } of sources('src', 'adapters', 'manifest')) {
    for (const [, quoted] of text.matchAll(/['"]([a-z][\w-]*(?:\.[\w-]+)+)['"]/g)) exact.add(quoted!)
    for (const [, template] of text.matchAll(/`([a-z][\w-]*\.[^`\s]*\$\{[^`]*)`/g)) {
      const parts = template!.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '\u0000').split('\u0000')
      patterns.push(new RegExp(`^${parts.map((part) => part.replace(/[.*+?^$()[\]\\|]/g, '\\$&')).join('[\\w.-]+')}$`))
    }
    for (const [, name] of text.matchAll(/phrase\(\s*[\w.]+,\s*'([\w-]+)'/g)) exact.add(`platform.${name}`)
    for (const [, name] of text.matchAll(/\bphrase\(\s*'([\w-]+)'/g)) exact.add(`platform.${name}`)
    for (const [, name] of text.matchAll(/\b(?:words|w|t|say)\(\s*'([\w-]+)'/g)) exact.add(`playground.${name}`)
  }
  return { exact, patterns }
}

test('no sentence is there that nobody says', () => {
  const { exact, patterns } = usedKeys()
  // Names, aliases and usages are looked up by the command's name.
  const unused = [...stems].filter(
    (key) => !key.startsWith('commands.') && !exact.has(key) && !patterns.some((pattern) => pattern.test(key)),
  )
  expect(unused).toEqual([])
})

import { createInstance } from 'i18next'
import { describe, expect, test } from 'vitest'
import { loadWords } from '../../src/i18n.ts'
import { templateOf } from '../../src/i18n-template.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'
import { languages, placeholders, stem, wordsOf } from '../support/locale-files.ts'

const words = loadWords(projectFolder)
/** i18next alone, told nothing but the files. */
const engine = createInstance()
void engine.init({
  resources: Object.fromEntries(
    languages.map((language) => [language, { translation: Object.fromEntries(wordsOf(language)) }]),
  ),
  fallbackLng: 'en',
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
})

/** What people type, made to be taken for a placeholder, a nested key or a pattern of a replacement. */
const hostile = ['{{count}} {{ serial }} {{', '$t(common.anshin)', '$& <!channel>', '']

describe.each([...languages, 'fr'])('a sentence in %s', (language) => {
  test.each([0, 1, 2])('is the one that i18next chooses and fills for a count of %d', (count) => {
    for (const key of new Set([...wordsOf('en').keys()].map(stem))) {
      const names = placeholders(wordsOf('en').get(key) ?? wordsOf('en').get(`${key}_other`)!)
      for (const value of hostile) {
        const values = { ...Object.fromEntries(names.map((name) => [name.replace(/\W/g, ''), value])), count }
        const said = engine.t(key, { ...values, lng: language })
        expect(words.phrase(language, key, values), key).toBe(said)
        // The second time it is known already.
        expect(words.phrase(language, key, values), key).toBe(said)
      }
    }
  })

  test('keeps the name of a value that nobody gave', () => {
    expect(words.phrase(language, 'coverage.fact.serial-value')).toBe('{{serial}}')
  })

  test('that no file holds is its key', () => {
    expect(words.phrase(language, 'no.such-key', { count: 1 })).toBe('no.such-key')
  })
})

test('is left to i18next where it holds more than plain placeholders', () => {
  for (const sentence of ['{{when, datetime}}', '{{-raw}}', '$t(common.anshin)', '{{a.b}}']) {
    expect(templateOf(sentence), sentence).toBeUndefined()
  }
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseValues, wordsToValues } from '../../src/bot/arguments.ts'
import { choiceField, dayField, optionalField, requiredField } from '../../src/bot/field.ts'
import { say } from '../../src/bot/view.ts'

const word = z.string().regex(/^[A-Z0-9 -]+$/i, 'errors.serial')
const day = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined)
const label = 'errors.invalid' as const
const coverage = { what: optionalField({ label, schema: word }), on: dayField({ label, parse: day }) }
const register = { serial: requiredField({ label, schema: word }), number: requiredField({ label, schema: word }) }
const language = {
  to: choiceField({ label, choices: [{ value: 'ja', label: say('language.ja'), aliases: ['日本語'] }] }),
}

test.each([
  ['OMF 2026 0001 2027-01-01', coverage, { what: 'OMF 2026 0001', on: '2027-01-01' }],
  ['2027-01-01 OMF-1', coverage, { what: 'OMF-1', on: '2027-01-01' }],
  ['2027-01-01', coverage, { on: '2027-01-01' }],
  ['', coverage, {}],
  ['A1 B2', register, { serial: 'A1', number: 'B2' }],
  ['A 1, B 2', register, { serial: 'A 1', number: 'B 2' }],
  ['A1', register, { serial: 'A1' }],
  ['日本語', language, { to: '日本語' }],
  ['klingon', language, { to: 'klingon' }],
])('%j is shared out over the fields', (words, fields, values) => {
  expect(wordsToValues(words, fields)).toEqual(values)
})

test('a fault names its field and says whether anything was typed at all', () => {
  expect(parseValues({}, register)).toMatchObject({
    ok: false,
    missingOnly: true,
    errors: { serial: { key: 'errors.required' }, number: { key: 'errors.required' } },
  })
  expect(parseValues({ serial: '###', number: 'B' }, register)).toMatchObject({
    ok: false,
    missingOnly: false,
    errors: { serial: { key: 'errors.serial' } },
  })
})

test('what is longer than the field never reaches its schema', () => {
  expect(parseValues({ serial: 'A'.repeat(10_000), number: 'B' }, register)).toMatchObject({
    errors: { serial: { key: 'errors.too-long', values: { max: 200 } } },
  })
})

test('inherited names are no values', () => {
  expect(
    parseValues(JSON.parse('{"__proto__":"x","constructor":"y"}'), {
      constructor: optionalField({ label, schema: word }),
    }),
  ).toEqual({ ok: true, values: { constructor: 'y' } })
  expect(parseValues({}, { toString: optionalField({ label, schema: word }) })).toEqual({
    ok: true,
    values: { toString: undefined },
  })
})

test('a choice is known by its other spellings', () => {
  expect(parseValues({ to: '日本語' }, language)).toEqual({ ok: true, values: { to: 'ja' } })
  expect(parseValues({ to: 'fr' }, language)).toMatchObject({ errors: { to: { key: 'errors.choice' } } })
})

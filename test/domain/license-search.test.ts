import { expect, test } from 'vitest'
import type { LicenseDossier } from '../../src/domain/license.ts'
import { nearestLicenses } from '../../src/domain/license-search.ts'
import type { SerialNumber } from '../../src/domain/serial.ts'

const own = ['OMF20260001', 'OMF20260117', 'DB297013307', 'AB12', 'IDS50018', 'QX41637'].map(
  (serial) => ({ serial: serial as SerialNumber, displaySerial: serial }) as LicenseDossier,
)
const near = (typed: string) => nearestLicenses(typed, own).map(({ serial }) => serial)

test.each([
  ['letters that look alike', 'OMF-2O26-OOOl', ['OMF20260001']],
  ['5 and S, 8 and B', 'ID55OO1B', ['IDS50018']],
  ['a letter too many', 'OMF-2026-00011', ['OMF20260001']],
  ['a letter missing', 'DB2-9701-330', ['DB297013307']],
  ['two swapped', 'DB2-9710-3307', ['DB297013307']],
  ['two swapped in a short one', 'QX41673', ['QX41637']],
  ['full-width, in small letters', 'ｄｂ２-9701-3308', ['DB297013307']],
  ['two slips in a long one', 'OMF-2026-0118', ['OMF20260117']],
])('%s: %s', (_, typed, found) => {
  expect(near(typed).slice(0, 1)).toEqual(found)
})

test.each([
  ['one’s own as it stands', 'OMF-2026-0001'],
  ['three slips', 'DB2-9702-4408'],
  ['two slips in a short one', 'IDS5112'.slice(0, 7)],
  ['one so short that much is near', 'AB13'],
  ['no serial number', 'Domino server'],
  ['a word', 'database'],
  ['nothing', ''],
  ['something huge', '0'.repeat(50_000)],
])('nothing is near to %s', (_, typed) => {
  expect(near(typed)).toEqual([])
})

test('only the nearest are named, and never more than three', () => {
  const many = Array.from({ length: 8 }, (_, i) => ({ serial: `LIC2026000${i}` as SerialNumber }) as LicenseDossier)
  expect(nearestLicenses('LIC202600O9', many)).toHaveLength(3)
  expect(nearestLicenses('LIC20260O03X', many).map(({ serial }) => serial)).toEqual(['LIC20260003'])
})

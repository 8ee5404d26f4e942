import { describe, expect, test } from 'vitest'
import { maskSerial, normalizeSerial, registrationNumber, serialNumber } from '../../src/domain/serial.ts'

describe('a serial number as people paste it', () => {
  test.each([
    'OMF-2024-0001',
    'omf-2024-0001',
    'ＯＭＦ－２０２４－０００１',
    ' OMF 2024 0001\n',
    'OMF–2024—0001',
    'OMF−2024‑0001',
    'OMF\u00a02024\u200b0001\ufeff',
    'OMFー2024ー0001',
    'OMF　2024　0001',
    'OMF.2024/0001',
    'omf\u00ad20240001',
  ])('%j is OMF20240001', (text) => expect(normalizeSerial(text)).toBe('OMF20240001'))

  test.each(['', '---', 'OMF*0001', '<!channel>', "OMF'0001", '授權0001', 'OMFß1', 'A'.repeat(65), 'A-'.repeat(5_000)])(
    '%j is none',
    (text) => expect(normalizeSerial(text)).toBeUndefined(),
  )

  test('64 characters are the most', () => expect(normalizeSerial('A'.repeat(64))).toHaveLength(64))

  test('a refusal names its words by locale key, and only once', () => {
    expect(serialNumber.safeParse('*').error?.issues.map(({ message }) => message)).toEqual(['errors.serial'])
    expect(registrationNumber.safeParse('A'.repeat(10_000)).error?.issues.map(({ message }) => message)).toEqual([
      'errors.registration-number',
    ])
    expect(serialNumber.parse('omf-1')).toBe('OMF1')
  })
})

test.each([
  ['OMF-2024-0001', '••••0001'],
  ['OMF20240001', '••••0001'],
  ['A-1-2-3-4', '••••34'],
  ['ABCD', '••••CD'],
  ['A', '••••'],
  ['', '••••'],
])('%s is shown in public as %s', (serial, masked) => expect(maskSerial(serial)).toBe(masked))

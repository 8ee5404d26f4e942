import { expect, test } from 'vitest'
import { findVersion } from '../../src/domain/version-service.ts'
import { db2 } from './support/licenses.ts'

test.each(['V8.2', 'v8.2', '8.2', 'Version 8.2', 'Ｖ８．２', ' v 8.2 '])('%j means V8.2', (text) =>
  expect(findVersion(text, db2)?.version).toBe('V8.2'),
)

test.each(['8', 'V8', '82', '', 'V', '8.2'.repeat(10_000)])('%j means none', (text) =>
  expect(findVersion(text, db2)).toBeUndefined(),
)

test('what could mean two versions means none, but the exact spelling wins', () => {
  const twins = [
    { productId: 'x', version: 'V1' },
    { productId: 'x', version: '1' },
  ]
  expect(findVersion('v1', twins)).toBeUndefined()
  expect(findVersion('1', twins)?.version).toBe('1')
})

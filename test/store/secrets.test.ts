import { expect, test } from 'vitest'
import { createSecrets } from '../../src/store/secrets.ts'

const key = 'a master key of the tests, long enough'
const secrets = createSecrets(key)

test('a sealed token opens in its own workspace only', () => {
  const sealed = secrets.seal('xoxb-secret', 'slack:T1')
  expect(sealed).not.toContain('secret')
  expect(secrets.open(sealed, 'slack:T1')).toBe('xoxb-secret')
  expect(() => secrets.open(sealed, 'slack:T2')).toThrow()
  expect(secrets.seal('xoxb-secret', 'slack:T1')).not.toBe(sealed)
})

test('a changed byte is noticed', () => {
  const sealed = secrets.seal('xoxb-secret', 'slack:T1')
  const [version, id, body] = sealed.split('.') as [string, string, string]
  for (const at of [0, 14, 30]) {
    const bytes = Buffer.from(body, 'base64url')
    bytes[at]! ^= 1
    expect(() => secrets.open(`${version}.${id}.${bytes.toString('base64url')}`, 'slack:T1')).toThrow()
  }
  expect(() => secrets.open('xoxb-plain', 'slack:T1')).toThrow(/no sealed secret/)
})

test('after a change of key the former one still opens and recognises, and a stranger is told which variable is wrong', () => {
  const sealed = secrets.seal('xoxb-secret', 'slack:T1')
  const changed = createSecrets('another master key of the tests', [key])
  expect(changed.open(sealed, 'slack:T1')).toBe('xoxb-secret')
  expect(changed.hashes('registration-number', '123')).toContain(secrets.hash('registration-number', '123'))
  expect(() => createSecrets('another master key of the tests').open(sealed, 'slack:T1')).toThrow(
    /TOKEN_ENCRYPTION_KEY/,
  )
})

test('a number has another hash for each purpose and key', () => {
  const hashes = [
    secrets.hash('registration-number', '123'),
    secrets.hash('contract-number', '123'),
    secrets.hash('registration-number', '124'),
    createSecrets('another master key of the tests').hash('registration-number', '123'),
  ]
  expect(new Set(hashes).size).toBe(4)
  expect(secrets.hash('registration-number', '123')).toBe(hashes[0])
})

test('a short key is refused', () => {
  expect(() => createSecrets('short')).toThrow(/TOKEN_ENCRYPTION_KEY/)
})

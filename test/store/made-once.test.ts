import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { madeOnce } from '../../src/store/made-once.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anshin-made-once-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a secret is made once, for its owner’s eyes alone, and stays the same', () => {
  const file = join(folder, 'data', 'secret.pem')
  expect(madeOnce(file, () => 'first\nline')).toBe('first\nline')
  expect(madeOnce(file, () => 'second')).toBe('first\nline')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'data'))).toEqual(['secret.pem'])
})

test('of two who make it at once both get the first one’s', () => {
  const file = join(folder, 'secret')
  const slow = madeOnce(file, () => {
    writeFileSync(file, 'the other one’s')
    return 'mine'
  })
  expect(slow).toBe('the other one’s')
})

test('an empty file is no secret, and is not replaced', () => {
  const file = join(folder, 'secret')
  writeFileSync(file, '\n')
  expect(() => madeOnce(file, () => 'new')).toThrow(/empty: restore it/)
})

import { expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'

const canaries = [
  'xoxb-123456789012-abcdefABCDEF',
  'xapp-1-A0123-456-abcdef0123456789',
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
  'postgresql://anshin:hunter2secret@db.example:5432/x',
  'Bearer abcdefgh12345678',
  'https://files.example/x?token=abcdefgh1234&b=1',
  'mei.lin@brightport.example',
]
const heart = [
  '123456789012-abcdef',
  'A0123-456',
  'eyJzdWIi',
  'hunter2secret',
  'abcdefgh12345678',
  'abcdefgh1234',
  'mei.lin',
]

test.each(canaries.map((canary, i) => [canary, heart[i]!]))('%s never reaches the log', (canary, secret) => {
  const lines: string[] = []
  const log = createLog('trace', (line) => lines.push(line))
  log.info(`said ${canary} here`)
  log.warn({ deep: { deeper: [{ text: canary }] } }, 'nested')
  log.error({ err: new Error(`failed for ${canary}`) }, 'thrown')
  expect(lines).toHaveLength(3)
  expect(lines.join('')).not.toContain(secret)
})

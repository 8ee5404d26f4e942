import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { newSigningKey, publicPem, readPublicKey } from '../../src/license-files/keys.ts'
import { licenseFiles } from '../../src/license-files/signer.ts'
import { castNamed } from '../adapters/every-view/people-and-things.ts'
import { startProcess } from '../support/own-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'anshin-license-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const written = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const pem = newSigningKey()
const keyFile = written('private.pem', pem)
const publicFile = written('public.pem', publicPem(readPublicKey(pem)))
const otherFile = written('other.pem', publicPem(readPublicKey(newSigningKey())))
const { dossier, organization } = castNamed('Kitano\u001b[31m Seiki')
const issued = licenseFiles(pem, 'Anshin').issue(dossier, organization, new Date('2026-11-22T08:00:00Z'))!
const file = written('license.json', issued)
const altered = written('altered.json', new TextDecoder().decode(issued).replace('"payload":"e', '"payload":"f'))

async function run(args: string[], env: Record<string, string> = {}) {
  const started = await startProcess('src/cli/verify-license.ts', args, { ...process.env, DATA_DIR: folder, ...env })
  return { code: await started.ended, text: started.lines.join('\n') }
}

test('npm run verify-license says of a file what it is, and exits 0 only for a valid one', async () => {
  const valid = await run([file, '--key', publicFile])
  expect(valid).toMatchObject({ code: 0, text: expect.stringMatching(/^valid(?:.|\n)*serial: OMF-2026-0001/) })
  // A name that a terminal would obey is shown harmless.
  expect(valid.text).not.toContain('\u001b')
  expect(await run([altered, '--key', publicFile])).toMatchObject({ code: 1, text: expect.stringMatching(/^altered/) })
  expect(await run([file, '--key', otherFile])).toMatchObject({ code: 1, text: expect.stringMatching(/^wrong key/) })
  expect(await run([publicFile, '--key', publicFile])).toMatchObject({
    code: 1,
    text: expect.stringMatching(/^unknown format/),
  })
})

test('the configured key does as well, and its public half is printed for others', async () => {
  const env = { LICENSE_SIGNING_KEY_FILE: keyFile }
  expect(await run([file], env)).toMatchObject({ code: 0 })
  const printed = await run(['--public-key'], env)
  expect(printed).toMatchObject({ code: 0 })
  expect(`${printed.text.trim()}\n`).toBe(publicPem(readPublicKey(pem)))
})

test.each([
  ['no file', [], /Usage/],
  ['a file that is not there', ['/nowhere', '--key', publicFile], /\/nowhere cannot be read/],
  ['a key that is none', [file, '--key', file], /holds no key in PEM/],
  ['no key at all', [file], /LICENSE_SIGNING_KEY_FILE/],
])('with %s it says what is missing', async (_what, args, words) => {
  expect(await run(args)).toMatchObject({ code: 1, text: expect.stringMatching(words) })
})

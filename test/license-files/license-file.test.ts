import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { envelopeText, type LicenseEnvelope, longestLicenseFile, signedText } from '../../src/domain/license-file.ts'
import { keyIdOf, newSigningKey, publicPem, readPublicKey, readSigningKey } from '../../src/license-files/keys.ts'
import { licenseFiles } from '../../src/license-files/signer.ts'
import { verifyLicense } from '../../src/license-files/verifier.ts'
import { castNamed, names } from '../adapters/every-view/people-and-things.ts'
import { root } from '../support/locale-files.ts'

/** RFC 8032, test 1: everybody can make this key, and so the file below. */
const known = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`
const publicKey = readPublicKey(known)
const at = new Date('2026-11-22T08:00:00Z')

const issue = (name: string, pem: string | undefined = known) => {
  const { dossier, organization } = castNamed(name)
  return licenseFiles(pem, 'Anshin')?.issue(dossier, organization, at)
}
const file = issue('Kitano Seiki')!
const text = new TextDecoder().decode(file)
const envelope: LicenseEnvelope = JSON.parse(text)
const bytesOf = (said: string) => new TextEncoder().encode(said)
const judged = (said: string | Uint8Array, key = publicKey) =>
  verifyLicense(typeof said === 'string' ? bytesOf(said) : said, key)

describe('a license file', () => {
  test('is the same for the same license, key and instant, as the documentation shows it', () => {
    expect(issue('Kitano Seiki')).toEqual(file)
    const page = readFileSync(join(root, 'docs/license-files.md'), 'utf8')
    expect(page).toContain(`\n${text}\n`)
    expect(page).toContain(publicPem(publicKey))
    expect(envelope).toMatchObject({ format: 'anshin-license/1', keyId: '06e3fd8fda29bb60' })
    expect(Buffer.from(envelope.payload, 'base64url').toString()).toBe(
      '{"vendor":"Anshin","organization":"Kitano Seiki","issuedTo":"ORG","product":{"id":"p","name":"Kitano Seiki"},' +
        '"version":"V9.7","serial":"OMF-2026-0001","quantity":1000000,"purchasedOn":"2020-02-29",' +
        '"issuedAt":"2026-11-22T08:00:00.000Z"}',
    )
  })

  test.each(Object.entries(names))('of %s names is valid and says what the license is', (_kind, name) => {
    const { dossier, organization } = castNamed(name)
    expect(judged(issue(name)!)).toMatchObject({
      status: 'valid',
      facts: { organization: organization.name, serial: dossier.displaySerial, version: dossier.version },
    })
  })

  test('is not made where there is no signing key', () => {
    expect(
      licenseFiles(undefined, 'Anshin').issue(castNamed('x').dossier, castNamed('x').organization, at),
    ).toBeUndefined()
  })

  test('with any byte altered, taken out, put in or cut off is not valid', () => {
    const place = fc.nat({ max: file.length - 1 })
    const byte = fc.nat({ max: 255 })
    fc.assert(
      fc.property(place, byte, fc.constantFrom('other', 'without', 'with', 'cut'), (at, value, how) => {
        fc.pre(how !== 'other' || file[at] !== value)
        const [head, rest] = [file.slice(0, at), file.slice(at)]
        const altered = {
          other: [...head, value, ...rest.slice(1)],
          without: [...head, ...rest.slice(1)],
          with: [...head, value, ...rest],
          cut: [...head],
        }[how]
        expect(judged(Uint8Array.from(altered)).status).not.toBe('valid')
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['a space more', text.replace(',', ', '), 'altered'],
    ['a line end more', `${text}\n`, 'altered'],
    ['a byte order mark', `\ufeff${text}`, 'unknown-format'],
    [
      'its keys in another order',
      `{"keyId":"${envelope.keyId}",${text.slice(1).replace(/"keyId":"\w+",/, '')}`,
      'altered',
    ],
    ['a key twice, the true one last', text.replace('{', '{"payload":"e30",'), 'altered'],
    ['a key twice, the true one first', text.replace(/\}$/, ',"payload":"e30"}'), 'altered'],
    ['a key more', text.replace(/\}$/, ',"note":"x"}'), 'altered'],
    ['a key less', JSON.stringify({ ...envelope, signature: undefined }), 'altered'],
    ['an escape for a letter', text.replace('anshin', '\\u0061nshin'), 'altered'],
    ['padding', envelopeText({ ...envelope, signature: `${envelope.signature}==` }), 'altered'],
    ['the other alphabet of base64', envelopeText({ ...envelope, payload: `${envelope.payload}+/` }), 'altered'],
    ['no signature', envelopeText({ ...envelope, signature: '' }), 'altered'],
    ['other facts', envelopeText({ ...envelope, payload: issuedFor(2_000_000) }), 'altered'],
  ])('with %s is not as it was issued', (_how, said, status) => {
    expect(judged(said)).toMatchObject({ status })
  })

  test.each([
    ['another version of the format', text.replace('license/1', 'license/2'), { format: 'anshin-license/2' }],
    ['a format that is no text', text.replace('"anshin-license/1"', '1'), {}],
    ['no JSON', 'license', {}],
    ['half of it', text.slice(0, 40), {}],
    ['a list', '[]', {}],
    ['null', 'null', {}],
    ['nothing', '', {}],
    ['what is no UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d]), {}],
    ['a huge file', text.replace('{', `{${' '.repeat(longestLicenseFile)}`), {}],
    ['deep nesting', '['.repeat(60_000), {}],
  ])('%s is no license file', (_what, said, more) => {
    expect(judged(said)).toEqual({ status: 'unknown-format', ...more })
  })

  test('of another key names that key; under that key’s name the signature still tells', () => {
    const other = newSigningKey()
    const foreign = issue('Kitano Seiki', other)!
    expect(judged(foreign)).toEqual({ status: 'wrong-key', keyId: keyIdOf(readPublicKey(other)) })
    expect(judged(foreign, readPublicKey(other)).status).toBe('valid')
    const disguised = { ...(JSON.parse(new TextDecoder().decode(foreign)) as LicenseEnvelope), keyId: envelope.keyId }
    expect(judged(envelopeText(disguised))).toEqual({ status: 'altered' })
  })

  test('signs no bare payload: the format and the key are part of it', () => {
    expect(signedText('k', 'p')).toBe('anshin-license/1\nk\np')
  })
})

function issuedFor(quantity: number): string {
  const { dossier, organization } = castNamed('Kitano Seiki')
  const other = licenseFiles(newSigningKey(), 'Anshin').issue({ ...dossier, quantity }, organization, at)!
  return (JSON.parse(new TextDecoder().decode(other)) as LicenseEnvelope).payload
}

describe('a key', () => {
  const rsa = `-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJv8ZpB5hEK7qxP9K3v43hUS5fGT4waK
e7ix4Z4mu5UBv+cw7WSFAt0Vaag0sAbsPzU8Hhsrj/qPABvfB8asUwcCAwEAAQ==
-----END PUBLIC KEY-----`

  test('comes back from its PEM', () => {
    expect(publicPem(readPublicKey(publicPem(publicKey)))).toBe(publicPem(publicKey))
    expect(keyIdOf(createPublicKey(readSigningKey(known)))).toBe(keyIdOf(publicKey))
  })

  test.each([
    ['no PEM', 'secret', /no private key/],
    ['a public key', publicPem(publicKey), /public key, but signing needs the private one/],
  ])('to sign with is not %s', (_what, pem, fault) => {
    expect(() => readSigningKey(pem)).toThrow(fault)
  })

  test.each([
    ['no PEM', 'secret', /no key in PEM/],
    ['a key of another kind', rsa, /kind rsa.*Ed25519/],
  ])('to verify with is not %s', (_what, pem, fault) => {
    expect(() => readPublicKey(pem)).toThrow(fault)
  })
})

/** Names that somebody else wrote, in lines that people paste and in cells that a spreadsheet opens. */
import { execFileSync } from 'node:child_process'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvLine } from '../../src/csv.ts'
import { verifyCommands } from '../../src/features/verify-commands.ts'
import { attachment } from '../../src/web/send-file.ts'

const sha256 = 'a'.repeat(64)
const names = [
  "it's'; touch owned; '",
  'a’; calc; ’b',
  '‘‚‛$(calc)`calc`',
  '\u001b[201~\ntouch owned\n',
  'a\u202etxt.exe',
  'a\u2028b\u200e',
  'x; rm -rf ~ #',
]

/** What PowerShell takes for one word in single quotes (about_Quoting_Rules): any of five letters quotes, and doubled stands for itself. */
function powerShellWord(line: string): { word: string; after: string } {
  const quotes = /['\u2018-\u201b]/
  const from = line.indexOf("-LiteralPath '") + "-LiteralPath '".length
  let word = ''
  for (let at = from; at < line.length; at++) {
    if (quotes.test(line[at]!)) {
      if (!quotes.test(line[at + 1] ?? '')) return { word, after: line.slice(at + 1) }
      at++
    }
    word += line[at]
  }
  throw new Error('the word has no end')
}

test.each(names)(
  'the lines that check a file named %j are one word each, of the name under which it is saved',
  (name) => {
    const saved = decodeURIComponent(attachment(name).split("filename*=UTF-8''")[1]!)
    expect(saved).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}/\\]/u)
    const lines = Object.fromEntries(verifyCommands(name, sha256).map(({ system, line }) => [system, line]))
    expect(powerShellWord(lines.windows!)).toEqual({ word: saved, after: `).Hash -eq '${sha256}'` })
    const [echo] = lines.linux!.split(' | sha256sum')
    expect(execFileSync('bash', ['-c', echo!], { encoding: 'utf8' })).toBe(`${sha256}  ${saved}\n`)
  },
)

test.each(['\u0000=1+1', '\u0001=1+1', '\u0007@A', '\u200b\u0002=1', '\u0000\u0000-1'])(
  '%j is no formula once its hidden marks are dropped',
  (name) => {
    const [[cell]] = parse(csvLine([name])) as [[string]]
    expect(cell.startsWith("'")).toBe(true)
  },
)

test('what sets cells apart elsewhere is quoted', () => {
  expect(csvLine(['a;=1+1', 'b\t=1'])).toBe('"a;=1+1","b\t=1"\r\n')
})

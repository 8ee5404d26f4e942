/** One line for each kind of machine that tells whether a file is the one that was handed out. */
import { savedName } from '../domain/hand-out.ts'

const unix = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
/** To PowerShell the curly ones are quotes as well. */
const powerShell = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`

export interface VerifyCommand {
  system: 'windows' | 'macos' | 'linux'
  line: string
}

/** `sha256` in hexadecimal; what people give a file for a name never ends the quotes in which it stands. */
export const verifyCommands = (fileName: string, sha256: string): VerifyCommand[] =>
  linesFor(savedName(fileName), sha256)

const linesFor = (fileName: string, sha256: string): VerifyCommand[] => [
  {
    system: 'windows',
    line: `(Get-FileHash -Algorithm SHA256 -LiteralPath ${powerShell(fileName)}).Hash -eq '${sha256}'`,
  },
  { system: 'macos', line: `echo ${unix(`${sha256}  ${fileName}`)} | shasum -a 256 -c` },
  { system: 'linux', line: `echo ${unix(`${sha256}  ${fileName}`)} | sha256sum -c` },
]

/** One log, one JSON line a happening, from which secrets and addresses are removed as the last thing before writing. */
import pino from 'pino'

export type Logger = pino.Logger

/** Redacting by field name is not enough: secrets also stand in messages, stacks and nested payloads. */
const secrets: [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)-[\w-]{6,}/g, 'xo…'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, 'jwt…'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 …'],
  [/\b([a-z][a-z0-9+]{2,20}:\/\/)[^\s/@"\\]{1,200}@/gi, '$1…@'],
  [/\b(token|secret|password|signature|sig|code)=[^&\s"\\]+/gi, '$1=…'],
  [/\bv1\.[0-9a-f]{8}\.[\w-]{20,}/g, 'sealed…'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, 'address…'],
]

/** A line without tokens, passwords in addresses, one-time links and mail addresses. */
export const scrub = (line: string): string =>
  secrets.reduce((text, [pattern, put]) => text.replace(pattern, put), line)

/** Writes to `write` (standard error by default): standard output is for what a command was asked to print. */
export function createLog(level: string, write: (line: string) => void = (line) => process.stderr.write(line)): Logger {
  return pino(
    { level, base: null, serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err } },
    { write: (line) => write(scrub(line)) },
  )
}

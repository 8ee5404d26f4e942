/** From what people type, press and fill in to a command's values. */
import type { Field, Fields } from './command.ts'
import type { TextKey } from './view.ts'

export type RawValues = Record<string, string>

export type Parsed =
  | { ok: true; values: Record<string, unknown> }
  | { ok: false; errors: Record<string, { key: TextKey; values?: { max: number } }>; missingOnly: boolean }

const visible = (fields: Fields): [string, Field<unknown>][] =>
  Object.entries(fields).filter(([, field]) => !field.hidden)

/** Separators with which people set two numbers apart when the numbers themselves hold spaces. */
const separators = /[,;、，；\n\t|]+/u

/**
 * Shares typed words out over the fields, in their order. A day or a choice takes the first word that fits it,
 * wherever it stands; the last text field takes all that remains, so `coverage OMF 2026 0001 2027-01-01` is understood.
 * A command that asks for nothing but a text of several lines gets the words as they were typed.
 */
export function wordsToValues(words: string, fields: Fields, asTyped = words): RawValues {
  const [only, ...more] = visible(fields)
  if (only && more.length === 0 && only[1].kind === 'multiline') return asTyped ? { [only[0]]: asTyped } : {}
  const values: RawValues = {}
  let tokens = words.split(/\s+/u).filter(Boolean)
  const open = visible(fields)
  for (const [name, field] of open) {
    if (field.kind !== 'day' && field.kind !== 'choice') continue
    const at = tokens.findIndex((token) => field.schema.safeParse(token).success)
    if (at >= 0) {
      values[name] = tokens[at]!
      tokens = tokens.toSpliced(at, 1)
    }
  }
  const texts = open.filter(([, field]) => field.kind !== 'day' && field.kind !== 'choice')
  if (texts.length === 0 || tokens.length === 0) {
    const [name] = open.find(([key, field]) => values[key] === undefined && field.kind === 'choice') ?? []
    if (name && tokens.length > 0) values[name] = tokens.join(' ')
    return values
  }
  const parts = words
    .split(separators)
    .map((part) => part.trim())
    .filter(Boolean)
  const shares = texts.length > 1 && tokens.length > texts.length && parts.length === texts.length ? parts : tokens
  texts.forEach(([name], i) => {
    const share = i === texts.length - 1 ? shares.slice(i).join(' ') : shares[i]
    if (share) values[name] = share
  })
  return values
}

/** Parses every field; a fault names the field and a locale key, never what another field holds. */
export function parseValues(raw: RawValues, fields: Fields): Parsed {
  const values: Record<string, unknown> = {}
  const errors: Record<string, { key: TextKey; values?: { max: number } }> = {}
  let missingOnly = true
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(raw, name) ? raw[name]!.trim() : ''
    if (given.length > field.maxLength) {
      errors[name] = { key: 'errors.too-long' as TextKey, values: { max: field.maxLength } }
      missingOnly = false
      continue
    }
    const result = field.schema.safeParse(given === '' ? undefined : given)
    if (result.success) values[name] = result.data
    else {
      errors[name] = { key: (result.error.issues[0]?.message ?? 'errors.invalid') as TextKey }
      if (given !== '') missingOnly = false
    }
  }
  return Object.keys(errors).length === 0 ? { ok: true, values } : { ok: false, errors, missingOnly }
}

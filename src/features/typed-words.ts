import type { Value } from '../bot/view.ts'
import { normalizeSerial } from '../domain/serial.ts'
import { shortText } from './short-text.ts'

/** What a person typed, said again in a heading; what may be somebody's serial is masked like one where others can read. */
export function typedWords(text: string): Value {
  const short = shortText(text, 60)
  return /^\S*\d\S*$/.test(text) && normalizeSerial(text) ? { serial: short } : short
}

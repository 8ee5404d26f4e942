import type { Value } from '../bot/view.ts'
import { normalizeSerial } from '../domain/serial.ts'

/** What a person typed, said again in a heading; what may be somebody's serial is masked like one where others can read. */
export function typedWords(text: string): Value {
  const letters = [...text]
  const short = letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text
  return /^\S*\d\S*$/.test(text) && normalizeSerial(text) ? { serial: short } : short
}

import type { Value } from '../bot/view.ts'
import { normalizeSerial } from '../domain/serial.ts'

/** As many letters as a heading needs, as they were typed: it has room for all escapes of so few. */
export const quoted = (text: string): string => ([...text].length > 60 ? `${[...text].slice(0, 59).join('')}…` : text)

/** What a person typed, said again in a heading; what may be somebody's serial is masked like one where others can read. */
export const typedWords = (text: string): Value =>
  /^\S*\d\S*$/.test(text) && normalizeSerial(text) ? { serial: quoted(text) } : quoted(text)

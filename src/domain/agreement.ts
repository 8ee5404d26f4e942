import type { LocalDate } from './local-date.ts'
import type { SerialNumber } from './serial.ts'

/** The term in which a license is covered. */
export interface Agreement {
  id: string
  serial: SerialNumber
  startsOn: LocalDate
  /** The last covered day. */
  endsOn: LocalDate
  level: 'standard' | 'premium'
}

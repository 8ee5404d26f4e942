import fc from 'fast-check'
import { addDays, type LocalDate, parseDay } from '../../../src/domain/local-date.ts'

/** A day in a test, refused when it is none. */
export const day = (text: string): LocalDate => {
  const parsed = parseDay(text)
  if (!parsed) throw new Error(`Not a day: ${text}`)
  return parsed
}

const reach = 400 * 366

/** Any day within about four centuries of 2000: leap centuries are in it. */
export const anyDay = fc.integer({ min: -reach, max: reach }).map((days) => addDays(day('2000-01-01'), days))

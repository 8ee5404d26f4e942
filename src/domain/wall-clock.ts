/** What the clocks of a zone show, and the instant at which they show it. */
import { dayIn, daysBetween, type LocalDate } from './local-date.ts'

const MS_A_DAY = 86_400_000
const MS_A_MINUTE = 60_000
const EPOCH = '1970-01-01' as LocalDate

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  })
  if (formatters.size >= 1000) formatters.clear()
  formatters.set(zone, made)
  return made
}

/** Milliseconds since 1970 that the zone's clocks show, as if they were UTC's; to the second. */
function shownAt(instant: number, zone: string): number {
  const at = new Date(instant)
  let seconds = 0
  for (const { type, value } of formatterOf(zone).formatToParts(at)) {
    if (type === 'hour') seconds += Number(value) * 3600
    else if (type === 'minute') seconds += Number(value) * 60
    else if (type === 'second') seconds += Number(value)
  }
  return daysBetween(EPOCH, dayIn(at, zone)) * MS_A_DAY + seconds * 1000
}

const offsetAt = (instant: number, zone: string): number => shownAt(instant, zone) - Math.floor(instant / 1000) * 1000

/** Offsets at UTC midnights: every opening hour of years asks for the same few. */
const marks = new Map<string, number>()

function offsetAtMidnight(ordinal: number, zone: string): number {
  const key = `${zone} ${ordinal}`
  const known = marks.get(key)
  if (known !== undefined) return known
  const offset = offsetAt(ordinal * MS_A_DAY, zone)
  if (marks.size >= 20_000) marks.clear()
  marks.set(key, offset)
  return offset
}

/**
 * The instant at which the clocks of an IANA zone show a minute of a day (0 is midnight, 1440 the next one): of a time
 * that they show twice, the first; of one that they skip, the instant of the jump. Throws RangeError for an unknown zone.
 */
export function instantOf(day: LocalDate, minute: number, zone: string): Date {
  const shown = daysBetween(EPOCH, day) * MS_A_DAY + minute * MS_A_MINUTE
  const ordinal = Math.floor(shown / MS_A_DAY)
  // No zone is more than 16 hours from UTC: these midnights lie before and after the instant, and one change at most between.
  const before = offsetAtMidnight(ordinal - 1, zone)
  const after = offsetAtMidnight(ordinal + 2, zone)
  const first = shown - before
  if (before === after || offsetAt(first, zone) === before) return new Date(first)
  const second = shown - after
  if (offsetAt(second, zone) === after) return new Date(second)
  let [low, high] = [second, first]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle, zone) === before) low = middle
    else high = middle
  }
  return new Date(high)
}

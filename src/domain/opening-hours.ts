/** Opening hours as a vendor writes them: `09:00`, `Mon-Fri`, `12:00-13:00`. */
import { type BusinessCalendar, type OpenHours, type Weekday, weekdays } from './business-calendar.ts'

const MIDNIGHT = 24 * 60
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/

/** The minute of the day that `HH:MM` names; undefined for other texts. */
export function minuteOf(time: string): number | undefined {
  const parts = TIME.exec(time)
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined
}

/** The hours between two times; a closing time of 00:00 is the end of the day. Undefined where closing is not after opening. */
export function spanOf(opens: string, closes: string): OpenHours | undefined {
  const from = minuteOf(opens)
  const to = minuteOf(closes) || (closes === '00:00' ? MIDNIGHT : undefined)
  return from !== undefined && to !== undefined && to > from ? { from, to } : undefined
}

const dayNamed = (name: string): Weekday | undefined =>
  weekdays.find((weekday) => weekday.toLowerCase() === name.toLowerCase())

/** The days of `Mon-Fri`, `Mon Wed Fri` or `Mon-Thu Sat`, in the week's order; a range may pass Sunday. Undefined for other texts. */
export function daysOf(text: string): Weekday[] | undefined {
  const found = new Set<Weekday>()
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const [first, last, ...rest] = word.split('-').map(dayNamed)
    if (!first || rest.length > 0 || (word.includes('-') && !last)) return undefined
    const start = weekdays.indexOf(first)
    const length = last ? (weekdays.indexOf(last) - start + 7) % 7 : 0
    for (let day = start; day <= start + length; day++) found.add(weekdays[day % 7]!)
  }
  return found.size > 0 ? weekdays.filter((day) => found.has(day)) : undefined
}

/** The breaks of `12:00-13:00 15:00-15:15`, by time. Undefined where one is none, or two overlap. */
export function breaksOf(text: string): OpenHours[] | undefined {
  const found: OpenHours[] = []
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const [opens, closes, ...rest] = word.split('-')
    const span = opens && closes && rest.length === 0 ? spanOf(opens, closes) : undefined
    if (!span) return undefined
    found.push(span)
  }
  found.sort((a, b) => a.from - b.from)
  return found.every(({ from }, index) => index === 0 || found[index - 1]!.to <= from) ? found : undefined
}

/** What is left of a span when breaks are taken out. */
export function without(span: OpenHours, breaks: readonly OpenHours[]): OpenHours[] {
  const left: OpenHours[] = []
  let from = span.from
  for (const pause of breaks) {
    if (pause.from > from) left.push({ from, to: Math.min(pause.from, span.to) })
    from = Math.max(from, pause.to)
    if (from >= span.to) return left
  }
  return [...left, { from, to: span.to }]
}

/** The same hours on each of the days, none on the others. */
export function weekOf(days: readonly Weekday[], spans: readonly OpenHours[]): BusinessCalendar['hours'] {
  const of = (day: Weekday) => (days.includes(day) ? spans : [])
  return {
    Mon: of('Mon'),
    Tue: of('Tue'),
    Wed: of('Wed'),
    Thu: of('Thu'),
    Fri: of('Fri'),
    Sat: of('Sat'),
    Sun: of('Sun'),
  }
}

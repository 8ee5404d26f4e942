/** Slack's `1700000000.000100`, an ISO instant, or milliseconds, as an instant; undefined when it is none. */
export function instantOf(stamp: string | undefined): Date | undefined {
  if (!stamp) return undefined
  const number = Number(stamp)
  const date = Number.isNaN(number) ? new Date(stamp) : new Date(number > 1e11 ? number : number * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}

export const clockTime = (date: Date, language: string) =>
  date.toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' })

export const dayName = (date: Date, language: string) =>
  date.toLocaleDateString(language, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' })

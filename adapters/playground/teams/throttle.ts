/**
 * Teams' documented limits for one bot in one thread ("Optimize your bot with rate limiting in Teams").
 * Sending and creating have the same windows; reading members has twice as much.
 */
const sendWindows: readonly (readonly [calls: number, seconds: number])[] = [
  [7, 1],
  [8, 2],
  [60, 30],
  [1800, 3600],
]
const longestMs = 3_600_000

export class ThreadThrottle {
  private readonly past = new Map<string, number[]>()

  constructor(private readonly now: () => number) {}

  /** Whole seconds until the call would be let through, or 0 after counting it in. A refused call is not counted. */
  take(thread: string, allowance: 'send' | 'read'): number {
    const now = this.now()
    const key = `${allowance} ${thread}`
    const times = (this.past.get(key) ?? []).filter((at) => at > now - longestMs)
    this.past.set(key, times)
    const factor = allowance === 'read' ? 2 : 1
    for (const [calls, seconds] of sendWindows) {
      const within = times.filter((at) => at > now - seconds * 1000)
      if (within.length < calls * factor) continue
      const frees = within[within.length - calls * factor]!
      return Math.max(1, Math.ceil((frees + seconds * 1000 - now) / 1000))
    }
    times.push(now)
    return 0
  }
}

import { seededRandom } from '../seeded-random.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Ids and timestamps as Slack makes them; the same seed gives the same ids. */
export class Identifiers {
  private readonly random: () => number
  private lastMicros = 0

  constructor(
    seed: number,
    private readonly now: () => number,
  ) {
    this.random = seededRandom(seed)
  }

  /** `U`, `D`, `V`, `Ev` and so on, followed by ten characters. */
  next(prefix: string): string {
    return prefix + this.token(10)
  }

  token(length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(this.random() * alphabet.length)]
    return text
  }

  /** A message's `ts`: seconds with six decimals, later than every one before. */
  timestamp(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, Math.floor(this.now() * 1000))
    return `${Math.floor(this.lastMicros / 1_000_000)}.${String(this.lastMicros % 1_000_000).padStart(6, '0')}`
  }
}

/** A `ts` as whole microseconds, for comparison; NaN when it is no timestamp. */
export function microsOf(ts: string): number {
  const match = /^(\d{1,11})(?:\.(\d{1,6}))?$/.exec(ts)
  return match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : Number.NaN
}
